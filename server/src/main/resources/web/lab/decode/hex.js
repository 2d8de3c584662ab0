// Bytes as the lab's server writes them, and back.

/**
 * @param {string} hex two digits a byte
 * @returns {Uint8Array}
 */
export function bytesOf(hex) {
  return Uint8Array.from({ length: hex.length >> 1 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

/**
 * @param {Iterable<number>} bytes
 * @returns {string} two digits a byte, with a space between them
 */
export function hexOf(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

/** A byte as a letter, or a dot where it is none (ASCII, RFC 20). @param {number} byte */
export function letterOf(byte) {
  return byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : byte === 0x20 ? "\u00a0" : "·";
}

/** An unsigned integer in network byte order. */
export function numberAt(bytes, from, length) {
  return bytes.slice(from, from + length).reduce((sum, byte) => sum * 256 + byte, 0);
}

/**
 * A part of some bytes that has a name.
 *
 * @typedef {object} Part
 * @property {string} name as its RFC has it
 * @property {number} from its first byte
 * @property {number} to after its last
 * @property {string} value
 */

/** @returns {Part} */
export function part(name, from, to, value) {
  return { name, from, to, value: String(value) };
}
