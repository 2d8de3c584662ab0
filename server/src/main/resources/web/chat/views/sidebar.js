// The left side: who one is, whether one is connected, the search, and the chats or who was found.
import { h, iconButton, reconcile } from "../dom.js";
import { toastFailure } from "../toasts.js";
import { shortTime, t } from "../words/words.js";
import { connectionLine } from "./connection.js";
import { face } from "./face.js";

const TYPING_PAUSE_MS = 250;

/**
 * @param {import("../state.js").State} state
 * @param {{life: AbortSignal, onOpen: (chatId: number) => void, onSettings: () => void}} options
 */
export function sidebar(state, { life, onOpen, onSettings }) {
  const chats = h("ul.chats", { "aria-label": t("chats") });
  const people = h("ul.chats", { "aria-label": t("people") });
  const peopleTitle = h("h2.list-title", { hidden: true }, t("people"));
  const empty = h("p.list-empty.soft");
  const search = h("input.input", { type: "search", "aria-label": t("find"), placeholder: t("find"), autocomplete: "off" });
  let found = null;

  const show = () => {
    const wanted = search.value.trim().toLocaleLowerCase();
    const shown = state.chats.filter((chat) => chat.userName.toLocaleLowerCase().includes(wanted));
    reconcile(chats, shown, (chat) => String(chat.chatId), (chat) => chatRow(state, chat, onOpen));
    const known = new Set(shown.map((chat) => chat.userId));
    const others = (found ?? []).filter((one) => one.userId !== state.me.userId && !known.has(one.userId));
    reconcile(people, others, (one) => String(one.userId), (one) => personRow(state, one, meet));
    peopleTitle.hidden = others.length === 0;
    const nothing = shown.length === 0 && others.length === 0;
    empty.textContent = !nothing ? "" : wanted === "" ? t("noChats") : found ? t("findingNobody") : "";
  };

  const meet = async (person) => {
    try {
      const chatId = await state.chatWith(person.userId);
      search.value = "";
      found = null;
      show();
      onOpen(chatId);
    } catch (failure) {
      toastFailure(failure);
    }
  };

  const look = afterPause(TYPING_PAUSE_MS, life, async (signal) => {
    const wanted = search.value.trim();
    try {
      found = wanted === "" ? null : await state.findPeople(wanted, signal);
      show();
    } catch (failure) {
      toastFailure(failure);
    }
  });
  search.addEventListener("input", () => {
    show();
    look();
  });
  state.addEventListener("chats", show, { signal: life });
  show();

  return h(
    "nav.sidebar",
    { "aria-label": t("chats") },
    h(
      "header.bar",
      {},
      h("h1.grow.clip", {}, t("chats")),
      iconButton("settings", t("settings"), onSettings),
    ),
    connectionLine(state, life),
    h("div.search", {}, search),
    h("div.lists", {}, chats, peopleTitle, people, h("div", { role: "status" }, empty)),
  );
}

function chatRow(state, first, onOpen) {
  const name = h("span.chat-name.grow.clip");
  const time = h("time.small.soft");
  const last = h("span.grow.clip.soft");
  const badge = h("span.badge");
  const picture = h("span.line-up");
  const button = h(
    "button.chat-row",
    { type: "button", on: { click: () => onOpen(first.chatId) } },
    picture,
    h("span.grow", {}, h("span.line-up", {}, name, time), h("span.line-up", {}, last, badge)),
  );
  let pictured;
  return {
    node: h("li", { data: { chat: first.chatId } }, button),
    update(chat) {
      if (pictured !== `${chat.userName} ${chat.avatar}`) {
        pictured = `${chat.userName} ${chat.avatar}`;
        picture.replaceChildren(face(state.pictures, chat));
      }
      name.textContent = chat.userName;
      const date = chat.lastTime && new Date(chat.lastTime);
      time.textContent = date ? shortTime(date) : "";
      time.dateTime = chat.lastTime;
      const words = chat.lastMessage || chat.last?.fileName || (date ? t("file") : "");
      last.textContent = chat.last?.mine ? `${t("you")}: ${words}` : words;
      badge.hidden = chat.unread === 0;
      badge.replaceChildren(
        h("span", { "aria-hidden": "true" }, chat.unread > 99 ? "99+" : chat.unread),
        h("span.unseen", {}, t("unread", { n: chat.unread })),
      );
      button.setAttribute("aria-current", String(chat.chatId === state.openChat));
    },
  };
}

function personRow(state, person, onMeet) {
  const button = h(
    "button.chat-row",
    { type: "button", on: { click: () => onMeet(person) } },
    face(state.pictures, person),
    h("span.chat-name.grow.clip", {}, person.userName),
  );
  return { node: h("li", { data: { person: person.userId } }, button), update() {} };
}

/** Runs a task once nobody has asked for it for a while; one that is superseded is aborted. */
function afterPause(pause, life, task) {
  let timer;
  let running = new AbortController();
  life.addEventListener("abort", () => clearTimeout(timer));
  return () => {
    clearTimeout(timer);
    running.abort();
    running = new AbortController();
    timer = setTimeout(task, pause, running.signal);
  };
}
