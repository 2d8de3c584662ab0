// Tabs, as the ARIA Authoring Practices have them: arrows move among them, and what has the focus is shown.
import { freshId, h } from "/chat/dom.js";

/**
 * @param {string} label of the list
 * @param {{name: string, label: string, view: import("./home.js").View}[]} items
 * @returns {{node: HTMLElement, open: (name: string, what?: any) => void}}
 */
export function tabs(label, items) {
  const entries = items.map((item) => entryOf(item));
  const list = h("div.tabs", { role: "tablist", "aria-label": label, on: { keydown: move } }, entries.map(({ tab }) => tab));
  let current = null;
  const kept = location.hash.slice(1);
  open(items.some(({ name }) => name === kept) ? kept : items[0].name);
  return { node: h("main.views", {}, list, entries.map(({ panel }) => panel)), open };

  function entryOf({ name, label: text, view }) {
    const id = freshId("tab");
    const panel = h("section.view", { role: "tabpanel", id: `${id}-panel`, "aria-labelledby": id, hidden: true, data: { view: name } }, view.node);
    const tab = h("button.tab", { type: "button", role: "tab", id, "aria-controls": panel.id, on: { click: () => open(name) } }, text);
    return { name, view, tab, panel };
  }

  function open(name, what) {
    const next = entries.find((entry) => entry.name === name);
    if (next !== current) {
      current?.view.hide?.();
    }
    current = next;
    for (const entry of entries) {
      const isOpen = entry === next;
      entry.tab.setAttribute("aria-selected", String(isOpen));
      entry.tab.tabIndex = isOpen ? 0 : -1;
      entry.panel.hidden = !isOpen;
    }
    history.replaceState(null, "", `#${name}`);
    next.tab.scrollIntoView?.({ block: "nearest", inline: "nearest" });
    next.view.show?.(what);
  }

  function move(event) {
    const at = entries.indexOf(current);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: entries.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      const next = entries.at(to % entries.length);
      open(next.name);
      next.tab.focus();
    }
  }
}
