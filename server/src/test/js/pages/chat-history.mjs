// A long history comes in pages as one scrolls up, and what is being read stays where it is.
import assert from "node:assert/strict";
import { account, askAs, withBrowser } from "../browser.mjs";
import { Chatter } from "../chat.mjs";
import { tell } from "../steps.mjs";

const WRITTEN = 230;

const ann = await account("Ann");
const bob = await account("Bob of the long history");
const { chat_id: chatId } = await askAs(bob, "/chat_creating", { user_id_1: bob.id, user_id_2: ann.id });
const say = (content, more = {}) =>
  askAs(bob, `/v2/chats/${chatId}/messages`, { client_msg_id: crypto.randomUUID(), content, ...more });
const { message_id: first } = await say("message 0");
for (let i = 1; i < WRITTEN; i++) {
  await say(`message ${i}\n${"word ".repeat((i * 7) % 40)}`.trim());
}
await say("it began there", { reply_to: first });

await withBrowser(async (browser) => {
  const reader = await Chatter.arrive(browser);
  await reader.signIn(ann);
  await reader.hasUnread(bob.userName, WRITTEN + 1 > 99 ? "99+" : WRITTEN + 1);
  await reader.open(bob.userName);
  await reader.sees("it began there");
  await reader.until(atEnd);
  tell("opened at its end");

  const shown = await reader.page.evaluate(() => document.querySelectorAll(".row").length);
  assert.ok(shown < WRITTEN, `${shown} messages at first`);
  await reader.page.evaluate(() => (document.querySelector(".history").scrollTop = 900));
  await reader.until(() => document.querySelector(".history").scrollTop === 900);
  const before = await reader.page.evaluate(mark);
  await reader.page.evaluate(() => document.querySelector(".history").scrollBy(0, -400));
  await reader.until((count) => document.querySelectorAll(".row").length > count, shown);
  await staysPut(reader, before, 400);
  tell("what was read stayed, when older ones came above it");

  const inTheMiddle = await reader.page.evaluate(mark);
  await say("news");
  await reader.sees("news");
  await staysPut(reader, inTheMiddle, 0);
  await reader.click("1 new message");
  await reader.until(atEnd);
  await reader.hasUnread(bob.userName, 0);
  tell("and when a new one came below it");

  await reader.page.evaluate(() => document.querySelector(".quote").click());
  await reader.until(() => document.activeElement.querySelector?.(".text")?.textContent === "message 0");
  await reader.reads("This is where it began");
  assert.equal(await reader.page.evaluate(() => document.querySelectorAll(".row").length), WRITTEN + 2);
  const order = await reader.page.evaluate(() => [...document.querySelectorAll(".row .text")].map((it) => it.textContent.split("\n")[0]));
  assert.deepEqual(order.slice(0, WRITTEN), Array.from({ length: WRITTEN }, (_, i) => `message ${i}`));
  await reader.isWell();
  tell("done");
});

function atEnd() {
  const history = document.querySelector(".history");
  return history.scrollHeight - history.scrollTop - history.clientHeight < 2;
}

/** Some message in the middle of the view, and where it is. */
function mark() {
  const row = document.elementsFromPoint(800, 400).find((it) => it.matches(".row"));
  return { id: row.dataset.message, top: row.getBoundingClientRect().top };
}

async function staysPut(reader, { id, top }, scrolled) {
  const now = await reader.page.evaluate((wanted) => document.querySelector(`[data-message="${wanted}"]`).getBoundingClientRect().top, id);
  assert.ok(Math.abs(now - scrolled - top) < 2, `it was at ${top}, was scrolled by ${scrolled}, and is at ${now}`);
}
