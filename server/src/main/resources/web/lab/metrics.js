// What the charts show of the server's numbers.

/**
 * @typedef {{seconds: number, gauges: Record<string, number>, counters: Record<string, {total: number, rate: number}>,
 *     histograms: Record<string, {count: number, rate: number, mean?: number, p50?: number, p90?: number, p99?: number}>}} Live
 */

/** `name{a="b"}` as its parts. @param {string} series @returns {{name: string, labels: Record<string, string>}} */
export function seriesOf(series) {
  const [, name, labels = ""] = /^([^{]+)(?:\{(.*)\})?$/.exec(series);
  return { name, labels: Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value])) };
}

/** All series of a name. @returns {[Record<string, string>, any][]} */
function named(table, name) {
  return Object.entries(table)
    .map(([series, value]) => [seriesOf(series), value])
    .filter(([it]) => it.name === name)
    .map(([{ labels }, value]) => [labels, value]);
}

const gauge = (name, label) => (live) => Object.fromEntries(named(live.gauges, name).map(([labels, value]) => [labels[label] ?? "", value]));

/** A percentile of all series together: the worst of them. Nothing happened is nothing. */
const spread = (name, scale, ...keys) => (live) =>
  Object.fromEntries(keys.map((key) => [key, scale * Math.max(0, ...named(live.histograms, name).map(([, it]) => it[key] ?? 0))]));

const sum = (numbers) => numbers.reduce((all, it) => all + it, 0);

const rate = (table, name) => (live) => sum(named(live[table], name).map(([, it]) => it.rate));

/** How many commits the writers have made. @param {Live} live @returns {number} */
export const commits = (live) => sum(named(live.histograms, "messenger_writer_commit_seconds").map(([, it]) => it.count));

const SECONDS = 1e9;

/**
 * The charts, in the order they are shown. `of` gives the lines' values by their names; `unit` is `duration`
 * (nanoseconds), `bytes`, `count` or `rate` (a second).
 *
 * @type {{id: string, unit: string, of: (live: Live) => Record<string, number>}[]}
 */
export const CHARTS = [
  { id: "lag", unit: "duration", of: spread("messenger_loop_lag_seconds", SECONDS, "p50", "p99") },
  { id: "connections", unit: "count", of: gauge("messenger_connections", "kind") },
  { id: "frames", unit: "rate", of: (live) => ({ frames: rate("histograms", "messenger_frame_seconds")(live), requests: rate("histograms", "messenger_http_request_seconds")(live) }) },
  { id: "batch", unit: "count", of: spread("messenger_writer_batch_changes", 1, "mean", "p99") },
  { id: "commit", unit: "duration", of: spread("messenger_writer_commit_seconds", SECONDS, "p50", "p99") },
  { id: "pool", unit: "count", of: gauge("messenger_pool_connections", "state") },
  { id: "buffers", unit: "bytes", of: (live) => labelled(live, "messenger_buffers_bytes") },
  { id: "heap", unit: "bytes", of: (live) => ({ heap: sum(named(live.gauges, "jvm_memory_used_bytes").filter(([{ area }]) => area === "heap").map(([, it]) => it)) }) },
  { id: "gc", unit: "duration", of: (live) => ({ "GC / s": SECONDS * sum(named(live.histograms, "jvm_gc_pause_seconds").map(([, it]) => it.rate * (it.mean ?? 0))) }) },
];

/** Each series by all its labels. */
function labelled(live, name) {
  return Object.fromEntries(named(live.gauges, name).map(([labels, value]) => [Object.values(labels).join(" "), value]));
}

/** Keeps the last values of lines that come and go. */
export class History {
  #length;
  #rows = [];

  /** @param {number} length values each */
  constructor(length) {
    this.#length = length;
  }

  /** @param {Record<string, number>} values by line */
  add(values) {
    this.#rows.push(values);
    this.#rows.splice(0, this.#rows.length - this.#length);
  }

  get length() {
    return this.#length;
  }

  /** @returns {[string, (number | null)[]][]} each line's values, the newest last; `null` where it has none */
  lines() {
    const names = [...new Set(this.#rows.flatMap((row) => Object.keys(row)))];
    return names.map((name) => [name, this.#rows.map((row) => row[name] ?? null)]);
  }
}

/** A round number that is not less: 1, 2 or 5 times a power of ten. */
export function roundUp(value) {
  if (value <= 0) {
    return 1;
  }
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((it) => it * power).find((it) => it >= value * 0.999999);
}
