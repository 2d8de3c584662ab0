// The source of a class of the server, with the lines that matter marked.
import { freshId, h } from "/chat/dom.js";
import { t } from "../words/words.js";

/**
 * @param {import("../bench.js").Bench} bench
 * @returns {{node: HTMLElement, show: (className: string, whose?: string) => Promise<void>, isEmpty: () => boolean}}
 */
export function sourcePanel(bench) {
  const known = new Map();
  const title = h("h3", { id: freshId("source") }, t("source.title"));
  const where = h("p.soft.small.break", {}, t("source.none"));
  const code = h("pre.source", { tabindex: 0, role: "region", "aria-labelledby": title.id, hidden: true });
  let wanted = "";

  return { node: h("div.source-panel.card", {}, title, where, code), show, isEmpty: () => wanted === "" };

  async function show(className, whose = "ours") {
    wanted = className;
    title.textContent = simple(className);
    code.hidden = true;
    if (whose !== "ours") {
      where.textContent = t("source.netty", { name: className });
      return;
    }
    where.textContent = t("source.loading");
    const source = known.get(className) ?? (await bench.api.source(className));
    known.set(className, source);
    if (wanted === className) {
      draw(source);
    }
  }

  function draw({ file, from, to, text }) {
    where.textContent = t("source.lines", { file, from, to });
    const lines = text.split("\n");
    code.replaceChildren(...lines.map((line, i) => lineOf(line, i + 1, i + 1 >= from && i + 1 <= to)));
    code.hidden = false;
    code.scrollTop = code.children[from - 1].offsetTop - code.offsetTop;
  }
}

/** `dev.messenger.server.net.FrameHandler` is `FrameHandler`. */
export const simple = (className) => className.slice(className.lastIndexOf(".") + 1);

function lineOf(text, number, isMeant) {
  return h(isMeant ? "span.line.meant" : "span.line", { data: { line: number } }, `${text}\n`);
}
