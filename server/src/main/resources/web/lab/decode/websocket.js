// WebSocket frames: RFC 6455, section 5.2.
import { hexOf, numberAt, part } from "./hex.js";

const OPCODES = { 0: "continuation", 1: "text", 2: "binary", 8: "close", 9: "ping", 10: "pong" };

/**
 * @typedef {object} Frame
 * @property {boolean} fin
 * @property {number} rsv the three reserved bits
 * @property {number} opcode
 * @property {string} name of the opcode
 * @property {boolean} masked
 * @property {number} length of the payload
 * @property {Uint8Array | null} key of the mask
 * @property {Uint8Array} payload without the mask, as far as it is there
 * @property {number} start
 * @property {number} end after its last byte, which may not be there
 * @property {import("./hex.js").Part[]} parts
 */

/**
 * The frame that begins at a place.
 *
 * @param {Uint8Array} bytes perhaps cut
 * @param {number} [start]
 * @returns {Frame | null} `null` if its head is not all there
 */
export function webSocketFrame(bytes, start = 0) {
  if (bytes.length < start + 2) {
    return null;
  }
  const [first, second] = bytes.slice(start, start + 2);
  const masked = second >= 0x80;
  const short = second & 0x7f;
  // 126 and 127 say that the length follows, in 2 or 8 bytes.
  const more = { 126: 2, 127: 8 }[short] ?? 0;
  const keyAt = start + 2 + more;
  const from = keyAt + (masked ? 4 : 0);
  if (bytes.length < from) {
    return null;
  }
  const length = more === 0 ? short : numberAt(bytes, start + 2, more);
  const key = masked ? bytes.slice(keyAt, from) : null;
  const end = from + length;
  const there = bytes.slice(from, end);
  const opcode = first & 0x0f;
  const name = OPCODES[opcode] ?? `reserved (${opcode})`;
  const parts = [
    part("FIN", start, start + 1, first >> 7),
    part("RSV1–3", start, start + 1, bits((first >> 4) & 7, 3)),
    part("opcode", start, start + 1, `0x${opcode.toString(16)} ${name}`),
    part("MASK", start + 1, start + 2, second >> 7),
    part("payload length", start + 1, keyAt, more === 0 ? length : `${short} → ${length}`),
    ...(masked ? [part("masking key", keyAt, from, hexOf(key))] : []),
    ...(there.length > 0 ? [part("payload", from, from + there.length, `${length} bytes`)] : []),
  ];
  const payload = unmask(there, key);
  return { fin: first >= 0x80, rsv: (first >> 4) & 7, opcode, name, masked, length, key, payload, start, end, parts };
}

/** All frames whose heads are in the bytes, one after the other. @returns {Frame[]} */
export function webSocketFrames(bytes) {
  const frames = [];
  for (let frame = webSocketFrame(bytes); frame !== null; frame = webSocketFrame(bytes, frame.end)) {
    frames.push(frame);
  }
  return frames;
}

/**
 * Takes the mask off, or puts it on: section 5.3.
 *
 * @param {Uint8Array} bytes
 * @param {Uint8Array | null} key
 * @returns {Uint8Array}
 */
export function unmask(bytes, key) {
  return key === null ? bytes : bytes.map((byte, i) => byte ^ key[i % 4]);
}

const bits = (value, count) => value.toString(2).padStart(count, "0");
