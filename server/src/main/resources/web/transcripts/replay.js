/**
 * Replays a transcript against a server, in Node and in browsers alike. See README.md.
 */

import { fill, match, Mismatch } from "./match.js";

const PATIENCE_MS = 10_000;

/**
 * @typedef {object} Line one line of a transcript
 * @typedef {object} World what a replay runs in
 * @property {string} base the server, for example `https://localhost:4200`
 * @property {typeof fetch} [fetch]
 * @property {typeof WebSocket} [WebSocket]
 * @property {(event: object) => void} [observe] is told of each frame and call, as it happened
 */

/** A line of a transcript did not come true. */
export class Departed extends Error {
  /** @param {number} number of the line, from 1 @param {Line} line @param {Error} cause */
  constructor(number, line, cause) {
    super(`line ${number}: ${cause.message}\n  ${JSON.stringify(line)}`, { cause });
    this.name = "Departed";
  }
}

/**
 * @param {string} jsonl
 * @returns {Line[]} the first is its title
 */
export function parse(jsonl) {
  return jsonl.split("\n").filter((line) => line.trim() !== "").map((line) => JSON.parse(line));
}

/**
 * Plays all lines, one after the other; whatever a socket brings that no line expects is an error.
 *
 * @param {Line[]} lines
 * @param {World} world
 * @returns {Promise<number>} how many lines came true
 * @throws {Departed}
 */
export async function replay(lines, world) {
  const stage = new Stage(world);
  try {
    for (const [i, line] of lines.entries()) {
      try {
        await stage.play(line);
      } catch (e) {
        throw new Departed(i + 1, line, e);
      }
    }
    stage.expectNothingMore();
    return lines.length;
  } finally {
    stage.clear();
  }
}

/** The sockets of one replay, and what it knows. */
class Stage {
  #world;
  #sockets = new Map();
  #known = new Map([["run", randomLetters()]]);

  constructor(world) {
    this.#world = {
      fetch: globalThis.fetch?.bind(globalThis),
      WebSocket: globalThis.WebSocket,
      observe: () => {},
      ...world,
    };
  }

  async play(line) {
    for (let n = 1; n <= (line.times ?? 1); n += 1) {
      this.#known.set("n", String(n).padStart(4, "0"));
      await this.#playOnce(line);
    }
  }

  async #playOnce(line) {
    if ("title" in line) {
      return;
    }
    if ("call" in line) {
      await this.#call(line);
    } else if ("open" in line) {
      await this.#open(line);
    } else if ("to" in line) {
      const frame = line.text ?? JSON.stringify(fill(line.frame, this.#known));
      this.#world.observe({ socket: line.to, protocol: this.#socket(line.to).protocol, sent: frame });
      this.#socket(line.to).send(frame);
    } else if ("from" in line) {
      await this.#expect(this.#socket(line.from), line.frames ?? [line.frame]);
    } else if ("close" in line) {
      this.#socket(line.close).close();
      this.#sockets.delete(line.close);
    } else if ("closed" in line) {
      match(line.code, await this.#socket(line.closed).closed(), this.#known, "$.code");
      this.#sockets.delete(line.closed);
    } else {
      throw new Error("no such kind of line");
    }
  }

  async #call(line) {
    const [method, path] = fill(line.call, this.#known).split(" ");
    const headers = {};
    if (line.token !== undefined) {
      headers.Authorization = `Bearer ${fill(line.token, this.#known)}`;
    }
    let body;
    if (line.send !== undefined) {
      headers["Content-Type"] = "application/json";
      body = JSON.stringify(fill(line.send, this.#known));
    }
    const response = await this.#world.fetch(
      new URL(path, this.#world.base),
      { method, headers, body, signal: AbortSignal.timeout(PATIENCE_MS) },
    );
    const answer = await response.json();
    this.#world.observe({ method, path, status: response.status, answer });
    match(
      { status: line.status ?? 200, get: line.get },
      { status: response.status, get: answer },
      this.#known,
    );
  }

  async #open(line) {
    const url = new URL(fill(line.path ?? "/", this.#known), this.#world.base);
    url.protocol = url.protocol.replace("http", "ws");
    const channel = new this.#world.WebSocket(url, line.protocol === undefined ? [] : [line.protocol]);
    const socket = new Socket(line.open, line.protocol, channel, this.#world.observe);
    this.#sockets.set(line.open, socket);
    await socket.opened();
  }

  /** The next frames, in any order among themselves. */
  async #expect(socket, expected) {
    const left = [...expected];
    while (left.length > 0) {
      const frame = await socket.next();
      const found = left.findIndex((it) => this.#fits(it, frame));
      if (found < 0) {
        // Alone, it can say what is wrong.
        match(left.length === 1 ? left[0] : left, frame, this.#known);
      }
      left.splice(found, 1);
    }
  }

  #fits(expected, frame) {
    const known = new Map(this.#known);
    try {
      match(expected, frame, known);
    } catch (e) {
      if (e instanceof Mismatch) {
        return false;
      }
      throw e;
    }
    this.#known = known;
    return true;
  }

  #socket(name) {
    const socket = this.#sockets.get(name);
    if (socket === undefined) {
      throw new Error(`${name}: no socket of that name is open`);
    }
    return socket;
  }

  expectNothingMore() {
    for (const socket of this.#sockets.values()) {
      socket.expectNothingMore();
    }
  }

  clear() {
    this.#sockets.forEach((socket) => socket.close());
  }
}

/** One WebSocket, which keeps what comes until it is asked for. */
class Socket {
  #channel;
  #name;
  #frames = [];
  #wake = () => {};
  #end = null;
  #open = false;

  constructor(name, protocol, channel, observe) {
    this.#name = name;
    this.protocol = protocol;
    this.#channel = channel;
    channel.addEventListener("open", () => { this.#open = true; this.#wake(); });
    channel.addEventListener("message", ({ data }) => {
      observe({ socket: name, protocol, received: data });
      this.#frames.push(JSON.parse(data));
      this.#wake();
    });
    channel.addEventListener("close", ({ code }) => { this.#end ??= code; this.#wake(); });
    // A socket that cannot be opened says so here, and in a browser nothing more.
    channel.addEventListener("error", () => this.#wake());
  }

  send(frame) {
    this.#channel.send(frame);
  }

  close() {
    this.#channel.close(1000);
  }

  async opened() {
    await this.#until(() => this.#open, "to be opened");
  }

  async next() {
    await this.#until(() => this.#frames.length > 0, "to bring a frame");
    return this.#frames.shift();
  }

  /** The code with which the server closed it, all that it brought before having been asked for. */
  async closed() {
    await this.#until(() => this.#end !== null, "to be closed");
    this.expectNothingMore();
    return this.#end;
  }

  expectNothingMore() {
    if (this.#frames.length > 0) {
      throw new Mismatch(this.#name, undefined, this.#frames[0]);
    }
  }

  async #until(condition, what) {
    const patience = AbortSignal.timeout(PATIENCE_MS);
    while (!condition()) {
      if (this.#end !== null) {
        throw new Error(`${this.#name}: was closed with ${this.#end} (expected: ${what})`);
      }
      await new Promise((resolve, reject) => {
        this.#wake = resolve;
        patience.addEventListener("abort", () => reject(
          new Error(`${this.#name}: nothing came in ${PATIENCE_MS} ms (expected: ${what})`),
        ), { once: true });
      });
    }
  }
}

function randomLetters() {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return Array.from(bytes, (byte) => String.fromCharCode(97 + (byte % 26))).join("");
}
