// All of a conversation by keys alone; what comes meanwhile is said to screen readers, and notified of while
// the page is hidden.
import assert from "node:assert/strict";
import { account, askAs, withBrowser } from "../browser.mjs";
import { Chatter } from "../chat.mjs";
import { address, tell } from "../steps.mjs";

await withBrowser(async (browser) => {
  const ann = await account("Ann");
  const bob = await account(`Bob ${process.hrtime.bigint().toString(36)}`);
  const { chat_id: chatId } = await askAs(bob, "/chat_creating", { user_id_1: bob.id, user_id_2: ann.id });
  const say = (content) => askAs(bob, `/v2/chats/${chatId}/messages`, { client_msg_id: crypto.randomUUID(), content });
  const reader = new Chatter();
  reader.context = await browser.createBrowserContext();
  await reader.context.overridePermissions(address, ["notifications"]);
  await reader.openPage();
  const { page } = reader;
  const keys = async (...names) => {
    for (const name of names) await page.keyboard.press(name);
  };

  await reader.until(() => document.activeElement.matches("input[name=login]"));
  await page.keyboard.type(ann.login);
  await keys("Tab");
  await page.keyboard.type(ann.password);
  await keys("Enter");
  await reader.until(() => document.querySelector("[data-chat]"));
  await tabTo(reader, ".chat-row");
  await keys("Enter");
  await reader.until(() => document.activeElement.matches(".composer textarea"));
  tell("signed in and opened a chat");

  await page.keyboard.type("by keys");
  await keys("Enter");
  await reader.ticked("by keys", "Sent");
  await keys("ArrowUp");
  await reader.until(() => document.activeElement.value === "by keys");
  await page.keyboard.type(" alone");
  await keys("Enter");
  await reader.sees("by keys alone");
  tell("wrote and edited");

  await say("quote me");
  await reader.sees("quote me");
  await reader.until(() => document.querySelector("[role=log]").textContent.includes("quote me"));
  await tabTo(reader, ".row", "Shift");
  await keys("End", "ArrowUp");
  assert.equal(await page.evaluate(() => document.activeElement.querySelector(".text").textContent), "by keys alone");
  await keys("ArrowDown", "Tab");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Quote");
  await keys("Enter");
  await page.keyboard.type("quoted");
  await keys("Enter");
  await reader.until(() => document.querySelector(".row:last-child .quote-text")?.textContent === "quote me");
  tell("went to a message and quoted it");

  await page.evaluate(() => {
    window.notified = [];
    window.Notification = class extends EventTarget {
      static permission = "default";
      static requestPermission = async () => (this.permission = "granted");
      constructor(title, { body }) {
        super();
        window.notified.push({ title, body });
      }
    };
  });
  await say("while it is shown");
  await reader.sees("while it is shown");
  await reader.click("Settings");
  await reader.click("Turn on");
  await reader.reads("Turn off");
  await keys("Escape");
  const other = await reader.context.newPage();
  await other.bringToFront();
  await page.waitForFunction(() => document.hidden, { polling: 50, timeout: 15_000 });
  await say("while it is hidden");
  await page.waitForFunction(() => window.notified.length > 0, { polling: 50, timeout: 15_000 });
  assert.deepEqual(await page.evaluate(() => window.notified), [{ title: bob.userName, body: "while it is hidden" }]);
  await page.bringToFront();
  tell("notified while it was hidden");
  await reader.isWell();
  tell("done");
});

async function tabTo(reader, selector, modifier) {
  for (let i = 0; i < 20; i++) {
    if (modifier) await reader.page.keyboard.down(modifier);
    await reader.page.keyboard.press("Tab");
    if (modifier) await reader.page.keyboard.up(modifier);
    if (await reader.page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
  }
  assert.fail(`no ${selector} within 20 steps`);
}
