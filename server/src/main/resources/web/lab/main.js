// The lab's page: lets a learner in, and shows the views. Everything else is called from here.
import { toastFailure } from "/chat/toasts.js";
import { Bench } from "./bench.js";
import { dropKept, forgetGuests, keptLearner, keptPartner } from "./guests.js";
import { door } from "./views/door.js";
import { home } from "./views/home.js";
import { t } from "./words/words.js";

const page = document.getElementById("page");
let bench = null;
/** Of what is shown: ends when something else is. */
let life = new AbortController();

window.addEventListener("unhandledrejection", ({ reason }) => toastFailure(reason));

const learner = keptLearner();
await (learner === null ? showDoor() : enter(learner));

async function showDoor() {
  life.abort();
  document.title = t("title");
  page.replaceChildren(door({ onEnter: enter, onLanguage: showDoor }));
}

async function enter(session) {
  page.setAttribute("aria-busy", "true");
  try {
    bench = await Bench.open(session, await keptPartner());
    bench.addEventListener("over", leave);
    bench.addEventListener("problem", ({ detail }) => toastFailure(detail));
    showHome();
  } catch (failure) {
    dropKept();
    await showDoor();
    toastFailure(failure);
  } finally {
    page.removeAttribute("aria-busy");
  }
}

function showHome() {
  life.abort();
  life = new AbortController();
  document.title = t("title");
  page.replaceChildren(home(bench, { life: life.signal, onLanguage: showHome, onLeave: leave }));
}

async function leave() {
  const left = bench;
  bench = null;
  if (left === null) {
    return;
  }
  await forgetGuests(left);
  await left.close();
  await showDoor();
}
