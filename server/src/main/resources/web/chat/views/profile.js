// Who one is: name, login, and the picture that others see.
import { h } from "../dom.js";
import { toastFailure } from "../toasts.js";
import { t } from "../words/words.js";
import { cropPicture } from "./cropper.js";
import { face } from "./face.js";

/** @param {import("../state.js").State} state */
export function profile(state) {
  const picture = h("div");
  const picker = h("input", { type: "file", accept: "image/*", hidden: true, tabindex: -1, "aria-label": t("changePicture") });
  const remove = h("button.button.quiet", { type: "button" }, t("removePicture"));
  const show = async () => {
    const has = (await state.pictures.of(state.me.userId)) !== null;
    remove.hidden = !has;
    picture.replaceChildren(face(state.pictures, { ...state.me, avatar: has }, "large"));
  };
  picker.addEventListener("change", async () => {
    const [file] = picker.files;
    picker.value = "";
    try {
      const cropped = file && (await cropPicture(file));
      if (cropped) {
        await state.setPicture(cropped);
        await show();
      }
    } catch (failure) {
      toastFailure(failure);
    }
  });
  remove.addEventListener("click", async () => {
    try {
      await state.removePicture();
      await show();
    } catch (failure) {
      toastFailure(failure);
    }
  });
  remove.hidden = true;
  picture.append(face(state.pictures, { ...state.me, avatar: false }, "large"));
  show();
  return h(
    "div.profile",
    {},
    picture,
    h(
      "div.grow",
      {},
      h("p.profile-name", {}, state.me.userName),
      h("p.soft.small", {}, state.me.login ?? ""),
      h(
        "div.profile-actions",
        {},
        h("button.button", { type: "button", on: { click: () => picker.click() } }, t("changePicture")),
        remove,
        picker,
      ),
    ),
  );
}
