import { Chat } from "./chat.js";
import { fileTypeOf, messageOfEvent } from "./wire.js";

const MOST_IN_RESUME = 2_000;

/**
 * All chats of a user as this device has them, kept in the store together with how far they have come:
 * a position is never kept without the messages up to it.
 */
export class Chats {
  #store;
  #me;
  #chats = new Map();
  #dirty = new Set();
  #epoch = "";
  #topRank = 0;
  /** Those that are over: none comes back under its id. */
  #ended = new Set();
  /** Those that the last `hello` named. */
  #named = new Set();
  /** Done when nothing of before a reset is left in the store. */
  #cleared = Promise.resolve();

  /**
   * @param {import("./store.js").Store} store
   * @param {number} me the user
   */
  constructor(store, me) {
    this.#store = store;
    this.#me = me;
  }

  async load() {
    const kept = (await this.#store.all("chats")).filter(([key]) => key.startsWith(`${this.#me}/`));
    const epochs = new Set(kept.map(([, chat]) => chat.epoch));
    if (epochs.size > 1) {
      // Begun anew by another tab that did not finish.
      await this.clear();
      return;
    }
    kept.forEach(([, { epoch, ...chat }]) => {
      this.#epoch = epoch;
      this.#chats.set(chat.chatId, Chat.restore(chat));
      this.#topRank = Math.max(this.#topRank, chat.rank);
    });
  }

  get(chatId) {
    return this.#chats.get(chatId);
  }

  /** Those with a name, latest activity first. */
  list() {
    return [...this.#chats.values()].filter((chat) => chat.userId > 0).sort((a, b) => b.rank - a.rank);
  }

  /** What a `hello` says of where this device stands. */
  resume() {
    const chats = [...this.#chats.values()].sort((a, b) => b.rank - a.rank).slice(0, MOST_IN_RESUME);
    this.#named = new Set(chats.map((chat) => chat.chatId));
    return this.#epoch === ""
      ? undefined
      : { epoch: this.#epoch, chats: Object.fromEntries(chats.map((chat) => [chat.chatId, chat.position])) };
  }

  /** Takes the `welcome`: of chats that were not named, all before now is history. */
  welcome({ epoch, resume, heads }) {
    if (resume === "reset") {
      this.#cleared = this.clear();
      this.#named.clear();
    }
    this.#epoch = epoch;
    Object.entries(heads).forEach(([id, head]) => {
      if (!this.#named.has(Number(id))) {
        this.#add(new Chat(Number(id), head));
      }
    });
  }

  /**
   * Takes a frame that has a number.
   *
   * @param {object} frame
   * @param {object} [asked] the command that it acknowledges
   * @returns {{hole: boolean, unknown: boolean, incoming?: object}} whether numbers before it are
   *     missing; whether the list should be asked what chat this is; a message that somebody else has
   *     written
   */
  apply(frame, asked) {
    const unknown = !this.#chats.has(frame.chat_id) && !this.#ended.has(frame.chat_id);
    if (unknown && frame.seq === 1) {
      this.#add(new Chat(frame.chat_id, 0));
    }
    const chat = this.#chats.get(frame.chat_id);
    if (chat === undefined) {
      // Of a chat that ended: even there, somebody may leave for good.
      return { hole: false, unknown };
    }
    const isAck = frame.type === "ack";
    const isNext = !frame.dup && chat.apply(frame);
    let incoming;
    // What oneself has done is known to be so, even if its number is still to come.
    if (isNext || (isAck && (!frame.dup || frame.seq > chat.position))) {
      incoming = isAck ? this.#acknowledge(chat, frame, asked) : this.#happen(chat, frame);
      this.#touch(chat.chatId);
    }
    return { hole: !isNext && !frame.dup && frame.seq > chat.position, unknown, incoming };
  }

  #happen(chat, event) {
    switch (event.type) {
      case "new_message": {
        const message = messageOfEvent(event);
        chat.put(message, event.seq);
        chat.rank = ++this.#topRank;
        return message.senderId === this.#me ? undefined : message;
      }
      case "updated_message":
        chat.edit(
          event.message_id,
          { content: event.new_content, edited: event.is_edited, fileName: event.file_name, fileType: event.fileType },
          event.seq,
        );
        return undefined;
      case "delete_message":
        chat.remove(event.message_id);
        return undefined;
      case "deleted_chat":
        this.#remove(chat.chatId);
        return undefined;
      case "chat_event":
        if (event.event === "erased") {
          // The server's list has the name a moment later.
          chat.erase(event.user_id);
        }
        return undefined;
      default:
        // A kind of change that is newer than this client: its number is counted, no more.
        return undefined;
    }
  }

  #acknowledge(chat, ack, asked) {
    switch (asked?.type) {
      case "new_message":
        chat.put(this.#written(ack, asked), ack.seq);
        chat.rank = ++this.#topRank;
        break;
      case "update_message":
        chat.edit(asked.message_id, { content: asked.new_content, edited: true }, ack.seq);
        break;
      case "archive_message":
        chat.remove(asked.deleting_message_id);
        break;
      case "archive_chat":
        this.#remove(chat.chatId);
        break;
      default:
    }
  }

  #written(ack, asked) {
    return {
      clientMsgId: asked.client_msg_id,
      messageId: ack.message_id,
      chatId: ack.chat_id,
      seq: ack.seq,
      senderId: this.#me,
      content: asked.content,
      time: ack.time_of_day,
      edited: false,
      fileName: asked.file_name ?? "",
      fileType: asked.file_name ? fileTypeOf(asked.file_name) : "",
      replyTo: asked.reply_to ?? null,
    };
  }

  /** Takes how far somebody has come. @returns {boolean} whether that is news */
  mark({ chat_id, user_id, delivered_seq, read_seq }) {
    const chat = this.#chats.get(chat_id);
    const news = chat?.mark(user_id, delivered_seq, read_seq) ?? false;
    if (news) {
      this.#touch(chat_id);
    }
    return news;
  }

  /** Takes a row of a chat that was opened just now. */
  opened(row) {
    const chat = this.#chats.get(row.chatId) ?? this.#add(new Chat(row.chatId, 0));
    chat.describe(row);
    chat.rank = ++this.#topRank;
    this.#touch(chat.chatId);
  }

  /**
   * Takes the whole list, as it was asked for when these were known.
   *
   * @param {object[]} rows latest activity first
   * @param {Set<number>} known
   */
  describe(rows, known) {
    rows.forEach((row, i) => {
      const chat = this.#chats.get(row.chatId) ?? this.#add(new Chat(row.chatId, row.lastSeq));
      chat.describe(row);
      // What has moved since the list was made comes before the rest of it.
      chat.rank = rows.length - i + (chat.position > row.lastSeq ? rows.length : 0);
      known.delete(row.chatId);
      this.#touch(row.chatId);
    });
    this.#topRank = 2 * rows.length;
    known.forEach((chatId) => this.#remove(chatId));
  }

  ids() {
    return new Set(this.#chats.keys());
  }

  /** Changes a chat, and has it kept. */
  change(chatId, change) {
    const chat = this.#chats.get(chatId);
    if (chat !== undefined) {
      change(chat);
      this.#touch(chatId);
    }
  }

  /** Puts what has changed into the store. @returns {Promise<void>} done when all of it is there */
  async keep() {
    await this.#cleared;
    const changed = [...this.#dirty];
    this.#dirty.clear();
    await Promise.all(changed.map((chatId) => this.#keep(chatId)));
  }

  async clear() {
    this.#chats.clear();
    this.#dirty.clear();
    this.#epoch = "";
    const kept = await this.#store.all("chats");
    await Promise.all(
      kept
        .filter(([key]) => key.startsWith(`${this.#me}/`))
        .map(([key]) => this.#store.update("chats", key, () => undefined)),
    );
  }

  #keep(chatId) {
    const chat = this.#chats.get(chatId);
    const now = chat && { ...chat.keep(), epoch: this.#epoch };
    return this.#store.update("chats", `${this.#me}/${chatId}`, (old) =>
      // Another tab may be ahead, and then has all that this one has.
      now && old && old.epoch === now.epoch && old.position > now.position ? old : now,
    );
  }

  #add(chat) {
    this.#chats.set(chat.chatId, chat);
    this.#touch(chat.chatId);
    return chat;
  }

  #remove(chatId) {
    this.#ended.add(chatId);
    this.#chats.delete(chatId);
    this.#touch(chatId);
  }

  #touch(chatId) {
    this.#dirty.add(chatId);
  }
}
