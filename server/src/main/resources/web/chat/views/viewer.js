// A picture in full.
import { h } from "../dom.js";
import { saveAs } from "../files.js";
import { icon } from "../icons.js";
import { t } from "../words/words.js";
import { openDialog } from "./dialog.js";

/**
 * @param {import("../state.js").State} state
 * @param {string} url
 * @param {import("../state.js").Shown} message
 */
export function viewPicture(state, url, message) {
  const save = async () => saveAs(await state.files.blob(message), message.fileName);
  openDialog(message.fileName, [h("img", { src: url, alt: message.fileName })], {
    class: "viewer",
    foot: [h("button.button", { type: "button", on: { click: save } }, icon("download"), t("download"))],
  });
}
