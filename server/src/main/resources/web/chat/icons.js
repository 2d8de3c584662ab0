// The icons: `/style/icons.svg`, taken into the page once, so that each shows at once, and without a
// network too.
const SVG = "http://www.w3.org/2000/svg";

/** Icons that were made before show as soon as this is done. */
export async function loadIcons() {
  const answer = await fetch("/style/icons.svg");
  const icons = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement;
  icons.setAttribute("hidden", "");
  document.body.append(document.adoptNode(icons));
}

/**
 * An icon. It says nothing to screen readers: what it stands for has a name.
 * @param {string} name
 */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#icon-${name}`);
  svg.append(use);
  return svg;
}
