// TLS records: RFC 8446, section 5.1, and the heads of handshake messages: section 4.
import { hexOf, numberAt, part } from "./hex.js";

const HEAD = 5;

const CONTENT_TYPES = { 20: "change_cipher_spec", 21: "alert", 22: "handshake", 23: "application_data" };

const HANDSHAKE_TYPES = {
  1: "client_hello",
  2: "server_hello",
  4: "new_session_ticket",
  8: "encrypted_extensions",
  11: "certificate",
  15: "certificate_verify",
  20: "finished",
};

/** @param {number} type @returns {string} its name in section 5.1 */
export const contentType = (type) => CONTENT_TYPES[type] ?? `unknown (${type})`;

/**
 * The first record of some bytes.
 *
 * @param {Uint8Array} bytes perhaps cut
 * @param {number} [at] where it begins
 * @returns {{type: number, name: string, length: number, end: number, parts: import("./hex.js").Part[]} | null}
 *     `end`: after its last byte, which may not be there; `null` if the bytes do not begin a record
 */
export function tlsRecord(bytes, at = 0) {
  if (bytes.length < at + HEAD || !(bytes[at] in CONTENT_TYPES) || bytes[at + 1] !== 3) {
    return null;
  }
  const type = bytes[at];
  const length = numberAt(bytes, at + 3, 2);
  const end = at + HEAD + length;
  const head = [
    part("type", at, at + 1, `${type} ${contentType(type)}`),
    part("legacy_record_version", at + 1, at + 3, `0x${hexOf(bytes.slice(at + 1, at + 3)).replace(" ", "")}`),
    part("length", at + 3, at + HEAD, length),
  ];
  return { type, name: contentType(type), length, end, parts: [...head, ...content(bytes, at + HEAD, end, type)] };
}

/** All records that begin in the bytes, one after the other. */
export function tlsRecords(bytes) {
  const records = [];
  for (let record = tlsRecord(bytes); record !== null; record = tlsRecord(bytes, record.end)) {
    records.push(record);
  }
  return records;
}

/** What follows the head: in clear only until keys are agreed upon. */
function content(bytes, from, end, type) {
  const to = Math.min(end, bytes.length);
  if (to <= from) {
    return [];
  }
  if (type === 22 && to >= from + 4 && bytes[from] in HANDSHAKE_TYPES) {
    return handshake(bytes, from, to);
  }
  return [part(type === 23 ? "encrypted_record" : "fragment", from, to, `${end - from} bytes`)];
}

function handshake(bytes, from, to) {
  const type = bytes[from];
  const body = from + 4;
  const parts = [
    part("msg_type", from, from + 1, `${type} ${HANDSHAKE_TYPES[type]}`),
    part("length", from + 1, body, numberAt(bytes, from + 1, 3)),
  ];
  if (type > 2 || to < body + 34) {
    return to > body ? [...parts, part("body", body, to, `${to - body} bytes`)] : parts;
  }
  return [
    ...parts,
    part("legacy_version", body, body + 2, `0x${hexOf(bytes.slice(body, body + 2)).replace(" ", "")}`),
    part("random", body + 2, body + 34, "32 bytes"),
    ...(to > body + 34 ? [part("body", body + 34, to, `${to - body - 34} bytes`)] : []),
  ];
}
