// The devices one is signed in on, and how to end that.
import { h, reconcile } from "../dom.js";
import { icon } from "../icons.js";
import { toast, toastFailure } from "../toasts.js";
import { moment, t } from "../words/words.js";

/** @param {import("../state.js").State} state */
export function sessions(state) {
  const list = h("ul.sessions");
  const others = h("button.button.own-width", { type: "button", hidden: true }, t("signOutOthers"));
  const show = async () => {
    try {
      const rows = await state.sessions();
      reconcile(list, rows, (row) => row.sessionId, (row) => sessionRow(row, () => end(row)));
      others.hidden = rows.length < 2;
    } catch (failure) {
      toastFailure(failure);
    }
  };
  const end = async (row) => {
    await state.endSession(row.sessionId).catch(toastFailure);
    await show();
  };
  others.addEventListener("click", async () => {
    try {
      await state.endOtherSessions();
      toast(t("otherDevicesGone"));
    } catch (failure) {
      toastFailure(failure);
    }
    await show();
  });
  show();
  return h("div.stack", {}, list, others);
}

function sessionRow(row, onEnd) {
  const device = deviceName(row.device);
  const seen = h("span.small.soft");
  const node = h(
    "li.line-up",
    { data: { session: row.sessionId } },
    icon("devices"),
    h("span.grow", {}, h("span.session-name", { title: row.device }, device), seen),
    row.current
      ? h("span.badge.quiet", {}, t("thisDevice"))
      : h("button.button", { type: "button", "aria-label": t("signOutDevice", { device }), on: { click: onEnd } }, t("signOut")),
  );
  return { node, update: (now) => (seen.textContent = t("lastSeen", { time: moment(new Date(now.lastSeen)) })) };
}

const BROWSERS = [["Edg/", "Edge"], ["OPR/", "Opera"], ["Firefox/", "Firefox"], ["Chrome/", "Chrome"], ["Safari/", "Safari"]];
const SYSTEMS = [["Android", "Android"], ["iPhone", "iPhone"], ["iPad", "iPad"], ["Windows", "Windows"], ["Mac OS X", "macOS"], ["Linux", "Linux"]];

/** A browser's `User-Agent` in words; other clients go by what they said. */
function deviceName(device) {
  const name = (known) => known.find(([mark]) => device.includes(mark))?.[1];
  const browser = name(BROWSERS);
  const system = name(SYSTEMS);
  return browser && system ? t("deviceOn", { browser, system }) : device || t("unknownDevice");
}
