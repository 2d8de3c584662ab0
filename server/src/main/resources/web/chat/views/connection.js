// Whether the server can be reached: a line above the chats, there only while it cannot.
import { h } from "../dom.js";
import { t } from "../words/words.js";

/**
 * @param {import("../state.js").State} state
 * @param {AbortSignal} life of the view
 */
export function connectionLine(state, life) {
  const words = h("span.grow", { "aria-hidden": "true" });
  // Screen readers hear of changes, not of every second.
  const said = h("span.unseen", { role: "status" });
  const now = h("button.button.bare", { type: "button", on: { click: () => state.reconnect() } });
  const line = h("div.connection", {}, h("span.connection-dot"), words, said, now);
  let timer;
  const show = () => {
    clearTimeout(timer);
    const { name, retryAt } = state.connection;
    const seconds = Math.max(1, Math.ceil((retryAt - Date.now()) / 1000));
    line.dataset.state = name;
    words.textContent = name === "waiting" ? t("waiting", { n: seconds }) : t(name);
    const sentence = t(name === "waiting" ? "noConnection" : name);
    if (said.textContent !== sentence) said.textContent = sentence;
    now.textContent = t("retry");
    now.hidden = name !== "waiting";
    if (name === "waiting" && !life.aborted) {
      timer = setTimeout(show, 1000);
    }
  };
  state.addEventListener("connection", show, { signal: life });
  life.addEventListener("abort", () => clearTimeout(timer));
  show();
  return line;
}
