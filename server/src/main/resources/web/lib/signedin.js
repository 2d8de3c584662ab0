import { CatchUp } from "./catchup.js";
import { Chats } from "./chats.js";
import { Connection } from "./connection.js";
import { Courier } from "./courier.js";
import { Outbox } from "./outbox.js";
import { pending, shown, summary } from "./shown.js";
import { chatOfRow } from "./wire.js";

/** How long changes are gathered before they are kept, and receipts before they are sent. */
const GATHER_MS = 200;

/** Until the list of chats is asked for again, if that failed. */
const LIST_AGAIN_MS = 2_000;

/**
 * What goes on while a user is signed in: takes the frames of the connection in their order, and puts
 * each where it belongs.
 */
export class SignedIn {
  /** @type {import("./types.js").Session} */
  session;
  chats;
  outbox;
  connection;
  courier;
  #rest;
  #deviceId;
  #tell;
  #catchUp;
  #received = new Map();
  #changed = new Set();
  #gathering = null;
  #listing = null;
  #listAgain = null;
  #closed = false;

  /**
   * @param {object} parts
   * @param {import("./types.js").Session} parts.session
   * @param {import("./store.js").Store} parts.store
   * @param {import("./rest.js").Rest} parts.rest
   * @param {string} parts.deviceId
   * @param {object} parts.network what `Connection` needs but for its owner
   * @param {(type: string, detail?: any) => void} parts.tell whoever listens
   */
  constructor({ session, store, rest, deviceId, network, tell }) {
    this.session = session;
    this.#rest = rest;
    this.#deviceId = deviceId;
    this.#tell = tell;
    this.chats = new Chats(store, session.userId);
    this.outbox = new Outbox(store, session.userId);
    this.connection = new Connection({ ...network, owner: this });
    this.courier = new Courier(this.outbox, this.connection, (entry) => this.#refused(entry));
    this.#catchUp = new CatchUp(
      this.connection,
      (chatId) => this.chats.get(chatId)?.position ?? 0,
      () => this.list(),
    );
  }

  /** Reads what the store has. */
  async load() {
    await Promise.all([this.chats.load(), this.outbox.load()]);
  }

  /** Ends the connection; done when all is kept. */
  async close() {
    this.connection.close();
    this.courier.close();
    clearTimeout(this.#listAgain);
    this.#closed = true;
    await this.keep();
  }

  // What the connection tells: see `Owner` there.

  hello() {
    return { token: this.session.token, device: { id: this.#deviceId }, resume: this.chats.resume() };
  }

  frame(frame, asked) {
    switch (frame.type) {
      case "welcome":
        this.chats.welcome(frame);
        this.list();
        break;
      case "gap":
        this.#catchUp.add(frame.chat_id);
        break;
      case "behind":
        Object.keys(frame.heads).forEach((chatId) => this.#catchUp.add(Number(chatId)));
        this.#inBackground(this.#catchUp.run());
        break;
      case "receipt":
        if (this.chats.mark(frame)) {
          this.messagesChanged(frame.chat_id);
        }
        break;
      case "update_chat":
        this.chats.opened(chatOfRow(frame));
        this.chatsChanged();
        break;
      default:
        if (frame.seq !== undefined) {
          this.#number(frame, asked);
        }
    }
    this.#keepSoon();
  }

  online() {
    for (const chat of this.chats.list()) {
      if (chat.readWanted > chat.readBy(this.session.userId)) {
        this.connection.tell({ type: "read", chat_id: chat.chatId, seq: chat.readWanted });
      }
    }
    this.#inBackground(this.#catchUp.run());
    this.#inBackground(this.courier.online());
  }

  lost() {
    this.#catchUp.lost();
    this.courier.lost();
  }

  state(state) {
    this.#tell("state", state);
  }

  /** A change of a chat, or the answer to one of one's own. */
  #number(frame, asked) {
    const me = this.session.userId;
    const { hole, unknown, incoming } = this.chats.apply(frame, asked);
    if (frame.client_msg_id !== undefined && (frame.type === "ack" || frame.sender_id === me)) {
      this.#inBackground(this.courier.stored(frame.client_msg_id));
    }
    if (hole) {
      this.#catchUp.add(frame.chat_id);
      this.#inBackground(this.#catchUp.run());
    }
    if (unknown) {
      this.list();
    }
    if (incoming !== undefined) {
      this.#received.set(frame.chat_id, frame.seq);
      const chat = this.chats.get(frame.chat_id);
      this.#tell("incoming", {
        message: shown(chat, incoming, me),
        chat: summary(chat, me),
        replay: frame.replay ?? false,
      });
    }
    this.messagesChanged(frame.chat_id);
  }

  #refused(entry) {
    this.messagesChanged(entry.chatId);
    this.#tell("failed", { message: pending(entry, this.session.userId) });
  }

  /** Asks for the list of chats. Who asks before it is asked for shares the answer. */
  list() {
    clearTimeout(this.#listAgain);
    this.#listing ??= Promise.resolve()
      .then(async () => {
        this.#listing = null;
        const known = this.chats.ids();
        const { chats } = await this.#rest.chats();
        if (this.#closed) {
          return;
        }
        this.chats.describe(chats, known);
        this.#receiveListed();
        this.chatsChanged();
        this.#keepSoon();
      })
      .catch((error) => {
        if (this.#closed) {
          return;
        }
        this.#tell("problem", error);
        if (error.code !== "unauthorized") {
          this.#listAgain = setTimeout(() => this.list(), error.retryAfterMs ?? LIST_AGAIN_MS);
        }
      });
    return this.#listing;
  }

  /** What the list shows, this device has received. */
  #receiveListed() {
    const me = this.session.userId;
    this.chats
      .list()
      .filter((chat) => chat.unread(me) > 0 && chat.deliveredTo(me) < chat.position)
      .forEach((chat) => this.#received.set(chat.chatId, chat.position));
  }

  // What is kept

  #keepSoon() {
    this.#gathering ??= setTimeout(() => this.#inBackground(this.keep()), GATHER_MS);
  }

  /** Keeps what has changed; only then is it said to be received. */
  async keep() {
    clearTimeout(this.#gathering);
    this.#gathering = null;
    const received = [...this.#received];
    await this.chats.keep();
    if (received.length > 0 && this.connection.state.status === "online") {
      this.connection.tell({ type: "received", chats: Object.fromEntries(received) });
      received.forEach(([chatId, seq]) => this.#received.get(chatId) === seq && this.#received.delete(chatId));
    }
  }

  // What is told

  messagesChanged(chatId) {
    if (chatId !== undefined) {
      this.#change(chatId);
    }
    this.chatsChanged();
  }

  chatsChanged() {
    this.#change("chats");
  }

  /** Tells of changes when the running task is done, each once. */
  #change(what) {
    if (this.#changed.size === 0) {
      queueMicrotask(() => {
        const changed = [...this.#changed];
        this.#changed.clear();
        changed.forEach((it) => (it === "chats" ? this.#tell("chats") : this.#tell("messages", { chatId: it })));
      });
    }
    this.#changed.add(what);
  }

  #inBackground(work) {
    work.catch((error) => this.#tell("problem", error));
  }
}
