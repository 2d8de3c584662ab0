// The page: signs in, or shows who is signed in what they have. Everything else is called from here.
import { loadIcons } from "./icons.js";
import { State } from "./state.js";
import { entry } from "./views/entry.js";
import { home } from "./views/home.js";
import { t } from "./words/words.js";

const page = document.getElementById("page");
const icons = loadIcons();
const state = await State.open();
let life = new AbortController();

state.addEventListener("ended", ({ detail }) => showEntry(detail.byUser ? "" : t("signedOutElsewhere")));

if (state.me) {
  showHome();
} else {
  showEntry();
}

await icons;

function showEntry(notice = "") {
  endView();
  document.title = t("appName");
  page.replaceChildren(entry(state, { notice, onEntered: showHome, onLanguage: () => showEntry(notice) }));
}

function showHome() {
  endView();
  page.replaceChildren(
    home(state, { life: life.signal, onLanguage: showHome, onSignOut: () => state.signOut() }),
  );
}

function endView() {
  life.abort();
  document.querySelectorAll("dialog").forEach((dialog) => dialog.close());
  life = new AbortController();
}
