// A small line chart: the last moments of a few values, with the newest in words.
import { h } from "/chat/dom.js";
import { History, roundUp } from "../metrics.js";
import { s } from "../svg.js";
import { bytes, duration, number, t } from "../words/words.js";

const WIDTH = 300;
const HEIGHT = 90;
const MOST_LINES = 6;

const FORMATS = { duration, bytes, count: (it) => number(it, 1), rate: (it) => t("server.rate", { n: number(it, 1) }) };

/**
 * @param {{id: string, unit: string}} chart
 * @param {number} length values a line
 * @returns {{node: HTMLElement, add: (values: Record<string, number>) => void}}
 */
export function chart({ id, unit }, length) {
  const format = FORMATS[unit];
  const history = new History(length);
  const drawing = s("svg", { class: "chart", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  const top = h("span.soft.small");
  const legend = h("ul.legend");
  const node = h("figure.card.chart-card", { data: { chart: id } }, h("figcaption", {}, h("b", {}, t(`server.charts.${id}`)), top), drawing, legend);
  return { node, add };

  function add(values) {
    history.add(values);
    const lines = history.lines().slice(0, MOST_LINES);
    const most = roundUp(Math.max(0, ...lines.flatMap(([, points]) => points)));
    top.textContent = format(most);
    drawing.replaceChildren(...lines.map(([, points], i) => s("path", { class: `line-${i}`, d: pathOf(points, most) })));
    legend.replaceChildren(...lines.map(([name, points], i) => h("li", {}, h(`span.key.key-${i}`), `${name} `, h("b", {}, format(points.at(-1) ?? 0)))));
  }

  function pathOf(points, most) {
    const step = WIDTH / (length - 1);
    const begin = WIDTH - step * (points.length - 1);
    let pen = "M";
    return points
      .map((value, i) => {
        if (value === null) {
          pen = "M";
          return "";
        }
        const place = `${pen}${(begin + i * step).toFixed(1)} ${(HEIGHT - 2 - (value / most) * (HEIGHT - 6)).toFixed(1)}`;
        pen = "L";
        return place;
      })
      .join("");
  }
}
