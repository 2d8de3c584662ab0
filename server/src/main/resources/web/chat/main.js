// The page: signs in, or shows who is signed in what they have. Everything else is called from here.
import { loadIcons } from "./icons.js";
import { State } from "./state.js";
import { entry } from "./views/entry.js";
import { t } from "./words/words.js";

const page = document.getElementById("page");
const icons = loadIcons();
const state = await State.open();
let life = new AbortController();

state.addEventListener("ended", ({ detail }) => showEntry(detail.byUser ? "" : t("signedOutElsewhere")));

if (state.me) {
  await showHome();
} else {
  showEntry();
}

await icons;
// One can type by now; what is needed after signing in follows.
await loadHome();

function showEntry(notice = "") {
  endView();
  document.title = t("appName");
  page.replaceChildren(entry(state, { notice, onEntered: showHome, onLanguage: () => showEntry(notice) }));
}

async function showHome() {
  const { home } = await loadHome();
  if (state.me !== null) {
    show(home);
  }
}

function show(home) {
  endView();
  page.replaceChildren(
    home(state, { life: life.signal, onLanguage: () => show(home), onSignOut: () => state.signOut() }),
  );
}

function loadHome() {
  return import("./views/home.js");
}

function endView() {
  life.abort();
  document.querySelectorAll("dialog").forEach((dialog) => dialog.close());
  life = new AbortController();
}
