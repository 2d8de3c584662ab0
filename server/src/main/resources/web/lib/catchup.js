const MOST_AT_ONCE = 100;
const PAGE = 500;

/** Asks, page by page, for what this device was not told of: chats with a gap, a hole, or fallen silent. */
export class CatchUp {
  #connection;
  #position;
  #gone;
  #behind = new Set();
  #busy = false;

  /**
   * @param {import("./connection.js").Connection} connection
   * @param {(chatId: number) => number} position the last `seq` seen there
   * @param {() => void} gone one of them is not this user's any more
   */
  constructor(connection, position, gone) {
    this.#connection = connection;
    this.#position = position;
    this.#gone = gone;
  }

  /** @param {number} chatId of which numbers are missing */
  add(chatId) {
    this.#behind.add(chatId);
  }

  /** The next `hello` says where this device stands. */
  lost() {
    this.#behind.clear();
  }

  async run() {
    if (this.#busy) {
      return;
    }
    this.#busy = true;
    try {
      while (this.#behind.size > 0 && this.#connection.state.status === "online") {
        await this.#page([...this.#behind].slice(0, MOST_AT_ONCE));
      }
    } finally {
      this.#busy = false;
    }
  }

  async #page(chatIds) {
    const from = chatIds.map((chatId) => [chatId, { after: this.#position(chatId), limit: PAGE }]);
    try {
      const { more } = await this.#connection.ask({ type: "sync", chats: Object.fromEntries(from) });
      chatIds.filter((chatId) => !more[chatId]).forEach((chatId) => this.#behind.delete(chatId));
    } catch (error) {
      if (error.retryAfterMs !== undefined) {
        await new Promise((resolve) => setTimeout(resolve, error.retryAfterMs));
      } else if (error.code !== "network" && chatIds.length > 1) {
        // One of them is refused, and all with it.
        for (const chatId of chatIds) {
          await this.#page([chatId]);
        }
      } else if (error.code !== "network") {
        this.#behind.delete(chatIds[0]);
        this.#gone();
      }
    }
  }
}
