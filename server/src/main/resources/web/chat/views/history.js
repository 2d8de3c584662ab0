// The messages of a chat, oldest first. What is being read stays where it is, whatever comes above or
// below it; who is at the end stays at the end.
import { h, reconcile } from "../dom.js";
import { icon } from "../icons.js";
import { day, t } from "../words/words.js";
import { toastFailure } from "../toasts.js";
import { messageRow } from "./message.js";

const NEAR_END_PX = 80;
const NEAR_BEGINNING_PX = 600;
/** Messages of one person within this time stand together. */
const TOGETHER_MS = 5 * 60_000;
/** How many pages back a quoted message is looked for. */
const FARTHEST_PAGES = 40;

/**
 * @param {import("../state.js").State} state
 * @param {number} chatId
 * @param {{life: AbortSignal, actions: object}} options
 * @returns {{node: Element, toEnd: () => void}}
 */
export function history(state, chatId, { life, actions }) {
  const chat = state.chat(chatId);
  const list = h("ol.messages", { "aria-label": t("history", { name: chat.userName }) });
  const top = h("div.history-top", { role: "status" });
  const jump = h("button.jump.button", { type: "button", hidden: true, on: { click: backToEnd } });
  const scroller = h("div.history", { tabindex: -1 }, top, list);
  let atEnd = true;
  let isLoading = false;
  let mayLoad = true;
  let seenUpTo = 0;
  const rowActions = { ...actions, goTo };

  const show = () => {
    const anchor = atEnd ? null : firstVisible();
    const messages = state.messages(chatId);
    reconcile(list, entriesOf(messages), (entry) => entry.key, (entry) =>
      entry.day ? dayRow(entry) : messageRow(state, entry, rowActions),
    );
    if (!list.querySelector(".row[tabindex='0']")) {
      list.lastElementChild?.setAttribute("tabindex", "0");
    }
    top.replaceChildren(...(isLoading ? [t("loadingEarlier")] : state.hasMore(chatId) ? [] : beginning(messages)));
    if (anchor) {
      scroller.scrollTop += anchor.row.getBoundingClientRect().top - anchor.top;
    } else {
      scroller.scrollTop = scroller.scrollHeight;
    }
    afterScroll();
  };

  const afterScroll = () => {
    atEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_END_PX;
    if (atEnd && document.visibilityState === "visible") {
      state.read(chatId);
      seenUpTo = Math.max(0, ...state.messages(chatId).map((message) => message.seq ?? 0));
    }
    showJump();
    if (scroller.scrollTop < NEAR_BEGINNING_PX) {
      loadEarlier();
    }
  };

  /** The way back to the end, and how much has come there. */
  function showJump() {
    const n = state.messages(chatId).filter((message) => !message.mine && message.seq > seenUpTo).length;
    jump.hidden = atEnd;
    if (jump.dataset.n !== String(n)) {
      jump.dataset.n = n;
      const label = n > 0 ? t("newMessages", { n }) : "";
      jump.setAttribute("aria-label", label || t("toNewest"));
      jump.replaceChildren(icon("down"), label);
    }
  }

  async function loadEarlier() {
    if (isLoading || !mayLoad || !state.hasMore(chatId) || !scroller.isConnected) return;
    isLoading = true;
    try {
      await state.loadEarlier(chatId);
    } catch (failure) {
      // Whoever scrolls on would ask again and again; it is asked for when there is a connection.
      mayLoad = false;
      toastFailure(failure);
    } finally {
      isLoading = false;
      show();
    }
  }

  /** Shows the message that was quoted, however far back. */
  async function goTo(messageId) {
    for (let pages = 0; pages < FARTHEST_PAGES && !state.message(chatId, messageId) && state.hasMore(chatId); pages++) {
      try {
        await state.loadEarlier(chatId);
      } catch (failure) {
        toastFailure(failure);
        return;
      }
    }
    const found = state.message(chatId, messageId);
    if (!found) {
      actions.say(t("quotedGone"));
      return;
    }
    atEnd = false;
    show();
    const row = list.querySelector(`[data-message="${CSS.escape(found.clientMsgId)}"]`);
    row.scrollIntoView({ block: "center" });
    focusRow(row);
    row.classList.add("pointed");
    row.addEventListener("animationend", () => row.classList.remove("pointed"), { once: true });
  }

  function firstVisible() {
    const edge = scroller.getBoundingClientRect().top;
    const row = [...list.querySelectorAll(".row")].find((child) => child.getBoundingClientRect().bottom > edge);
    return row && { row, top: row.getBoundingClientRect().top };
  }

  function backToEnd() {
    toEnd();
    // The button is gone now; the focus stays in the messages.
    scroller.focus({ preventScroll: true });
  }

  function toEnd() {
    atEnd = true;
    scroller.scrollTop = scroller.scrollHeight;
    afterScroll();
  }

  function focusRow(row) {
    list.querySelector(".row[tabindex='0']")?.setAttribute("tabindex", "-1");
    row.setAttribute("tabindex", "0");
    row.focus({ preventScroll: false });
  }

  list.addEventListener("keydown", (event) => {
    const row = event.target.closest(".row");
    const rows = [...list.querySelectorAll(".row")];
    const to = { ArrowUp: rows.indexOf(row) - 1, ArrowDown: rows.indexOf(row) + 1, Home: 0, End: rows.length - 1 }[event.key];
    if (event.target === row && rows[to]) {
      event.preventDefault();
      focusRow(rows[to]);
    }
  });
  scroller.addEventListener("scroll", afterScroll, { passive: true });
  const resized = new ResizeObserver(() => atEnd && toEnd());
  resized.observe(scroller);
  resized.observe(list);
  life.addEventListener("abort", () => resized.disconnect());
  document.addEventListener("visibilitychange", afterScroll, { signal: life });
  state.addEventListener("messages", (event) => event.detail.chatId === chatId && show(), { signal: life });
  state.addEventListener(
    "connection",
    () => {
      if (state.connection.name === "online") {
        mayLoad = true;
        afterScroll();
      }
    },
    { signal: life },
  );
  queueMicrotask(show);

  return { node: h("div.history-frame", {}, scroller, jump), toEnd };
}

function beginning(messages) {
  return [h("p.soft.small", {}, t(messages.length > 0 ? "beginning" : "noMessages"))];
}

/** The messages with a line before each day, and where somebody's run of them begins. */
function entriesOf(messages) {
  const entries = [];
  let last = null;
  for (const message of messages) {
    const date = new Date(message.time);
    const isNewDay = !last || date.toDateString() !== new Date(last.time).toDateString();
    if (isNewDay) {
      entries.push({ key: `day ${message.clientMsgId}`, day: date });
    }
    const first = isNewDay || last.senderId !== message.senderId || date - new Date(last.time) > TOGETHER_MS;
    entries.push({ ...message, key: message.clientMsgId, first });
    last = message;
  }
  return entries;
}

function dayRow(entry) {
  const words = h("span");
  return {
    node: h("li.day", {}, words),
    update: () => (words.textContent = day(entry.day)),
  };
}
