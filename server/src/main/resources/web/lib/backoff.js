/** How long to wait before the next try: doubled by each, at most half of it left to chance. */
export class Backoff {
  #first;
  #longest;
  #tries = 0;

  /**
   * @param {number} first in milliseconds
   * @param {number} longest
   */
  constructor(first, longest) {
    this.#first = first;
    this.#longest = longest;
  }

  /** @returns {number} milliseconds */
  next() {
    const most = Math.min(this.#longest, this.#first * 2 ** this.#tries++);
    return most * (0.5 + Math.random() / 2);
  }

  /** A try went well. */
  reset() {
    this.#tries = 0;
  }
}
