// A pipeline drawn from the network's end down to ours, with the probes between the handlers.
import { h } from "/chat/dom.js";
import { t } from "../words/words.js";
import { simple } from "./source.js";

const LIT_MS = 400;

/** @param {(handler: object) => void} onPick */
export function handlerList(onPick) {
  const list = h("ol.handlers");
  let shown = "";
  return { node: list, show, light };

  function show(handlers) {
    const key = handlers.map(({ name }) => name).join();
    if (key === shown) {
      return;
    }
    shown = key;
    list.replaceChildren(end(t("pipeline.network")), ...handlers.map(itemOf), end(t("pipeline.tail")));
  }

  function itemOf(handler) {
    if (handler.whose === "lab") {
      return h("li.probe", { data: { name: handler.name } }, h("span", {}, simple(handler.class).replace("$", ": ")));
    }
    const ways = [handler.inbound && t("pipeline.in"), handler.outbound && t("pipeline.out")].filter(Boolean).join(", ");
    return h(
      "li",
      {},
      h(
        "button.handler",
        { type: "button", data: { name: handler.name, whose: handler.whose }, on: { click: () => onPick(handler) } },
        h("b.break", {}, handler.name),
        h("span.soft.small", {}, `${simple(handler.class)} · ${t(`pipeline.whose.${handler.whose}`)} · ${ways}`),
        handler.source && h("code.small.break", {}, `${handler.source.file.split("/").at(-1)}:${handler.source.from}–${handler.source.to}`),
      ),
    );
  }

  /** Something has just passed to a handler. */
  function light({ handler }) {
    const node = [...list.querySelectorAll(".handler")].find(({ dataset }) => dataset.name === handler);
    if (node !== undefined && !node.classList.contains("lit")) {
      node.classList.add("lit");
      setTimeout(() => node.classList.remove("lit"), LIT_MS);
    }
  }
}

const end = (text) => h("li.pipeline-end.soft.small", {}, text);
