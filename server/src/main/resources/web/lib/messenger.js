import { Chats } from "./chats.js";
import { Connection, TIMES } from "./connection.js";
import { MessengerError } from "./errors.js";
import { Outbox } from "./outbox.js";
import { watchPage } from "./page.js";
import { Rest } from "./rest.js";
import { openStore } from "./store.js";
import { randomUuid } from "./uuid.js";
import { chatOfRow, fileTypeOf } from "./wire.js";

export { MessengerError } from "./errors.js";
export { IndexedDbStore, MemoryStore, openStore } from "./store.js";

/**
 * @typedef {object} Session
 * @property {number} userId
 * @property {string} userName
 * @property {string} login
 * @property {string} token
 * @property {string} sessionId
 * @property {string} expiresAt
 */

/**
 * @typedef {object} State
 * @property {"closed" | "connecting" | "syncing" | "online" | "waiting" | "ended"} status `waiting`
 *     tries again at `retryAt`; `ended` does not: with code 4001 the session is over, with 4000 this client
 *     and the server do not understand each other
 * @property {number} [retryAt] as `Date.now()` tells it
 * @property {number} [code] of the socket's end
 * @property {string} [reason]
 */

/**
 * @typedef {object} ChatSummary
 * @property {number} chatId
 * @property {number} userId the other member, as are the next two
 * @property {string} userName
 * @property {boolean} avatar whether there is one
 * @property {string} lastMessage `""` if there is none
 * @property {string} lastTime ISO 8601, `""` if there is none
 * @property {Message} [last] the last message, if this device has it
 * @property {number} unread
 * @property {boolean} more whether there are older messages than `messages` gives
 */

/**
 * @typedef {object} Message
 * @property {string} clientMsgId the same for ever: a key for lists
 * @property {number | null} messageId `null` until it is stored
 * @property {number} chatId
 * @property {number | null} seq its place in the chat
 * @property {number} senderId
 * @property {boolean} mine
 * @property {string} content
 * @property {string} time ISO 8601
 * @property {boolean} edited
 * @property {string} fileName `""` without a file
 * @property {"" | "image" | "video" | "music" | "other"} fileType
 * @property {number | null} replyTo a `messageId`
 * @property {"queued" | "failed" | "sent" | "delivered" | "read" | "received"} status `received` is
 *     another's
 * @property {{code: string, message: string} | null} error why it failed
 */

/** @typedef {{name: string, handle: string}} Upload */

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
 * Events, each a `CustomEvent`, several changes at once in one:
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
  /** How long changes are gathered before they are kept, and receipts before they are sent. */
  static #GATHER_MS = 200;
  static #PAGE = 500;
  static #AT_ONCE = 100;

  #rest;
  #store;
  #connection;
  #unwatch;
  #session = null;
  #deviceId;
  #chats = null;
  #outbox = null;
  #behind = new Set();
  #catchingUp = false;
  #waitingForOnline = [];
  #acknowledged = new Map();
  #changed = new Set();
  #received = new Map();
  #flushing = null;
  #refreshing = null;

  /** Use `Messenger.open`. */
  constructor(rest, store, deviceId) {
    super();
    this.#rest = rest;
    this.#store = store;
    this.#deviceId = deviceId;
  }

  /**
   * Opens the store, and comes back to the session that is kept there, if there is one.
   *
   * @param {object} [options]
   * @param {string} [options.address] `https://chat.example`; the page's own by default
   * @param {import("./store.js").Store} [options.store]
   * @param {typeof globalThis.fetch} [options.fetch]
   * @param {typeof globalThis.WebSocket} [options.WebSocket]
   * @param {string} [options.device] what to call it in the list of sessions
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
    const sessions = new Map(await kept.all("session"));
    const deviceId = sessions.get("device") ?? randomUuid();
    await kept.update("session", "device", (old) => old ?? deviceId);
    const messenger = new Messenger(new Rest(address, fetch), kept, deviceId);
    messenger.#connection = new Connection({
      url: `${address.replace(/^http/, "ws")}/`,
      WebSocket,
      times: { ...TIMES, ...times },
      owner: {
        hello: () => messenger.#hello(),
        frame: (frame, asked) => messenger.#take(frame, asked),
        online: () => messenger.#online(),
        lost: () => messenger.#lost(),
        state: (state) => messenger.#stateChanged(state),
      },
    });
    messenger.#unwatch = watchPage({
      online: () => messenger.#connection.nudge(),
      shown: () => messenger.#connection.nudge(),
      offline: () => messenger.#connection.goOffline(),
      hidden: () => messenger.#flush(),
    });
    const session = sessions.get("current");
    if (session !== undefined) {
      await messenger.#begin(session);
    }
    return messenger;
  }

  /** @returns {Session | null} */
  get session() {
    return this.#session;
  }

  /** @returns {State} */
  get state() {
    return this.#connection.state;
  }

  /** Ends the connection, not the session; done when all is kept. */
  async close() {
    this.#unwatch();
    this.#connection.close();
    await this.#flush();
  }

  // Accounts

  /** @param {{userName: string, login: string, password: string}} account @returns {Promise<{id: number}>} */
  register(account) {
    return this.#rest.register(account);
  }

  /** @param {{login: string, password: string}} credentials @returns {Promise<Session>} */
  async logIn(credentials) {
    const session = await this.#rest.logIn(credentials);
    await this.#store.update("session", "current", () => session);
    await this.#begin(session);
    return session;
  }

  /** Ends the session, here and on the server, and forgets everything that this device has of it. */
  async logOut() {
    const farewell = this.#rest.logOut();
    const outbox = this.#outbox;
    // Whoever cannot be reached must not keep anybody from leaving.
    await farewell.catch((error) => this.#report(error));
    await this.#leave();
    await outbox?.clear();
  }

  /** @returns {Promise<{sessionId: string, device: string, createdAt: string, lastSeen: string, current: boolean}[]>} */
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

  /** Ends all other sessions. A wrong old one is refused with `unauthorized`. */
  changePassword(oldPassword, newPassword) {
    return this.#rest.changePassword(oldPassword, newPassword);
  }

  /** For ever. */
  async eraseAccount() {
    const outbox = this.#outbox;
    await this.#asked(this.#rest.eraseAccount());
    await this.#leave();
    await outbox?.clear();
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
    return this.#rest.searchPeople(name, signal);
  }

  /** @param {number} userId @returns {Promise<Blob | null>} `null` if they have none */
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
    return (this.#chats?.list() ?? []).map((chat) => this.#summary(chat));
  }

  /** @param {number} chatId @returns {ChatSummary | undefined} */
  chat(chatId) {
    const chat = this.#chats?.get(chatId);
    return chat && this.#summary(chat);
  }

  /** Opens a chat with somebody, or finds the one there is. @returns {Promise<number>} its id */
  async createChat(userId) {
    const chatId = await this.#asked(this.#rest.createChat(userId));
    if (!this.#chats.get(chatId)?.userId) {
      await this.#refresh();
    }
    return chatId;
  }

  /** Ends a chat, for both. Waits for the connection. */
  async deleteChat(chatId) {
    await this.#command({ type: "archive_chat", chat_id: chatId });
  }

  /**
   * What this device has of a chat, in order, and after it what waits to be sent.
   *
   * @param {number} chatId
   * @returns {Message[]}
   */
  messages(chatId) {
    const chat = this.#chats?.get(chatId);
    const stored = (chat?.messages() ?? []).map((message) => this.#shown(chat, message));
    const pending = (this.#outbox?.entries(chatId) ?? [])
      .filter((entry) => !chat?.holds(entry.clientMsgId))
      .map((entry) => this.#pending(entry));
    return [...stored, ...pending];
  }

  /** One message, if this device has it: what a `replyTo` names. @returns {Message | undefined} */
  message(chatId, messageId) {
    const chat = this.#chats?.get(chatId);
    const message = chat?.message(messageId);
    return message && this.#shown(chat, message);
  }

  /**
   * Fetches a page of older messages, which `messages` then gives too.
   *
   * @param {number} chatId
   * @param {number} [limit] at most 300
   * @returns {Promise<boolean>} whether there are still older ones
   */
  async loadOlder(chatId, limit = 50) {
    const chat = this.#chats.get(chatId);
    if (chat === undefined || !chat.more) {
      return false;
    }
    const page = await this.#asked(this.#rest.messages(chatId, { beforeSeq: chat.floor, limit }));
    this.#chats.change(chatId, () => chat.prepend(page));
    this.#messagesChanged(chatId);
    return chat.more;
  }

  /**
   * Writes a message. It is shown at once, kept until the server has stored it, and stored once,
   * whatever happens to the connection or the page.
   *
   * @param {number} chatId
   * @param {{content: string, replyTo?: number | null, file?: Upload}} message
   * @returns {Promise<Message>} done when it is kept here: see `acknowledged`
   */
  async send(chatId, { content, replyTo = null, file = null }) {
    const entry = {
      clientMsgId: randomUuid(),
      chatId,
      content,
      replyTo,
      file,
      time: new Date().toISOString(),
      order: Date.now(),
      error: null,
    };
    const kept = this.#outbox.add(entry);
    this.#messagesChanged(chatId);
    await kept;
    this.#pump();
    return this.#pending(entry);
  }

  /**
   * @param {string} clientMsgId of a message that was sent in this page
   * @returns {Promise<void>} done when the server has stored it; rejected if it is refused or discarded
   */
  acknowledged(clientMsgId) {
    if (this.#outbox?.get(clientMsgId) === undefined) {
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      this.#acknowledged.set(clientMsgId, [...(this.#acknowledged.get(clientMsgId) ?? []), { resolve, reject }]);
    });
  }

  /** Sends a message anew that was refused. */
  async retry(clientMsgId) {
    const entry = this.#outbox.get(clientMsgId);
    await this.#outbox.revive(clientMsgId);
    this.#messagesChanged(entry?.chatId);
    this.#pump();
  }

  /** Gives up a message that waits or was refused; if it is on its way, it may arrive all the same. */
  async discard(clientMsgId) {
    const entry = this.#outbox.get(clientMsgId);
    await this.#outbox.remove(clientMsgId);
    this.#settle(clientMsgId, new MessengerError("aborted", "It was discarded."));
    this.#messagesChanged(entry?.chatId);
  }

  /** Changes a message of one's own. Waits for the connection. */
  async edit(messageId, content) {
    await this.#command({ type: "update_message", message_id: messageId, new_content: content });
  }

  /** Deletes a message, one's own or the other's, for both. Waits for the connection. */
  async remove(messageId) {
    await this.#command({ type: "archive_message", deleting_message_id: messageId });
  }

  /** The user has seen the chat to its end, or to `seq`; is told to the server when there is a connection. */
  markRead(chatId, seq = this.#chats?.get(chatId)?.position) {
    const chat = this.#chats?.get(chatId);
    if (chat === undefined || chat.unread(this.#session.userId) === 0 || seq <= chat.readWanted) {
      return;
    }
    this.#chats.change(chatId, () => {
      chat.readWanted = seq;
    });
    this.#connection.tell({ type: "read", chat_id: chatId, seq });
    this.#chatsChanged();
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
   * @param {number} messageId whose file
   * @param {{onProgress?: (received: number, total: number) => void, signal?: AbortSignal}} [options]
   * @returns {Promise<Blob>}
   */
  download(messageId, options) {
    return this.#asked(this.#rest.download(messageId, options));
  }

  // The session's beginning and end

  async #begin(session) {
    this.#session = session;
    this.#rest.token = session.token;
    this.#chats = new Chats(this.#store, session.userId);
    this.#outbox = new Outbox(this.#store, session.userId);
    await Promise.all([this.#chats.load(), this.#outbox.load()]);
    this.#tell("session", session);
    this.#chatsChanged();
    this.#connection.open();
  }

  /** Drops what this device has of the session, but for what was written and never sent. */
  async #leave() {
    const session = this.#session;
    const chats = this.#chats;
    if (session === null) {
      return;
    }
    this.#session = null;
    this.#rest.token = null;
    this.#chats = null;
    this.#outbox = null;
    this.#connection.close();
    this.#waitingForOnline.splice(0).forEach(({ reject }) => reject(signedOut()));
    [...this.#acknowledged.keys()].forEach((clientMsgId) => this.#settle(clientMsgId, signedOut()));
    this.#tell("session", null);
    this.#chatsChanged();
    await this.#store.update("session", "current", (old) =>
      // Another tab may have signed in meanwhile.
      old?.sessionId === session.sessionId ? undefined : old,
    );
    await chats.clear();
  }

  /** A token that is no good any more ends the session, wherever that is noticed. */
  async #asked(answer) {
    try {
      return await answer;
    } catch (error) {
      if (error.code === "unauthorized") {
        await this.#leave();
      }
      throw error;
    }
  }

  // The connection's events

  #hello() {
    return {
      token: this.#session.token,
      device: { id: this.#deviceId },
      resume: this.#chats.resume(),
    };
  }

  #take(frame, asked) {
    if (this.#chats === null) {
      return;
    }
    switch (frame.type) {
      case "welcome":
        this.#chats.welcome(frame);
        this.#refresh();
        break;
      case "gap":
        this.#behind.add(frame.chat_id);
        break;
      case "behind":
        Object.keys(frame.heads).forEach((chatId) => this.#behind.add(Number(chatId)));
        this.#catchUp();
        break;
      case "receipt":
        if (this.#chats.mark(frame)) {
          this.#messagesChanged(frame.chat_id);
        }
        break;
      case "update_chat":
        this.#chats.opened(chatOfRow(frame));
        this.#chatsChanged();
        break;
      case "synced":
      case "error":
        break;
      default:
        if (frame.seq !== undefined) {
          this.#takeNumber(frame, asked);
        }
    }
    this.#keepSoon();
  }

  #takeNumber(frame, asked) {
    const { hole, unknown, incoming } = this.#chats.apply(frame, asked);
    if (frame.client_msg_id !== undefined && (frame.type === "ack" || frame.sender_id === this.#session.userId)) {
      this.#stored(frame.client_msg_id);
    }
    if (hole) {
      this.#behind.add(frame.chat_id);
      this.#catchUp();
    }
    if (unknown || frame.type === "chat_event") {
      this.#refresh();
    }
    if (incoming !== undefined) {
      this.#received.set(frame.chat_id, frame.seq);
      const chat = this.#chats.get(frame.chat_id);
      this.#tell("incoming", {
        message: this.#shown(chat, incoming),
        chat: this.#summary(chat),
        replay: frame.replay ?? false,
      });
    }
    this.#messagesChanged(frame.chat_id);
  }

  #online() {
    this.#waitingForOnline.splice(0).forEach(({ resolve }) => resolve());
    for (const chat of this.#chats.list()) {
      if (chat.readWanted > (chat.receipts.get(this.#session.userId)?.read ?? 0)) {
        this.#connection.tell({ type: "read", chat_id: chat.chatId, seq: chat.readWanted });
      }
    }
    this.#catchUp();
    this.#outbox
      .load()
      .then(() => this.#pump())
      .catch((error) => this.#report(error));
  }

  #lost() {
    this.#behind.clear();
    this.#outbox?.disconnected();
  }

  #stateChanged(state) {
    this.#tell("state", state);
    if (state.status === "ended" && state.code === 4001) {
      this.#leave().catch((error) => this.#report(error));
    }
  }

  // Catching up

  /** Asks for what is missing, page by page, until nothing is. */
  async #catchUp() {
    if (this.#catchingUp) {
      return;
    }
    this.#catchingUp = true;
    try {
      while (this.#behind.size > 0 && this.state.status === "online") {
        await this.#page([...this.#behind].slice(0, Messenger.#AT_ONCE));
      }
    } finally {
      this.#catchingUp = false;
    }
  }

  async #page(chatIds) {
    const from = (chatId) => ({ after: this.#chats.get(chatId)?.position ?? 0, limit: Messenger.#PAGE });
    const chats = Object.fromEntries(chatIds.map((chatId) => [chatId, from(chatId)]));
    try {
      const { more } = await this.#connection.ask({ type: "sync", chats });
      Object.keys(chats)
        .filter((chatId) => !more?.[chatId])
        .forEach((chatId) => this.#behind.delete(Number(chatId)));
    } catch (error) {
      if (error.retryAfterMs !== undefined) {
        await pause(error.retryAfterMs);
      } else if (chatIds.length > 1) {
        for (const chatId of chatIds) {
          await this.#page([chatId]);
        }
      } else if (error.code !== "network") {
        // Not a member any more: the list says so.
        chatIds.forEach((chatId) => this.#behind.delete(chatId));
        this.#refresh();
      }
    }
  }

  /** Asks for the list of chats; those who ask while it is asked for share the next answer. */
  #refresh() {
    this.#refreshing ??= Promise.resolve()
      .then(async () => {
        this.#refreshing = null;
        const known = this.#chats?.ids();
        const { chats } = await this.#asked(this.#rest.chats());
        this.#chats?.describe(chats, known);
        this.#receiveListed();
        this.#chatsChanged();
        this.#keepSoon();
      })
      .catch((error) => this.#report(error));
    return this.#refreshing;
  }

  /** What the list shows this device has received. */
  #receiveListed() {
    const me = this.#session?.userId;
    (this.#chats?.list() ?? [])
      .filter((chat) => chat.unread(me) > 0 && (chat.receipts.get(me)?.delivered ?? 0) < chat.position)
      .forEach((chat) => this.#received.set(chat.chatId, chat.position));
  }

  // What goes out

  #pump() {
    if (this.state.status === "online") {
      this.#outbox.take().forEach((entry) => this.#deliver(entry));
    }
  }

  async #deliver(entry) {
    const outbox = this.#outbox;
    try {
      await this.#connection.ask({
        type: "new_message",
        client_msg_id: entry.clientMsgId,
        chat_id: entry.chatId,
        content: entry.content,
        time_of_day: entry.time,
        ...(entry.replyTo === null ? {} : { reply_to: entry.replyTo }),
        ...(entry.file === null ? {} : { file: entry.file.handle, file_name: entry.file.name }),
      });
    } catch (error) {
      if (error.code === "network") {
        return;
      }
      if (error.retryAfterMs !== undefined) {
        await pause(error.retryAfterMs);
        outbox.landed(entry);
      } else {
        await outbox.fail(entry.clientMsgId, error);
        this.#settle(entry.clientMsgId, error);
        this.#messagesChanged(entry.chatId);
        this.#tell("failed", { message: this.#pending(outbox.get(entry.clientMsgId) ?? entry) });
      }
    }
    if (this.#outbox === outbox) {
      this.#pump();
    }
  }

  /** A message of one's own is in the chat's log. */
  #stored(clientMsgId) {
    if (this.#outbox.get(clientMsgId) !== undefined) {
      this.#outbox.remove(clientMsgId).catch((error) => this.#report(error));
      this.#settle(clientMsgId, null);
      this.#pump();
    }
  }

  #settle(clientMsgId, error) {
    const waiting = this.#acknowledged.get(clientMsgId) ?? [];
    this.#acknowledged.delete(clientMsgId);
    waiting.forEach(({ resolve, reject }) => (error === null ? resolve() : reject(error)));
  }

  /** Asks until there is an answer: what these do is the same, done once or twice. */
  async #command(frame) {
    for (let again = false; ; again = true) {
      await this.#whenOnline();
      try {
        return await this.#connection.ask(frame);
      } catch (error) {
        if (again && error.code === "not_found" && frame.type.startsWith("archive")) {
          return undefined;
        }
        if (error.retryAfterMs !== undefined) {
          await pause(error.retryAfterMs);
        } else if (error.code !== "network") {
          throw error;
        }
      }
    }
  }

  #whenOnline() {
    if (this.#session === null) {
      return Promise.reject(signedOut());
    }
    return this.state.status === "online"
      ? Promise.resolve()
      : new Promise((resolve, reject) => this.#waitingForOnline.push({ resolve, reject }));
  }

  // What is kept, and what is told

  #keepSoon() {
    this.#flushing ??= setTimeout(() => this.#flush(), Messenger.#GATHER_MS);
  }

  /** Keeps what has changed; only then are messages said to be received. */
  async #flush() {
    clearTimeout(this.#flushing);
    this.#flushing = null;
    const chats = Object.fromEntries(this.#received);
    try {
      await this.#chats?.flush();
    } catch (error) {
      this.#report(error);
    }
    if (this.state.status === "online" && Object.keys(chats).length > 0) {
      this.#received.clear();
      this.#connection.tell({ type: "received", chats });
    }
  }

  #messagesChanged(chatId) {
    if (chatId !== undefined) {
      this.#change(chatId);
    }
    this.#chatsChanged();
  }

  #chatsChanged() {
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

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  #report(error) {
    this.#tell("problem", error);
  }

  // How it is shown

  #summary(chat) {
    const last = chat.last();
    return {
      chatId: chat.chatId,
      userId: chat.userId,
      userName: chat.userName,
      avatar: chat.avatar,
      lastMessage: last.content,
      lastTime: last.time,
      last: last.message && this.#shown(chat, last.message),
      unread: chat.unread(this.#session.userId),
      more: chat.more,
    };
  }

  #shown(chat, { asOf, ...message }) {
    const mine = message.senderId === this.#session.userId;
    const others = [...chat.receipts].filter(([userId]) => userId !== this.#session.userId).map(([, mark]) => mark);
    const reached = (mark) => others.length > 0 && others.every((it) => it[mark] >= message.seq);
    const progress = reached("read") ? "read" : reached("delivered") ? "delivered" : "sent";
    return { ...message, mine, status: mine ? progress : "received", error: null };
  }

  #pending(entry) {
    return {
      clientMsgId: entry.clientMsgId,
      messageId: null,
      chatId: entry.chatId,
      seq: null,
      senderId: this.#session?.userId,
      mine: true,
      content: entry.content,
      time: entry.time,
      edited: false,
      fileName: entry.file?.name ?? "",
      fileType: entry.file === null ? "" : fileTypeOf(entry.file.name),
      replyTo: entry.replyTo,
      status: entry.error === null ? "queued" : "failed",
      error: entry.error,
    };
  }
}

function signedOut() {
  return new MessengerError("signed_out", "You are signed out.");
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
