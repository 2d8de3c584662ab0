// A person's picture, or their initials on one of eight tints.
import { h } from "../dom.js";

const TINTS = 8;

/**
 * Says nothing to screen readers: a name always stands beside it.
 * @param {import("../pictures.js").Pictures} pictures
 * @param {{userId: number, userName: string, avatar: boolean}} person
 * @param {"small"|"large"} [size]
 */
export function face(pictures, person, size = "small") {
  const node = h(
    `span.face.${size}.tint-${person.userId % TINTS}`,
    { "aria-hidden": "true" },
    h("span", {}, initials(person.userName)),
  );
  if (person.avatar) {
    pictures.of(person.userId).then((url) => url && node.replaceChildren(h("img", { src: url, alt: "" })));
  }
  return node;
}

/** The first letters of the first and the last word. */
export function initials(name) {
  const words = name.trim().split(/\s+/u);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return ends.map((word) => [...word][0] ?? "").join("").toLocaleUpperCase();
}
