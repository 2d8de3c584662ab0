// What breaks the WebSocket protocol ends the socket with the code of RFC 6455 7.4.1.
import assert from "node:assert/strict";
import { open, register, tell } from "./steps.mjs";

const ann = await register("Ann");

const breaches = {
  binary: [1003, (socket) => socket.send(Buffer.from("{}"), { binary: true })],
  "64 KiB and a byte": [1009, (socket) => socket.send("x".repeat(64 * 1024 + 1))],
  "too big in fragments": [
    1009,
    (socket) => {
      socket.send("x".repeat(40_000), { fin: false });
      socket.send("x".repeat(40_000), { fin: true });
    },
  ],
  "not UTF-8": [1007, (socket) => socket.send(Buffer.from([0x22, 0xc3, 0x28, 0x22]), { binary: false })],
};

for (const [what, [code, commit]] of Object.entries(breaches)) {
  const { socket, closed } = await open(ann);
  commit(socket);
  assert.equal(await closed(), code, what);
  tell(what, { code });
}

const { socket, send, next, closed } = await open(ann);
socket.send(" ".repeat(64 * 1024 - 2) + "{}");
assert.deepEqual(Object.keys(await next()).sort(), ["code", "field", "message", "type"]);
send({ type: "get_chats", user_id: ann.id });
assert.deepEqual(await next(), { type: "get_chats", chats: [] });
socket.ping("alive?");
const [pong] = await new Promise((resolve) => socket.once("pong", (...data) => resolve(data)));
assert.equal(pong.toString(), "alive?");
socket.close(4321, "bye");
assert.equal(await closed(), 4321);
tell("64 KiB is not too big");
