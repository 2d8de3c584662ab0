// The right side: who it is with, the messages, and where one writes.
import { h, iconButton } from "../dom.js";
import { toast, toastFailure } from "../toasts.js";
import { t } from "../words/words.js";
import { composer } from "./composer.js";
import { confirmed } from "./dialog.js";
import { face } from "./face.js";
import { history } from "./history.js";
import { viewPicture } from "./viewer.js";

/**
 * @param {import("../state.js").State} state
 * @param {number} chatId
 * @param {{life: AbortSignal, onBack: () => void}} options
 */
export function conversation(state, chatId, { life, onBack }) {
  const chat = state.chat(chatId);
  const title = h("h2.clip.grow", { tabindex: -1 }, chat.userName);
  const writing = composer(state, chatId, { life, onSent: () => past.toEnd() });
  const past = history(state, chatId, {
    life,
    actions: {
      quote: writing.quote,
      edit: writing.edit,
      remove: removeMessage,
      view: (url, message) => viewPicture(state, url, message),
      say: toast,
    },
  });
  const node = h(
    "main.conversation",
    { "aria-label": chat.userName },
    h(
      "header.bar",
      {},
      iconButton("back", t("back"), onBack, { class: "only-narrow" }),
      face(state.pictures, chat),
      title,
      iconButton("trash", t("deleteChat"), removeChat),
    ),
    past.node,
    writing.node,
    h("div.drop", { "aria-hidden": "true" }, h("p", {}, t("dropHere"))),
  );
  takeDrops(node, writing.addFiles);
  return {
    node,
    /** On a phone the keyboard would cover what is to be read. */
    focus: () => (matchMedia("(pointer: coarse)").matches ? title.focus() : writing.focus()),
  };

  async function removeMessage(message) {
    if (await confirmed(t("deleteMessageTitle"), t("deleteMessageText"), t("delete"))) {
      await state.remove(message).catch(toastFailure);
      writing.focus();
    }
  }

  async function removeChat() {
    if (await confirmed(t("deleteChatTitle", { name: chat.userName }), t("deleteChatText"), t("delete"))) {
      await state.removeChat(chatId).catch(toastFailure);
    }
  }
}

function takeDrops(node, addFiles) {
  const carriesFiles = (event) => event.dataTransfer.types.includes("Files");
  let depth = 0;
  const over = (change) => (event) => {
    if (carriesFiles(event)) {
      depth += change;
      node.classList.toggle("dropping", depth > 0);
    }
  };
  node.addEventListener("dragenter", over(1));
  node.addEventListener("dragleave", over(-1));
  node.addEventListener("dragover", (event) => carriesFiles(event) && event.preventDefault());
  node.addEventListener("drop", (event) => {
    if (carriesFiles(event)) {
      event.preventDefault();
      depth = 0;
      node.classList.remove("dropping");
      addFiles(event.dataTransfer.files);
    }
  });
}
