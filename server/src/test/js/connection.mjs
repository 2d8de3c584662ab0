// The browsers' client module against a server that says what the real one says seldom, or never.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { afterEach, test } from "node:test";
import { WebSocketServer } from "ws";
import { closeAll, collect, contents, open, until } from "./devices.mjs";

const CHAT = 7;
const ME = 1;
const OTHER = 2;
const EPOCH = "e1";

/** A server whose part the test plays: it greets by itself, and everything else is up to `onFrame`. */
class Stage {
  hellos = [];
  frames = [];
  sockets = [];
  openedAt = [];
  /** How far the chat has come. */
  head = 0;
  /** The open chats. */
  listed = [CHAT];
  onHello = (hello, socket) => this.greet(hello, socket);
  onFrame = () => {};
  #http;
  #watchers = [];

  static async open() {
    const stage = new Stage();
    stage.#http = createServer((request, response) => stage.#answer(request, response));
    const sockets = new WebSocketServer({ server: stage.#http, handleProtocols: () => "messenger.v2.json" });
    sockets.on("connection", (socket, { headers }) => {
      assert.equal(headers["sec-websocket-protocol"], "messenger.v2.json");
      stage.openedAt.push(Date.now());
      stage.sockets.push(socket);
      socket.on("message", (data) => stage.#hear(JSON.parse(data), socket));
    });
    stage.#http.listen(0, "127.0.0.1");
    await once(stage.#http, "listening");
    stages.push(stage);
    return stage;
  }

  get address() {
    return `http://127.0.0.1:${this.#http.address().port}`;
  }

  /** The last socket. */
  get socket() {
    return this.sockets.at(-1);
  }

  say(frame, socket = this.socket) {
    socket.send(JSON.stringify(frame));
  }

  greet(hello, socket, { resume = "ok", heads = { [CHAT]: this.head } } = {}) {
    const common = { ref: hello.ref, user_id: ME, session_id: "s", epoch: EPOCH, heartbeat_ms: 25_000 };
    this.say({ type: "welcome", ...common, resume, heads }, socket);
    this.say({ type: "synced", ref: hello.ref }, socket);
  }

  /** Somebody else's message, the next of the chat or another. */
  post(content, seq = ++this.head) {
    this.say({
      type: "new_message",
      message_id: 100 + seq,
      chat_id: CHAT,
      seq,
      sender_id: OTHER,
      recipient_id: ME,
      content,
      time_of_day: "2026-11-22T10:00:00.000Z",
      is_readed: false,
      is_edited: false,
      file_name: "",
      fileType: "",
      client_msg_id: crypto.randomUUID(),
    });
  }

  ack(frame, more = {}) {
    const { ref, client_msg_id } = frame;
    const time_of_day = "2026-11-22T10:00:00.000Z";
    const seq = ++this.head;
    this.say({ type: "ack", ref, client_msg_id, message_id: 900, chat_id: CHAT, seq, time_of_day, ...more });
  }

  /** Waits for a frame that came or is still to come. */
  heard(isWanted, what) {
    return this.#watch(() => this.frames.find(isWanted), what);
  }

  connections(count) {
    return this.#watch(() => this.hellos.length >= count, `${count} connections`);
  }

  close() {
    this.sockets.forEach((socket) => socket.terminate());
    this.#http.close();
    this.#http.closeAllConnections();
  }

  #watch(look, what) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`not within 10 s: ${what}`)), 10_000);
      const watcher = () => {
        const found = look();
        if (found) {
          clearTimeout(timer);
          resolve(found);
        }
        return found;
      };
      if (!watcher()) {
        this.#watchers.push(watcher);
      }
    });
  }

  #hear(frame, socket) {
    if (frame.type === "hello") {
      this.hellos.push(frame);
      this.onHello(frame, socket);
    } else {
      this.frames.push(frame);
      this.onFrame(frame, socket);
    }
    this.#watchers = this.#watchers.filter((watcher) => !watcher());
  }

  #answer(request, response) {
    const bodies = {
      "/login": { id: ME, user_name: "Me", token: "t", session_id: "s", expires_at: "2026-12-22T10:00:00.000Z" },
      "/v2/chats": {
        epoch: EPOCH,
        chats: this.listed.map((chat_id) => ({
          chat_id,
          id: OTHER,
          user_name: "Other",
          avatar: false,
          last_message: "",
          last_message_time: "",
          not_readed_messages: 0,
          last_seq: chat_id === CHAT ? this.head : 0,
          receipts: [],
        })),
      },
    };
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify(bodies[request.url] ?? {}));
  }
}

const stages = [];

afterEach(async () => {
  await closeAll();
  stages.splice(0).forEach((stage) => stage.close());
});

async function start(times = {}, prepare = () => {}) {
  const stage = await Stage.open();
  prepare(stage);
  const messenger = await open(stage.address, { times: { firstRetry: 20, longestRetry: 80, ...times } });
  await messenger.logIn({ login: "me", password: "correct horse" });
  return { stage, messenger };
}

async function startOnline(times, prepare) {
  const started = await start(times, prepare);
  const { messenger } = started;
  await until(messenger, () => messenger.state.status === "online" && messenger.chat(CHAT), "online");
  return started;
}

for (const code of [1001, 1006, 1011, 1012, 1013, 4002, 4101, 4102, 4103]) {
  test(`after ${code} it comes back, and says where it stands`, async () => {
    const { stage, messenger } = await startOnline();
    assert.equal(stage.hellos[0].resume, undefined);
    assert.equal(stage.hellos[0].token, "t");
    stage.post("one");
    await until(messenger, () => contents(messenger, CHAT).length === 1, "one");
    if (code === 1006) {
      stage.socket.terminate();
    } else {
      stage.socket.close(code);
    }
    await stage.connections(2);
    assert.deepEqual(stage.hellos[1].resume, { epoch: EPOCH, chats: { [CHAT]: 1 } });
  });
}

test("after 4000 it stays away", async () => {
  const { stage, messenger } = await startOnline();
  stage.socket.close(4000, "out of turn");
  await until(messenger, () => messenger.state.status === "ended", "ended");
  assert.equal(messenger.state.code, 4000);
  assert.notEqual(messenger.session, null);
});

test("after 4001 it stays away and is signed out", async () => {
  const { stage, messenger } = await startOnline();
  stage.socket.close(4001, "signed out");
  await until(messenger, () => messenger.session === null, "signed out");
  assert.equal(messenger.state.status, "closed");
  assert.equal(stage.hellos.length, 1);
});

test("it waits longer each time, up to a limit", async () => {
  const { stage } = await start({ firstRetry: 40, longestRetry: 160 }, (it) => {
    it.onHello = (_, socket) => socket.close(4103);
  });
  await stage.connections(6);
  const waits = stage.openedAt.slice(1).map((at, i) => at - stage.openedAt[i]);
  const least = [20, 40, 80, 80, 80];
  // A timer may fire a millisecond before its time.
  waits.forEach((wait, i) => assert.ok(wait >= least[i] - 2, `${waits}`));
});

test("a server that says goodbye is given the time it asked for", async () => {
  const { stage, messenger } = await startOnline();
  stage.say({ type: "goaway", reason: "restart", reconnect_in_ms: 300 });
  stage.say({ type: "receipt", chat_id: CHAT, user_id: OTHER, delivered_seq: 1, read_seq: 0 });
  await until(messenger, () => messenger.state.status === "online", "still served");
  const saidAt = Date.now();
  stage.socket.close(1012);
  await stage.connections(2);
  assert.ok(Date.now() - saidAt >= 290, `${Date.now() - saidAt} ms`);
});

test("a hello that is refused for now is said again on the same socket", async () => {
  const { stage, messenger } = await start({}, (it) => {
    it.onHello = (hello, socket) =>
      it.hellos.length === 1
        ? it.say({ type: "error", ref: hello.ref, code: "overloaded", message: "Later.", retry_after_ms: 30 }, socket)
        : it.greet(hello, socket);
  });
  await until(messenger, () => messenger.state.status === "online", "online");
  assert.equal(stage.sockets.length, 1);
});

test("a refusal for now is tried again under the same id, and the next message waits", async () => {
  const { stage, messenger } = await startOnline({}, (it) => {
    it.onFrame = (frame) => {
      if (frame.type !== "new_message") {
        return;
      }
      if (it.frames.filter((other) => other.type === "new_message").length === 1) {
        it.say({ type: "error", ref: frame.ref, code: "rate_limited", message: "Later.", retry_after_ms: 50 });
      } else {
        it.ack(frame, { message_id: 900 + it.head });
      }
    };
  });
  const first = await messenger.send(CHAT, { content: "first" });
  const second = await messenger.send(CHAT, { content: "second" });
  await messenger.acknowledged(second.clientMsgId);
  const tries = stage.frames.filter((frame) => frame.type === "new_message");
  assert.deepEqual(
    tries.map((frame) => [frame.content, frame.client_msg_id]),
    [
      ["first", first.clientMsgId],
      ["first", first.clientMsgId],
      ["second", second.clientMsgId],
    ],
  );
  const sameButRef = ({ ref, ...rest }) => rest;
  assert.deepEqual(sameButRef(tries[1]), sameButRef(tries[0]));
  assert.deepEqual(contents(messenger, CHAT), ["first", "second"]);
});

test("a refusal for good is shown, and can be sent anew", async () => {
  const { stage, messenger } = await startOnline({}, (it) => {
    it.onFrame = (frame) =>
      frame.type === "new_message" &&
      it.say({ type: "error", ref: frame.ref, code: "not_found", message: "There is no such file.", field: "file" });
  });
  const failed = collect(messenger, "failed");
  const { clientMsgId } = await messenger.send(CHAT, { content: "look", file: { name: "a.png", handle: "h" } });
  await assert.rejects(messenger.acknowledged(clientMsgId), { code: "not_found", field: "file" });
  assert.equal(failed.length, 1);
  assert.equal(messenger.messages(CHAT)[0].status, "failed");

  stage.onFrame = (frame) => frame.type === "new_message" && stage.ack(frame);
  await messenger.retry(clientMsgId);
  await messenger.acknowledged(clientMsgId);
  assert.equal(messenger.messages(CHAT)[0].status, "sent");
  assert.equal(messenger.messages(CHAT)[0].fileType, "image");
});

test("a command whose answer is lost is asked again", async () => {
  const { stage, messenger } = await startOnline();
  stage.post("one");
  await until(messenger, () => contents(messenger, CHAT).length === 1, "one");
  stage.onFrame = (frame, socket) => frame.type === "archive_message" && socket.terminate();
  const removed = messenger.remove(101);
  await stage.heard((frame) => frame.type === "archive_message", "the first try");
  stage.onFrame = (frame) =>
    frame.type === "archive_message" &&
    stage.say({ type: "error", ref: frame.ref, code: "not_found", message: "There is no such message." });

  await removed;
});

test("a connection that answers nothing is given up", async () => {
  const { stage, messenger } = await startOnline({ answer: 100, tick: 20 });
  const { clientMsgId } = await messenger.send(CHAT, { content: "anybody?" });
  await stage.connections(2);
  stage.onFrame = (frame) => frame.type === "new_message" && stage.ack(frame);
  await messenger.acknowledged(clientMsgId);
  const tries = stage.frames.filter((frame) => frame.type === "new_message");
  assert.ok(tries.length >= 2);
  assert.equal(new Set(tries.map((frame) => frame.client_msg_id)).size, 1);
});

test("a silent connection is asked whether it lives", async () => {
  const { stage } = await startOnline({ answer: 100, tick: 20 }, (it) => {
    it.onHello = (hello, socket) => {
      it.say({ type: "welcome", ref: hello.ref, user_id: ME, epoch: EPOCH, heartbeat_ms: 30, resume: "ok", heads: {} });
      it.say({ type: "synced", ref: hello.ref }, socket);
    };
  });
  const probe = await stage.heard((frame) => frame.type === "sync", "a probe");
  assert.deepEqual(probe.chats, {});
  await stage.connections(2);
});

test("a chat that fell silent is synced until there is no more", async () => {
  const { stage, messenger } = await startOnline({}, (it) => {
    it.onFrame = (frame) => {
      if (frame.type !== "sync") {
        return;
      }
      const { after } = frame.chats[CHAT];
      it.post(`m${after + 1}`, after + 1);
      it.say({ type: "synced", ref: frame.ref, more: { [CHAT]: after + 1 < 3 } });
    };
  });
  stage.say({ type: "behind", heads: { [CHAT]: 3 } });
  await until(messenger, () => contents(messenger, CHAT).length === 3, "three");
  assert.deepEqual(contents(messenger, CHAT), ["m1", "m2", "m3"]);
  assert.deepEqual(
    stage.frames.filter((frame) => frame.type === "sync").map((frame) => frame.chats[CHAT].after),
    [0, 1, 2],
  );
});

test("a number that is missing is asked for, and one that came before is not taken twice", async () => {
  const { stage, messenger } = await startOnline({}, (it) => {
    it.onFrame = (frame) => {
      if (frame.type === "sync") {
        [1, 2, 3].forEach((seq) => seq > frame.chats[CHAT].after && it.post(`m${seq}`, seq));
        it.say({ type: "synced", ref: frame.ref, more: { [CHAT]: false } });
      }
    };
  });
  stage.post("m1", 1);
  stage.post("m1", 1);
  stage.post("m3", 3);
  await until(messenger, () => contents(messenger, CHAT).length === 3, "three");
  assert.deepEqual(contents(messenger, CHAT), ["m1", "m2", "m3"]);
  assert.equal(stage.frames.filter((frame) => frame.type === "sync").length, 1);
});

test("what happens in a chat that ended long ago is let alone", async () => {
  const { stage, messenger } = await startOnline();
  stage.listed = [8];
  stage.say({ type: "chat_event", chat_id: 99, seq: 57, event: "erased", user_id: OTHER });
  stage.say({ type: "deleted_chat", chat_id: CHAT, seq: ++stage.head });
  stage.say({ type: "chat_event", chat_id: CHAT, seq: ++stage.head, event: "erased", user_id: OTHER });
  const { clientMsgId } = await messenger.send(8, { content: "elsewhere" });
  const sent = await stage.heard((frame) => frame.client_msg_id === clientMsgId, "what comes after it");
  stage.ack(sent, { chat_id: 8, seq: 1 });
  await messenger.acknowledged(clientMsgId);
  assert.deepEqual(
    stage.frames.filter((frame) => frame.type === "sync"),
    [],
  );
  assert.deepEqual(contents(messenger, 8), ["elsewhere"]);
});

test("another epoch means that nothing is known any more, but what was written is still sent", async () => {
  const { stage, messenger } = await startOnline();
  stage.post("of a time that is lost");
  await until(messenger, () => contents(messenger, CHAT).length === 1, "one");
  stage.onHello = () => {};
  stage.socket.terminate();
  await until(messenger, () => messenger.state.status !== "online", "lost");
  const { clientMsgId } = await messenger.send(CHAT, { content: "mine" });
  stage.head = 0;
  stage.onFrame = (frame) => frame.type === "new_message" && stage.ack(frame);
  stage.onHello = (hello, socket) => stage.greet(hello, socket, { resume: "reset", heads: { [CHAT]: 0 } });
  stage.sockets.forEach((socket) => socket.terminate());

  await messenger.acknowledged(clientMsgId);

  assert.deepEqual(contents(messenger, CHAT), ["mine"]);
});

test("what came is said to be received, together and once", async () => {
  const { stage, messenger } = await startOnline();
  stage.post("one");
  stage.post("two");
  stage.post("three");
  const received = await stage.heard((frame) => frame.type === "received", "received");
  assert.deepEqual(received.chats, { [CHAT]: 3 });
  await messenger.close();
  assert.equal(stage.frames.filter((frame) => frame.type === "received").length, 1);
});

test("what was read without a connection is told afterwards", async () => {
  const { stage, messenger } = await startOnline();
  stage.post("one");
  await until(messenger, () => messenger.chat(CHAT).unread === 1, "one");
  stage.socket.terminate();
  await until(messenger, () => messenger.state.status !== "online", "lost");
  messenger.markRead(CHAT);
  assert.equal(messenger.chat(CHAT).unread, 0);
  const read = await stage.heard((frame) => frame.type === "read", "read");
  assert.deepEqual(read, { type: "read", chat_id: CHAT, seq: 1 });
});
