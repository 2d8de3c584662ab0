// Who is at the bench: kept for the tab, so that a reload finds the same two again.
import { openStore } from "/lib/messenger.js";
import { signUpGuest } from "./device.js";

const LEARNER = "lab.learner";
const PARTNER = "lab.partner";

/** The session of the chat page, if somebody is signed in there. @returns {Promise<import("/lib/messenger.js").Session | undefined>} */
export async function chatSession() {
  return new Map(await (await openStore()).all("session")).get("current");
}

/** @returns {import("/lib/messenger.js").Session | null} */
export const keptLearner = () => kept(LEARNER);

/** The learner is somebody new. */
export const guestLearner = async () => keep(LEARNER, { ...(await signUpGuest("Lab learner")), guest: true });

/** The learner is who chats in this browser. */
export const chattingLearner = (session) => keep(LEARNER, session);

/** Somebody for the learner to write to: the one of before, or somebody new. */
export const keptPartner = async () => kept(PARTNER) ?? keep(PARTNER, { ...(await signUpGuest("Lab partner")), guest: true });

/** Whoever is kept cannot come back: the server does not know them. */
export const dropKept = () => [LEARNER, PARTNER].forEach((key) => sessionStorage.removeItem(key));

/** Erases those who were signed up for the lab. @param {import("./bench.js").Bench} bench */
export async function forgetGuests(bench) {
  const learner = kept(LEARNER);
  dropKept();
  const guests = [bench.partner, ...(learner?.guest ? [bench.learner] : [])];
  await Promise.all(guests.filter(({ messenger }) => messenger.session).map(({ messenger }) => messenger.eraseAccount()));
}

function kept(key) {
  return JSON.parse(sessionStorage.getItem(key));
}

function keep(key, session) {
  sessionStorage.setItem(key, JSON.stringify(session));
  return session;
}
