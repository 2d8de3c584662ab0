/**
 * People's pictures as addresses that an `img` can show, each asked for once: they are behind the
 * token, so that no `src` can name them.
 */
export class Pictures {
  #load;
  #urls = new Map();

  /** @param {(userId: number) => Promise<Blob|null>} load */
  constructor(load) {
    this.#load = load;
  }

  /** @returns {Promise<string|null>} `null` where there is none, or none to be had now */
  of(userId) {
    if (!this.#urls.has(userId)) {
      this.#urls.set(userId, this.#ask(userId));
    }
    return this.#urls.get(userId);
  }

  /** What is known of a user's picture is old. */
  forget(userId) {
    this.#urls.delete(userId);
  }

  async #ask(userId) {
    try {
      const blob = await this.#load(userId);
      return blob && URL.createObjectURL(blob);
    } catch {
      // Initials stand in for it; the next view asks again.
      this.#urls.delete(userId);
      return null;
    }
  }
}
