// Who is connected, and something to write: beside every view.
import { h } from "/chat/dom.js";
import { toastFailure } from "/chat/toasts.js";
import { t } from "../words/words.js";

/** @param {import("../bench.js").Bench} bench @param {AbortSignal} life */
export function desk(bench, life) {
  const text = h("input.input", { "aria-label": t("desk.text"), placeholder: t("desk.text"), maxlength: 2000, autocomplete: "off" });
  const learner = place("learner");
  const partner = place("partner");
  bench.addEventListener("change", show, { signal: life });
  show();
  return h(
    "section.desk",
    { "aria-label": t("desk.title") },
    h("div.desk-who", {}, learner.node, partner.node),
    h(
      "form.desk-write",
      { on: { submit: write } },
      text,
      h("button.button.main", { type: "submit" }, t("desk.write")),
      h("button.button", { type: "button", on: { click: () => doing(bench.answer()) } }, t("desk.answer")),
    ),
  );

  function write(event) {
    event.preventDefault();
    doing(bench.write(text.value || undefined));
    text.value = "";
  }

  function show() {
    learner.show(bench.learner, bench.connection?.id);
    partner.show(bench.partner);
  }
}

const doing = (work) => work.catch(toastFailure);

function place(who) {
  const state = h("span");
  const id = h("code");
  const node = h("p.who", { data: { who } }, h("span.dot"), h("b", {}, t(`desk.${who}`)), " ", state, " ", id);
  return {
    node,
    show(device, connection = "") {
      const status = device.messenger.state.status;
      node.dataset.state = status;
      state.textContent = t(`status.${status}`);
      id.textContent = connection;
    },
  };
}
