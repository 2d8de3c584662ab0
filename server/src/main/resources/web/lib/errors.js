/**
 * What was asked for was not done.
 *
 * `code` is the server's word for why (`unauthorized`, `not_found`, `too_long`, `rate_limited`, …), or
 * one of ours: `network` (no answer came), `aborted` (the caller changed their mind), `signed_out` (there
 * is no session to ask with).
 */
export class MessengerError extends Error {
  /**
   * @param {string} code
   * @param {string} message one sentence for people, in English
   * @param {object} [facts]
   * @param {number} [facts.status] of HTTP; 0 where there was none
   * @param {string} [facts.field] the wire name of the field at fault
   * @param {number} [facts.retryAfterMs] asking again after that long may work
   * @param {object} [facts.body] all that the answer said
   * @param {unknown} [facts.cause]
   */
  constructor(code, message, { status = 0, field, retryAfterMs, body = {}, cause } = {}) {
    super(message, { cause });
    this.name = "MessengerError";
    /** @type {string} */
    this.code = code;
    /** @type {number} */
    this.status = status;
    /** @type {string | undefined} */
    this.field = field;
    /** @type {number | undefined} */
    this.retryAfterMs = retryAfterMs;
    /** @type {object} */
    this.body = body;
  }

  /**
   * From an answer of the server with a status that is no success.
   *
   * @param {number} status
   * @param {string} text the body
   * @param {string | null} retryAfter the header of that name
   * @returns {MessengerError}
   */
  static fromAnswer(status, text, retryAfter) {
    const body = parsed(text);
    return new MessengerError(body.code ?? "http_error", body.message ?? `The server answered ${status}.`, {
      status,
      field: body.field,
      retryAfterMs: retryAfter ? Number(retryAfter) * 1000 : undefined,
      body,
    });
  }

  /**
   * From an `error` frame.
   *
   * @param {{code: string, message: string, field?: string, retry_after_ms?: number}} frame
   * @returns {MessengerError}
   */
  static fromFrame(frame) {
    return new MessengerError(frame.code, frame.message, {
      field: frame.field,
      retryAfterMs: frame.retry_after_ms,
      body: frame,
    });
  }

  /**
   * @param {unknown} cause what `fetch` threw
   * @returns {MessengerError}
   */
  static fromFault(cause) {
    return cause?.name === "AbortError"
      ? new MessengerError("aborted", "It was cancelled.", { cause })
      : new MessengerError("network", "The server cannot be reached.", { cause });
  }
}

/** @returns {MessengerError} to who asks for something without a session */
export function signedOut() {
  return new MessengerError("signed_out", "You are signed out.");
}

function parsed(text) {
  try {
    const body = JSON.parse(text);
    return body !== null && typeof body === "object" ? body : {};
  } catch {
    return {};
  }
}
