import { MessengerError } from "./errors.js";
import { upload } from "./upload.js";
import { chatOfRow, messageOfEvent } from "./wire.js";

/**
 * The calls of the server's REST API that a client with a socket needs, a method each. Holds no state
 * but the token.
 */
export class Rest {
  #address;
  #fetch;

  /** Of the session, or `null`. @type {string | null} */
  token = null;

  /**
   * @param {string} address `https://chat.example`, without a path
   * @param {typeof fetch} fetch
   */
  constructor(address, fetch) {
    this.#address = address;
    this.#fetch = fetch;
  }

  /** @returns {Promise<{id: number}>} */
  async register({ userName, login, password }) {
    return this.#post("/registration", { user_name: userName, login, password });
  }

  /** @returns {Promise<import("./types.js").Session>} */
  async logIn({ login, password }) {
    const answer = await this.#post("/login", { login, password });
    return {
      userId: answer.id,
      userName: answer.user_name,
      login,
      token: answer.token,
      sessionId: answer.session_id,
      expiresAt: answer.expires_at,
    };
  }

  async logOut() {
    await this.#post("/logout", {});
  }

  async sessions() {
    const rows = await this.#json("GET", "/v2/sessions");
    return rows.map((row) => ({
      sessionId: row.session_id,
      device: row.device,
      createdAt: row.created_at,
      lastSeen: row.last_seen,
      current: row.current,
    }));
  }

  async endSession(sessionId) {
    await this.#json("DELETE", `/v2/sessions/${encodeURIComponent(sessionId)}`);
  }

  async endOtherSessions() {
    await this.#json("DELETE", "/v2/sessions");
  }

  async changePassword(oldPassword, newPassword) {
    await this.#post("/v2/password", { old_password: oldPassword, new_password: newPassword });
  }

  async eraseAccount() {
    await this.#json("DELETE", "/v2/account");
  }

  /** Everything of one's own, as the server gives it. @returns {Promise<Blob>} */
  async exportAccount() {
    return (await this.#ask("GET", "/v2/export")).blob();
  }

  /** Nobody is an empty list. */
  async searchPeople(name, signal) {
    const rows = await absent(this.#post("/search", { user_name: name }, signal), []);
    return rows.map((row) => ({ userId: row.id, userName: row.user_name, avatar: row.avatar }));
  }

  /** Opens a chat, or finds the one there is. @returns {Promise<number>} its id */
  async createChat(userId) {
    try {
      return (await this.#post("/chat_creating", { user_id_2: userId })).chat_id;
    } catch (error) {
      if (error.code === "chat_exists") {
        return error.body.chat_id;
      }
      throw error;
    }
  }

  /** @returns {Promise<{epoch: string, chats: object[]}>} latest activity first */
  async chats() {
    const { epoch, chats } = await this.#json("GET", "/v2/chats");
    return { epoch, chats: chats.map(chatOfRow) };
  }

  /**
   * A page of history.
   *
   * @param {number} chatId
   * @param {{beforeSeq?: number, limit?: number}} [page]
   * @returns {Promise<{messages: import("./types.js").Message[], lastSeq: number, more: boolean}>} newest first
   */
  async messages(chatId, { beforeSeq, limit = 50 } = {}) {
    const query = new URLSearchParams({ limit: String(limit) });
    if (beforeSeq !== undefined) {
      query.set("before_seq", String(beforeSeq));
    }
    const page = await this.#json("GET", `/v2/chats/${chatId}/messages?${query}`);
    return { messages: page.messages.map(messageOfEvent), lastSeq: page.last_seq, more: page.more };
  }

  /**
   * @param {Blob} file
   * @param {{name?: string, onProgress?: (sent: number, total: number) => void, signal?: AbortSignal}} [options]
   * @returns {Promise<import("./types.js").Upload>} to be sent with one message
   */
  async upload(file, { name = file.name, onProgress = () => {}, signal } = {}) {
    const form = new FormData();
    form.append("file", file, name ?? "file");
    const answer = await upload(`${this.#address}/file_upload`, form, {
      token: this.token,
      size: file.size,
      fetch: this.#fetch,
      onProgress,
      signal,
    });
    return { name: answer.file_name, handle: answer.service_file };
  }

  /**
   * The file of a message.
   *
   * @param {number} messageId
   * @param {{onProgress?: (received: number, total: number) => void, signal?: AbortSignal}} [options]
   * @returns {Promise<Blob>}
   */
  async download(messageId, { onProgress, signal } = {}) {
    const answer = await this.#ask("GET", `/v2/files/${messageId}`, { signal });
    if (onProgress === undefined) {
      return answer.blob().catch((fault) => Promise.reject(MessengerError.fromFault(fault)));
    }
    const total = Number(answer.headers.get("Content-Length"));
    const parts = [];
    let received = 0;
    try {
      for (const reader = answer.body.getReader(); ; ) {
        const { done, value } = await reader.read();
        if (done) {
          return new Blob(parts, { type: answer.headers.get("Content-Type") ?? "" });
        }
        parts.push(value);
        received += value.length;
        onProgress(received, total);
      }
    } catch (fault) {
      throw MessengerError.fromFault(fault);
    }
  }

  /** @returns {Promise<Blob | null>} `null` if the user has none */
  async avatar(userId) {
    const answer = await absent(this.#ask("GET", `/v2/users/${userId}/avatar`), null);
    return answer === null ? null : answer.blob();
  }

  /** @param {string} dataUri `data:image/png;base64,…` */
  async setAvatar(dataUri) {
    await this.#post("/avatar_upload", { file: dataUri });
  }

  /** Having none already is fine. */
  async deleteAvatar() {
    await absent(this.#post("/avatar_delete", {}), null);
  }

  async #post(path, body, signal) {
    const headers = { "Content-Type": "application/json" };
    return (await this.#ask("POST", path, { headers, body: JSON.stringify(body), signal })).json();
  }

  async #json(method, path) {
    return (await this.#ask(method, path)).json();
  }

  async #ask(method, path, { headers = {}, body, signal } = {}) {
    const authorization = this.token === null ? {} : { Authorization: `Bearer ${this.token}` };
    let answer;
    try {
      answer = await this.#fetch(this.#address + path, {
        method,
        headers: { ...headers, ...authorization },
        body,
        signal,
        credentials: "omit",
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

/** What stands in the place of a 404. */
async function absent(answer, instead) {
  try {
    return await answer;
  } catch (error) {
    if (error.status === 404) {
      return instead;
    }
    throw error;
  }
}
