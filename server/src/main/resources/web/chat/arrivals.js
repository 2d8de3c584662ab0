// How people learn of messages that they are not looking at: the page's title, a notification while it
// is hidden, and a word for screen readers.
import { h } from "./dom.js";
import { t } from "./words/words.js";

const KEY = "notifications";
const HEARD = 20;

/** `on`, `off`, `denied`, or `missing` where the browser has none. */
export function notificationState() {
  if (!("Notification" in window)) return "missing";
  if (Notification.permission === "denied") return "denied";
  return Notification.permission === "granted" && localStorage.getItem(KEY) === "on" ? "on" : "off";
}

/** Asks for the permission, which browsers give only when a person has clicked. */
export async function allowNotifications() {
  if ((await Notification.requestPermission()) === "granted") {
    localStorage.setItem(KEY, "on");
  }
}

export function muteNotifications() {
  localStorage.setItem(KEY, "off");
}

/**
 * @param {import("./state.js").State} state
 * @param {{life: AbortSignal, heard: Element, onOpen: (chatId: number) => void}} options
 */
export function announceArrivals(state, { life, heard, onOpen }) {
  const count = () => {
    const unread = state.chats.reduce((sum, chat) => sum + chat.unread, 0);
    document.title = unread > 0 ? `(${unread}) ${t("appName")}` : t("appName");
  };
  state.addEventListener("chats", count, { signal: life });
  state.addEventListener(
    "arrived",
    ({ detail: message }) => {
      const chat = state.chat(message.chatId);
      const words = message.content || message.fileName;
      heard.append(h("p", {}, `${chat.userName}: ${words}`));
      while (heard.childElementCount > HEARD) {
        heard.firstElementChild.remove();
      }
      if (document.hidden && notificationState() === "on") {
        notify(chat, words, onOpen);
      }
    },
    { signal: life },
  );
  count();
}

function notify(chat, words, onOpen) {
  const notification = new Notification(chat.userName, { body: words, tag: `chat-${chat.chatId}`, icon: "/style/logo.svg" });
  notification.addEventListener("click", () => {
    window.focus();
    onOpen(chat.chatId);
    notification.close();
  });
}
