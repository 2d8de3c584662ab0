import { TIMES } from "./connection.js";
import { signedOut } from "./errors.js";
import { watchPage } from "./page.js";
import { Rest } from "./rest.js";
import { pending, shown, summary } from "./shown.js";
import { SignedIn } from "./signedin.js";
import { openStore } from "./store.js";
import { randomUuid } from "./uuid.js";

export { MessengerError } from "./errors.js";
export { IndexedDbStore, MemoryStore, openStore } from "./store.js";

/** @typedef {import("./types.js").Session} Session */
/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").ChatSummary} ChatSummary */
/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").Upload} Upload */

/** The end of a socket whose session is over. */
const SIGNED_OUT = 4001;

/**
 * A user's messenger: one session, its chats, and a connection that loses nothing.
 *
 * ```js
 * const messenger = await Messenger.open();
 * messenger.addEventListener("messages", ({ detail }) => show(messenger.messages(detail.chatId)));
 * if (!messenger.session) await messenger.logIn({ login, password });
 * const chatId = await messenger.createChat(userId);
 * await messenger.send(chatId, { content: "hi" });
 * ```
 *
 * What fails is rejected with a `MessengerError`. Events, each a `CustomEvent`, several changes at once in
 * one:
 *
 * | type | `detail` | when |
 * |---|---|---|
 * | `session` | `Session` or `null` | signed in or out, by whomever |
 * | `state` | `State` | of the connection |
 * | `chats` | | `chats()` has changed |
 * | `messages` | `{chatId}` | `messages(chatId)` has changed |
 * | `incoming` | `{message, chat, replay}` | somebody wrote; `replay` if this device was away |
 * | `failed` | `{message}` | a message of one's own was refused: `retry` or `discard` it |
 * | `problem` | `MessengerError` or what the store threw | something in the background failed |
 */
export class Messenger extends EventTarget {
  #rest;
  #store;
  #network;
  #deviceId;
  #unwatch;
  /** @type {SignedIn | null} */
  #user = null;
  /** Done when the store has forgotten whoever signed out last. */
  #left = Promise.resolve();

  /** Use `Messenger.open`. */
  constructor({ rest, store, network, deviceId }) {
    super();
    this.#rest = rest;
    this.#store = store;
    this.#network = network;
    this.#deviceId = deviceId;
    const nudge = () => this.#user?.connection.nudge();
    this.#unwatch = watchPage({
      online: nudge,
      shown: nudge,
      offline: () => this.#user?.connection.goOffline(),
      hidden: () => this.#user?.keep().catch((error) => this.#tell("problem", error)),
    });
  }

  /**
   * Opens the store, and comes back to the session that is kept there, if there is one.
   *
   * @param {object} [options]
   * @param {string} [options.address] `https://chat.example`; the page's own by default
   * @param {import("./store.js").Store} [options.store]
   * @param {typeof globalThis.fetch} [options.fetch]
   * @param {typeof globalThis.WebSocket} [options.WebSocket]
   * @param {Partial<typeof TIMES>} [options.times]
   * @returns {Promise<Messenger>}
   */
  static async open({
    address = globalThis.location?.origin,
    store,
    fetch = globalThis.fetch.bind(globalThis),
    WebSocket = globalThis.WebSocket,
    times = {},
  } = {}) {
    const kept = store ?? (await openStore());
    await kept.update("session", "device", (old) => old ?? randomUuid());
    const sessions = new Map(await kept.all("session"));
    const messenger = new Messenger({
      rest: new Rest(address, fetch),
      store: kept,
      network: { url: `${address.replace(/^http/, "ws")}/`, WebSocket, times: { ...TIMES, ...times } },
      deviceId: sessions.get("device"),
    });
    if (sessions.has("current")) {
      await messenger.#begin(sessions.get("current"));
    }
    return messenger;
  }

  /** @returns {Session | null} */
  get session() {
    return this.#user?.session ?? null;
  }

  /** @returns {State} */
  get state() {
    return this.#user?.connection.state ?? { status: "closed" };
  }

  /** Connects at once, where it would wait: somebody has asked for it. */
  reconnect() {
    this.#user?.connection.nudge();
  }

  /** Ends the connection, not the session; done when all is kept. */
  async close() {
    this.#unwatch();
    await this.#user?.close();
    await this.#left.catch(() => {});
  }

  // Accounts

  /** @param {{userName: string, login: string, password: string}} account @returns {Promise<{id: number}>} */
  register(account) {
    return this.#rest.register(account);
  }

  /** @param {{login: string, password: string}} credentials @returns {Promise<Session>} */
  async logIn(credentials) {
    const session = await this.#rest.logIn(credentials);
    await this.#leave();
    await this.#store.update("session", "current", () => session);
    await this.#begin(session);
    return session;
  }

  /** Ends the session, here and on the server, and forgets everything that this device has of it. */
  async logOut() {
    const { outbox } = this.#signedIn();
    // Nobody is kept from leaving by a server that cannot be reached.
    await this.#rest.logOut().catch((error) => this.#tell("problem", error));
    await this.#leave();
    await outbox.clear();
  }

  /** @returns {Promise<import("./types.js").Device[]>} */
  sessions() {
    return this.#asked(this.#rest.sessions());
  }

  /** @param {string} sessionId */
  endSession(sessionId) {
    return this.#asked(this.#rest.endSession(sessionId));
  }

  endOtherSessions() {
    return this.#asked(this.#rest.endOtherSessions());
  }

  /** Ends all other sessions. A wrong old password is refused with `unauthorized`. */
  changePassword(oldPassword, newPassword) {
    return this.#rest.changePassword(oldPassword, newPassword);
  }

  /** For ever. */
  async eraseAccount() {
    const { outbox } = this.#signedIn();
    await this.#asked(this.#rest.eraseAccount());
    await this.#leave();
    await outbox.clear();
  }

  /** @returns {Promise<Blob>} all of one's own, as JSON */
  exportAccount() {
    return this.#asked(this.#rest.exportAccount());
  }

  // People

  /**
   * @param {string} name a part of it; `""` gives the first 50
   * @param {AbortSignal} [signal]
   * @returns {Promise<{userId: number, userName: string, avatar: boolean}[]>}
   */
  searchPeople(name, signal) {
    return this.#asked(this.#rest.searchPeople(name, signal));
  }

  /**
   * To be shown by `<img>` alone: it may be an SVG.
   *
   * @param {number} userId
   * @returns {Promise<Blob | null>} `null` if they have none
   */
  avatar(userId) {
    return this.#asked(this.#rest.avatar(userId));
  }

  /** @param {string} dataUri `data:image/png;base64,…`, at most 8 MiB */
  setAvatar(dataUri) {
    return this.#asked(this.#rest.setAvatar(dataUri));
  }

  deleteAvatar() {
    return this.#asked(this.#rest.deleteAvatar());
  }

  // Chats

  /** Latest activity first. @returns {ChatSummary[]} */
  chats() {
    return (this.#user?.chats.list() ?? []).map((chat) => summary(chat, this.session.userId));
  }

  /** @param {number} chatId @returns {ChatSummary | undefined} */
  chat(chatId) {
    const chat = this.#user?.chats.get(chatId);
    return chat && summary(chat, this.session.userId);
  }

  /**
   * Opens a chat with somebody, or finds the one there is.
   *
   * @param {number} userId
   * @returns {Promise<number>} its id
   */
  async createChat(userId) {
    const user = this.#signedIn();
    const chatId = await this.#asked(this.#rest.createChat(userId));
    if (!user.chats.get(chatId)?.userId) {
      await user.list();
    }
    return chatId;
  }

  /** Ends a chat, for both. Waits for the connection. @param {number} chatId */
  async deleteChat(chatId) {
    await this.#signedIn().courier.command({ type: "archive_chat", chat_id: chatId });
  }

  /**
   * What this device has of a chat, in order, and after it what waits to be sent. Of a chat that it has
   * not shown before that may be nothing: see `loadOlder`.
   *
   * @param {number} chatId
   * @returns {Message[]}
   */
  messages(chatId) {
    if (this.#user === null) {
      return [];
    }
    const { chats, outbox, session } = this.#user;
    const chat = chats.get(chatId);
    const stored = (chat?.messages() ?? []).map((message) => shown(chat, message, session.userId));
    const waiting = outbox.entries(chatId).filter((entry) => !chat?.holds(entry.clientMsgId));
    return [...stored, ...waiting.map((entry) => pending(entry, session.userId))];
  }

  /** One message, if this device has it: what a `replyTo` names. @returns {Message | undefined} */
  message(chatId, messageId) {
    const chat = this.#user?.chats.get(chatId);
    const message = chat?.message(messageId);
    return message && shown(chat, message, this.session.userId);
  }

  /**
   * Fetches a page of older messages, which `messages` then gives too.
   *
   * @param {number} chatId
   * @param {number} [limit] at most 300
   * @returns {Promise<boolean>} whether there are still older ones
   */
  async loadOlder(chatId, limit = 50) {
    const user = this.#signedIn();
    const chat = user.chats.get(chatId);
    if (chat === undefined || !chat.more) {
      return false;
    }
    const page = await this.#asked(this.#rest.messages(chatId, { beforeSeq: chat.floor, limit }));
    user.chats.change(chatId, () => chat.prepend(page));
    user.messagesChanged(chatId);
    return chat.more;
  }

  /**
   * Writes a message. It is shown at once, kept until the server has stored it, and stored once,
   * whatever happens to the connection or the page.
   *
   * @param {number} chatId
   * @param {{content: string, replyTo?: number | null, file?: Upload | null, clientMsgId?: string}} message the
   *     id is a fresh UUID, if none is given
   * @returns {Promise<Message>} done when it is kept here: see `acknowledged`
   */
  async send(chatId, { content, replyTo = null, file = null, clientMsgId = randomUuid() }) {
    const user = this.#signedIn();
    const time = new Date().toISOString();
    const kept = user.outbox.add({ clientMsgId, chatId, content, replyTo, file, time });
    const written = pending(user.outbox.get(clientMsgId), user.session.userId);
    user.messagesChanged(chatId);
    await kept;
    user.courier.send();
    return written;
  }

  /**
   * @param {string} clientMsgId of a message that was sent here
   * @returns {Promise<void>} done when the server has stored it; rejected if it is refused or discarded
   */
  acknowledged(clientMsgId) {
    return this.#signedIn().courier.storage(clientMsgId);
  }

  /** Sends a message anew that was refused. @param {string} clientMsgId */
  async retry(clientMsgId) {
    const user = this.#signedIn();
    await user.outbox.revive(clientMsgId);
    user.messagesChanged(user.outbox.get(clientMsgId)?.chatId);
    user.courier.send();
  }

  /**
   * Gives up a message that waits or was refused. If it is on its way, it may arrive all the same.
   *
   * @param {string} clientMsgId
   */
  async discard(clientMsgId) {
    const user = this.#signedIn();
    const chatId = user.outbox.get(clientMsgId)?.chatId;
    await user.courier.discard(clientMsgId);
    user.messagesChanged(chatId);
  }

  /** Changes a message of one's own. Waits for the connection. */
  async edit(messageId, content) {
    await this.#signedIn().courier.command({ type: "update_message", message_id: messageId, new_content: content });
  }

  /** Deletes a message, one's own or the other's, for both. Waits for the connection. */
  async remove(messageId) {
    await this.#signedIn().courier.command({ type: "archive_message", deleting_message_id: messageId });
  }

  /**
   * The user has seen the chat to its end, or to `seq`. The server is told when there is a connection.
   *
   * @param {number} chatId
   * @param {number} [seq]
   */
  markRead(chatId, seq) {
    const user = this.#signedIn();
    const chat = user.chats.get(chatId);
    const upTo = Math.min(seq ?? Infinity, chat?.position ?? 0);
    if (chat === undefined || chat.unread(user.session.userId) === 0 || upTo <= chat.readWanted) {
      return;
    }
    user.chats.change(chatId, () => {
      chat.readWanted = upTo;
    });
    user.connection.tell({ type: "read", chat_id: chatId, seq: upTo });
    user.messagesChanged(chatId);
  }

  // Files

  /**
   * @param {Blob} file
   * @param {{name?: string, onProgress?: (sent: number, total: number) => void, signal?: AbortSignal}} [options]
   * @returns {Promise<Upload>} for `send`, once
   */
  upload(file, options) {
    return this.#asked(this.#rest.upload(file, options));
  }

  /**
   * To be shown by `<img>`, `<video>` and the like, or saved; never opened as a page.
   *
   * @param {number} messageId whose file
   * @param {{onProgress?: (received: number, total: number) => void, signal?: AbortSignal}} [options]
   * @returns {Promise<Blob>}
   */
  download(messageId, options) {
    return this.#asked(this.#rest.download(messageId, options));
  }

  // The session's beginning and end

  async #begin(session) {
    this.#rest.token = session.token;
    const user = new SignedIn({
      session,
      store: this.#store,
      rest: this.#rest,
      deviceId: this.#deviceId,
      network: this.#network,
      tell: (type, detail) => this.#told(user, type, detail),
    });
    await user.load();
    this.#user = user;
    this.#tell("session", session);
    user.chatsChanged();
    user.connection.open();
  }

  /** Drops what this device has of the session, but for what was written and never sent. */
  #leave() {
    const user = this.#user;
    if (user !== null) {
      this.#left = this.#forget(user);
    }
    return this.#left;
  }

  async #forget(user) {
    this.#user = null;
    this.#rest.token = null;
    const closed = user.close();
    this.#tell("state", this.state);
    this.#tell("session", null);
    this.#tell("chats");
    await closed;
    await user.chats.clear();
    await this.#store.update("session", "current", (old) =>
      // Another tab may have signed in meanwhile.
      old?.sessionId === user.session.sessionId ? undefined : old,
    );
  }

  /** A token that is good no more ends the session, wherever that is noticed. */
  #told(user, type, detail) {
    if (this.#user !== user) {
      return; // Of a session that is over.
    }
    this.#tell(type, detail);
    const ended = type === "state" && detail.status === "ended" && detail.code === SIGNED_OUT;
    if (ended || (type === "problem" && detail.code === "unauthorized")) {
      this.#leave().catch((error) => this.#tell("problem", error));
    }
  }

  async #asked(answer) {
    const user = this.#user;
    try {
      return await answer;
    } catch (error) {
      if (error.code === "unauthorized" && this.#user === user) {
        await this.#leave();
      }
      throw error;
    }
  }

  #signedIn() {
    if (this.#user === null) {
      throw signedOut();
    }
    return this.#user;
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
