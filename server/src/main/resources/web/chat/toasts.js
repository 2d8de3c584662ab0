// Sentences that show for a while at the foot of the page, or of the dialog that covers it; screen
// readers say them once.
import { h } from "./dom.js";
import { sentenceOf } from "./words/words.js";

const SHOWN_MS = 6_000;

/** @param {string} sentence */
export function toast(sentence) {
  const node = h("p.toast", {}, sentence);
  [...document.querySelectorAll(".toasts")].at(-1).append(node);
  setTimeout(() => node.remove(), SHOWN_MS);
}

/** Says what went wrong, unless somebody wanted it to end. */
export function toastFailure(failure) {
  if (failure.code !== "aborted") {
    toast(sentenceOf(failure));
  }
}
