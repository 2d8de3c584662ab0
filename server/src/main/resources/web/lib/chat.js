/**
 * One chat as this device has it: a stretch of its newest messages without a hole, and how far everyone
 * has come.
 *
 * Every change of a chat has a number, `seq`. The device has seen all of them up to `position`, and
 * holds all messages from `floor` on; what is older is asked for when somebody scrolls there.
 */
export class Chat {
  /** Of how many messages a reload knows at once. */
  static KEPT = 60;

  chatId;
  userId = 0;
  userName = "";
  avatar = false;
  /** The last `seq` seen. */
  position;
  /** No `seq` from here on is unknown. */
  floor;
  /** Where it stands among the chats: the highest comes first. */
  rank = 0;
  /** By user: how far they have received and read. @type {Map<number, {delivered: number, read: number}>} */
  receipts = new Map();
  /** What this user has read here, perhaps not told to the server yet. */
  readWanted = 0;

  #messages = new Map();
  /** The same in order, or `null` when that has to be found out anew. */
  #sorted = null;
  #deleted = new Set();
  /** The server's summary, for what lies below the floor. */
  #row = { lastMessage: "", lastTime: "", unread: 0, lastSeq: 0 };

  /**
   * @param {number} chatId
   * @param {number} position from which on it is told
   */
  constructor(chatId, position) {
    this.chatId = chatId;
    this.position = position;
    this.floor = position + 1;
  }

  /** @param {object} kept what `keep` gave */
  static restore(kept) {
    const chat = new Chat(kept.chatId, kept.position);
    const { messages, receipts, row, ...rest } = kept;
    Object.assign(chat, rest);
    chat.receipts = new Map(receipts);
    chat.#row = row;
    messages.forEach((message) => chat.#messages.set(message.messageId, message));
    return chat;
  }

  /** What a reload needs: a plain object. */
  keep() {
    const messages = this.messages();
    const cut = messages.length > Chat.KEPT;
    const kept = cut ? messages.slice(-Chat.KEPT) : messages;
    return {
      chatId: this.chatId,
      userId: this.userId,
      userName: this.userName,
      avatar: this.avatar,
      position: this.position,
      floor: cut ? kept[0].seq : this.floor,
      rank: this.rank,
      receipts: [...this.receipts],
      readWanted: this.readWanted,
      row: this.#row,
      messages: kept,
    };
  }

  /** Whether there may be older messages than those that are held. */
  get more() {
    return this.floor > 1;
  }

  /** Those that are held, in order. */
  messages() {
    this.#sorted ??= [...this.#messages.values()].sort((a, b) => a.seq - b.seq);
    return this.#sorted;
  }

  /** @param {number} messageId */
  message(messageId) {
    return this.#messages.get(messageId);
  }

  /** @param {string} clientMsgId */
  holds(clientMsgId) {
    return this.messages().some((message) => message.clientMsgId === clientMsgId);
  }

  /** The newest message that is held, or the server's word for it. */
  last() {
    const newest = this.messages().at(-1);
    return newest === undefined
      ? { content: this.floor > 1 ? this.#row.lastMessage : "", time: this.floor > 1 ? this.#row.lastTime : "" }
      : { content: newest.content, time: newest.time, message: newest };
  }

  /** How many messages of others the user has not read. @param {number} me */
  unread(me) {
    const read = Math.max(this.readWanted, this.#mark(me).read);
    const held = this.messages().filter((message) => message.senderId !== me && message.seq > read).length;
    return this.floor <= read + 1 ? held : this.#row.unread + this.#since(me, read);
  }

  /** Those of others that came after the server's summary was made. */
  #since(me, read) {
    const from = Math.max(this.#row.lastSeq, read);
    return this.messages().filter((message) => message.senderId !== me && message.seq > from).length;
  }

  /**
   * Takes the server's row of the list.
   *
   * @param {object} row see `chatOfRow`
   */
  describe(row) {
    this.userId = row.userId;
    this.userName = row.userName;
    this.avatar = row.avatar;
    row.receipts.forEach((it) => this.mark(it.user_id, it.delivered_seq, it.read_seq));
    this.#row = { lastMessage: row.lastMessage, lastTime: row.lastTime, unread: row.unread, lastSeq: row.lastSeq };
  }

  /**
   * Takes a number of the chat's log.
   *
   * @param {object} event a numbered frame
   * @returns {boolean} whether it is the next one; if not, nothing has changed
   */
  apply(event) {
    if (event.seq !== this.position + 1) {
      return false;
    }
    this.position = event.seq;
    return true;
  }

  /** Adds a message, unless what is held is newer. @param {number} asOf the `seq` of which it is told */
  put(message, asOf) {
    const held = this.#messages.get(message.messageId);
    if (this.#deleted.has(message.messageId) || (held !== undefined && held.asOf > asOf)) {
      return;
    }
    this.#messages.set(message.messageId, { ...message, asOf });
    this.#sorted = null;
  }

  /** Changes a message, if it is held and not newer. */
  edit(messageId, changes, asOf) {
    const held = this.#messages.get(messageId);
    if (held !== undefined && held.asOf <= asOf) {
      this.#messages.set(messageId, { ...held, ...changes, asOf });
      this.#sorted = null;
    }
  }

  remove(messageId) {
    this.#deleted.add(messageId);
    this.#messages.delete(messageId);
    this.#sorted = null;
  }

  /** Somebody left for good: with all that they ever wrote here. */
  erase(userId) {
    if (userId === this.userId) {
      this.userName = "Deleted account";
      this.avatar = false;
    }
    this.messages()
      .filter((message) => message.senderId === userId)
      .forEach((message) => this.remove(message.messageId));
  }

  /**
   * Adds a page of older messages, which reaches up to the floor.
   *
   * @param {{messages: import("./types.js").Message[], lastSeq: number, more: boolean}} page newest first
   */
  prepend(page) {
    page.messages.forEach((message) => this.put(message, page.lastSeq));
    this.floor = page.more ? page.messages.at(-1).seq : 1;
  }

  /**
   * @param {number} userId
   * @param {number} delivered
   * @param {number} read
   * @returns {boolean} whether that is news
   */
  mark(userId, delivered, read) {
    const before = this.#mark(userId);
    const now = { delivered: Math.max(before.delivered, delivered), read: Math.max(before.read, read) };
    this.receipts.set(userId, now);
    return now.delivered !== before.delivered || now.read !== before.read;
  }

  /** @param {number} userId */
  readBy(userId) {
    return this.#mark(userId).read;
  }

  /** @param {number} userId */
  deliveredTo(userId) {
    return this.#mark(userId).delivered;
  }

  #mark(userId) {
    return this.receipts.get(userId) ?? { delivered: 0, read: 0 };
  }
}
