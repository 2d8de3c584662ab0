// Trouble on the learner's own connection, one click each, and whether the promises held.
import { h } from "/chat/dom.js";
import { toastFailure } from "/chat/toasts.js";
import { experiments } from "../faults/experiments.js";
import { Run } from "../faults/run.js";
import { hasWords, t } from "../words/words.js";

/** @param {import("../bench.js").Bench} bench @returns {import("./home.js").View} */
export function faults(bench) {
  const cards = h("div.cards");
  let asked = false;
  return {
    node: h("div.stack", {}, h("p.soft", {}, t("faults.what")), cards),
    show() {
      if (!asked) {
        asked = true;
        list().catch(toastFailure);
      }
    },
  };

  async function list() {
    const known = (await bench.api.faults()).filter(({ fault }) => fault in experiments);
    cards.replaceChildren(...known.map(cardOf));
  }

  function cardOf(kind) {
    const words = (what) => (hasWords(`faults.kinds.${kind.fault}`) ? t(`faults.kinds.${kind.fault}.${what}`) : kind[what]);
    const checks = h("ol.checks", { "aria-live": "polite" });
    const verdict = h("p.verdict", { role: "status" });
    const button = h("button.button.danger", { type: "button", on: { click: () => run() } }, t("faults.begin"));
    const node = h(
      "section.card.stack.fault",
      { data: { fault: kind.fault, verdict: "" } },
      h("h2", {}, words("title")),
      h("p", {}, words("does")),
      h("p.promise", {}, h("b", {}, `${t("faults.promise")} `), words("promise")),
      h("div.controls", {}, button),
      checks,
      verdict,
    );
    return node;

    async function run() {
      busy(true);
      checks.replaceChildren();
      verdict.textContent = t("faults.running");
      node.dataset.verdict = "running";
      let held = true;
      const note = (name, isHeld, values) => {
        held &&= isHeld;
        checks.append(checkOf(t(`faults.checks.${name}`, values), isHeld));
      };
      try {
        await experiments[kind.fault](new Run(bench, note));
      } catch (failure) {
        held = false;
        checks.append(checkOf(failure.message, false));
      } finally {
        busy(false);
      }
      node.dataset.verdict = held ? "held" : "broken";
      verdict.textContent = t(held ? "faults.held" : "faults.broken");
    }
  }

  /** One at a time: experiments would disturb each other. */
  function busy(isBusy) {
    cards.querySelectorAll("button").forEach((button) => {
      button.disabled = isBusy;
    });
  }
}

const checkOf = (sentence, held) =>
  h(held ? "li.held" : "li.broken", {}, h("span", { "aria-hidden": "true" }, held ? "✓ " : "✗ "), sentence, h("span.unseen", {}, ` ${t(held ? "faults.yes" : "faults.no")}`));
