// What the bytes are that a probe has seen, by where it saw them.
import { bytesOf } from "./hex.js";
import { httpHead } from "./http.js";
import { tlsRecords } from "./tls.js";
import { webSocketFrames } from "./websocket.js";

/**
 * @typedef {object} Decoded
 * @property {"tls" | "http" | "websocket" | "bytes"} kind
 * @property {Uint8Array} bytes
 * @property {import("./hex.js").Part[]} parts
 * @property {string} [text] what a person would read in it
 * @property {object[]} [units] the records, frames, or the one head
 */

/**
 * @param {{hex?: string, from: string, handler: string, records?: object[]}} event
 * @param {boolean} secure whether the connection has TLS
 * @returns {Decoded}
 */
export function decode(event, secure) {
  const bytes = bytesOf(event.hex ?? "");
  return isOnNetworkSide(event) && secure ? asRecords(bytes) : asPlain(bytes);
}

/** Whether the event stands between the network and the first handler. */
export function isOnNetworkSide({ from, handler }) {
  return from === "socket" || handler === "socket";
}

function asRecords(bytes) {
  const units = tlsRecords(bytes);
  return { kind: units.length > 0 ? "tls" : "bytes", bytes, parts: units.flatMap(({ parts }) => parts), units };
}

/** @param {Uint8Array} bytes out of TLS @returns {Decoded} */
export function asPlain(bytes) {
  const head = httpHead(bytes);
  if (head !== null) {
    return { kind: "http", bytes, parts: head.parts, text: text(bytes), units: [head] };
  }
  const units = webSocketFrames(bytes);
  if (units.length === 0) {
    return { kind: "bytes", bytes, parts: [] };
  }
  const words = units.filter(({ opcode }) => opcode < 2).map(({ payload }) => text(payload));
  return { kind: "websocket", bytes, parts: units.flatMap(({ parts }) => parts), text: words.join("\n"), units };
}

const text = (bytes) => new TextDecoder().decode(bytes);
