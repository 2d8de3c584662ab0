// What the lab's page makes of bytes: the examples of the RFCs, and bytes that are cut anywhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asPlain, decode } from "../../main/resources/web/lab/decode/bytes.js";
import { bytesOf, hexOf } from "../../main/resources/web/lab/decode/hex.js";
import { header, httpHead } from "../../main/resources/web/lab/decode/http.js";
import { tlsRecord, tlsRecords } from "../../main/resources/web/lab/decode/tls.js";
import { webSocketFrame, webSocketFrames } from "../../main/resources/web/lab/decode/websocket.js";

const text = (bytes) => new TextDecoder().decode(bytes);
const named = (parts) => Object.fromEntries(parts.map(({ name, value }) => [name, value]));

test("a text frame without a mask is that of RFC 6455 5.7", () => {
  const frame = webSocketFrame(bytesOf("810548656c6c6f"));
  assert.equal(frame.fin, true);
  assert.equal(frame.name, "text");
  assert.equal(frame.masked, false);
  assert.equal(text(frame.payload), "Hello");
  assert.equal(frame.end, 7);
});

test("the mask of a client's frame is taken off", () => {
  const frame = webSocketFrame(bytesOf("818537fa213d7f9f4d5158"));
  assert.equal(frame.masked, true);
  assert.equal(hexOf(frame.key), "37 fa 21 3d");
  assert.equal(text(frame.payload), "Hello");
  assert.deepEqual(named(frame.parts), {
    FIN: "1",
    "RSV1–3": "000",
    opcode: "0x1 text",
    MASK: "1",
    "payload length": "5",
    "masking key": "37 fa 21 3d",
    payload: "5 bytes",
  });
});

test("fragments say whether they are the last", () => {
  const frames = webSocketFrames(bytesOf("010348656c80026c6f"));
  assert.deepEqual(frames.map(({ fin, name }) => [fin, name]), [[false, "text"], [true, "continuation"]]);
});

test("long lengths stand in 2 and in 8 bytes", () => {
  assert.equal(webSocketFrame(bytesOf("827e0100")).length, 256);
  const long = webSocketFrame(bytesOf("827f0000000000010000"));
  assert.equal(long.length, 65_536);
  assert.equal(named(long.parts)["payload length"], "127 → 65536");
});

test("a frame's head that is cut is none, and a payload that is cut is shown as far as it goes", () => {
  const whole = bytesOf("818537fa213d7f9f4d5158");
  for (let length = 0; length < 6; length++) {
    assert.equal(webSocketFrame(whole.slice(0, length)), null);
  }
  assert.equal(text(webSocketFrame(whole.slice(0, 8)).payload), "He");
});

test("control frames are named", () => {
  assert.deepEqual(webSocketFrames(bytesOf("890548656c6c6f880203e8")).map(({ name }) => name), ["ping", "close"]);
});

test("a TLS record has type, version and length, as RFC 8446 5.1 says", () => {
  const record = tlsRecord(bytesOf("1703030005aabbccddee"));
  assert.equal(record.name, "application_data");
  assert.equal(record.length, 5);
  assert.deepEqual(record.parts.map(({ name, from, to }) => [name, from, to]), [
    ["type", 0, 1],
    ["legacy_record_version", 1, 3],
    ["length", 3, 5],
    ["encrypted_record", 5, 10],
  ]);
});

test("the records of one read are told apart, the last one cut or not", () => {
  const records = tlsRecords(bytesOf("140303000101" + "17030300021122" + "170303ffff00"));
  assert.deepEqual(records.map(({ name, length }) => [name, length]), [
    ["change_cipher_spec", 1],
    ["application_data", 2],
    ["application_data", 65_535],
  ]);
});

test("a client's hello is read up to its random bytes", () => {
  const hello = bytesOf(`1603010026` + `01000022` + "0303" + "ab".repeat(32));
  const [record] = tlsRecords(hello);
  assert.equal(named(record.parts).msg_type, "1 client_hello");
  assert.equal(named(record.parts).legacy_version, "0x0303");
  assert.equal(named(record.parts).random, "32 bytes");
});

test("what is no record is none", () => {
  assert.equal(tlsRecord(bytesOf("474554202f")), null);
  assert.equal(tlsRecord(bytesOf("1703")), null);
});

const UPGRADE = "GET / HTTP/1.1\r\nHost: a:1\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
const ascii = (words) => new TextEncoder().encode(words);

test("a request's head has a line and headers, each in its place", () => {
  const head = httpHead(ascii(UPGRADE));
  assert.equal(head.kind, "request");
  assert.equal(head.startLine, "GET / HTTP/1.1");
  assert.equal(head.complete, true);
  assert.equal(header(head.headers, "sec-websocket-key"), "dGhlIHNhbXBsZSBub25jZQ==");
  for (const { name, from, to } of head.parts.slice(3)) {
    assert.ok(UPGRADE.slice(from, to).startsWith(`${name}: `), name);
  }
  assert.deepEqual(head.parts.slice(0, 3).map(({ from, to }) => UPGRADE.slice(from, to)), ["GET", "/", "HTTP/1.1"]);
});

test("an answer's head has a status, and what follows is its body", () => {
  const head = httpHead(ascii("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\nxyz"));
  assert.equal(head.kind, "response");
  assert.equal(named(head.parts)["status-code"], "101");
  assert.equal(named(head.parts).body, "3 bytes");
});

test("a head that is cut is shown as far as it goes", () => {
  const head = httpHead(ascii(UPGRADE.slice(0, 40)));
  assert.equal(head.complete, false);
  assert.deepEqual(head.headers, [["Host", "a:1"]]);
});

test("the side of TLS decides what bytes are", () => {
  const frame = { hex: "810548656c6c6f", from: "tls", handler: "FrameHandler#0" };
  assert.equal(decode(frame, true).kind, "websocket");
  assert.equal(decode(frame, true).text, "Hello");
  assert.equal(decode({ hex: "1703030005aabbccddee", from: "socket", handler: "tls" }, true).kind, "tls");
  assert.equal(decode({ hex: "1703030005aabbccddee", from: "tls", handler: "socket" }, true).kind, "tls");
  assert.equal(decode({ ...frame, from: "socket" }, false).kind, "websocket");
  assert.equal(asPlain(ascii(UPGRADE)).kind, "http");
  assert.equal(decode({ from: "tls", handler: "x" }, true).kind, "bytes");
});
