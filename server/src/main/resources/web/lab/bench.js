import { LabApi } from "./api.js";
import { Device } from "./device.js";
import { Feed } from "./feed.js";
import { Journal } from "./journal.js";

/**
 * The lab bench: a learner and a partner who can write to each other, the learner's connection as the
 * server sees it, and the journal of it all. Views read it, and act by it. It tells of changes:
 *
 * | event | when |
 * |---|---|
 * | `change` | somebody's connection has changed, or what the server says of the learner's |
 * | `over` | the learner's session has ended |
 * | `problem` | something in the background failed: `detail` |
 */
export class Bench extends EventTarget {
  journal = new Journal();
  /** @type {Device} */
  learner;
  /** @type {Device} */
  partner;
  /** @type {LabApi} */
  api;
  chatId = 0;
  /** The learner's, as the server draws it; `null` while there is none. */
  connection = null;
  /** How the learner's connections are probed, or `null`: then they are not. */
  probing = null;
  #feed;
  #known = new Set();
  #extra = [];
  #count = 0;
  #beginnings = { learner: null, partner: null };

  /**
   * @param {import("/lib/messenger.js").Session} learner
   * @param {import("/lib/messenger.js").Session} partner
   */
  static async open(learner, partner) {
    const bench = new Bench();
    await bench.#begin(learner, partner);
    return bench;
  }

  async #begin(learner, partner) {
    this.#beginnings = { learner, partner };
    this.api = new LabApi(learner.token);
    this.#feed = new Feed((signal) => this.api.events(signal), (line) => this.#take(line));
    this.#feed.follow();
    this.journal.addEventListener("entry", ({ detail }) => this.#watch(detail));
    this.partner = await Device.open(this.journal, "partner", partner);
    await this.#sees();
    this.learner = await Device.open(this.journal, "learner", learner);
    this.learner.messenger.addEventListener("session", ({ detail }) => detail === null && this.#tell("over"));
    await Promise.all([this.learner.online(), this.partner.online()]);
    this.chatId = await this.learner.messenger.createChat(this.partner.userId);
    await this.#find();
  }

  /** Ends everything here; the sessions live on. */
  async close() {
    this.#feed.end();
    await Promise.all([this.learner, this.partner, ...this.#extra].map(({ messenger }) => messenger.close()));
  }

  // What one can do

  /**
   * The learner writes to the partner.
   *
   * @param {string} [content]
   * @returns {Promise<import("/lib/messenger.js").Message>} done when it is on its way
   */
  write(content = this.#text("learner")) {
    return this.learner.messenger.send(this.chatId, { content });
  }

  /** The partner writes to the learner. */
  answer(content = this.#text("partner")) {
    return this.partner.messenger.send(this.chatId, { content });
  }

  /** Writes, and has the server note the times. @returns {Promise<string>} the message's `client_msg_id` */
  async follow(content = this.#text("learner")) {
    const clientMsgId = crypto.randomUUID();
    await this.api.follow(clientMsgId);
    await this.learner.messenger.send(this.chatId, { content, clientMsgId });
    return clientMsgId;
  }

  /** Sends a message as a frame of one's own making, without the client module. @param {string} clientMsgId */
  writeRaw(clientMsgId) {
    this.#sendRaw({ type: "new_message", client_msg_id: clientMsgId, chat_id: this.chatId, content: this.#text("learner") });
  }

  /**
   * Sends the very frame again that the client module has sent, as one does that heard no ack.
   *
   * @param {string} clientMsgId
   * @returns {string} the `ref` of the second try
   */
  resend(clientMsgId) {
    const isIt = ({ type, client_msg_id: id }) => type === "new_message" && id === clientMsgId;
    const sent = this.journal.since(0).findLast((it) => it.kind === "frame" && it.direction === "out" && isIt(it.frame));
    return this.#sendRaw(sent.frame);
  }

  #sendRaw(frame) {
    const ref = `lab-${++this.#count}`;
    this.learner.tap.send({ ...frame, ref });
    return ref;
  }

  /** Has the learner's connections probed, from now on. @param {{hex?: number}} [how] */
  async probe(how = { hex: 256 }) {
    this.probing = { ...this.probing, ...how };
    if (this.connection !== null) {
      this.#draw(await this.api.probe(this.connection.id, this.probing));
    }
  }

  /** Takes the probes out. */
  async unprobe() {
    this.probing = null;
    if (this.connection?.probe) {
      this.#draw(await this.api.unprobe(this.connection.id));
    }
  }

  /** The learner's connection, as soon as there is one. @returns {Promise<{id: string}>} */
  connected() {
    return new Promise((resolve) => {
      const look = () => {
        if (this.connection !== null) {
          this.removeEventListener("change", look);
          resolve(this.connection);
        }
      };
      this.addEventListener("change", look);
      look();
    });
  }

  /** Opens the learner's socket anew, watched from its first byte. */
  async reopen() {
    await this.api.watch({ seconds: 10, hex: 1024 });
    const before = this.journal.now;
    this.learner.tap.end(1006);
    this.learner.messenger.reconnect();
    await this.journal.until((it) => it.kind === "state" && it.device === "learner" && it.status === "online", { after: before });
    await this.connected();
  }

  /** One more device of each of the two, kept until the end. @returns {Promise<Device[]>} */
  async moreDevices() {
    if (this.#extra.length === 0) {
      const { learner, partner } = this.#beginnings;
      this.#extra = await Promise.all([
        Device.open(this.journal, "learner's second", learner),
        Device.open(this.journal, "partner's second", partner),
      ]);
    }
    await Promise.all(this.#extra.map((device) => device.online()));
    return this.#extra;
  }

  // What happens

  #take(line) {
    this.journal.add({ kind: "feed", line });
    if (line.type === "pipeline" && line.connection === this.connection?.id) {
      this.#draw({ ...this.connection, handlers: line.handlers });
    }
  }

  #watch(entry) {
    if (entry.kind === "state") {
      if (entry.device === "learner") {
        entry.status === "online" ? this.#inBackground(this.#find()) : this.#draw(null);
      }
      this.#tell("change");
    }
    if (entry.kind === "frame" && entry.device === "partner" && entry.direction === "in" && entry.frame.type === "new_message") {
      // At once, where the client module would gather receipts: so that one sees what the way itself takes.
      this.partner.tap.send({ type: "received", chats: { [entry.frame.chat_id]: entry.frame.seq } });
    }
  }

  async #sees() {
    (await this.api.connections()).forEach(({ id }) => this.#known.add(id));
  }

  /** The learner's connection is the one that was not there before. */
  async #find() {
    const sockets = (await this.api.connections()).filter(({ kind, id }) => kind === "websocket" && !this.#known.has(id));
    const newest = sockets.sort((a, b) => (a.opened_at ?? 0) - (b.opened_at ?? 0)).at(-1);
    if (newest === undefined || !this.learner?.isOnline) {
      return;
    }
    sockets.filter((it) => it !== newest).forEach(({ id }) => this.#known.add(id));
    this.#draw(newest);
    if (this.probing !== null) {
      await this.probe();
    }
  }

  #draw(connection) {
    this.connection = connection;
    this.#tell("change");
  }

  #text(who) {
    return `${who === "learner" ? "Hello" : "Hi"} ${++this.#count}`;
  }

  #inBackground(work) {
    work.catch((failure) => this.#tell("problem", failure));
  }

  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
