// The browsers' client module, on a real server. Ends with 0 if everything is as it promises.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { MemoryStore, MessengerError } from "../../main/resources/web/lib/messenger.js";
import { Cable, closeAll, collect, contents, device, online, open, register, until } from "./devices.mjs";

const address = process.argv[2];

afterEach(closeAll);

/** Ann and Bob, and their chat. */
async function pair() {
  const ann = await register(address, "Ann");
  const bob = await register(address, "Bob");
  return { ann, bob };
}

/** The messages of a chat as somebody who has nothing finds them. */
async function log(person, chatId) {
  const fresh = await device(address, person);
  await until(fresh, () => fresh.chat(chatId), "the chat in the list");
  while (await fresh.loadOlder(chatId, 300));
  const found = fresh.messages(chatId);
  await fresh.close();
  return found;
}

test("a message is there at once, is acknowledged, arrives, and is read", async () => {
  const { ann, bob } = await pair();
  const anns = await device(address, ann);
  const bobs = await device(address, bob);
  const incoming = collect(bobs, "incoming");
  const chatId = await anns.createChat(bob.id);

  const { clientMsgId, status } = await anns.send(chatId, { content: "hi" });
  assert.equal(status, "queued");
  await anns.acknowledged(clientMsgId);
  assert.equal(anns.messages(chatId)[0].clientMsgId, clientMsgId);

  await until(bobs, () => bobs.chat(chatId)?.unread === 1, "one unread");
  assert.deepEqual(contents(bobs, chatId), ["hi"]);
  assert.equal(incoming.length, 1);
  assert.equal(incoming[0].replay, false);
  assert.equal(incoming[0].message.senderId, ann.id);
  assert.equal(bobs.messages(chatId)[0].status, "received");
  assert.equal(bobs.chats()[0].userName, "Ann");
  assert.equal(bobs.chats()[0].lastMessage, "hi");
  await until(anns, () => anns.messages(chatId)[0].status === "delivered", "delivered");

  bobs.markRead(chatId);
  assert.equal(bobs.chat(chatId).unread, 0);
  await until(anns, () => anns.messages(chatId)[0].status === "read", "read");
});

test("edits, answers and deletions show on all devices of both", async () => {
  const { ann, bob } = await pair();
  const anns = await device(address, ann);
  const annsOther = await device(address, ann);
  const bobs = await device(address, bob);
  const all = [anns, annsOther, bobs];
  const chatId = await anns.createChat(bob.id);
  const onAll = (wanted) =>
    Promise.all(all.map((it) => until(it, () => contents(it, chatId).join() === wanted.join(), `${wanted}`)));

  await anns.acknowledged((await anns.send(chatId, { content: "one" })).clientMsgId);
  const first = anns.messages(chatId)[0].messageId;
  await until(bobs, () => bobs.message(chatId, first), "the first");
  await bobs.send(chatId, { content: "two", replyTo: first });
  await onAll(["one", "two"]);
  assert.deepEqual(
    all.map((it) => it.messages(chatId)[1].replyTo),
    [first, first, first],
  );

  await anns.edit(first, "uno");
  await onAll(["uno", "two"]);
  assert.deepEqual(
    all.map((it) => it.messages(chatId)[0].edited),
    [true, true, true],
  );
  await assert.rejects(bobs.edit(first, "mine"), { code: "forbidden" });

  await bobs.remove(first);
  await onAll(["two"]);
  assert.equal(bobs.chat(chatId).unread, 0);

  await bobs.deleteChat(chatId);
  await Promise.all(all.map((it) => until(it, () => it.chat(chatId) === undefined, "no chat")));
});

test("what is written while the line is cut is sent once, and in order", async () => {
  const { ann, bob } = await pair();
  const cable = await Cable.to(address);
  const anns = await device(cable.address, ann);
  const bobs = await device(address, bob);
  const chatId = await anns.createChat(bob.id);
  cable.cut();
  await until(anns, () => anns.state.status === "waiting", "waiting");

  const written = ["one", "two", "three", "four", "five"];
  const sent = [];
  for (const content of written) {
    sent.push(await anns.send(chatId, { content }));
  }
  assert.deepEqual(
    anns.messages(chatId).map((message) => [message.content, message.status]),
    written.map((content) => [content, "queued"]),
  );
  cable.mend();

  await Promise.all(sent.map(({ clientMsgId }) => anns.acknowledged(clientMsgId)));
  await until(bobs, () => contents(bobs, chatId).length === written.length, "all");
  assert.deepEqual(contents(bobs, chatId), written);
  assert.deepEqual(contents(anns, chatId), written);
  assert.deepEqual((await log(bob, chatId)).map((it) => it.content), written);
});

test("a message whose acknowledgement is lost is stored once", async () => {
  const { ann, bob } = await pair();
  const cable = await Cable.to(address);
  const anns = await device(cable.address, ann);
  const bobs = await device(address, bob);
  const chatId = await anns.createChat(bob.id);
  cable.swallow();
  const { clientMsgId } = await anns.send(chatId, { content: "once" });
  await until(bobs, () => contents(bobs, chatId).length === 1, "stored");
  assert.equal(anns.messages(chatId)[0].status, "queued");
  cable.cut();
  cable.mend();

  await anns.acknowledged(clientMsgId);

  await bobs.acknowledged((await bobs.send(chatId, { content: "twice?" })).clientMsgId);
  await until(anns, () => contents(anns, chatId).length === 2, "the answer");
  assert.deepEqual(contents(anns, chatId), ["once", "twice?"]);
  assert.deepEqual((await log(bob, chatId)).map((it) => it.content), ["once", "twice?"]);
});

test("a page that was closed before it could send does so when it is opened, in two tabs at once", async () => {
  const { ann, bob } = await pair();
  const cable = await Cable.to(address);
  const store = new MemoryStore();
  const anns = await device(cable.address, ann, { store });
  const chatId = await anns.createChat(bob.id);
  cable.cut();
  await anns.send(chatId, { content: "later" });
  await anns.close();

  const tabs = await Promise.all([open(address, { store }), open(address, { store })]);
  for (const tab of tabs) {
    assert.deepEqual(contents(tab, chatId), ["later"]);
    await until(tab, () => tab.messages(chatId)[0].status === "sent", "sent");
  }

  assert.deepEqual((await log(bob, chatId)).map((it) => it.content), ["later"]);
  assert.deepEqual(await store.all("outbox"), []);
});

test("who comes back is told of each change that was missed", async () => {
  const { ann, bob } = await pair();
  const cable = await Cable.to(address);
  const anns = await device(address, ann);
  const bobs = await device(cable.address, bob);
  const chatId = await anns.createChat(bob.id);
  const say = async (content) => {
    await anns.acknowledged((await anns.send(chatId, { content })).clientMsgId);
    return anns.messages(chatId).at(-1).messageId;
  };
  const [edited, deleted] = [await say("to be edited"), await say("to be deleted")];
  await until(bobs, () => contents(bobs, chatId).length === 2, "both");
  cable.cut();
  await until(bobs, () => bobs.state.status === "waiting", "waiting");
  const incoming = collect(bobs, "incoming");

  await anns.edit(edited, "was edited");
  await anns.remove(deleted);
  await say("was missed");
  cable.mend();

  await until(bobs, () => contents(bobs, chatId).join() === "was edited,was missed", "what is so now");
  assert.deepEqual(
    incoming.map(({ message, replay }) => [message.content, replay]),
    [["was missed", true]],
  );
});

test("more than is replayed is paged, and nothing of it is missing", async () => {
  const missed = 620;
  const { ann, bob } = await pair();
  const anns = await device(address, ann);
  const store = new MemoryStore();
  const bobs = await device(address, bob, { store });
  const chatId = await anns.createChat(bob.id);
  await anns.acknowledged((await anns.send(chatId, { content: "seen" })).clientMsgId);
  await until(bobs, () => contents(bobs, chatId).length === 1, "the first");
  await bobs.close();

  const token = anns.session.token;
  for (let i = 1; i <= missed; i++) {
    const answer = await fetch(`${address}/v2/chats/${chatId}/messages`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ client_msg_id: crypto.randomUUID(), content: `missed ${i}` }),
    });
    assert.equal(answer.status, 200);
  }
  const back = await open(address, { store });

  await until(back, () => contents(back, chatId).length === missed + 1, "all of them");
  assert.deepEqual(
    contents(back, chatId),
    ["seen", ...Array.from({ length: missed }, (_, i) => `missed ${i + 1}`)],
  );
  await until(back, () => back.chat(chatId).unread === missed + 1, "the count");
  // And it goes on from there.
  await anns.send(chatId, { content: "live" });
  await until(back, () => contents(back, chatId).at(-1) === "live", "the next");
});

test("a page that is opened anew knows its chats before it is online", async () => {
  const { ann, bob } = await pair();
  const store = new MemoryStore();
  const anns = await device(address, ann, { store });
  const chatId = await anns.createChat(bob.id);
  await anns.acknowledged((await anns.send(chatId, { content: "kept" })).clientMsgId);
  await anns.close();
  const cable = await Cable.to(address);
  cable.cut();

  const again = await open(cable.address, { store });

  assert.equal(again.session.userId, ann.id);
  assert.deepEqual(contents(again, chatId), ["kept"]);
  assert.equal(again.chats()[0].userName, "Bob");
});

test("a new device finds what was said before, page by page", async () => {
  const { ann, bob } = await pair();
  const anns = await device(address, ann);
  const chatId = await anns.createChat(bob.id);
  const said = Array.from({ length: 25 }, (_, i) => `${i + 1}`);
  for (const content of said) {
    await anns.send(chatId, { content });
  }
  await until(anns, () => anns.messages(chatId).every((it) => it.status === "sent"), "all sent");

  const bobs = await device(address, bob);
  await until(bobs, () => bobs.chats().length === 1, "the chat");
  assert.equal(bobs.chats()[0].unread, 25);
  assert.equal(bobs.chats()[0].lastMessage, "25");
  assert.deepEqual(contents(bobs, chatId), []);
  assert.equal(await bobs.loadOlder(chatId, 10), true);
  assert.deepEqual(contents(bobs, chatId), said.slice(15));
  assert.equal(await bobs.loadOlder(chatId, 10), true);
  assert.equal(await bobs.loadOlder(chatId, 10), false);
  assert.deepEqual(contents(bobs, chatId), said);
  assert.equal(bobs.chats()[0].unread, 25);
  bobs.markRead(chatId);
  await until(anns, () => anns.messages(chatId).every((it) => it.status === "read"), "all read");
});

test("a session that is ended elsewhere is over here, and does not come back", async () => {
  const { ann } = await pair();
  const store = new MemoryStore();
  const here = await device(address, ann, { store });
  const there = await device(address, ann);
  const states = collect(here, "state");

  const [mine] = (await there.sessions()).filter((it) => it.sessionId === here.session.sessionId);
  assert.equal(mine.current, false);
  await there.endSession(mine.sessionId);

  await until(here, () => here.session === null, "signed out");
  assert.deepEqual(
    states.filter((it) => it.status === "ended").map((it) => it.code),
    [4001],
  );
  assert.equal(here.state.status, "closed");
  await assert.rejects(here.send(1, { content: "hi" }), { code: "signed_out" });
  await here.close();
  assert.equal((await open(address, { store })).session, null);
  assert.equal(there.state.status, "online");
});

test("signing out leaves nothing on the device", async () => {
  const { ann, bob } = await pair();
  const store = new MemoryStore();
  const anns = await device(address, ann, { store });
  const chatId = await anns.createChat(bob.id);
  await anns.acknowledged((await anns.send(chatId, { content: "secret" })).clientMsgId);
  const { token } = anns.session;

  await anns.logOut();

  assert.equal(anns.session, null);
  assert.deepEqual(anns.chats(), []);
  for (const table of ["chats", "outbox"]) {
    assert.deepEqual(await store.all(table), []);
  }
  assert.equal(new Map(await store.all("session")).has("current"), false);
  const refused = await fetch(`${address}/v2/sessions`, { headers: { Authorization: `Bearer ${token}` } });
  assert.equal(refused.status, 401);
});

test("refusals say what is wrong, and with what", async () => {
  const { ann, bob } = await pair();
  const visitor = await open(address);
  await assert.rejects(visitor.logIn({ ...ann, password: "wrong horse" }), { code: "unauthorized", status: 401 });
  await assert.rejects(visitor.register({ ...ann, password: "short", login: "x" }), {
    code: "too_short",
    status: 400,
    field: "password",
  });
  await assert.rejects(visitor.register(ann), { code: "login_taken", status: 409 });
  const away = await open("https://127.0.0.1:9");
  await assert.rejects(away.logIn(ann), (error) => error instanceof MessengerError && error.code === "network");

  const anns = await device(address, ann);
  const chatId = await anns.createChat(bob.id);
  const failed = collect(anns, "failed");
  const { clientMsgId } = await anns.send(chatId, { content: "x".repeat(16_385) });
  await assert.rejects(anns.acknowledged(clientMsgId), { code: "too_long", field: "content" });
  assert.equal(failed[0].message.status, "failed");
  assert.equal(anns.messages(chatId)[0].error.code, "too_long");
  await anns.discard(clientMsgId);
  assert.deepEqual(anns.messages(chatId), []);
});

test("people are found, and a chat with them is the same however often it is opened", async () => {
  const { ann, bob } = await pair();
  const anns = await device(address, ann);
  const [found] = (await anns.searchPeople("Bob")).filter((it) => it.userId === bob.id);
  assert.deepEqual(found, { userId: bob.id, userName: "Bob", avatar: false });
  assert.deepEqual(await anns.searchPeople("nobody is called so"), []);
  assert.equal(await anns.createChat(bob.id), await anns.createChat(bob.id));
});

test("files and avatars go up and come down", async () => {
  const { ann, bob } = await pair();
  const anns = await device(address, ann);
  const bobs = await device(address, bob);
  const chatId = await anns.createChat(bob.id);
  const bytes = crypto.getRandomValues(new Uint8Array(60_000));
  const progress = [];
  const file = await anns.upload(new Blob([bytes]), {
    name: "Кот.png",
    onProgress: (sent, total) => progress.push([sent, total]),
  });
  assert.equal(file.name, "Кот.png");
  assert.deepEqual(progress.at(-1), [60_000, 60_000]);
  await anns.send(chatId, { content: "look", file });

  const received = await until(bobs, () => bobs.messages(chatId)[0], "the picture");
  assert.equal(received.fileName, "Кот.png");
  assert.equal(received.fileType, "image");
  const blob = await bobs.download(received.messageId);
  assert.equal(blob.type, "image/png");
  assert.deepEqual(new Uint8Array(await blob.arrayBuffer()), bytes);
  const parts = [];
  await bobs.download(received.messageId, { onProgress: (...it) => parts.push(it) });
  assert.deepEqual(parts.at(-1), [60_000, 60_000]);
  assert.equal(anns.messages(chatId)[0].fileType, "image");

  const cancelled = AbortSignal.abort();
  await assert.rejects(anns.upload(new Blob([bytes]), { name: "a", signal: cancelled }), { code: "aborted" });
  await assert.rejects(bobs.download(received.messageId, { signal: cancelled }), { code: "aborted" });

  assert.equal(await bobs.avatar(ann.id), null);
  const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=";
  await anns.setAvatar(`data:image/png;base64,${pixel}`);
  const avatar = await bobs.avatar(ann.id);
  assert.equal(avatar.type, "image/png");
  await anns.deleteAvatar();
  await anns.deleteAvatar();
  assert.equal(await bobs.avatar(ann.id), null);
});

test("a new password ends other sessions, and leaving for good tells the other", async () => {
  const { ann, bob } = await pair();
  const anns = await device(address, ann);
  const annsOther = await device(address, ann);
  const bobs = await device(address, bob);
  const chatId = await anns.createChat(bob.id);
  await anns.acknowledged((await anns.send(chatId, { content: "hi" })).clientMsgId);
  await until(bobs, () => contents(bobs, chatId).length === 1, "hi");

  await assert.rejects(anns.changePassword("wrong horse", "battery staple"), { code: "unauthorized" });
  assert.notEqual(anns.session, null);
  await anns.changePassword(ann.password, "battery staple");
  await until(annsOther, () => annsOther.session === null, "signed out");
  await online(anns);

  await anns.eraseAccount();
  assert.equal(anns.session, null);
  await until(bobs, () => contents(bobs, chatId).length === 0, "nothing of hers");
  await until(bobs, () => bobs.chat(chatId)?.userName === "Deleted account", "no name");
});
