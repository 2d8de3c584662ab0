// What who is signed in sees: the chats, and the one that is open. On a narrow screen one of the two.
import { h } from "../dom.js";
import { announceArrivals } from "../arrivals.js";
import { toast } from "../toasts.js";
import { t } from "../words/words.js";
import { conversation } from "./conversation.js";
import { openSettings } from "./settings.js";
import { sidebar } from "./sidebar.js";

/**
 * The open chat stands in the address (`#chat/17`), so that the browser's back button closes it.
 * @param {import("../state.js").State} state
 * @param {{life: AbortSignal, onLanguage: () => void, onSignOut: () => void}} options
 */
export function home(state, { life, onLanguage, onSignOut }) {
  const place = h("div.place");
  const heard = h("div.unseen", { role: "log", "aria-live": "polite" });
  const node = h(
    "div.home",
    {},
    sidebar(state, { life, onOpen: open, onSettings: () => openSettings(state, { onLanguage, onSignOut }) }),
    place,
    heard,
  );
  let ofOpenChat = new AbortController();
  let shownChat = null;

  life.addEventListener("abort", () => ofOpenChat.abort());
  addEventListener("hashchange", show, { signal: life });
  state.addEventListener("chats", show, { signal: life });
  // A file that misses the conversation must not take the place of the page.
  ["dragover", "drop"].forEach((type) => addEventListener(type, (event) => event.preventDefault(), { signal: life }));
  announceArrivals(state, { life, heard, onOpen: open });
  show();
  return node;

  function open(chatId) {
    if (location.hash === `#chat/${chatId}`) {
      show();
    } else {
      location.hash = `chat/${chatId}`;
    }
  }

  function show() {
    const wanted = Number(/^#chat\/(\d+)$/.exec(location.hash)?.[1]);
    const chatId = state.chat(wanted)?.userId ? wanted : null;
    if (chatId === shownChat && place.firstChild) return;
    if (shownChat !== null && !state.chat(shownChat)) {
      toast(t("chatGone"));
    }
    ofOpenChat.abort();
    ofOpenChat = new AbortController();
    const closed = shownChat;
    shownChat = chatId;
    node.classList.toggle("has-open", chatId !== null);
    if (chatId === null) {
      place.replaceChildren(nothingOpen());
      node.querySelector(`[data-chat="${closed}"] button`)?.focus();
    } else {
      const view = conversation(state, chatId, { life: ofOpenChat.signal, onBack: () => (location.hash = "") });
      place.replaceChildren(view.node);
      queueMicrotask(view.focus);
    }
    state.open(chatId);
  }
}

function nothingOpen() {
  const logo = h("img", { src: "/style/logo.svg", alt: "", width: 64, height: 64 });
  return h("main.nothing", {}, logo, h("p.soft", {}, t("pickChat")));
}
