// Bytes in rows of sixteen, and the parts that their head is made of; who points at one sees both.
import { freshId, h } from "/chat/dom.js";
import { hexOf, letterOf } from "../decode/hex.js";
import { t } from "../words/words.js";

const ROW = 16;
const TINTS = 6;

/**
 * @param {import("../decode/bytes.js").Decoded} decoded
 * @param {number} size of all bytes, of which not all may be there
 */
export function hexDump({ bytes, parts }, size) {
  const places = new Array(bytes.length).fill(-1);
  parts.forEach(({ from, to }, i) => places.fill(i, from, to));
  const rows = [];
  for (let at = 0; at < bytes.length; at += ROW) {
    rows.push(rowOf(bytes, at, places));
  }
  const label = freshId("bytes");
  const dump = h("pre.hex", { tabindex: 0, role: "region", "aria-labelledby": label }, rows);
  const node = h(
    "div.stack",
    {},
    h("p.soft.small", { id: label }, t(size > bytes.length ? "wire.cut" : "wire.whole", { n: size, shown: bytes.length })),
    dump,
    parts.length > 0 && h("dl.parts", {}, parts.map((part, i) => termOf(part, i, bytes))),
  );
  const mark = (i) => node.querySelectorAll("[data-part]").forEach((it) => it.classList.toggle("marked", it.dataset.part === String(i)));
  node.addEventListener("pointerover", ({ target }) => mark(target.closest("[data-part]")?.dataset.part));
  node.addEventListener("pointerleave", () => mark(null));
  return node;
}

function rowOf(bytes, at, places) {
  const row = [...bytes.slice(at, at + ROW)];
  const cells = row.map((byte, i) => h(`span.byte${tint(places[at + i])}`, { data: { part: places[at + i] } }, hexOf([byte])));
  const gap = " ".repeat(3 * (ROW - row.length));
  return h("span.hex-row", {}, h("span.soft", {}, at.toString(16).padStart(4, "0"), "  "), cells.flatMap((cell) => [cell, " "]), gap, " ", row.map(letterOf).join(""), "\n");
}

function termOf({ name, from, to, value }, i, bytes) {
  return h(
    "div",
    { data: { part: i } },
    h(`dt${tint(i)}`, {}, name),
    h("dd.break", {}, value, to - from <= 4 && h("code.soft.small", {}, `  ${hexOf(bytes.slice(from, to))}`)),
  );
}

const tint = (i) => (i < 0 ? "" : `.part-${i % TINTS}`);
