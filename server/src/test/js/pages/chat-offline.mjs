// What is written without a network is kept, and sent once when it is back; also over a reload.
import assert from "node:assert/strict";
import { account, askAs, cuttableWay, withBrowser } from "../browser.mjs";
import { Chatter } from "../chat.mjs";
import { address, tell } from "../steps.mjs";

const way = await cuttableWay();
try {
  await withBrowser(story);
} finally {
  way.end();
}

async function story(browser) {
  const bob = await account(`Bob ${process.hrtime.bigint().toString(36)}`);
  const ann = await Chatter.arrive(browser, { at: way.address });
  await ann.signUp("Ann");
  await ann.meet(bob.userName);
  await ann.write("before");
  await ann.ticked("before", "Sent");

  way.cut();
  await ann.until(() => ["waiting", "offline"].includes(document.querySelector(".connection").dataset.state));
  const written = ["one", "two", "three"];
  for (const text of written) {
    await ann.write(text);
    await ann.ticked(text, "Waiting to be sent");
  }
  assert.ok(await ann.page.evaluate(() => document.querySelector(".tick .icon").getBoundingClientRect().width > 0));
  assert.ok(await ann.page.evaluate(() => document.querySelector(document.querySelector(".tick use").getAttribute("href"))));
  await ann.picture("chat-offline");
  tell("three were written without a network");

  way.mend();
  for (const text of written) {
    await ann.ticked(text, "Sent");
  }
  tell("sent when it was back");

  way.cut();
  await ann.until(() => ["waiting", "offline"].includes(document.querySelector(".connection").dataset.state));
  await ann.write("kept over a reload");
  await ann.ticked("kept over a reload", "Waiting to be sent");
  way.mend();
  await ann.page.reload();
  await ann.until(() => document.querySelector(".connection[data-state=online]"));
  await ann.ticked("kept over a reload", "Sent");
  tell("sent after a reload");

  const { chats } = await (await fetch(`${address}/v2/chats`, { headers: { Authorization: `Bearer ${bob.token}` } })).json();
  const past = await askAs(bob, "/get_past_messages", { chat_id: chats[0].chat_id });
  const stored = past.map((message) => message.content).reverse();
  assert.deepEqual(stored, ["before", ...written, "kept over a reload"]);
  for (const text of stored) {
    assert.equal(await ann.count(text), 1, text);
  }
  await ann.isWell();
  tell("done", { stored });
}
