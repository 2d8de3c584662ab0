// How elements are made here. Text is always a text node: nothing takes markup, so that what people
// write can only ever be shown.

import { icon } from "./icons.js";

/**
 * Makes an element.
 * @param {string} name the tag, perhaps with classes: `button.main`
 * @param {Record<string, any>} [traits] attributes; `on` holds listeners by event, `data` data-attributes;
 *   a boolean is an attribute that is there or not; `value` and `checked` are properties
 * @param {...(Node|string|number|null|undefined|false|any[])} children strings become text nodes
 * @returns {HTMLElement}
 */
export function h(name, traits = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length > 0) {
    element.className = classes.join(" ");
  }
  for (const [key, value] of Object.entries(traits)) {
    if (key === "on") {
      Object.entries(value).forEach(([event, listener]) => element.addEventListener(event, listener));
    } else if (key === "data") {
      Object.assign(element.dataset, value);
    } else if (key === "value" || key === "checked") {
      element[key] = value;
    } else if (typeof value === "boolean" && !key.startsWith("aria-")) {
      element.toggleAttribute(key, value);
    } else if (value !== null && value !== undefined) {
      element.setAttribute(key, String(value));
    }
  }
  element.append(...children.flat(Infinity).filter(isShown).map(asNode));
  return element;
}

const isShown = (child) => child !== null && child !== undefined && child !== false;
const asNode = (child) => (child instanceof Node ? child : document.createTextNode(String(child)));

/**
 * A button that shows an icon only.
 * @param {string} name of the icon
 * @param {string} label what it does, for screen readers and as a tool tip
 * @param {(event: Event) => void} onClick
 * @param {Record<string, any>} [traits]
 */
export function iconButton(name, label, onClick, traits = {}) {
  const { class: more = "", ...rest } = traits;
  return h(
    `button.icon-button${more && `.${more}`}`,
    { type: "button", "aria-label": label, title: label, on: { click: onClick }, ...rest },
    icon(name),
  );
}

let lastId = 0;

/** An id that no other element has, for labels and descriptions. */
export const freshId = (what) => `${what}-${++lastId}`;

/**
 * A labelled field. `complain` shows what is wrong with it, and an empty string takes that back.
 * @param {string} label
 * @param {Record<string, any>} traits of its input
 */
export function field(label, traits) {
  const id = freshId("field");
  const complaint = h("p.complaint", { id: `${id}-complaint` });
  const input = h("input.input", { id, "aria-describedby": complaint.id, ...traits });
  const complain = (sentence) => {
    complaint.textContent = sentence;
    input.toggleAttribute("aria-invalid", sentence !== "");
    if (sentence !== "") {
      input.setAttribute("aria-invalid", "true");
    }
  };
  return { node: h("div.field", {}, h("label", { for: id }, label), input, complaint), input, complain };
}

/**
 * Makes a list show these items in this order, and leaves what has not changed alone: focus, scroll
 * position and players survive.
 * @template T
 * @param {Element} list
 * @param {T[]} items
 * @param {(item: T) => string} keyOf
 * @param {(item: T) => {node: Element, update: (item: T) => void}} make
 */
export function reconcile(list, items, keyOf, make) {
  const views = (list.views ??= new Map());
  const wanted = new Set(items.map(keyOf));
  for (const [key, view] of views) {
    if (!wanted.has(key)) {
      view.node.remove();
      views.delete(key);
    }
  }
  let place = list.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    let view = views.get(key);
    if (!view) {
      view = make(item);
      views.set(key, view);
    }
    view.update(item);
    if (view.node === place) {
      place = place.nextElementSibling;
    } else {
      list.insertBefore(view.node, place);
    }
  }
}
