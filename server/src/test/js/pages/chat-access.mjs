// Every view, in both themes and both languages, is one that everybody can use, and fits a narrow phone.
import assert from "node:assert/strict";
import { everywhere, theCheckerSees } from "../access.mjs";
import { account, askAs, withBrowser } from "../browser.mjs";
import { Chatter } from "../chat.mjs";
import { tell } from "../steps.mjs";

await withBrowser(async (browser) => {
  const bob = await account("Otto Weaver");
  const ann = await Chatter.arrive(browser, { height: 900 });
  await theCheckerSees(ann.page);
  await languagesAgree(ann.page);
  await everywhere(ann, "chat-entry");
  await ann.click("Create an account");
  await everywhere(ann, "chat-sign-up");
  await ann.click("Sign in");
  await ann.signUp("Ann Miller");
  await everywhere(ann, "chat-no-chats");
  await ann.meet(bob.userName);
  await everywhere(ann, "chat-no-messages");
  await conversation(ann, bob);
  await everywhere(ann, "chat-conversation");
  await ann.use("Yes, at eight. I bring the maps, and you bring the coffee?", "Quote");
  await everywhere(ann, "chat-quoting");
  await ann.press("Escape");
  await ann.click("Settings");
  await ann.until(() => document.querySelector("[data-session]"));
  await everywhere(ann, "chat-settings");
  await ann.press("Escape");
  await ann.click("Delete chat");
  await everywhere(ann, "chat-confirmation");
  await ann.press("Escape");
  await ann.leaveChat();
  await ann.fill("Find people and chats", "nobody at all", "searchbox");
  await ann.reads("Nobody by that name.");
  await everywhere(ann, "chat-nobody-found");
  await inRussian(ann);
  await ann.isWell();
  tell("done");
});

async function conversation(ann, bob) {
  const { chats } = await ann.page.evaluate(() => ({ chats: Number(location.hash.split("/")[1]) }));
  const say = (content) => askAs(bob, `/v2/chats/${chats}/messages`, { client_msg_id: crypto.randomUUID(), content });
  await ann.write("Shall we walk along the river on Sunday?");
  await say("Yes, at eight. I bring the maps, and you bring the coffee?");
  await ann.sees("Yes, at eight. I bring the maps, and you bring the coffee?");
  await ann.write("Deal. The path is described here: https://example.org/river-walk?from=mill&to=bridge");
  await say("averylongwordthatnobodywouldwrite".repeat(12));
  await say("Понял, до воскресенья");
  await ann.sees("Понял, до воскресенья");
}

/** Both have the same sentences, with the same values in them, and each form that its numbers need. */
async function languagesAgree(page) {
  const [en, ru] = await page.evaluate(async () => [(await import("/chat/words/en.js")).en, (await import("/chat/words/ru.js")).ru]);
  assert.deepEqual(Object.keys(ru), Object.keys(en));
  const values = (words) => [...JSON.stringify(words).matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  for (const key of Object.keys(en)) {
    assert.deepEqual(new Set(values(ru[key])), new Set(values(en[key])), key);
    for (const [code, words] of [["en", en[key]], ["ru", ru[key]]]) {
      const forms = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
      assert.ok(typeof words === "string" || forms.every((form) => words[form]), `${code}: ${key}`);
    }
  }
  tell("both languages say the same");
}

async function inRussian(ann) {
  await ann.click("Settings");
  await ann.click("Русский", "radio");
  await ann.reads("Сменить пароль");
  assert.equal(await ann.page.evaluate(() => document.documentElement.lang), "ru");
  await everywhere(ann, "chat-settings-ru");
  await ann.click("Тёмная", "radio");
  assert.equal(await ann.page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), "dark");
  await ann.click("Закрыть");
  await ann.page.reload();
  await ann.reads("Чаты");
  assert.equal(await ann.page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), "dark");
  tell("in Russian and in the dark, also after a reload");
}
