import { acks, feed, frames } from "../evidence.js";

const PATIENCE_MS = 20_000;

/** One go at an experiment: does its steps, and says of each promise whether it held. */
export class Run {
  #bench;
  #check;
  #since;

  /**
   * @param {import("../bench.js").Bench} bench
   * @param {(name: string, held: boolean, values: object) => void} check is told of each promise
   */
  constructor(bench, check) {
    this.#bench = bench;
    this.#check = check;
    this.#since = bench.journal.now;
  }

  /** Notes whether something is as promised. @param {string} name @param {boolean} held */
  check(name, held, values = {}) {
    this.#check(name, held, values);
  }

  /** All that has happened since the beginning. */
  get entries() {
    return this.#bench.journal.since(this.#since);
  }

  /** Makes a fault on the learner's connection. @returns {Promise<{id: string}>} done when it is there */
  async begin(fault, options) {
    const { id } = await this.#bench.connected();
    const broken = await this.#bench.api.breakIt(id, fault, options);
    await this.line((line) => line.type === "fault" && line.id === broken.id, "the fault begins");
    return broken;
  }

  end = ({ id }) => this.#bench.api.mend(id);
  ended = ({ id }) => this.line((line) => line.type === "fault" && line.id === id && line.state === "ended", "the fault ends");

  /** How often the fault did something. */
  acts = ({ id }) => Math.max(0, ...feed(this.entries, "fault").filter((line) => line.id === id).map(({ count = 0 }) => count));

  line = (isIt, what) => this.until((it) => it.kind === "feed" && isIt(it.line), what);
  frame = (isIt, what) => this.until((it) => it.kind === "frame" && it.device === "learner" && it.direction === "in" && isIt(it.frame), what);
  until = (isIt, what) => this.#bench.journal.until(isIt, { after: this.#since, ms: PATIENCE_MS, what });
  pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  /** Waits until the learner's socket has ended since, and gives the journal's number of that. */
  cut = () => this.until((it) => it.kind === "socket" && it.device === "learner" && it.state === "closed", "the connection ends");

  /** Waits until the learner is back after an entry. */
  back = ({ n }) => this.until((it) => it.n > n && it.kind === "state" && it.device === "learner" && it.status === "online", "the client comes back");

  write = () => this.#bench.write();
  answer = () => this.#bench.answer();

  /** Sends a message again, as a client does that knows nothing of its ack. */
  async resend({ clientMsgId }) {
    const ref = this.#bench.resend(clientMsgId);
    return (await this.frame((frame) => frame.ref === ref, "the second ack")).frame;
  }

  /** Waits until the client module knows that a message is stored. */
  async acked({ clientMsgId }, who = this.#bench.learner) {
    await within(who.messenger.acknowledged(clientMsgId), "the ack");
  }

  answered = (message) => this.acked(message, this.#bench.partner);
  acks = ({ clientMsgId }) => acks(this.entries, clientMsgId);

  /** How often the learner got a message. */
  heard = (content) => frames(this.entries, "learner", "in", "new_message").filter((it) => it.content === content);

  /** Whether each message stands there once, for both. Waits until both have them. */
  async once(...messages) {
    const { learner, partner, chatId } = this.#bench;
    const counts = () => messages.flatMap(({ content }) => [learner, partner].map((it) => it.copies(chatId, content).length));
    for (const deadline = performance.now() + PATIENCE_MS; counts().includes(0) && performance.now() < deadline; ) {
      await this.pause(100);
    }
    // A second copy would come after the first.
    await this.pause(200);
    this.check("once", counts().every((count) => count === 1), { counts: counts().join(", ") });
  }
}

function within(work, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${PATIENCE_MS} ms: ${what}`)), PATIENCE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
