import { MemoryStore, Messenger, MessengerError } from "/lib/messenger.js";
import { Tap } from "./tap.js";

/** Which tell whether it is online, or can be. */
const EVENTS = ["state", "session"];

/** A client of somebody's, on this page: the same module that the chat page uses, with a tap on its sockets. */
export class Device {
  name;
  messenger;
  tap;

  /** @param {string} name in the journal @param {Messenger} messenger @param {Tap} tap */
  constructor(name, messenger, tap) {
    this.name = name;
    this.messenger = messenger;
    this.tap = tap;
  }

  /**
   * @param {import("./journal.js").Journal} journal
   * @param {string} name
   * @param {import("/lib/messenger.js").Session} session
   */
  static async open(journal, name, session) {
    const tap = new Tap(journal, name);
    const store = new MemoryStore();
    await store.update("session", "current", () => session);
    const messenger = await Messenger.open({ store, WebSocket: tap.WebSocket });
    const device = new Device(name, messenger, tap);
    messenger.addEventListener("state", ({ detail }) => journal.add({ kind: "state", device: name, ...detail }));
    return device;
  }

  get userId() {
    return this.messenger.session?.userId;
  }

  get isOnline() {
    return this.messenger.state.status === "online";
  }

  /** Waits until it is; rejected when the session is over. */
  online() {
    const { messenger } = this;
    return new Promise((resolve, reject) => {
      const look = () => {
        if (!this.isOnline && messenger.session !== null) {
          return;
        }
        EVENTS.forEach((type) => messenger.removeEventListener(type, look));
        messenger.session === null ? reject(new MessengerError("signed_out", "You are signed out.")) : resolve();
      };
      EVENTS.forEach((type) => messenger.addEventListener(type, look));
      look();
    });
  }

  /** Those messages of a chat, in order, whose text is this. */
  copies(chatId, content) {
    return this.messenger.messages(chatId).filter((message) => message.content === content);
  }
}

/** Signs somebody up of whom nobody needs to know the password. @returns {Promise<import("/lib/messenger.js").Session>} */
export async function signUpGuest(userName) {
  const visitor = await Messenger.open({ store: new MemoryStore() });
  const login = `lab-${crypto.randomUUID()}`;
  const password = crypto.randomUUID();
  await visitor.register({ userName, login, password });
  // A socket of the visitor's is not wanted: what follows opens its own, with a tap.
  const session = await visitor.logIn({ login, password });
  await visitor.close();
  return session;
}
