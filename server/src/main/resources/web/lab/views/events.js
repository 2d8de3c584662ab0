// What probes see, the newest first; filtered, and frozen where one wants to read.
import { h } from "/chat/dom.js";
import { duration, t } from "../words/words.js";

const SHOWN = 100;
const DRAW_EVERY_MS = 150;

/** What most often is only noise. */
const NOISE = new Set(["read_complete", "read_request"]);

/** @param {import("../bench.js").Bench} bench @param {{life: AbortSignal, onPick: (event: object) => void}} options */
export function eventList(bench, { life, onPick }) {
  const search = h("input.input", { type: "search", "aria-label": t("events.filter"), placeholder: t("events.filter"), on: { input: () => draw() } });
  const noise = h("input", { type: "checkbox", on: { change: () => draw() } });
  const way = h(
    "select.input",
    { "aria-label": t("events.direction"), on: { change: () => draw() } },
    ["both", "in", "out"].map((value) => h("option", { value: value === "both" ? "" : value }, t(`events.${value}`))),
  );
  const freeze = h("button.button", { type: "button", "aria-pressed": "false", on: { click: toggle } }, t("events.freeze"));
  const body = h("tbody");
  const none = h("p.soft", {}, t("events.none"));
  let events = [];
  let timer = null;
  let visible = false;
  let frozen = false;
  bench.journal.addEventListener("entry", ({ detail }) => take(detail), { signal: life });

  return {
    node: h(
      "div.stack",
      {},
      h("div.controls", {}, search, way, h("label.check", {}, noise, t("events.noise")), freeze),
      h(
        "div.scroll",
        { tabindex: 0, role: "region", "aria-label": t("pipeline.events") },
        h("table.table.events", {}, h("thead", {}, h("tr", {}, COLUMNS.map((name) => h("th", { scope: "col" }, t(`events.${name}`))))), body),
      ),
      none,
    ),
    show() {
      visible = true;
      draw();
    },
    hide() {
      visible = false;
    },
  };

  function take({ kind, line }) {
    if (kind !== "feed" || line.type !== "event") {
      return;
    }
    if (events.length > 4 * SHOWN) {
      events = events.slice(-2 * SHOWN);
    }
    events.push(line);
    if (!frozen && visible) {
      timer ??= setTimeout(draw, DRAW_EVERY_MS);
    }
  }

  function toggle() {
    frozen = !frozen;
    freeze.setAttribute("aria-pressed", String(frozen));
    if (!frozen) draw();
  }

  function draw() {
    clearTimeout(timer);
    timer = null;
    const wanted = events.filter(isWanted).slice(-SHOWN).sort((a, b) => b.at - a.at);
    none.hidden = wanted.length > 0;
    body.replaceChildren(...wanted.map(rowOf));
  }

  function isWanted(event) {
    const text = search.value.toLowerCase();
    return (
      (noise.checked || !NOISE.has(event.kind)) &&
      (way.value === "" || event.direction === way.value) &&
      [event.kind, event.handler, event.from, event.message, event.detail ?? ""].some((it) => it.toLowerCase().includes(text))
    );
  }

  function rowOf(event) {
    const what = event.hex
      ? h("button.button.bare", { type: "button", on: { click: () => onPick(event) } }, `${event.message}`)
      : event.message;
    return h(
      "tr",
      { data: { kind: event.kind, direction: event.direction, handler: event.handler } },
      h("td.number", {}, `${event.n}`),
      h("td", {}, event.direction === "in" ? "↓ " : "↑ ", event.kind),
      h("td", {}, event.from, " → ", event.handler),
      h("td", {}, what, event.detail && h("span.soft.detail", {}, ` ${event.detail}`)),
      h("td.number", {}, event.bytes > 0 ? `${event.bytes}` : ""),
      h("td.number", {}, duration(event.own)),
      h("td.number", {}, duration(event.took)),
      h("td.thread", {}, event.thread),
    );
  }
}

const COLUMNS = ["n", "kind", "way", "message", "bytes", "own", "took", "thread"];
