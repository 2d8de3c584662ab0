// Files on their way up: each with how much of it has gone, and a button that stops it.
import { h, iconButton } from "../dom.js";
import { icon } from "../icons.js";
import { toast } from "../toasts.js";
import { sentenceOf, size, t } from "../words/words.js";

/** What the server takes. */
const LARGEST = 524_288_000;

/**
 * @param {import("../state.js").State} state
 * @param {AbortSignal} life of the view: when it ends, so do the uploads
 * @param {{onSettled: () => void, onRemoved: () => void}} listener `onSettled` whenever none is under way
 *     any more, `onRemoved` when somebody took one out
 */
export function uploadTray(state, life, { onSettled, onRemoved }) {
  const list = h("ul.tray", { "aria-label": t("attach"), hidden: true });
  const items = new Set();
  life.addEventListener("abort", () => items.forEach((item) => item.stop.abort()));
  state.addEventListener("connection", retryFailed, { signal: life });

  return {
    node: list,
    add: (files) => [...files].forEach(add),
    isBusy: () => [...items].some((item) => item.upload === null),
    uploads: () => [...items],
    /** Those that are up, which the tray then forgets. */
    take() {
      const uploads = [...items].map((item) => item.upload);
      items.forEach(forget);
      return uploads;
    },
  };

  function add(file) {
    if (file.size > LARGEST) {
      toast(`${t("uploadFailed", { name: file.name })} ${t("error.payload_too_large")}`);
      return;
    }
    const bar = h("progress", { max: 100, value: 0, "aria-label": file.name });
    const facts = h("span.small.soft", {}, size(file.size));
    const cancel = iconButton("close", `${t("remove")}: ${file.name}`, () => {
      item.stop.abort();
      forget(item);
      settle();
      onRemoved();
    });
    const node = h(
      "li.tray-item",
      {},
      icon("file"),
      h("span.grow", {}, h("span.line-up", {}, h("span.clip", {}, file.name), facts), bar),
      cancel,
    );
    const item = { file, node, bar, facts, upload: null, failed: false, stop: new AbortController() };
    items.add(item);
    list.append(node);
    list.hidden = false;
    start(item);
  }

  async function start(item) {
    item.failed = false;
    item.node.classList.remove("failed");
    item.node.querySelector(".retry")?.remove();
    item.facts.textContent = size(item.file.size);
    try {
      item.upload = await state.upload(item.file, {
        signal: item.stop.signal,
        onProgress: (sent, total) => (item.bar.value = total > 0 ? (100 * sent) / total : 100),
      });
      item.bar.value = 100;
      item.node.classList.add("up");
      settle();
    } catch (failure) {
      if (failure.code !== "aborted") {
        fail(item, failure);
      }
    }
  }

  function fail(item, failure) {
    item.failed = true;
    item.node.classList.add("failed");
    item.facts.textContent = sentenceOf(failure);
    item.node.lastElementChild.before(
      iconButton("retry", `${t("retry")}: ${item.file.name}`, () => start(item), { class: "retry" }),
    );
    toast(t("uploadFailed", { name: item.file.name }));
  }

  function retryFailed() {
    if (state.connection.name === "online") {
      [...items].filter((item) => item.failed).forEach(start);
    }
  }

  function forget(item) {
    items.delete(item);
    item.node.remove();
    list.hidden = items.size === 0;
  }

  function settle() {
    if ([...items].every((item) => item.upload !== null)) {
      onSettled();
    }
  }
}
