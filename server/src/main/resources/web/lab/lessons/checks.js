// Whether what a lesson asks for was done: each looks at what has happened since, and gives what it found to
// be told, or `null` while it was not.
import { isOnNetworkSide, asPlain } from "../decode/bytes.js";
import { bytesOf, hexOf } from "../decode/hex.js";
import { header } from "../decode/http.js";
import { acks, feed, frames, rises, states } from "../evidence.js";

/** What RFC 6455 4.2.2 has a server add to the key. */
const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

const HANDSHAKE = 22;
const APPLICATION_DATA = 23;

/** A handshake, and then records that nobody can read. */
export function handshake(entries) {
  const types = feed(entries, "event")
    .filter(({ from, kind }) => from === "socket" && kind === "read")
    .flatMap(({ records = [] }) => records.map(({ type }) => type));
  const secret = types.indexOf(APPLICATION_DATA);
  return types.includes(HANDSHAKE) && secret > 0 ? { clear: secret, all: types.length } : null;
}

/** A request of ours, as it stands on the wire. */
export function request(entries) {
  const head = heads(entries).find(({ startLine }) => startLine.startsWith("GET /v2/sessions "));
  return head === undefined ? null : { line: head.startLine, n: head.headers.length };
}

/** The upgrade, and that the server's answer to the key is the one it must be. */
export async function upgrade(entries) {
  const all = heads(entries);
  const key = all.map(({ headers }) => header(headers, "Sec-WebSocket-Key")).findLast(Boolean);
  const accept = all.map(({ headers }) => header(headers, "Sec-WebSocket-Accept")).findLast(Boolean);
  if (key === undefined || accept === undefined || (await acceptOf(key)) !== accept) {
    return null;
  }
  return { key, accept };
}

/** @param {string} key @returns {Promise<string>} base64 of SHA-1 of key and GUID */
export async function acceptOf(key) {
  const hash = await crypto.subtle.digest("SHA-1", new TextEncoder().encode(key + GUID));
  return btoa(String.fromCharCode(...new Uint8Array(hash)));
}

/** A frame of the browser's with a mask, and one of the server's without. */
export function masking(entries) {
  const all = plain(entries).flatMap(({ direction, decoded }) => (decoded.units ?? []).filter(({ opcode }) => opcode === 1).map((frame) => ({ direction, frame })));
  const ours = all.find(({ direction, frame }) => direction === "in" && frame.masked && frame.payload.length > 0);
  const theirs = all.find(({ direction, frame }) => direction === "out" && !frame.masked);
  if (ours === undefined || theirs === undefined) {
    return null;
  }
  const { key, payload } = ours.frame;
  return { key: hexOf(key), masked: hexOf([payload[0] ^ key[0]]), byte: hexOf([payload[0]]), letter: String.fromCharCode(payload[0]) };
}

/** The socket was full, its chat fell silent, and all came by a sync. */
export function backPressure(entries) {
  const behind = frames(entries, "learner", "in", "behind").length;
  const ended = feed(entries, "fault").some(({ fault, state }) => fault === "slow_reader" && state === "ended");
  const came = frames(entries, "learner", "in", "new_message").length;
  return behind > 0 && ended && came >= 3 ? { n: came } : null;
}

/** Several messages, fewer commits. */
export function groupCommit(entries) {
  const counted = entries.findLast(({ kind }) => kind === "commits");
  return counted !== undefined && counted.commits > 0 && counted.commits < counted.messages ? counted : null;
}

/** The same message twice, one number. */
export function resend(entries) {
  const second = frames(entries, "learner", "in", "ack").find(({ dup }) => dup);
  if (second === undefined) {
    return null;
  }
  const first = acks(entries, second.client_msg_id).find(({ dup }) => !dup);
  return first !== undefined && first.message_id === second.message_id && first.seq === second.seq ? { id: first.message_id, seq: first.seq } : null;
}

/** A cut, a greeting that resumes, and a replay. */
export function resume(entries) {
  const welcome = frames(entries, "learner", "in", "welcome").at(-1);
  const replayed = frames(entries, "learner", "in", "new_message").filter(({ replay }) => replay);
  return welcome?.resume === "ok" && replayed.length > 0 && rises(replayed.map(({ seq }) => seq)) ? { seq: replayed[0].seq } : null;
}

/** One message on every device, under one number. */
export function fanOut(entries) {
  const sent = frames(entries, "learner", "out", "new_message").at(-1);
  const ack = sent && acks(entries, sent.client_msg_id)[0];
  if (!ack) {
    return null;
  }
  const others = ["learner's second", "partner", "partner's second"].map((device) => frames(entries, device, "in", "new_message").find(({ client_msg_id: id }) => id === sent.client_msg_id));
  return others.every((frame) => frame?.seq === ack.seq) ? { n: others.length, seq: ack.seq } : null;
}

/** Told to go away, the client waited as long as it was told, and lost nothing. */
export function drain(entries) {
  const told = frames(entries, "learner", "in", "goaway")[0];
  const all = states(entries, "learner");
  const gone = all.find(({ status, code }) => status === "waiting" && code === 1012);
  const back = all.find(({ n, status }) => status === "online" && n > gone?.n);
  if (told === undefined || back === undefined || back.at - gone.at < told.reconnect_in_ms - 50) {
    return null;
  }
  const stored = frames(entries, "learner", "in", "ack").length > 0;
  return stored ? { asked: told.reconnect_in_ms, waited: Math.round(back.at - gone.at) } : null;
}

/** Bytes as they are without TLS: beside it on the side of the handlers, or the network's where there is none. */
function plain(entries) {
  const events = feed(entries, "event");
  const secure = events.some(({ handler, from }) => handler === "tls" || from === "tls");
  return events
    .filter((event) => event.hex && (event.kind === "read" || event.kind === "write") && !(secure && isOnNetworkSide(event)))
    .map((event) => ({ direction: event.direction, decoded: asPlain(bytesOf(event.hex)) }));
}

const heads = (entries) => plain(entries).flatMap(({ decoded }) => (decoded.kind === "http" ? decoded.units : []));
