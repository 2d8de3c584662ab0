import { MessengerError } from "./errors.js";

/**
 * Sends a form with a file. Where there is `XMLHttpRequest` its progress is real: `fetch` cannot tell
 * how much of a body has gone.
 *
 * @param {string} url
 * @param {FormData} form
 * @param {object} how
 * @param {string | null} how.token
 * @param {number} how.size of the file
 * @param {typeof fetch} how.fetch
 * @param {(sent: number, total: number) => void} how.onProgress
 * @param {AbortSignal} [how.signal]
 * @returns {Promise<object>} the answer's JSON
 */
export function upload(url, form, how) {
  return typeof XMLHttpRequest === "function" ? withProgress(url, form, how) : atOnce(url, form, how);
}

function withProgress(url, form, { token, size, onProgress, signal }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const cancel = () => request.abort();
    const fail = (name) => reject(MessengerError.fromFault(new DOMException("upload", name)));
    request.upload.onprogress = (event) => onProgress(Math.min(event.loaded, size), size);
    request.onload = () => {
      if (request.status === 200) {
        onProgress(size, size);
        resolve(JSON.parse(request.responseText));
      } else {
        reject(
          MessengerError.fromAnswer(request.status, request.responseText, request.getResponseHeader("Retry-After")),
        );
      }
    };
    request.onerror = () => fail("NetworkError");
    request.onabort = () => fail("AbortError");
    request.onloadend = () => signal?.removeEventListener("abort", cancel);
    request.open("POST", url);
    request.setRequestHeader("Authorization", `Bearer ${token}`);
    if (signal?.aborted) {
      fail("AbortError");
      return;
    }
    signal?.addEventListener("abort", cancel);
    request.send(form);
  });
}

async function atOnce(url, form, { token, size, fetch, onProgress, signal }) {
  let answer;
  let text;
  try {
    answer = await fetch(url, { method: "POST", headers: { Authorization: `Bearer ${token}` }, body: form, signal });
    text = await answer.text();
  } catch (fault) {
    throw MessengerError.fromFault(fault);
  }
  if (!answer.ok) {
    throw MessengerError.fromAnswer(answer.status, text, answer.headers.get("Retry-After"));
  }
  onProgress(size, size);
  return JSON.parse(text);
}
