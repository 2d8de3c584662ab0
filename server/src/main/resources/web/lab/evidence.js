// What entries of the journal say. Pure: lessons and experiments hang their judgement on it.

/** Frames of a device, in order. @returns {object[]} */
export function frames(entries, device, direction, type) {
  return entries
    .filter((it) => it.kind === "frame" && it.device === device && it.direction === direction && it.frame.type === type)
    .map(({ frame }) => frame);
}

/** The acks that the learner got for a message. */
export const acks = (entries, clientMsgId) => frames(entries, "learner", "in", "ack").filter((it) => it.client_msg_id === clientMsgId);

/** Lines of the feed, in order. */
export const feed = (entries, type) => entries.filter((it) => it.kind === "feed" && it.line.type === type).map(({ line }) => line);

/** States of a device's connection, in order. */
export const states = (entries, device) => entries.filter((it) => it.kind === "state" && it.device === device);

/** The last that was told of each message that is followed, by its id. */
export const traces = (entries) => new Map(feed(entries, "trace").map((line) => [line.client_msg_id, line]));

/** Whether each number is greater than the one before. */
export const rises = (numbers) => numbers.every((it, i) => i === 0 || it > numbers[i - 1]);

/** How long the first ack of a message took, in milliseconds; `NaN` if there is none. */
export function ackTook(entries, clientMsgId) {
  const isOf = (type) => (it) => it.kind === "frame" && it.device === "learner" && it.frame.type === type && it.frame.client_msg_id === clientMsgId;
  return (entries.find(isOf("ack"))?.at ?? NaN) - (entries.find(isOf("new_message"))?.at ?? NaN);
}
