// The handlers of the learner's own socket, and what passes between them.
import { h } from "/chat/dom.js";
import { toastFailure } from "/chat/toasts.js";
import { t } from "../words/words.js";
import { eventList } from "./events.js";
import { handlerList } from "./handlers.js";
import { sourcePanel } from "./source.js";

/** @param {import("../bench.js").Bench} bench @returns {import("./home.js").View} */
export function pipeline(bench, { go, life }) {
  const source = sourcePanel(bench);
  const showSource = (handler) => doing(source.show(handler.source?.class ?? handler.class, handler.whose));
  const handlers = handlerList(showSource);
  const events = eventList(bench, { life, onPick: (event) => go("wire", event) });
  const probing = h("button.button.main", { type: "button", on: { click: () => doing(bench.probing ? bench.unprobe() : bench.probe()) } });
  const reopen = h("button.button", { type: "button", on: { click: () => doing(bench.reopen()) } }, t("pipeline.reopen"));
  const hold = h("button.button", { type: "button", on: { click: startHold } }, t("pipeline.hold"));
  const at = h("select.input", { "aria-label": t("pipeline.holdAt") });
  const step = h("button.button", { type: "button", on: { click: () => doing(bench.api.step(bench.connection.id)) } }, t("pipeline.step"));
  const resume = h("button.button", { type: "button", on: { click: () => doing(bench.api.resume(bench.connection.id)) } }, t("pipeline.resume"));
  const held = h("p.held", { role: "status" });
  let holding = false;
  bench.addEventListener("change", show, { signal: life });
  bench.journal.addEventListener("entry", ({ detail }) => take(detail), { signal: life });
  show();

  return {
    node: h(
      "div.pipeline",
      {},
      h("p.soft", {}, t("pipeline.what")),
      h("div.controls", {}, probing, reopen, h("span.together", {}, hold, at), step, resume),
      held,
      h("div.two", {}, h("div.stack", {}, h("h2", {}, t("pipeline.handlers")), facts(), handlers.node), source.node),
      h("h2", {}, t("pipeline.events")),
      events.node,
    ),
    show() {
      events.show();
      const ours = bench.connection?.handlers.find(({ whose }) => whose === "ours");
      if (ours !== undefined && source.isEmpty()) {
        showSource(ours);
      }
    },
    hide: events.hide,
  };

  function take({ kind, line }) {
    if (kind !== "feed" || line.connection !== bench.connection?.id) {
      return;
    }
    if (line.type === "event") {
      handlers.light(line);
    } else if (line.type === "hold") {
      holding = line.state === "holding";
      held.textContent = holding ? t("pipeline.held", { handler: line.handler, n: line.waiting.length }) : t(`pipeline.resumed.${line.why}`);
      show();
    }
  }

  function startHold() {
    doing((bench.probing ? Promise.resolve() : bench.probe()).then(() => bench.api.hold(bench.connection.id, { at: at.value, seconds: 60 })));
  }

  function show() {
    const all = bench.connection?.handlers ?? [];
    probing.textContent = t(bench.probing ? "pipeline.unprobe" : "pipeline.probe");
    const isThere = bench.connection !== null;
    probing.disabled = hold.disabled = !isThere;
    step.disabled = resume.disabled = !(isThere && holding);
    handlers.show(all);
    chooseFrom(at, all.filter(({ whose, inbound }) => whose !== "lab" && inbound).map(({ name }) => name));
  }

  function facts() {
    const node = h("p.soft.small.break");
    const tell = () => {
      const { peer = "", event_loop: loop = "", tls } = bench.connection ?? {};
      node.textContent = bench.connection === null ? t("pipeline.nobody") : t("pipeline.facts", { peer, loop, tls: tls ? `${tls.protocol}, ${tls.cipher}` : "—" });
    };
    bench.addEventListener("change", tell, { signal: life });
    tell();
    return node;
  }
}

const doing = (work) => work.catch(toastFailure);

/** Shows these options, and keeps the choice if it is among them. */
function chooseFrom(select, names) {
  if ([...select.options].map(({ value }) => value).join() === names.join()) {
    return;
  }
  const chosen = select.value;
  select.replaceChildren(...names.map((name) => h("option", { value: name }, name)));
  select.value = names.includes(chosen) ? chosen : (names.at(-1) ?? "");
}
