// Dialogs: the browser's own, which hold the focus and give it back.
import { freshId, h, iconButton } from "../dom.js";
import { t } from "../words/words.js";

/**
 * Opens a dialog; Escape, its cross and a click beside it close it.
 * @param {string} title
 * @param {Node[]} body
 * @param {{foot?: Node[], onClose?: () => void, class?: string}} [options]
 * @returns {HTMLDialogElement}
 */
export function openDialog(title, body, { foot = [], onClose = () => {}, class: kind = "" } = {}) {
  const heading = h("h2.clip", { id: freshId("dialog") }, title);
  const dialog = h(
    `dialog${kind && `.${kind}`}`,
    { "aria-labelledby": heading.id },
    h("div.dialog-head", {}, heading, iconButton("close", t("close"), () => dialog.close())),
    h("div.dialog-body", {}, body),
    foot.length > 0 && h("div.dialog-foot", {}, foot),
    h("div.toasts", { role: "status" }),
  );
  dialog.addEventListener("pointerdown", (event) => isBeside(dialog, event) && dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    onClose();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

function isBeside(dialog, { target, clientX, clientY }) {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return target === dialog && (clientX < left || clientX > right || clientY < top || clientY > bottom);
}

/**
 * Asks before something that cannot be taken back.
 * @returns {Promise<boolean>} whether it shall be done
 */
export function confirmed(title, text, action) {
  return new Promise((resolve) => {
    let answer = false;
    const give = (value) => () => {
      answer = value;
      dialog.close();
    };
    const dialog = openDialog(title, [h("p", {}, text)], {
      onClose: () => resolve(answer),
      foot: [
        h("button.button", { type: "button", autofocus: true, on: { click: give(false) } }, t("cancel")),
        h("button.button.danger", { type: "button", on: { click: give(true) } }, action),
      ],
    });
  });
}
