// What travels, byte by byte: TLS records, heads of HTTP, WebSocket frames, and the JSON in them.
import { h } from "/chat/dom.js";
import { toastFailure } from "/chat/toasts.js";
import { decode, isOnNetworkSide } from "../decode/bytes.js";
import { t } from "../words/words.js";
import { hexDump } from "./hexdump.js";

const KEPT = 60;
const HEX = 1024;
const RFC = { tls: "RFC 8446, 5.1", http: "RFC 9112, 2.1", websocket: "RFC 6455, 5.2", bytes: "" };

/** @param {import("../bench.js").Bench} bench @returns {import("./home.js").View} */
export function wire(bench, { life }) {
  const list = h("ol.wire-list", { "aria-label": t("wire.list") });
  const detail = h("div.stack.wire-detail");
  const none = h("p.soft", {}, t("wire.none"));
  let items = [];
  let picked = null;
  bench.journal.addEventListener("entry", ({ detail: entry }) => take(entry), { signal: life });

  return {
    node: h(
      "div.stack",
      {},
      h("p.soft", {}, t("wire.what")),
      h(
        "div.controls",
        {},
        h("button.button.main", { type: "button", on: { click: () => doing(bench.probe({ hex: HEX })) } }, t("wire.record")),
        h("button.button", { type: "button", on: { click: () => doing(bench.reopen()) } }, t("pipeline.reopen")),
      ),
      none,
      h("div.two.narrow-first", {}, list, detail),
    ),
    show(event) {
      if (event !== undefined) {
        add(event);
        pick(event);
      }
    },
  };

  function take({ kind, line }) {
    if (kind === "feed" && line.type === "event" && isWire(line)) {
      add(line);
      // A read is told of when it is over, after what it led to: its record may come while its frame is looked at.
      if (picked === null || counterparts(items, picked).includes(line)) pick(picked ?? line);
    }
  }

  function add(event) {
    if (items.some(({ event: it }) => it === event)) {
      return;
    }
    const decoded = decode(event, isSecure());
    const button = h(
      "button.wire-item",
      { type: "button", data: { kind: decoded.kind, direction: event.direction }, on: { click: () => pick(event) } },
      h("span", {}, event.direction === "in" ? "↓ " : "↑ ", titleOf(decoded)),
      h("span.soft.small", {}, t("wire.bytes", { n: event.bytes })),
    );
    const item = { event, decoded, node: h("li", {}, button) };
    items.push(item);
    list.prepend(item.node);
    items.splice(0, items.length - KEPT).forEach(({ node }) => node.remove());
    none.hidden = true;
  }

  function pick(event) {
    picked = event;
    items.forEach((item) => item.node.firstChild.setAttribute("aria-current", String(item.event === event)));
    const both = [...counterparts(items, event), event].map((it) => items.find((item) => item.event === it) ?? { event: it, decoded: decode(it, isSecure()) });
    // As on the wire: the record first, and then what was in it.
    both.sort((a, b) => Number(isOnNetworkSide(b.event)) - Number(isOnNetworkSide(a.event)));
    detail.replaceChildren(...both.map(cardOf));
  }

  function isSecure() {
    return bench.connection === null || bench.connection.tls !== undefined;
  }
}

const doing = (work) => work.catch(toastFailure);

/** Bytes at the network, and those that come out of TLS or go into it. */
function isWire(event) {
  const { kind, hex, from, handler, direction } = event;
  const isPlain = direction === "in" ? from === "tls" : handler === "tls";
  return (kind === "read" || kind === "write") && hex && (isOnNetworkSide(event) || isPlain);
}

/** The same bytes on the other side of TLS: what a read led to, or what the next flush made of a write. */
function counterparts(items, event) {
  const others = items
    .map((item) => item.event)
    .filter((it) => it.connection === event.connection && it.direction === event.direction)
    .filter((it) => isOnNetworkSide(it) !== isOnNetworkSide(event));
  if (event.direction === "in") {
    return others.filter((it) => it.parent === event.n || event.parent === it.n);
  }
  const nearest = isOnNetworkSide(event) ? others.findLast((it) => it.n < event.n) : others.find((it) => it.n > event.n);
  return nearest === undefined ? [] : [nearest];
}

function titleOf({ kind, units = [] }) {
  switch (kind) {
    case "tls":
      return `TLS ${units.map(({ name }) => name).join(", ")}`;
    case "http":
      return units[0].startLine;
    case "websocket":
      return `WebSocket ${units.map(({ name }) => name).join(", ")}`;
    default:
      return t("wire.raw");
  }
}

function cardOf({ event, decoded }) {
  const json = decoded.kind === "websocket" ? pretty(decoded.text) : decoded.text;
  return h(
    "section.card.stack",
    { data: { decoded: decoded.kind } },
    h("h3.break", {}, titleOf(decoded), h("span.soft.small", {}, ` ${RFC[decoded.kind]}`)),
    hexDump(decoded, event.bytes),
    json && h("pre.payload", { tabindex: 0, role: "region", "aria-label": t("wire.payload") }, json),
  );
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), (key, value) => (key === "token" ? "…" : value), 2);
  } catch {
    return text;
  }
}
