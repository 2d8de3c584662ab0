import { Messenger } from "/lib/messenger.js";
import { Files } from "./files.js";
import { Pictures } from "./pictures.js";

/** @typedef {import("/lib/messenger.js").Message} Shown */

/**
 * What the page knows: the client module, and beside it what only a page has, such as the open chat,
 * drafts, and files in memory. Views read it, ask things of it, and show themselves anew on its events:
 *
 * | type | `detail` | when |
 * |---|---|---|
 * | `chats` | | the list, or anything in it, has changed |
 * | `messages` | `{chatId}` | what the chat shows has changed |
 * | `arrived` | `Shown` | somebody wrote |
 * | `connection` | | `connection` has changed |
 * | `ended` | `{byUser}` | nobody is signed in any more |
 */
export class State extends EventTarget {
  #messenger;
  #drafts = new Map();
  #shown = new Map();
  #isLeaving = false;

  /** The chat that is open, or `null`. @type {number|null} */
  openChat = null;

  /** Comes back to the session that this browser keeps, if there is one. */
  static async open() {
    return new State(await Messenger.open());
  }

  /** @param {Messenger} messenger */
  constructor(messenger) {
    super();
    this.#messenger = messenger;
    this.#forgetFiles();
    const pass = (from, to = from) => messenger.addEventListener(from, ({ detail }) => this.#tell(to, detail));
    messenger.addEventListener("messages", ({ detail }) => {
      this.#shown.delete(detail.chatId);
      this.#tell("messages", detail);
    });
    pass("chats");
    pass("state", "connection");
    messenger.addEventListener("incoming", ({ detail }) => this.#tell("arrived", detail.message));
    messenger.addEventListener("session", ({ detail }) => detail === null && this.#ended());
    messenger.addEventListener("problem", ({ detail }) => console.warn("messenger:", detail));
  }

  // Who

  /** @returns {import("/lib/messenger.js").Session | null} */
  get me() {
    return this.#messenger.session;
  }

  /** @returns {{name: "online"|"connecting"|"waiting"|"offline", retryAt: number}} */
  get connection() {
    const { status, retryAt = 0 } = this.#messenger.state;
    const names = { online: "online", connecting: "connecting", syncing: "connecting", waiting: "waiting" };
    const name = names[status] ?? "offline";
    return { name: name === "waiting" && !(navigator.onLine && retryAt > 0) ? "offline" : name, retryAt };
  }

  /** Tries at once. */
  reconnect = () => this.#messenger.reconnect();

  async signUp(userName, login, password) {
    await this.#messenger.register({ userName, login, password });
    await this.signIn(login, password);
  }

  async signIn(login, password) {
    await this.#messenger.logIn({ login, password });
  }

  async signOut() {
    this.#isLeaving = true;
    await this.#messenger.logOut();
    this.#isLeaving = false;
  }

  sessions = () => this.#messenger.sessions();
  endSession = (sessionId) => this.#messenger.endSession(sessionId);
  endOtherSessions = () => this.#messenger.endOtherSessions();
  changePassword = (old, fresh) => this.#messenger.changePassword(old, fresh);

  async setPicture(dataUri) {
    await this.#messenger.setAvatar(dataUri);
    this.pictures.forget(this.me.userId);
  }

  async removePicture() {
    await this.#messenger.deleteAvatar();
    this.pictures.forget(this.me.userId);
  }

  // Chats

  /** Latest activity first. */
  get chats() {
    return this.#messenger.chats();
  }

  chat = (chatId) => this.#messenger.chat(chatId);
  findPeople = (name, signal) => this.#messenger.searchPeople(name, signal);
  chatWith = (userId) => this.#messenger.createChat(userId);
  removeChat = (chatId) => this.#messenger.deleteChat(chatId);

  /** @param {number|null} chatId */
  open(chatId) {
    this.openChat = chatId;
    this.#tell("chats");
  }

  /** What is being written in a chat, and not sent yet. @returns {{text: string}} */
  draft(chatId) {
    if (!this.#drafts.has(chatId)) {
      this.#drafts.set(chatId, { text: "" });
    }
    return this.#drafts.get(chatId);
  }

  // Messages

  /** Oldest first; those not sent yet last. @returns {Shown[]} */
  messages(chatId) {
    if (!this.#shown.has(chatId)) {
      this.#shown.set(chatId, this.#messenger.messages(chatId));
    }
    return this.#shown.get(chatId);
  }

  message = (chatId, messageId) => this.#messenger.message(chatId, messageId);
  hasMore = (chatId) => this.chat(chatId)?.more ?? false;
  loadEarlier = (chatId) => this.#messenger.loadOlder(chatId);
  read = (chatId) => this.#messenger.markRead(chatId);
  send = (chatId, { content, replyTo, file }) => this.#messenger.send(chatId, { content, replyTo, file });
  edit = (message, content) => this.#messenger.edit(message.messageId, content);
  remove = (message) => this.#messenger.remove(message.messageId);
  sendAgain = (message) => this.#messenger.retry(message.clientMsgId);
  discard = (message) => this.#messenger.discard(message.clientMsgId);
  upload = (file, options) => this.#messenger.upload(file, options);

  #ended() {
    this.#drafts.clear();
    this.#shown.clear();
    this.openChat = null;
    this.#forgetFiles();
    this.#tell("ended", { byUser: this.#isLeaving });
  }

  /** What one user may see, the next one at this browser may not. */
  #forgetFiles() {
    this.pictures = new Pictures((userId) => this.#messenger.avatar(userId));
    this.files = new Files((messageId, options) => this.#messenger.download(messageId, options));
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
