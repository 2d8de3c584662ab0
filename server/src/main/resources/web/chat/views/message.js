// One message: its bubble, its ticks, and what can be done with it.
import { h, iconButton } from "../dom.js";
import { icon } from "../icons.js";
import { clock, moment, t } from "../words/words.js";
import { attachment } from "./attachment.js";
import { linked } from "./linked.js";

const TICKS = { queued: "clock", sent: "check", delivered: "checks", read: "checks", failed: "alert" };

/**
 * @param {import("../state.js").State} state
 * @param {import("../state.js").Shown} first
 * @param {Actions} actions
 * @typedef {object} Actions
 * @property {(message: object) => void} quote
 * @property {(message: object) => void} edit
 * @property {(message: object) => void} remove
 * @property {(messageId: number) => void} goTo
 * @property {(url: string, message: object) => void} view
 */
export function messageRow(state, first, actions) {
  let message = first;
  const mine = first.mine;
  const author = h("span.unseen");
  const quote = h("div");
  const file = h("div");
  const text = h("p.text");
  const edited = h("span", {}, t("edited"));
  const time = h("time");
  const tick = h("span.tick", { role: "img" });
  const failure = h("div.failure", { hidden: true });
  const bubble = h(
    "div.bubble",
    {},
    author,
    quote,
    file,
    text,
    h("span.meta", {}, edited, time, mine && tick),
    failure,
  );
  const tools = h("div.tools", { role: "group", "aria-label": t("messageActions") });
  const node = h(
    `li.row.${mine ? "mine" : "theirs"}`,
    { tabindex: -1, data: { message: first.clientMsgId } },
    bubble,
    tools,
  );
  let toolsFor;
  let quoteOf;

  return { node, update };

  function update(shown) {
    message = shown;
    node.classList.toggle("first", shown.first);
    author.textContent = `${mine ? t("you") : state.chat(shown.chatId)?.userName ?? ""}: `;
    if (text.dataset.of !== shown.content) {
      text.dataset.of = shown.content;
      text.replaceChildren(...linked(shown.content));
    }
    text.hidden = shown.content === "";
    edited.hidden = !shown.edited;
    const date = new Date(shown.time);
    time.dateTime = shown.time;
    time.textContent = clock(date);
    time.title = moment(date);
    showTick();
    showWhatStoredOnesHave();
    showQuote();
    showFailure();
  }

  function showTick() {
    if (mine && tick.dataset.status !== message.status) {
      tick.dataset.status = message.status;
      tick.setAttribute("aria-label", t(message.status));
      tick.title = t(message.status);
      tick.replaceChildren(icon(TICKS[message.status]));
    }
  }

  function showWhatStoredOnesHave() {
    const stored = message.messageId !== null;
    if (toolsFor === stored) return;
    toolsFor = stored;
    file.replaceChildren(...(message.fileName ? [attachment(state, message, actions.view)] : []));
    const tool = (name, label, act) => iconButton(name, t(label), () => act(message));
    tools.replaceChildren(
      ...(stored ? [tool("reply", "reply", actions.quote)] : []),
      ...(stored && mine ? [tool("edit", "edit", actions.edit)] : []),
      ...(stored ? [tool("trash", "delete", actions.remove)] : []),
    );
  }

  function showQuote() {
    const quoted = message.replyTo && state.message(message.chatId, message.replyTo);
    const stamp = message.replyTo ? `${quoted?.content} ${quoted?.fileName}` : "";
    if (quoteOf === stamp) return;
    quoteOf = stamp;
    quote.replaceChildren(...(message.replyTo ? [quoteButton(quoted)] : []));
  }

  function quoteButton(quoted) {
    const by = quoted && (quoted.mine ? t("you") : state.chat(message.chatId)?.userName);
    return h(
      "button.quote",
      { type: "button", on: { click: () => actions.goTo(message.replyTo) } },
      h("span.quote-by", {}, by ?? ""),
      h("span.quote-text.clip", {}, quoted ? quoted.content || quoted.fileName : t("quotedElsewhere")),
    );
  }

  function showFailure() {
    if (failure.hidden === (message.status !== "failed")) return;
    failure.hidden = message.status !== "failed";
    failure.replaceChildren(
      h("span", {}, t("failed")),
      h("button.button.bare", { type: "button", on: { click: () => state.sendAgain(message) } }, t("retry")),
      h("button.button.bare", { type: "button", on: { click: () => state.discard(message) } }, t("remove")),
    );
  }
}
