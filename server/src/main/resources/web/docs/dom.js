/**
 * Makes an element. Text is text: nothing here reads HTML.
 *
 * @param {string} tag may name classes too: `p.soft`
 * @param {Record<string, unknown>} [attributes] functions listen: `{ onclick: … }`
 * @param {...(Node | string | undefined)} children
 * @returns {HTMLElement}
 */
export function make(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name);
  element.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      element.addEventListener(key.slice(2), value);
    } else if (value === true) {
      element.setAttribute(key, "");
    } else if (value !== undefined && value !== false) {
      element.setAttribute(key, String(value));
    }
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/**
 * Prose with `code` between backticks and blank lines between paragraphs.
 *
 * @param {string} [text]
 * @returns {HTMLElement}
 */
export function prose(text = "") {
  return make(
    "div.prose",
    {},
    ...text.split("\n\n").map((paragraph) => make("p", {}, ...inline(paragraph))),
  );
}

/**
 * @param {string} text
 * @returns {Array<Node | string>}
 */
export function inline(text) {
  return text.split("`").map((part, i) => (i % 2 === 1 ? make("code", {}, part) : part));
}

let lastId = 0;

/**
 * A control with its label.
 *
 * @param {string} label
 * @param {HTMLElement} control
 * @returns {HTMLElement}
 */
export function labelled(label, control) {
  lastId += 1;
  control.id = `control-${lastId}`;
  return make("div.labelled", {}, make("label", { for: control.id }, label), control);
}

/** @param {unknown} value @returns {string} */
export function pretty(value) {
  return JSON.stringify(value, null, 2);
}
