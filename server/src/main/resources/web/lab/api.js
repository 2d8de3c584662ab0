import { MessengerError } from "/lib/messenger.js";

/** The calls of the lab, a method each, for one session: see `LAB.md` of the server. */
export class LabApi {
  #token;

  /** @param {string} token */
  constructor(token) {
    this.#token = token;
  }

  connections = async () => (await this.#ask("GET", "/connections")).connections;
  connection = (id) => this.#ask("GET", `/connections/${id}`);
  source = (className) => this.#ask("GET", `/source/${encodeURIComponent(className)}`);
  probe = (id, asked = {}) => this.#ask("POST", `/connections/${id}/probe`, asked);
  unprobe = (id) => this.#ask("DELETE", `/connections/${id}/probe`);
  watch = (asked = {}) => this.#ask("POST", "/watch", asked);
  hold = (id, asked = {}) => this.#ask("POST", `/connections/${id}/hold`, asked);
  step = (id, count = 1) => this.#ask("POST", `/connections/${id}/step`, { count });
  resume = (id) => this.#ask("POST", `/connections/${id}/resume`, {});
  follow = (clientMsgId) => this.#ask("POST", "/traces", { client_msg_id: clientMsgId });
  faults = async () => (await this.#ask("GET", "/faults")).faults;
  breakIt = (id, fault, options = {}) => this.#ask("POST", `/connections/${id}/faults`, { fault, ...options });
  mend = (faultId) => this.#ask("DELETE", `/faults/${faultId}`);
  numbers = () => this.#ask("GET", "/numbers");

  /**
   * Opens the feed.
   *
   * @param {AbortSignal} signal
   * @returns {Promise<ReadableStream<Uint8Array>>}
   */
  async events(signal) {
    return (await this.#fetch("GET", "/events", undefined, signal)).body;
  }

  async #ask(method, path, body) {
    return (await this.#fetch(method, path, body)).json();
  }

  async #fetch(method, path, body, signal) {
    let answer;
    try {
      answer = await fetch(`/lab${path}`, {
        method,
        signal,
        cache: "no-store",
        credentials: "omit",
        headers: {
          Authorization: `Bearer ${this.#token}`,
          ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
    } catch (fault) {
      throw MessengerError.fromFault(fault);
    }
    if (!answer.ok) {
      throw MessengerError.fromAnswer(answer.status, await answer.text(), answer.headers.get("Retry-After"));
    }
    return answer;
  }
}
