// The lab as a whole: who is here, the views as tabs, and the desk from which one writes.
import { h } from "/chat/dom.js";
import { appearance } from "/chat/views/appearance.js";
import { t } from "../words/words.js";
import { desk } from "./desk.js";
import { faults } from "./faults.js";
import { follow } from "./follow.js";
import { lessons } from "./lessons.js";
import { pipeline } from "./pipeline.js";
import { server } from "./server.js";
import { tabs } from "./tabs.js";
import { wire } from "./wire.js";

/**
 * A view: what it shows, and what it does while it is shown. `show` may get something to begin with.
 *
 * @typedef {{node: HTMLElement, show?: (what?: any) => void, hide?: () => void}} View
 */

/**
 * @param {import("../bench.js").Bench} bench
 * @param {{life: AbortSignal, onLanguage: () => void, onLeave: () => void}} options
 */
export function home(bench, { life, onLanguage, onLeave }) {
  // Views may lead to one another.
  const go = (name, what) => all.open(name, what);
  const views = { pipeline, follow, wire, faults, server, lessons };
  const all = tabs(
    t("views"),
    Object.entries(views).map(([name, view]) => ({ name, label: t(`${name}.title`), view: view(bench, { go, life }) })),
  );
  return h(
    "div.lab",
    {},
    h(
      "header.lab-head",
      {},
      h("img", { src: "/style/logo.svg", alt: "", width: 32, height: 32 }),
      h("h1", {}, t("title")),
      h("a", { href: "/" }, t("toChat")),
      h("button.button.quiet", { type: "button", on: { click: onLeave } }, t("leave")),
    ),
    desk(bench, life),
    all.node,
    h("footer.lab-foot", {}, appearance(onLanguage)),
  );
}
