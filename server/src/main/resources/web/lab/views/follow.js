// One message from the socket to its peer, as a waterfall.
import { h } from "/chat/dom.js";
import { toastFailure } from "/chat/toasts.js";
import { s } from "../svg.js";
import { serverTiming, waterfall } from "../waterfall.js";
import { duration, t } from "../words/words.js";
import { sourcePanel } from "./source.js";

/** @param {import("../bench.js").Bench} bench @returns {import("./home.js").View} */
export function follow(bench, { life }) {
  const source = sourcePanel(bench);
  const text = h("input.input", { "aria-label": t("desk.text"), placeholder: t("desk.text"), maxlength: 2000, autocomplete: "off" });
  const sum = h("p.follow-sum", { role: "status" }, t("follow.none"));
  const rows = h("ol.waterfall");
  const timing = h("p.timing.break", { role: "status" });
  let followed = "";
  bench.journal.addEventListener("entry", ({ detail }) => take(detail), { signal: life });

  return {
    node: h(
      "div.stack",
      {},
      h("p.soft", {}, t("follow.what")),
      h(
        "form.controls",
        { on: { submit: send } },
        text,
        h("button.button.main", { type: "submit" }, t("follow.send")),
        h("button.button", { type: "button", on: { click: () => askOverRest().catch(toastFailure) } }, t("follow.rest")),
      ),
      sum,
      h("ul.legend", {}, ["loop", "worker", "writer", "peer", "wait"].map((lane) => h("li", {}, swatch(lane), t(`follow.lanes.${lane}`)))),
      h("div.two.wide-first", {}, rows, source.node),
      timing,
    ),
  };

  async function send(event) {
    event.preventDefault();
    try {
      followed = "";
      rows.replaceChildren();
      followed = await bench.follow(text.value || undefined);
      text.value = "";
    } catch (failure) {
      toastFailure(failure);
    }
  }

  function take({ kind, line }) {
    if (kind === "feed" && line.type === "trace" && (followed === "" || line.client_msg_id === followed)) {
      draw(line);
    }
  }

  function draw({ stages, done }) {
    const { total, rows: bars } = waterfall(stages);
    sum.textContent = t(done ? "follow.total" : "follow.sofar", { total: duration(total), n: stages.length });
    rows.dataset.done = String(done);
    rows.replaceChildren(...bars.map(rowOf));
  }

  function rowOf({ stage, lane, from, width, took, cut, thread, className }) {
    const bar = s("rect", { class: `bar lane-${lane}`, x: 1000 * from, y: 2, width: 1000 * width, height: 16, rx: 2 });
    return h(
      "li",
      { data: { stage, nanos: took } },
      h("button.stage", { type: "button", title: thread, on: { click: () => source.show(className, whose(className)).catch(toastFailure) } }, t(`follow.stages.${stage}`)),
      s("svg", { class: "track", viewBox: "0 0 1000 20", preserveAspectRatio: "none", "aria-hidden": "true" }, bar),
      h("span.took", {}, cut && "» ", duration(took)),
    );
  }

  /** The same over HTTP, whose answer says where its time went. */
  async function askOverRest() {
    const answer = await fetch(`/v2/chats/${bench.chatId}/messages`, {
      method: "POST",
      credentials: "omit",
      headers: { Authorization: `Bearer ${bench.learner.messenger.session.token}`, "Content-Type": "application/json", "Lab-Timing": "on" },
      body: JSON.stringify({ client_msg_id: crypto.randomUUID(), content: text.value || t("follow.restText") }),
    });
    const parts = serverTiming(answer.headers.get("Server-Timing") ?? "");
    timing.replaceChildren(
      h("b", {}, "Server-Timing: "),
      parts.length === 0 ? t("follow.noTiming") : parts.map(({ name, millis }) => `${name} ${duration(millis * 1e6)}`).join(" · "),
    );
  }
}

const whose = (className) => (className.startsWith("dev.messenger.") ? "ours" : "netty");
const swatch = (lane) => s("svg", { class: "swatch", viewBox: "0 0 10 10", "aria-hidden": "true" }, s("rect", { class: `bar lane-${lane}`, width: 10, height: 10, rx: 2 }));
