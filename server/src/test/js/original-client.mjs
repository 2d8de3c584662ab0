// Two clients of the original messenger chat, as its README has it, and every field of every frame is
// what its wire says. Ends with 0 if so.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { address, ask, open, post, register, tell } from "./steps.mjs";

const ann = await register("Ann");
const bob = await register("Bob");
tell("registered", { ann: ann.id, bob: bob.id });

const annSocket = await open(ann);
const bobSocket = await open(bob);
tell("opened");

const both = async (frame) => {
  assert.deepEqual(await annSocket.next(), frame);
  assert.deepEqual(await bobSocket.next(), frame);
};
const signed = (person, idField, more = {}) => ({
  [idField]: person.id,
  login: person.login,
  password: person.password,
  ...more,
});
const row = (chatId, other, more = {}) => ({
  chat_id: chatId,
  id: other.id,
  user_name: other.userName,
  avatar: false,
  last_message: "",
  last_message_time: "",
  not_readed_messages: 0,
  ...more,
});

const found = await ask(200, "/search", { user_name: "bOB" });
assert.ok(found.length > 0);
found.forEach((one) => assert.deepEqual(Object.keys(one).sort(), ["avatar", "id", "user_name"]));

const created = await ask(200, "/chat_creating", signed(ann, "user_id_1", { user_id_2: bob.id }));
assert.deepEqual(Object.keys(created).sort(), ["chat_id", "message"]);
const chatId = created.chat_id;
assert.deepEqual(await annSocket.next(), { type: "update_chat", ...row(chatId, bob) });
assert.deepEqual(await bobSocket.next(), { type: "update_chat", ...row(chatId, ann) });
const again = await ask(409, "/chat_creating", signed(bob, "user_id_1", { user_id_2: ann.id }));
assert.equal(again.chat_id, chatId);
tell("chat created", { chatId });

annSocket.send({
  type: "new_message",
  chat_id: chatId,
  sender_id: ann.id,
  recipient_id: bob.id,
  content: "Привет, Bob 👋",
  time_of_day: new Date("2026-11-22T10:00:00.123Z").toString(),
  file_name: "",
  service_file: "",
});
const sent = await annSocket.next();
assert.deepEqual(await bobSocket.next(), sent);
assert.ok(Number.isSafeInteger(sent.message_id));
const message = {
  message_id: sent.message_id,
  chat_id: chatId,
  sender_id: ann.id,
  recipient_id: bob.id,
  // What Date.prototype.toString prints has whole seconds.
  time_of_day: "2026-11-22T10:00:00.000Z",
  is_edited: false,
  file_name: "",
  fileType: "",
};
assert.deepEqual(sent, { type: "new_message", ...message, content: "Привет, Bob 👋", is_readed: false });
tell("sent", { messageId: sent.message_id });

annSocket.send({ type: "update_message", message_id: sent.message_id, new_content: "Hello, Bob" });
await both({ type: "updated_message", ...message, new_content: "Hello, Bob", is_edited: true });
tell("edited");

bobSocket.send({ type: "get_chats", user_id: bob.id });
const last = { last_message: "Hello, Bob", last_message_time: "2026-11-22T10:00:00.000Z" };
assert.deepEqual(await bobSocket.next(), {
  type: "get_chats",
  chats: [row(chatId, ann, { ...last, not_readed_messages: 1 })],
});
bobSocket.send({ type: "is_readed_message", message_id: sent.message_id });
await both({ type: "readed_message", message_id: sent.message_id, is_readed: true, recipient_id: bob.id, sender_id: ann.id });
bobSocket.send({ type: "update_chat", chat_id: chatId, user_id: bob.id });
assert.deepEqual(await bobSocket.next(), { type: "update_chat", ...row(chatId, ann, last) });
tell("read");

assert.deepEqual(await ask(200, "/get_past_messages", signed(bob, "id", { chat_id: chatId, offset: 0 })), [
  {
    id: sent.message_id,
    chat_id: chatId,
    sender_id: ann.id,
    recipient_id: bob.id,
    content: "Hello, Bob",
    time_stamp: "2026-11-22T10:00:00.000Z",
    is_readed: true,
    is_edited: true,
    file: "",
    file_type: "",
    originalfile: "",
  },
]);

bobSocket.send({ type: "archive_message", deleting_message_id: sent.message_id });
await both({ type: "delete_message", message_id: sent.message_id });
await ask(404, "/get_past_messages", signed(ann, "id", { chat_id: chatId }));
tell("deleted");

const image = randomBytes(300 * 1024);
const name = "Фото «one» 1.PNG";
const form = new FormData();
for (const [field, value] of Object.entries(signed(bob, "user_id"))) {
  form.append(field, value);
}
form.append("file", new Blob([image], { type: "image/png" }), name);
const uploaded = await ask(200, "/file_upload", form);
assert.deepEqual(Object.keys(uploaded).sort(), ["file_name", "service_file"]);
assert.equal(uploaded.file_name, name);
bobSocket.send({
  type: "new_message",
  chat_id: chatId,
  sender_id: bob.id,
  recipient_id: ann.id,
  content: "",
  time_of_day: Date.parse("2026-11-22T10:00:00.123Z"),
  ...uploaded,
});
const picture = await bobSocket.next();
assert.deepEqual(await annSocket.next(), picture);
assert.deepEqual(picture, {
  type: "new_message",
  message_id: picture.message_id,
  chat_id: chatId,
  sender_id: bob.id,
  recipient_id: ann.id,
  content: "",
  time_of_day: "2026-11-22T10:00:00.123Z",
  is_readed: false,
  is_edited: false,
  file_name: name,
  fileType: "image",
});
const [past] = await ask(200, "/get_past_messages", signed(ann, "id", { chat_id: chatId }));
assert.deepEqual(
  [past.file, past.file_type, past.originalfile],
  [uploaded.service_file, "image", name],
);

const wanted = signed(ann, "user_id", { message_id: picture.message_id });
const whole = await post("/file_download", wanted);
assert.equal(whole.status, 200);
assert.equal(whole.headers.get("content-type"), "image/png");
assert.equal(whole.headers.get("content-length"), String(image.length));
assert.equal(whole.headers.get("accept-ranges"), "bytes");
assert.ok(whole.headers.get("last-modified"));
const disposition = whole.headers.get("content-disposition");
assert.ok(disposition.startsWith('attachment; filename="'), disposition);
assert.equal(decodeURIComponent(disposition.split("filename*=UTF-8''")[1]), name);
assert.ok(image.equals(Buffer.from(await whole.arrayBuffer())));

const etag = whole.headers.get("etag");
const part = await post("/file_download", wanted, { Range: "bytes=100000-299999" });
assert.equal(part.status, 206);
assert.equal(part.headers.get("content-range"), `bytes 100000-299999/${image.length}`);
assert.ok(image.subarray(100_000, 300_000).equals(Buffer.from(await part.arrayBuffer())));
const unchanged = await post("/file_download", wanted, { "If-None-Match": etag });
assert.equal(unchanged.status, 304);
const beyond = await post("/file_download", wanted, { Range: "bytes=999999-" });
assert.equal(beyond.status, 416);
assert.equal(beyond.headers.get("content-range"), `bytes */${image.length}`);
await beyond.arrayBuffer();
tell("file exchanged", { bytes: image.length });

annSocket.send({ type: "archive_chat", chat_id: chatId, user_id: ann.id });
await both({ type: "deleted_chat", chat_id: chatId });
for (const [person, socket] of [[ann, annSocket], [bob, bobSocket]]) {
  socket.send({ type: "get_chats", user_id: person.id });
  assert.deepEqual(await socket.next(), { type: "get_chats", chats: [] });
}
const anew = await ask(200, "/chat_creating", signed(bob, "user_id_1", { user_id_2: ann.id }));
assert.notEqual(anew.chat_id, chatId);
assert.deepEqual(await annSocket.next(), { type: "update_chat", ...row(anew.chat_id, bob) });
assert.deepEqual(await bobSocket.next(), { type: "update_chat", ...row(anew.chat_id, ann) });

for (const { socket, closed } of [annSocket, bobSocket]) {
  socket.close(1000);
  assert.equal(await closed(), 1000);
}
tell("done", { address });
