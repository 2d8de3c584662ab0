// Where a message is written: its text, what it quotes or edits, and the files that go with it.
import { h, iconButton } from "../dom.js";
import { icon } from "../icons.js";
import { toastFailure } from "../toasts.js";
import { t } from "../words/words.js";
import { uploadTray } from "./uploads.js";

const LONGEST_TEXT = 16_384;

/**
 * @param {import("../state.js").State} state
 * @param {number} chatId
 * @param {{life: AbortSignal, onSent: () => void}} options
 */
export function composer(state, chatId, { life, onSent }) {
  const draft = state.draft(chatId);
  const tray = uploadTray(state, life, {
    onSettled: () => sendsWhenReady && submit(),
    onRemoved: () => text.focus(),
  });
  const about = h("div.about", { hidden: true });
  const text = h("textarea.input", {
    rows: 1,
    maxlength: LONGEST_TEXT,
    "aria-label": t("writeTo", { name: state.chat(chatId).userName }),
    placeholder: t("write"),
    enterkeyhint: "send",
  });
  text.value = draft.text;
  const picker = h("input", { type: "file", multiple: true, hidden: true, "aria-label": t("attach"), tabindex: -1 });
  const send = iconButton("send", t("send"), () => {}, { class: "main", type: "submit" });
  const form = h(
    "form.composer",
    {},
    about,
    tray.node,
    h("div.composer-line", {}, iconButton("attach", t("attach"), () => picker.click()), picker, text, send),
  );
  let mode = { name: "new", message: null };
  let sendsWhenReady = false;

  picker.addEventListener("change", () => {
    tray.add(picker.files);
    picker.value = "";
    text.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  text.addEventListener("input", () => {
    fit(text);
    if (mode.name !== "edit") draft.text = text.value;
  });
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submit();
    } else if (event.key === "Escape" && mode.name !== "new") {
      event.stopPropagation();
      leave();
    } else if (event.key === "ArrowUp" && text.value === "" && mode.name === "new") {
      const last = state.messages(chatId).findLast((one) => one.mine && one.messageId !== null);
      if (last) {
        event.preventDefault();
        edit(last);
      }
    }
  });
  text.addEventListener("paste", (event) => {
    if (event.clipboardData.files.length > 0) {
      event.preventDefault();
      tray.add(event.clipboardData.files);
    }
  });
  queueMicrotask(() => fit(text));

  return { node: form, quote, edit, addFiles: tray.add, focus: () => text.focus() };

  async function submit() {
    const content = text.value.trim();
    if (mode.name === "edit") {
      await finishEdit(content);
      return;
    }
    sendsWhenReady = tray.isBusy();
    if (sendsWhenReady || (content === "" && tray.uploads().length === 0)) return;
    const replyTo = mode.name === "quote" ? mode.message.messageId : null;
    const uploads = tray.take();
    clear();
    try {
      await state.send(chatId, { content, replyTo, file: uploads.shift() ?? null });
      for (const file of uploads) {
        await state.send(chatId, { content: "", replyTo: null, file });
      }
      onSent();
    } catch (failure) {
      toastFailure(failure);
    }
  }

  async function finishEdit(content) {
    const { message } = mode;
    if (content === "" && !message.fileName) return;
    leave();
    if (content !== message.content) {
      await state.edit(message, content).catch(toastFailure);
    }
  }

  function quote(message) {
    enter("quote", message, t("replyingTo", { name: nameOf(message) }));
  }

  function edit(message) {
    enter("edit", message, t("editing"));
    text.value = message.content;
    fit(text);
  }

  function enter(name, message, title) {
    if (mode.name === "edit") leave();
    mode = { name, message };
    about.hidden = false;
    about.replaceChildren(
      icon(name === "edit" ? "edit" : "reply"),
      h("span.grow", {}, h("span.quote-by", {}, title), h("span.quote-text.clip", {}, message.content || message.fileName)),
      iconButton("close", t("cancel"), leave),
    );
    send.setAttribute("aria-label", t(name === "edit" ? "save" : "send"));
    text.focus();
  }

  function leave() {
    const wasEdit = mode.name === "edit";
    mode = { name: "new", message: null };
    about.hidden = true;
    about.replaceChildren();
    send.setAttribute("aria-label", t("send"));
    if (wasEdit) {
      text.value = draft.text;
      fit(text);
    }
    text.focus();
  }

  function clear() {
    text.value = draft.text = "";
    leave();
    fit(text);
  }

  function nameOf(message) {
    return message.mine ? t("you") : state.chat(chatId).userName;
  }
}

/** As high as its text, up to what the style sheet allows. */
function fit(text) {
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 2}px`;
}
