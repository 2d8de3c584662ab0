import { Backoff } from "./backoff.js";
import { MessengerError } from "./errors.js";
import { SUBPROTOCOL } from "./wire.js";

/** Times in milliseconds, which tests make shorter. */
export const TIMES = {
  firstRetry: 500,
  longestRetry: 30_000,
  /** From opening a socket to the server's welcome. */
  welcome: 15_000,
  /** Without any answer, the connection is taken to be dead. */
  answer: 20_000,
  /** So long online, and the next loss is a new one. */
  settled: 10_000,
  tick: 5_000,
};

const PROTOCOL_BREACH = 4000;
const SIGNED_OUT = 4001;
const RESTART = 1012;

/**
 * One connection that comes back by itself, in the frames of `messenger.v2.json`.
 *
 * ```
 *  closed --open--> connecting --welcome--> syncing --synced--> online
 *                       ^                      |                  |
 *                       +---- waiting <--------+------ lost ------+----4000, 4001--> ended
 * ```
 *
 * It knows nothing of chats: whoever owns it says the `hello` and takes the frames, in their order.
 */
export class Connection {
  #url;
  #WebSocket;
  #times;
  #owner;
  #backoff;
  #socket = null;
  #asked = new Map();
  #refs = 0;
  #timers = new Map();
  #state = { status: "closed" };
  #heartbeatMs = 25_000;
  #heardAt = 0;
  #onlineAt = 0;
  #comeBackAt = 0;

  /**
   * @param {object} parts
   * @param {string} parts.url `wss://chat.example/`
   * @param {typeof WebSocket} parts.WebSocket
   * @param {typeof TIMES} parts.times
   * @param {Owner} parts.owner
   */
  constructor({ url, WebSocket, times, owner }) {
    this.#url = url;
    this.#WebSocket = WebSocket;
    this.#times = times;
    this.#owner = owner;
    this.#backoff = new Backoff(times.firstRetry, times.longestRetry);
  }

  /**
   * @typedef {object} Owner
   * @property {() => object} hello its fields
   * @property {(frame: object, asked?: object) => void} frame each that comes, with the command that it
   *     answers
   * @property {() => void} online all that was missed has come
   * @property {() => void} lost
   * @property {(state: import("./types.js").State) => void} state
   */

  get state() {
    return this.#state;
  }

  /** Connects, if it is not connected, at once. */
  open() {
    if (this.#socket !== null) {
      return;
    }
    this.#stop("retry");
    this.#become({ status: "connecting" });
    const socket = new this.#WebSocket(this.#url, SUBPROTOCOL);
    this.#socket = socket;
    const mine = (handle) => (event) => this.#socket === socket && handle(event);
    socket.onopen = mine(() => this.#hello());
    socket.onmessage = mine((event) => this.#receive(JSON.parse(event.data)));
    socket.onclose = mine((event) => this.#lose(event.code, event.reason));
    socket.onerror = () => {};
    this.#start("welcome", this.#times.welcome, () => this.drop());
  }

  /** Ends it until `open`. */
  close() {
    this.#abandon();
    this.#become({ status: "closed" });
  }

  /** Takes the connection for dead, and connects again in a while. */
  drop() {
    if (this.#socket !== null) {
      this.#lose(1006, "");
    }
  }

  /** The network is gone, says the browser: there is no hurry to try. */
  goOffline() {
    this.drop();
    if (this.#state.status === "waiting") {
      this.#retryIn(this.#times.longestRetry, {});
    }
  }

  /** Now would be a good time: comes back at once, or sees whether the connection lives. */
  nudge() {
    if (this.#state.status === "waiting") {
      this.#backoff.reset();
      this.open();
    } else if (this.#state.status === "online" && Date.now() - this.#heardAt > this.#times.tick) {
      this.#probe();
    }
  }

  /** Sends what gets no answer; dropped when not online. */
  tell(frame) {
    if (this.#state.status === "online") {
      this.#socket.send(JSON.stringify(frame));
    }
  }

  /**
   * Sends what gets one.
   *
   * @param {object} frame without its `ref`
   * @returns {Promise<object>} the answer; rejected with code `network` if the connection is lost before
   *     it comes: it may have been done or not
   */
  ask(frame) {
    return new Promise((resolve, reject) => {
      if (this.#state.status !== "online") {
        reject(new MessengerError("network", "The server cannot be reached."));
        return;
      }
      const ref = String(++this.#refs);
      this.#asked.set(ref, { frame, resolve, reject, at: Date.now() });
      this.#socket.send(JSON.stringify({ ...frame, ref }));
    });
  }

  #hello() {
    this.#socket.send(JSON.stringify({ type: "hello", ref: "hello", ...this.#owner.hello() }));
  }

  #receive(frame) {
    this.#heardAt = Date.now();
    if (frame.ref === "hello") {
      this.#greeted(frame);
    } else if (frame.type === "goaway") {
      this.#comeBackAt = Date.now() + frame.reconnect_in_ms;
    } else {
      const asked = this.#asked.get(frame.ref);
      this.#asked.delete(frame.ref);
      this.#owner.frame(frame, asked?.frame);
      if (frame.type === "error") {
        asked?.reject(MessengerError.fromFrame(frame));
      } else {
        asked?.resolve(frame);
      }
    }
  }

  #greeted(frame) {
    if (frame.type === "welcome") {
      this.#stop("welcome");
      this.#heartbeatMs = frame.heartbeat_ms;
      this.#become({ status: "syncing" });
      this.#owner.frame(frame);
    } else if (frame.type === "synced") {
      this.#onlineAt = Date.now();
      this.#become({ status: "online" });
      this.#start("tick", this.#times.tick, () => this.#tick());
      this.#owner.online();
    } else if (frame.retry_after_ms !== undefined && this.#state.status === "connecting") {
      // The server waits for another hello, but not long; it is asked again sooner than it closes.
      this.#start("hello", Math.min(frame.retry_after_ms, 4_000), () => this.#hello());
    }
    // Any other refusal is followed by a close code, which decides.
  }

  #tick() {
    const now = Date.now();
    const oldest = Math.min(now, ...[...this.#asked.values()].map((it) => it.at));
    if (now - Math.max(oldest, this.#heardAt) > this.#times.answer && this.#asked.size > 0) {
      this.drop();
      return;
    }
    if (now - this.#heardAt > 2 * this.#heartbeatMs && this.#asked.size === 0) {
      this.#probe();
    }
    this.#start("tick", this.#times.tick, () => this.#tick());
  }

  /** Pages are not told of pings, but a sync of nothing is answered. */
  #probe() {
    this.ask({ type: "sync", chats: {} }).catch(() => {});
  }

  #lose(code, reason) {
    const wasOnline = this.#onlineAt > 0 ? Date.now() - this.#onlineAt : 0;
    this.#abandon();
    if (wasOnline > this.#times.settled) {
      this.#backoff.reset();
    }
    if (code === SIGNED_OUT || code === PROTOCOL_BREACH) {
      this.#become({ status: "ended", code, reason });
    } else {
      this.#retryIn(code === RESTART ? this.#untilWelcomeBack() : this.#backoff.next(), { code, reason });
    }
  }

  /** A server that restarts has spread its clients by `goaway`; a little more keeps them apart. */
  #untilWelcomeBack() {
    return Math.max(0, this.#comeBackAt - Date.now()) + this.#backoff.next();
  }

  #retryIn(wait, why) {
    this.#become({ status: "waiting", retryAt: Date.now() + wait, ...why });
    this.#start("retry", wait, () => this.open());
  }

  #abandon() {
    const socket = this.#socket;
    this.#socket = null;
    this.#onlineAt = 0;
    this.#state = { status: "closed" };
    [...this.#timers.keys()].forEach((name) => this.#stop(name));
    socket?.close();
    const asked = [...this.#asked.values()];
    this.#asked.clear();
    asked.forEach(({ reject }) => reject(new MessengerError("network", "The connection was lost.")));
    if (socket !== null) {
      this.#owner.lost();
    }
  }

  #become(state) {
    this.#state = state;
    this.#owner.state(state);
  }

  #start(name, delay, task) {
    this.#stop(name);
    this.#timers.set(name, setTimeout(task, delay));
  }

  #stop(name) {
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
  }
}
