/**
 * What a device's sockets say and hear, written into the journal, and a way to speak on them beside the
 * client module.
 */
export class Tap {
  /** For `Messenger.open`. @type {typeof WebSocket} */
  WebSocket;
  #socket = null;

  /**
   * @param {import("./journal.js").Journal} journal
   * @param {string} device its name there
   */
  constructor(journal, device) {
    const note = (direction, text) => journal.add({ kind: "frame", device, direction, frame: withoutToken(JSON.parse(text)) });
    const become = (state, more) => journal.add({ kind: "socket", device, state, ...more });
    const taken = (socket) => {
      this.#socket = socket;
    };
    // Extends the browser's, so that the client module cannot tell them apart.
    this.WebSocket = class extends WebSocket {
      constructor(...address) {
        super(...address);
        taken(this);
        become("connecting");
        this.addEventListener("open", () => become("open"));
        this.addEventListener("message", ({ data }) => note("in", data));
        this.addEventListener("close", ({ code }) => become("closed", { code }));
      }

      send(text) {
        note("out", text);
        super.send(text);
      }
    };
  }

  /** Sends a frame of the lab's own. @param {object} frame */
  send(frame) {
    this.#socket.send(JSON.stringify(frame));
  }

  /** Lets the client module hear a frame that the server never sent. @param {object} frame */
  hear(frame) {
    this.#socket.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(frame) }));
  }

  /** Lets the client module see the socket end with a code of the server's. @param {number} code */
  end(code) {
    this.#socket.dispatchEvent(new CloseEvent("close", { code }));
  }
}

function withoutToken(frame) {
  return "token" in frame ? { ...frame, token: "…" } : frame;
}
