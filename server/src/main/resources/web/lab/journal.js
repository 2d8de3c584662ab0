const MOST = 6_000;
const PATIENCE_MS = 15_000;

/**
 * All that has happened before the page's eyes, in order, whoever told of it. Lessons and experiments
 * read it to see whether what should happen did.
 *
 * | `kind` | is | more |
 * |---|---|---|
 * | `frame` | a frame that a device of the page sent or got | `device`, `direction`, `frame` |
 * | `socket` | a socket of the page began or ended | `device`, `state`, `code` |
 * | `state` | what a client module says of its connection | `device`, `status` |
 * | `feed` | a line of the lab's feed | `line` |
 * | `commits` | the server's commits were counted while messages were written | `messages`, `commits` |
 *
 * Each has `n`, which counts them from 1, and `at`, in milliseconds of `performance.now()`. Tells of each by
 * an `entry` event.
 */
export class Journal extends EventTarget {
  #entries = [];
  #count = 0;

  /** @param {{kind: string}} what */
  add(what) {
    const entry = { n: ++this.#count, at: performance.now(), ...what };
    this.#entries.push(entry);
    if (this.#entries.length > MOST) {
      this.#entries.splice(0, MOST / 4);
    }
    this.dispatchEvent(new CustomEvent("entry", { detail: entry }));
  }

  /** The number of the last entry: `since` of it is what happens from now on. */
  get now() {
    return this.#count;
  }

  /** @param {number} n @returns {object[]} those after it */
  since(n) {
    const first = this.#entries.findIndex((entry) => entry.n > n);
    return first < 0 ? [] : this.#entries.slice(first);
  }

  /**
   * Waits for an entry, or finds it if it has come since.
   *
   * @param {(entry: object) => boolean} isIt
   * @param {{after?: number, ms?: number, what?: string}} [options] `after` of now, if absent
   * @returns {Promise<object>}
   */
  until(isIt, { after = this.now, ms = PATIENCE_MS, what = "" } = {}) {
    const there = this.since(after).find(isIt);
    if (there !== undefined) {
      return Promise.resolve(there);
    }
    return new Promise((resolve, reject) => {
      const end = (settle, value) => {
        clearTimeout(timer);
        this.removeEventListener("entry", look);
        settle(value);
      };
      const look = ({ detail }) => isIt(detail) && end(resolve, detail);
      const timer = setTimeout(() => end(reject, new Error(`not within ${ms} ms: ${what || isIt}`)), ms);
      this.addEventListener("entry", look);
    });
  }
}
