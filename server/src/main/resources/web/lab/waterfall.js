// Where the bars of a followed message stand.

/** Stages in the order of a message's way; what each thread does has a colour of its own. */
const LANES = {
  socket_read: "loop",
  tls: "loop",
  websocket: "loop",
  inbox: "wait",
  json: "worker",
  rules: "worker",
  queue: "wait",
  sql: "writer",
  commit: "writer",
  encode: "writer",
  hand_over: "wait",
  write: "loop",
  encrypt: "loop",
  flush: "loop",
  peer_write: "peer",
  peer_flush: "peer",
  received: "peer",
};

/** All stages, in their order. */
export const STAGES = Object.keys(LANES);

/** What the wait for the peer is drawn at most, as a part of all before it. */
const LONGEST_WAIT = 1;

/** A bar that would be thinner is drawn so thick. */
const THINNEST = 0.004;

/**
 * @param {{stage: string, from: number, to: number, thread: string, class?: string}[]} stages
 * @returns {{total: number, rows: {stage: string, lane: string, from: number, width: number, took: number,
 *     cut: boolean, thread: string, className?: string}[]}} `from` and `width` as parts of 1; `cut` where a bar
 *     is drawn shorter than it is
 */
export function waterfall(stages) {
  if (stages.length === 0) {
    return { total: 0, rows: [] };
  }
  const begin = Math.min(...stages.map(({ from }) => from));
  const end = Math.max(...stages.map(({ to }) => to));
  const own = Math.max(...stages.filter(({ stage }) => stage !== "received").map(({ to }) => to), begin + 1);
  const last = Math.min(end, own + LONGEST_WAIT * (own - begin));
  const place = (time) => Math.min(1, (time - begin) / (last - begin));
  const rows = stages.map(({ stage, from, to, thread, class: className }) => {
    const width = Math.max(place(to) - place(from), THINNEST);
    return { stage, lane: LANES[stage] ?? "loop", from: Math.min(place(from), 1 - width), width, took: to - from, cut: to > last, thread, className };
  });
  return { total: end - begin, rows };
}

/** `total;dur=3.1, sql;dur=1.2` as names and milliseconds (W3C Server Timing). @param {string} header */
export function serverTiming(header) {
  return header
    .split(",")
    .map((metric) => /^\s*([^;\s]+)\s*;\s*dur=([\d.]+)/.exec(metric))
    .filter((found) => found !== null)
    .map(([, name, millis]) => ({ name, millis: Number(millis) }));
}
