/**
 * What was written and is not known to be stored. A message is sent until it is acknowledged, always
 * under the same `clientMsgId`, by which the server knows it again; of one chat, one at a time, so that
 * they stay in order.
 */
export class Outbox {
  #store;
  #scope;
  #entries = new Map();
  /** By chat. */
  #inFlight = new Map();
  #lastOrder = 0;

  /**
   * @param {import("./store.js").Store} store
   * @param {number} userId whose it is
   */
  constructor(store, userId) {
    this.#store = store;
    this.#scope = `${userId}/`;
  }

  /** Reads what other tabs, or this one before it was reloaded, have left. */
  async load() {
    const kept = await this.#store.all("outbox");
    kept
      .filter(([key]) => key.startsWith(this.#scope))
      .map(([, entry]) => entry)
      .filter((entry) => !this.#entries.has(entry.clientMsgId))
      .forEach((entry) => this.#entries.set(entry.clientMsgId, entry));
  }

  /**
   * Adds a message, which is there at once.
   *
   * @param {Omit<import("./types.js").Entry, "order" | "error">} written
   * @returns {Promise<void>} done when it will not be forgotten
   */
  add(written) {
    this.#lastOrder = Math.max(this.#lastOrder + 1, Date.now());
    const entry = { ...written, order: this.#lastOrder, error: null };
    this.#entries.set(entry.clientMsgId, entry);
    return this.#keep(entry.clientMsgId, entry);
  }

  /** @param {string} clientMsgId @returns {import("./types.js").Entry | undefined} */
  get(clientMsgId) {
    return this.#entries.get(clientMsgId);
  }

  /** In the order of writing. @param {number} [chatId] of one chat alone */
  entries(chatId) {
    return [...this.#entries.values()]
      .filter((entry) => chatId === undefined || entry.chatId === chatId)
      .sort((a, b) => a.order - b.order || (a.clientMsgId < b.clientMsgId ? -1 : 1));
  }

  /** Takes a message out: it is stored, or will never be. */
  async remove(clientMsgId) {
    const entry = this.#entries.get(clientMsgId);
    if (entry === undefined) {
      return;
    }
    this.#entries.delete(clientMsgId);
    this.landed(entry);
    await this.#keep(clientMsgId, undefined);
  }

  /**
   * The server refused it for good; it stays until it is sent anew or discarded.
   *
   * @param {import("./types.js").Entry} entry
   * @param {{code: string, message: string}} error
   * @returns {Promise<import("./types.js").Entry>} as it is now
   */
  async refuse(entry, { code, message }) {
    const refused = { ...entry, error: { code, message } };
    await this.#replace(refused);
    return refused;
  }

  /** Lets a refused one be sent anew. @param {string} clientMsgId */
  async revive(clientMsgId) {
    const entry = this.#entries.get(clientMsgId);
    if (entry !== undefined) {
      await this.#replace({ ...entry, error: null });
    }
  }

  /** The first of each chat that waits, and is now taken to be on its way. */
  take() {
    const taken = [];
    for (const entry of this.entries()) {
      if (entry.error === null && !this.#inFlight.has(entry.chatId)) {
        this.#inFlight.set(entry.chatId, entry.clientMsgId);
        taken.push(entry);
      }
    }
    return taken;
  }

  /** An answer came: the next of its chat may go. */
  landed(entry) {
    if (this.#inFlight.get(entry.chatId) === entry.clientMsgId) {
      this.#inFlight.delete(entry.chatId);
    }
  }

  /** The connection is lost: nobody knows what became of those on their way. */
  disconnected() {
    this.#inFlight.clear();
  }

  /** Forgets everything. */
  async clear() {
    await Promise.all([...this.#entries.keys()].map((clientMsgId) => this.remove(clientMsgId)));
  }

  async #replace(entry) {
    this.landed(entry);
    if (this.#entries.has(entry.clientMsgId)) {
      this.#entries.set(entry.clientMsgId, entry);
      await this.#keep(entry.clientMsgId, entry);
    }
  }

  #keep(clientMsgId, entry) {
    return this.#store.update("outbox", this.#scope + clientMsgId, () => entry);
  }
}
