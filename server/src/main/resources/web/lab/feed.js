const AGAIN_MS = 1_000;

/**
 * The JSON objects of a stream that has one a line (NDJSON).
 *
 * @param {ReadableStream<Uint8Array>} stream
 * @returns {AsyncGenerator<object>}
 */
export async function* lines(stream) {
  let rest = "";
  for (const reader = stream.pipeThrough(new TextDecoderStream()).getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    const whole = (rest + value).split("\n");
    rest = whole.pop();
    for (const line of whole.filter((it) => it !== "")) {
      yield JSON.parse(line);
    }
  }
}

/** Follows the lab's feed, and takes it up again when it breaks. */
export class Feed {
  #open;
  #take;
  #ending = new AbortController();

  /**
   * @param {(signal: AbortSignal) => Promise<ReadableStream<Uint8Array>>} open
   * @param {(line: object) => void} take gets each line, and `{type: "cut"}` when the feed breaks
   */
  constructor(open, take) {
    this.#open = open;
    this.#take = take;
  }

  /** Returns when it was ended, or the session is over. */
  async follow() {
    const { signal } = this.#ending;
    while (!signal.aborted) {
      try {
        for await (const line of lines(await this.#open(signal))) {
          this.#take(line);
        }
      } catch (failure) {
        if (failure.status === 401) {
          return;
        }
      }
      if (!signal.aborted) {
        this.#take({ type: "cut" });
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }
  }

  end() {
    this.#ending.abort();
  }
}
