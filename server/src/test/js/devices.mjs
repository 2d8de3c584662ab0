// What the tests of the browsers' client module share: people with devices, and a network to cut.
import { once } from "node:events";
import net from "node:net";
import WebSocket from "ws";
import { MemoryStore, Messenger } from "../../main/resources/web/lib/messenger.js";

const PATIENCE_MS = 10_000;
const PASSWORD = "correct horse";

/** Tries again soon, as a test should. */
const TIMES = { firstRetry: 50, longestRetry: 200 };

/** Each type of event that a messenger tells. */
const EVENTS = ["session", "state", "chats", "messages", "incoming", "failed", "problem"];

/** Whatever was opened, to be closed when a test ends, well or not. */
const opened = [];

export async function closeAll() {
  await Promise.all(opened.splice(0).map((it) => it.close()));
}

/**
 * @param {string} address
 * @param {object} [options] of `Messenger.open`
 * @returns {Promise<Messenger>}
 */
export async function open(address, { store = new MemoryStore(), times = TIMES, ...options } = {}) {
  const messenger = await Messenger.open({ address, WebSocket, store, times, ...options });
  opened.push(messenger);
  return messenger;
}

/** Somebody new. */
export async function register(address, userName) {
  const account = { userName, login: `${userName}-${process.hrtime.bigint()}`, password: PASSWORD };
  const visitor = await open(address);
  const { id } = await visitor.register(account);
  return { ...account, id };
}

/** A device of somebody, signed in and up to date. */
export async function device(address, person, options) {
  const messenger = await open(address, options);
  await messenger.logIn(person);
  await online(messenger);
  return messenger;
}

export function online(messenger) {
  return until(messenger, () => messenger.state.status === "online", "being online");
}

/** Waits for something to become true, which an event of the messenger tells. */
export function until(messenger, isTrue, what) {
  return new Promise((resolve, reject) => {
    const end = (settle, value) => {
      clearTimeout(timer);
      EVENTS.forEach((type) => messenger.removeEventListener(type, look));
      settle(value);
    };
    const look = () => {
      const value = isTrue();
      if (value) {
        end(resolve, value);
      }
    };
    const timer = setTimeout(() => end(reject, new Error(`not within ${PATIENCE_MS} ms: ${what}`)), PATIENCE_MS);
    EVENTS.forEach((type) => messenger.addEventListener(type, look));
    look();
  });
}

/** All events of a type from now on, oldest first. */
export function collect(messenger, type) {
  const details = [];
  messenger.addEventListener(type, ({ detail }) => details.push(detail));
  return details;
}

/** What stands in a chat. */
export function contents(messenger, chatId) {
  return messenger.messages(chatId).map((message) => message.content);
}

/** A line between a device and the server that can be cut, and can swallow what the server says. */
export class Cable {
  #server;
  #pairs = new Set();
  #cut = false;
  #swallows = false;
  #upstream;

  static async to(address) {
    const cable = new Cable();
    cable.#upstream = Number(new URL(address).port);
    cable.#server = net.createServer((near) => cable.#join(near));
    cable.#server.listen(0, "127.0.0.1");
    await once(cable.#server, "listening");
    opened.push(cable);
    return cable;
  }

  get address() {
    return `https://127.0.0.1:${this.#server.address().port}`;
  }

  cut() {
    this.#cut = true;
    this.#pairs.forEach((pair) => pair.forEach((end) => end.destroy()));
  }

  mend() {
    this.#cut = false;
    this.#swallows = false;
  }

  /** From now on the server hears everything and is not heard. */
  swallow() {
    this.#swallows = true;
  }

  async close() {
    this.cut();
    this.#server.close();
    await once(this.#server, "close");
  }

  #join(near) {
    if (this.#cut) {
      near.destroy();
      return;
    }
    const far = net.connect(this.#upstream, "127.0.0.1");
    const pair = [near, far];
    this.#pairs.add(pair);
    near.on("data", (bytes) => far.write(bytes));
    far.on("data", (bytes) => this.#swallows || near.write(bytes));
    pair.forEach((end) => {
      end.on("error", () => {});
      end.on("close", () => {
        this.#pairs.delete(pair);
        pair.forEach((it) => it.destroy());
      });
    });
  }
}
