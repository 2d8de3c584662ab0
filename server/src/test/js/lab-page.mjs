// The parts of the lab's page that need no browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { lines } from "../../main/resources/web/lab/feed.js";
import { Journal } from "../../main/resources/web/lab/journal.js";
import * as checks from "../../main/resources/web/lab/lessons/checks.js";
import { CHARTS, History, roundUp, seriesOf } from "../../main/resources/web/lab/metrics.js";
import { serverTiming, STAGES, waterfall } from "../../main/resources/web/lab/waterfall.js";

test("a feed's lines are whole, however its bytes are cut", async () => {
  const bytes = new TextEncoder().encode('{"type":"open"}\n\n{"type":"tick","text":"Grüße"}\n');
  const stream = new ReadableStream({
    start(controller) {
      bytes.forEach((byte) => controller.enqueue(Uint8Array.of(byte)));
      controller.close();
    },
  });
  const seen = [];
  for await (const line of lines(stream)) seen.push(line);
  assert.deepEqual(seen, [{ type: "open" }, { type: "tick", text: "Grüße" }]);
});

test("a journal finds what has come, and waits for what has not", async () => {
  const journal = new Journal();
  journal.add({ kind: "a" });
  const isB = (it) => it.kind === "b";
  assert.equal((await journal.until((it) => it.kind === "a", { after: 0 })).n, 1);
  const coming = journal.until(isB);
  journal.add({ kind: "b" });
  assert.equal((await coming).n, 2);
  await assert.rejects(journal.until(isB, { ms: 10, what: "another b" }), /another b/);
  assert.deepEqual(journal.since(1).map(({ kind }) => kind), ["b"]);
});

test("a waterfall's bars stand where their times are", () => {
  const stage = (name, from, to) => ({ stage: name, from, to, thread: "t" });
  const { total, rows } = waterfall([stage("socket_read", 100, 200), stage("sql", 200, 500), stage("received", 500, 100_500)]);
  assert.equal(total, 100_400);
  assert.deepEqual(rows.map(({ cut }) => cut), [false, false, true]);
  // The wait for the peer takes no more room than all before it.
  assert.equal(rows[0].from, 0);
  assert.equal(rows[0].width, 100 / 800);
  assert.equal(rows[1].from, 100 / 800);
  assert.equal(rows[2].from + rows[2].width, 1);
  assert.deepEqual(waterfall([]), { total: 0, rows: [] });
});

test("each bar is within the drawing, and none is too thin to see", () => {
  const { rows } = waterfall(STAGES.map((stage, i) => ({ stage, from: 1_000 * i, to: 1_000 * i + 1, thread: "t" })));
  for (const { from, width } of rows) {
    assert.ok(from >= 0 && from + width <= 1.000001 && width > 0);
  }
});

test("Server-Timing is read", () => {
  assert.deepEqual(serverTiming("total;dur=3.1, sql;dur=1.2, note"), [
    { name: "total", millis: 3.1 },
    { name: "sql", millis: 1.2 },
  ]);
  assert.deepEqual(serverTiming(""), []);
});

test("charts show the series of their name", () => {
  assert.deepEqual(seriesOf('a_b{kind="http",x="1"}'), { name: "a_b", labels: { kind: "http", x: "1" } });
  const live = {
    seconds: 1,
    gauges: { 'messenger_connections{kind="v2"}': 2, 'jvm_memory_used_bytes{area="heap",id="a"}': 5, 'jvm_memory_used_bytes{area="nonheap",id="b"}': 7 },
    counters: {},
    histograms: {
      'messenger_loop_lag_seconds{loop="0"}': { count: 3, rate: 1, p50: 0.001, p99: 0.002 },
      'messenger_loop_lag_seconds{loop="1"}': { count: 3, rate: 1, p50: 0.003, p99: 0.001 },
      'messenger_frame_seconds{type="hello"}': { count: 3, rate: 4 },
    },
  };
  const of = (id) => CHARTS.find((chart) => chart.id === id).of(live);
  assert.deepEqual(of("connections"), { v2: 2 });
  assert.deepEqual(of("heap"), { heap: 5 });
  assert.deepEqual(of("lag"), { p50: 3_000_000, p99: 2_000_000 });
  assert.deepEqual(of("frames"), { frames: 4, requests: 0 });
  assert.deepEqual(of("commit"), { p50: 0, p99: 0 });
});

test("a history keeps its newest values, and gaps where a line was absent", () => {
  const history = new History(2);
  [{ a: 1 }, { a: 2 }, { b: 3 }].forEach((values) => history.add(values));
  assert.deepEqual(history.lines(), [["a", [2, null]], ["b", [null, 3]]]);
  assert.deepEqual([0, 0.003, 1, 12, 51].map(roundUp), [1, 0.005, 1, 20, 100]);
});

// What lessons take for done

const frame = (device, direction, it) => ({ kind: "frame", device, direction, frame: it });
const line = (it) => ({ kind: "feed", line: it });
const seen = (hex, more) => line({ type: "event", kind: "read", direction: "in", from: "tls", handler: "x", hex, ...more });
const hexOf = (text) => Buffer.from(text).toString("hex");

test("a handshake was seen when records nobody can read follow it", () => {
  const records = (...types) => line({ type: "event", kind: "read", from: "socket", handler: "tls", records: types.map((type) => ({ type })) });
  assert.equal(checks.handshake([records(22)]), null);
  assert.deepEqual(checks.handshake([records(22), records(20, 23), records(23)]), { clear: 2, all: 4 });
});

test("an upgrade was seen when the answer is that of RFC 6455 1.3", async () => {
  assert.equal(await checks.acceptOf("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  const asked = seen(hexOf("GET / HTTP/1.1\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
  const answered = (accept) => seen(hexOf(`HTTP/1.1 101 X\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`), { kind: "write", direction: "out", from: "codec", handler: "tls" });
  assert.equal(await checks.upgrade([asked]), null);
  assert.equal(await checks.upgrade([asked, answered("bm90aGluZw==")]), null);
  assert.deepEqual(await checks.upgrade([asked, answered("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")]), { key: "dGhlIHNhbXBsZSBub25jZQ==", accept: "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" });
});

test("masking was seen in a masked frame and one without", () => {
  const masked = seen("818537fa213d7f9f4d5158");
  assert.equal(checks.masking([masked]), null);
  const found = checks.masking([masked, seen("81027b7d", { kind: "write", direction: "out", from: "x", handler: "tls" })]);
  assert.deepEqual(found, { key: "37 fa 21 3d", masked: "7f", byte: "48", letter: "H" });
});

test("a group commit was seen when there were fewer commits than messages", () => {
  const counted = (commits) => ({ kind: "commits", messages: 8, commits });
  assert.equal(checks.groupCommit([]), null);
  assert.equal(checks.groupCommit([counted(8)]), null);
  assert.equal(checks.groupCommit([counted(0)]), null);
  assert.deepEqual(checks.groupCommit([counted(7)]), counted(7));
});

test("a resend was seen when both acks name the same number", () => {
  const ack = (it) => frame("learner", "in", { type: "ack", client_msg_id: "m", message_id: 4, seq: 2, ...it });
  assert.equal(checks.resend([ack({})]), null);
  assert.equal(checks.resend([ack({}), ack({ dup: true, seq: 3 })]), null);
  assert.deepEqual(checks.resend([ack({}), ack({ dup: true })]), { id: 4, seq: 2 });
});

test("a resume was seen when what was missed is replayed", () => {
  const welcome = frame("learner", "in", { type: "welcome", resume: "ok" });
  const message = (seq, replay) => frame("learner", "in", { type: "new_message", seq, replay });
  assert.equal(checks.resume([welcome, message(5)]), null);
  assert.deepEqual(checks.resume([welcome, message(5, true), message(6, true)]), { seq: 5 });
});

test("a fan-out was seen when every device has the number", () => {
  const sent = frame("learner", "out", { type: "new_message", client_msg_id: "m" });
  const ack = frame("learner", "in", { type: "ack", client_msg_id: "m", seq: 3 });
  const got = (device, seq = 3) => frame(device, "in", { type: "new_message", client_msg_id: "m", seq });
  const all = [sent, ack, got("partner"), got("partner's second")];
  assert.equal(checks.fanOut(all), null);
  assert.equal(checks.fanOut([...all, got("learner's second", 4)]), null);
  assert.deepEqual(checks.fanOut([...all, got("learner's second")]), { n: 3, seq: 3 });
});

test("a drain was seen when the client stayed away as long as it was told", () => {
  const told = frame("learner", "in", { type: "goaway", reconnect_in_ms: 2_000 });
  const gone = { kind: "state", device: "learner", status: "waiting", code: 1012, n: 5, at: 100 };
  const back = (at) => ({ kind: "state", device: "learner", status: "online", n: 9, at });
  const ack = frame("learner", "in", { type: "ack" });
  assert.equal(checks.drain([told, gone, back(900), ack]), null);
  assert.equal(checks.drain([told, gone, back(2_300)]), null);
  assert.deepEqual(checks.drain([told, gone, back(2_300), ack]), { asked: 2_000, waited: 2_200 });
});

test("a slow reader was seen when it caught up after falling behind", () => {
  const behind = frame("learner", "in", { type: "behind" });
  const ended = line({ type: "fault", fault: "slow_reader", state: "ended" });
  const message = frame("learner", "in", { type: "new_message" });
  assert.equal(checks.backPressure([behind, ended, message]), null);
  assert.deepEqual(checks.backPressure([behind, ended, message, message, message]), { n: 3 });
});
