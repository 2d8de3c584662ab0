// The lessons: what is done, how one sees that it was, and which answer is right. What they say is in
// `words`, under the same names.
import * as checks from "./checks.js";
import * as deeds from "./deeds.js";

const rfc = (number, section) => ({ name: `RFC ${number}, ${section}`, url: `https://www.rfc-editor.org/rfc/rfc${number}#section-${section}` });

/**
 * @typedef {object} Lesson
 * @property {string} id
 * @property {{name: string, url: string}[]} rfcs
 * @property {(bench: import("../bench.js").Bench) => Promise<void>} deed
 * @property {(entries: object[]) => object | null | Promise<object | null>} check of what was done
 * @property {number} right which of the answers
 */

/** @type {Lesson[]} */
export const LESSONS = [
  { id: "tls", rfcs: [rfc(8446, "2"), rfc(8446, "5.1")], deed: deeds.reopen, check: checks.handshake, right: 1 },
  { id: "http", rfcs: [rfc(9112, "2.1"), rfc(9112, "3")], deed: deeds.request, check: checks.request, right: 0 },
  { id: "upgrade", rfcs: [rfc(6455, "4.2.2"), rfc(9110, "7.8")], deed: deeds.reopen, check: checks.upgrade, right: 2 },
  { id: "masking", rfcs: [rfc(6455, "5.3"), rfc(6455, "10.3")], deed: deeds.writeProbed, check: checks.masking, right: 1 },
  { id: "backpressure", rfcs: [rfc(9293, "3.8.6")], deed: deeds.readSlowly, check: checks.backPressure, right: 0 },
  { id: "commit", rfcs: [], deed: deeds.writeMany, check: checks.groupCommit, right: 2 },
  { id: "resend", rfcs: [rfc(9110, "9.2.2")], deed: deeds.writeTwice, check: checks.resend, right: 0 },
  { id: "resume", rfcs: [rfc(9293, "3.5.2")], deed: deeds.cut, check: checks.resume, right: 1 },
  { id: "fanout", rfcs: [], deed: deeds.writeToMany, check: checks.fanOut, right: 2 },
  { id: "drain", rfcs: [rfc(6455, "7.4.1")], deed: deeds.goAway, check: checks.drain, right: 1 },
];
