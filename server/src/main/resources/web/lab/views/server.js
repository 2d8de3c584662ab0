// The server's own numbers, once a second while somebody looks.
import { h } from "/chat/dom.js";
import { CHARTS } from "../metrics.js";
import { sentenceOf } from "/chat/words/words.js";
import { t } from "../words/words.js";
import { chart } from "./chart.js";

const EVERY_MS = 1_000;
const SHOWN = 60;

/** @param {import("../bench.js").Bench} bench @returns {import("./home.js").View} */
export function server(bench, { life }) {
  const charts = CHARTS.map((it) => ({ ...it, chart: chart(it, SHOWN) }));
  const state = h("p.soft.small", { role: "status" });
  let timer = null;
  life.addEventListener("abort", stop);
  return {
    node: h("div.stack", {}, h("p.soft", {}, t("server.what")), state, h("div.charts", {}, charts.map((it) => it.chart.node))),
    show: () => {
      timer ??= setInterval(look, EVERY_MS);
      look();
    },
    hide: stop,
  };

  function stop() {
    clearInterval(timer);
    timer = null;
  }

  async function look() {
    try {
      const live = await bench.api.numbers();
      charts.forEach(({ of, chart: { add } }) => add(of(live)));
      state.textContent = "";
    } catch (failure) {
      state.textContent = sentenceOf(failure);
      if (failure.status === 404) stop();
    }
  }
}
