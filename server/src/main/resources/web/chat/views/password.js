// Another password: the old one is asked for, and all other devices are signed out.
import { field, h } from "../dom.js";
import { toast } from "../toasts.js";
import { sentenceOf, t } from "../words/words.js";

/** @param {import("../state.js").State} state */
export function passwordForm(state) {
  const old = field(t("oldPassword"), { type: "password", autocomplete: "current-password" });
  const fresh = field(t("newPassword"), { type: "password", autocomplete: "new-password", placeholder: t("passwordHint") });
  const change = async (event) => {
    event.preventDefault();
    old.complain(old.input.value === "" ? t("fillIn") : "");
    fresh.complain(new TextEncoder().encode(fresh.input.value).length < 8 ? t("tooShort") : "");
    if (old.input.value === "" || fresh.input.hasAttribute("aria-invalid")) return;
    try {
      await state.changePassword(old.input.value, fresh.input.value);
      event.target.reset();
      toast(t("passwordChanged"));
    } catch (failure) {
      if (failure.code === "unauthorized" || failure.field === "old_password") {
        old.complain(t("error.wrong_password"));
      } else {
        fresh.complain(sentenceOf(failure));
      }
    }
  };
  return h(
    "form.stack",
    { novalidate: true, on: { submit: change } },
    h("input", { type: "text", autocomplete: "username", value: state.me.login ?? "", hidden: true, tabindex: -1 }),
    old.node,
    fresh.node,
    h("button.button.own-width", { type: "submit" }, t("changePassword")),
  );
}
