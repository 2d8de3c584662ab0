// Text with the web addresses in it as links.
import { h } from "../dom.js";

const ADDRESS = /https?:\/\/[^\s<>"'`]+[^\s<>"'`.,:;!?)\]}]/gu;

/**
 * Only what begins with http or https becomes a link, so that none can run a script.
 * @param {string} text
 * @returns {(string|Node)[]}
 */
export function linked(text) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    parts.push(text.slice(end, match.index));
    parts.push(h("a", { href: match[0], target: "_blank", rel: "noopener noreferrer" }, match[0]));
    end = match.index + match[0].length;
  }
  parts.push(text.slice(end));
  return parts;
}
