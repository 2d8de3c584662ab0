// The settings: picture, appearance, notifications, devices and password, and the way out.
import { allowNotifications, muteNotifications, notificationState } from "../arrivals.js";
import { h } from "../dom.js";
import { t } from "../words/words.js";
import { toastFailure } from "../toasts.js";
import { appearance } from "./appearance.js";
import { openDialog } from "./dialog.js";
import { passwordForm } from "./password.js";
import { profile } from "./profile.js";
import { sessions } from "./sessions.js";

/**
 * @param {import("../state.js").State} state
 * @param {{onLanguage: () => void, onSignOut: () => void}} options
 */
export function openSettings(state, { onLanguage, onSignOut }) {
  const leave = () => {
    dialog.close();
    onSignOut();
  };
  const anew = () => {
    dialog.close();
    onLanguage();
    openSettings(state, { onLanguage, onSignOut });
  };
  const dialog = openDialog(
    t("settings"),
    [
      section(t("profile"), profile(state)),
      section(t("appearance"), appearance(anew)),
      section(t("notifications"), notifications()),
      section(t("devicesTitle"), sessions(state)),
      section(t("changePassword"), passwordForm(state)),
      h("button.button.danger", { type: "button", on: { click: leave } }, t("signOut")),
    ],
    { class: "settings" },
  );
}

function section(title, content) {
  return h("section.stack", {}, h("h3", {}, title), content);
}

function notifications() {
  const box = h("div.line-up");
  const show = () => {
    const now = notificationState();
    const words = { on: "notificationsOn", off: "notificationsOff", denied: "notificationsDenied", missing: "notificationsDenied" }[now];
    const change = async () => {
      await (now === "on" ? muteNotifications() : allowNotifications().catch(toastFailure));
      show();
    };
    const label = t(now === "on" ? "muteNotifications" : "allowNotifications");
    const isOffered = now === "on" || now === "off";
    box.replaceChildren(
      h("p.grow.soft", {}, t(words)),
      ...(isOffered ? [h("button.button", { type: "button", on: { click: change } }, label)] : []),
    );
  };
  show();
  return box;
}
