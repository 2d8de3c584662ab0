import { MessengerError, signedOut } from "./errors.js";

/**
 * Takes to the server what the user does, until it is known to be done: messages from the outbox, and
 * commands that are the same done once or twice.
 */
export class Courier {
  #outbox;
  #connection;
  #refused;
  #waitingForOnline = [];
  #waitingForStorage = new Map();
  #closed = false;

  /**
   * @param {import("./outbox.js").Outbox} outbox
   * @param {import("./connection.js").Connection} connection
   * @param {(entry: import("./types.js").Entry) => void} refused is told of a message that never will be stored
   */
  constructor(outbox, connection, refused) {
    this.#outbox = outbox;
    this.#connection = connection;
    this.#refused = refused;
  }

  /** There is a connection, and whatever this device had missed has come. */
  async online() {
    this.#waitingForOnline.splice(0).forEach(({ resolve }) => resolve());
    // Another tab may have left something.
    await this.#outbox.load();
    this.send();
  }

  lost() {
    this.#outbox.disconnected();
  }

  /** The session is over. */
  close() {
    this.#closed = true;
    this.#waitingForOnline.splice(0).forEach(({ reject }) => reject(signedOut()));
    [...this.#waitingForStorage.keys()].forEach((clientMsgId) => this.#settle(clientMsgId, signedOut()));
  }

  /** Sends what waits and may go. */
  send() {
    if (this.#connection.state.status === "online") {
      this.#outbox.take().forEach((entry) => this.#deliver(entry));
    }
  }

  /** A message of one's own is in its chat's log, whichever device or try brought it there. */
  async stored(clientMsgId) {
    const removed = this.#outbox.remove(clientMsgId);
    this.#settle(clientMsgId, null);
    this.send();
    await removed;
  }

  async discard(clientMsgId) {
    await this.#outbox.remove(clientMsgId);
    this.#settle(clientMsgId, new MessengerError("aborted", "It was discarded."));
    this.send();
  }

  /** Done when the message is stored; rejected when it never will be. */
  storage(clientMsgId) {
    if (this.#outbox.get(clientMsgId) === undefined) {
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const waiting = this.#waitingForStorage.get(clientMsgId) ?? [];
      this.#waitingForStorage.set(clientMsgId, [...waiting, { resolve, reject }]);
    });
  }

  /**
   * Asks until there is an answer, however often the connection is lost.
   *
   * @param {object} frame
   */
  async command(frame) {
    for (let again = false; ; again = true) {
      await this.#whenOnline();
      try {
        await this.#connection.ask(frame);
        return;
      } catch (error) {
        if (again && error.code === "not_found" && frame.type.startsWith("archive")) {
          return; // The first time, whose answer was lost.
        }
        if (error.retryAfterMs !== undefined) {
          await pause(error.retryAfterMs);
        } else if (error.code !== "network") {
          throw error;
        }
      }
    }
  }

  async #deliver(entry) {
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
      if (error.retryAfterMs === undefined) {
        const refused = await this.#outbox.refuse(entry, error);
        this.#settle(entry.clientMsgId, error);
        this.#refused(refused);
      } else {
        await pause(error.retryAfterMs);
        this.#outbox.landed(entry);
      }
      this.send();
    }
  }

  #settle(clientMsgId, error) {
    const waiting = this.#waitingForStorage.get(clientMsgId) ?? [];
    this.#waitingForStorage.delete(clientMsgId);
    waiting.forEach(({ resolve, reject }) => (error === null ? resolve() : reject(error)));
  }

  #whenOnline() {
    if (this.#closed) {
      return Promise.reject(signedOut());
    }
    return this.#connection.state.status === "online"
      ? Promise.resolve()
      : new Promise((resolve, reject) => this.#waitingForOnline.push({ resolve, reject }));
  }
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
