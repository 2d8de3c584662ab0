/**
 * What was written and is not known to be stored. A message is sent until it is acknowledged, always
 * under the same `clientMsgId`, by which the server knows it again; of one chat, one at a time, so that
 * they stay in order.
 */
export class Outbox {
  #store;
  #scope;
  #entries = new Map();
  #inFlight = new Map();

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

  /** Adds a message; done when it will not be forgotten. */
  async add(entry) {
    this.#entries.set(entry.clientMsgId, entry);
    await this.#keep(entry.clientMsgId, entry);
  }

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

  /** The server refused it for good; it stays until it is sent anew or discarded. */
  async fail(clientMsgId, error) {
    await this.#change(clientMsgId, { error: { code: error.code, message: error.message } });
  }

  /** Sends a refused one anew. */
  async revive(clientMsgId) {
    await this.#change(clientMsgId, { error: null });
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

  async #change(clientMsgId, changes) {
    const entry = this.#entries.get(clientMsgId);
    if (entry !== undefined) {
      this.landed(entry);
      const changed = { ...entry, ...changes };
      this.#entries.set(clientMsgId, changed);
      await this.#keep(clientMsgId, changed);
    }
  }

  #keep(clientMsgId, entry) {
    return this.#store.update("outbox", this.#scope + clientMsgId, () => entry);
  }
}
