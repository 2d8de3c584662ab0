// Whatever people call themselves, write, or name their files: the page shows it, and runs none of it.
import assert from "node:assert/strict";
import { account, askAs, withBrowser } from "../browser.mjs";
import { Chatter } from "../chat.mjs";
import { address, ask, tell } from "../steps.mjs";
import { markup } from "./markup.mjs";

const LONGEST_NAME = 50;

assert.equal(markup.length, 50);
const victim = await account("Ann");
const attacks = [];
for (const text of markup) {
  attacks.push(await attack(text));
}
tell("fifty people wrote");

await withBrowser(async (browser) => {
  const ann = await Chatter.arrive(browser);
  await ann.signIn(victim);
  await ann.until((count) => document.querySelectorAll("[data-chat]").length === count, attacks.length);
  for (const { chatId, name, text } of attacks) {
    await ann.page.evaluate((id) => (location.hash = `chat/${id}`), chatId);
    await ann.isIn(name);
    await ann.sees(text);
    const shown = await ann.until(look, chatId, text);
    assert.deepEqual(shown, { name, last: text, text, fileName: text, foreign: [], scriptLinks: [] });
    await ann.use(text, "Quote");
    assert.equal(await ann.page.evaluate(() => document.querySelector(".about .quote-text").textContent), text);
    await ann.press("Escape");
  }
  tell("all of it is shown");

  await ann.fill("Find people and chats", "<", "searchbox");
  await ann.until(() => document.querySelectorAll("[data-chat]").length > 20);
  const mine = await Chatter.arrive(browser);
  await mine.signUp(markup[1].slice(0, LONGEST_NAME));
  await mine.click("Settings");
  await mine.reads(markup[1]);
  await mine.fill("Current password", markup[4]);
  await ann.isWell();
  await mine.isWell();
  tell("done");
});

/** Somebody with that name writes that, with a file of that name. */
async function attack(text) {
  const name = [...text].slice(0, LONGEST_NAME).join("");
  const person = await account(name);
  const { chat_id: chatId } = await askAs(person, "/chat_creating", { user_id_1: person.id, user_id_2: victim.id });
  const form = new FormData();
  form.append("user_id", person.id);
  form.append("login", person.login);
  form.append("password", person.password);
  form.append("file", new Blob(["<script>alert(1)</script>"], { type: "text/html" }), "x.html");
  const { service_file: file } = await ask(200, "/file_upload", form);
  await askAs(person, `/v2/chats/${chatId}/messages`, {
    client_msg_id: crypto.randomUUID(),
    content: text,
    file,
    file_name: text,
  });
  return { chatId, name, text };
}

/** What the page shows of a chat, and whether there is anything in it that only markup could have made. */
function look(chatId, text) {
  const row = [...document.querySelectorAll(".row")].find((it) => it.querySelector(".text").textContent === text);
  const listed = document.querySelector(`[data-chat="${chatId}"]`);
  const tags = "script, iframe, object, embed, video, audio, marquee, math, details, meta, link, base, style, template, xss";
  return {
    name: document.querySelector(".conversation h2").textContent,
    last: listed.querySelector(".soft:not(time)").textContent,
    text: row.querySelector(".text").textContent,
    fileName: row.querySelector(".file-name").textContent,
    foreign: [...document.querySelectorAll("#page *")].filter((it) => it.matches(tags)).map((it) => it.outerHTML),
    scriptLinks: [...document.querySelectorAll("#page a")].filter((it) => !/^https?:$/.test(it.protocol)).map((it) => it.href),
  };
}
