/**
 * Files of messages, fetched with the token and held in memory while the page lives: at most as many
 * as fit, the least used given up first.
 */
export class Files {
  static HELD = 80;

  #download;
  #held = new Map();

  /** @param {(messageId: number, options?: object) => Promise<Blob>} download */
  constructor(download) {
    this.#download = download;
  }

  /** An address that `img`, `audio` and `video` can show. @returns {Promise<string>} */
  async url(message, options) {
    return (await this.#get(message, options)).url;
  }

  /** @returns {Promise<Blob>} */
  async blob(message, options) {
    return (await this.#get(message, options)).blob;
  }

  #get(message, options) {
    const id = message.messageId;
    const getting = this.#held.get(id) ?? this.#fetch(id, options);
    this.#held.delete(id);
    this.#held.set(id, getting);
    if (this.#held.size > Files.HELD) {
      this.#giveUp(this.#held.keys().next().value);
    }
    return getting;
  }

  async #fetch(id, options) {
    try {
      const blob = await this.#download(id, options);
      return { blob, url: URL.createObjectURL(blob) };
    } catch (failure) {
      this.#held.delete(id);
      throw failure;
    }
  }

  #giveUp(id) {
    this.#held.get(id).then(({ url }) => URL.revokeObjectURL(url), () => {});
    this.#held.delete(id);
  }
}

/** Has the browser save a file under a name. */
export function saveAs(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
