// What the scripts here share: a person of the original messenger, with its REST calls and sockets.
import assert from "node:assert/strict";
import WebSocket from "ws";

const PATIENCE_MS = 10_000;

/** `https://127.0.0.1:4200`; its certificate is trusted by way of NODE_EXTRA_CA_CERTS. */
export const address = process.argv[2];

/** One JSON line for whoever started the script. */
export function tell(step, facts = {}) {
  console.log(JSON.stringify({ step, ...facts }));
}

export function within(promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${PATIENCE_MS} ms`)), PATIENCE_MS);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** Posts an object as JSON, URLSearchParams as a form, and FormData as multipart. */
export async function post(path, body, headers = {}) {
  const isForm = body instanceof URLSearchParams || body instanceof FormData;
  return fetch(address + path, {
    method: "POST",
    headers: isForm ? headers : { "Content-Type": "application/json", ...headers },
    body: isForm ? body : JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
}

/** Posts, expects a status, and gives the answer's JSON. */
export async function ask(status, path, body) {
  const answer = await post(path, body);
  const text = await answer.text();
  assert.equal(answer.status, status, `${path}: ${text}`);
  return JSON.parse(text);
}

export async function register(userName) {
  const login = `${userName}-${process.hrtime.bigint()}`;
  const password = "correct horse";
  const registered = await ask(200, "/registration", new URLSearchParams({ user_name: userName, login, password }));
  assert.deepEqual(Object.keys(registered).sort(), ["id", "message"]);
  const signedIn = await ask(200, "/login", { login, password, FCMtoken: "" });
  assert.deepEqual(Object.keys(signedIn).sort(), ["expires_at", "id", "session_id", "token", "user_name"]);
  assert.equal(signedIn.id, registered.id);
  assert.equal(signedIn.user_name, userName);
  return { id: signedIn.id, userName, login, password };
}

/** A socket as the original's clients open it; `next` gives its frames one by one. */
export async function open({ id, login, password }) {
  const query = new URLSearchParams({ id, login, password });
  const socket = new WebSocket(`${address.replace("https", "wss")}/?${query}`);
  const frames = [];
  const waiting = [];
  socket.on("message", (data, isBinary) => {
    assert.equal(isBinary, false);
    const frame = JSON.parse(data);
    waiting.length > 0 ? waiting.shift()(frame) : frames.push(frame);
  });
  const closed = new Promise((resolve) => socket.once("close", resolve));
  await within(
    new Promise((resolve, reject) => {
      socket.once("open", resolve);
      socket.once("error", reject);
    }),
    "the socket's opening",
  );
  return {
    socket,
    closed: () => within(closed, "the socket's end"),
    send: (frame) => socket.send(JSON.stringify(frame)),
    next: () =>
      within(
        frames.length > 0 ? Promise.resolve(frames.shift()) : new Promise((resolve) => waiting.push(resolve)),
        "a frame",
      ),
  };
}
