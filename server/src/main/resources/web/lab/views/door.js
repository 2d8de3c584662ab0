// Where one comes in: as oneself, or as a guest.
import { h } from "/chat/dom.js";
import { toastFailure } from "/chat/toasts.js";
import { appearance } from "/chat/views/appearance.js";
import { chatSession, chattingLearner, guestLearner } from "../guests.js";
import { t } from "../words/words.js";

/** @param {{onEnter: (session: object) => Promise<void>, onLanguage: () => void}} options */
export function door({ onEnter, onLanguage }) {
  const choices = h("div.stack", {}, way("button.button.main", t("door.guest"), guestLearner));
  addChatter(choices);
  return h(
    "main.door",
    {},
    h(
      "div.card.stack",
      {},
      h("img", { src: "/style/logo.svg", alt: "", width: 48, height: 48 }),
      h("h1", {}, t("title")),
      h("p", {}, t("door.what")),
      h("p.soft.small", {}, t("door.whose")),
      choices,
      h("a", { href: "/" }, t("toChat")),
    ),
    appearance(onLanguage),
  );

  function way(kind, label, session) {
    const button = h(kind, { type: "button", on: { click: () => enter(button, session) } }, label);
    return button;
  }

  async function enter(button, session) {
    button.disabled = true;
    try {
      await onEnter(await session());
    } catch (failure) {
      toastFailure(failure);
      button.disabled = false;
    }
  }

  /** Whoever chats in this browser may look at those very connections. */
  async function addChatter(list) {
    const session = await chatSession();
    if (session !== undefined) {
      list.append(way("button.button", t("door.as", { name: session.userName }), async () => chattingLearner(session)));
    }
  }
}
