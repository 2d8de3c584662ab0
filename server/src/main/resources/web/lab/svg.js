const SVG = "http://www.w3.org/2000/svg";

/**
 * Makes an element of a drawing. What it looks like is the style sheet's to say, where it stands are
 * attributes: nothing here needs an inline style.
 *
 * @param {string} name
 * @param {Record<string, string|number>} [traits]
 * @param {...Node} children
 */
export function s(name, traits = {}, ...children) {
  const element = document.createElementNS(SVG, name);
  Object.entries(traits).forEach(([key, value]) => element.setAttribute(key, String(value)));
  element.append(...children);
  return element;
}
