// Heads of HTTP/1.1 requests and answers: RFC 9112, sections 3 to 5.
import { part } from "./hex.js";

const START = /^(?:([A-Z]+) (\S+) (HTTP\/1\.[01])|(HTTP\/1\.[01]) ([1-5]\d\d) ?([^\r\n]*))\r\n/;

/**
 * @param {Uint8Array} bytes perhaps cut
 * @returns {{kind: "request" | "response", startLine: string, headers: [string, string][], complete: boolean,
 *     end: number, parts: import("./hex.js").Part[]} | null} `null` if they do not begin with a start line
 */
export function httpHead(bytes) {
  // One character a byte, so that places agree.
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  const found = START.exec(text);
  if (found === null) {
    return null;
  }
  const isRequest = found[1] !== undefined;
  const parts = words(found.slice(isRequest ? 1 : 4), isRequest ? REQUEST_LINE : STATUS_LINE);
  const headers = [];
  let at = found[0].length;
  for (let line = lineAt(text, at); line !== null && line !== ""; line = lineAt(text, at)) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1).trim();
    headers.push([name, value]);
    parts.push(part(name, at, at + line.length, value));
    at += line.length + 2;
  }
  const complete = lineAt(text, at) === "";
  const end = complete ? at + 2 : bytes.length;
  if (bytes.length > end) {
    parts.push(part("body", end, bytes.length, `${bytes.length - end} bytes`));
  }
  const kind = isRequest ? "request" : "response";
  return { kind, startLine: found[0].trimEnd(), headers, complete, end, parts };
}

/**
 * A header's value, whatever the case of its name.
 *
 * @param {[string, string][]} headers
 * @param {string} name
 */
export function header(headers, name) {
  return headers.find(([it]) => it.toLowerCase() === name.toLowerCase())?.[1];
}

const REQUEST_LINE = ["method", "request-target", "HTTP-version"];
const STATUS_LINE = ["HTTP-version", "status-code", "reason-phrase"];

/** Words of one line with a space between them. */
function words(found, names) {
  let at = 0;
  return names.map((name, i) => {
    const from = at;
    at += found[i].length + 1;
    return part(name, from, from + found[i].length, found[i]);
  });
}

function lineAt(text, at) {
  const end = text.indexOf("\r\n", at);
  return end < 0 ? null : text.slice(at, end);
}
