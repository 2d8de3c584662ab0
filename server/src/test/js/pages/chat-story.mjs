// Two people, each before a browser of their own, sign up and chat.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { everywhere } from "../access.mjs";
import { account, askAs, withBrowser } from "../browser.mjs";
import { Chatter } from "../chat.mjs";
import { post, tell } from "../steps.mjs";

const folder = mkdtempSync(join(tmpdir(), "chat-story-"));
try {
  await withBrowser(story);
} finally {
  rmSync(folder, { recursive: true });
}

async function story(browser) {
  const [annsName, bobsName] = ["Ann Archer", "Bob Bridges"];
  const ann = await Chatter.arrive(browser);
  const bob = await Chatter.arrive(browser);
  await ann.signUp(annsName);
  await bob.signUp(bobsName);
  tell("both signed up");

  await ann.meet(bobsName);
  await ann.write("Good morning, Bob");
  await ann.ticked("Good morning, Bob", "Delivered");
  await bob.hasUnread(annsName, 1);
  await ann.write("Are you there?");
  await bob.hasUnread(annsName, 2);
  await bob.until(() => document.title.startsWith("(2)"));
  tell("two messages are delivered, and unread");

  await bob.open(annsName);
  await bob.sees("Good morning, Bob");
  await bob.hasUnread(annsName, 0);
  await ann.ticked("Are you there?", "Read");
  tell("read");

  await bob.write("Morning! I am by the bay,");
  await ann.sees("Morning! I am by the bay,");
  await ann.use("Morning! I am by the bay,", "Quote");
  await ann.write("Already? Show me!");
  await bob.until(() => [...document.querySelectorAll(".quote-text")].some((it) => it.textContent === "Morning! I am by the bay,"));
  await bob.use("Morning! I am by the bay,", "Edit");
  await bob.page.keyboard.press("End");
  await bob.page.keyboard.down("Shift");
  await bob.page.keyboard.press("Enter");
  await bob.page.keyboard.up("Shift");
  await bob.page.keyboard.type("with coffee");
  await bob.press("Enter");
  await ann.sees("Morning! I am by the bay,\nwith coffee");
  await ann.reads("edited");
  tell("quoted and edited");

  await ann.use("Are you there?", "Delete");
  await ann.click("Delete");
  await ann.seesNoMore("Are you there?");
  await bob.seesNoMore("Are you there?");
  tell("deleted for both");

  await neighbours(ann);
  await sendPicture(bob, ann);
  await cancelUpload(ann);
  await secondDevice(browser, ann, bob);
  await ann.isWell();
  await bob.isWell();
  tell("done");
}

/** More people write: the list of chats shows them, unread. */
async function neighbours(ann) {
  const [{ id }] = await (await post("/search", { user_name: ann.userName })).json();
  for (const [name, ...lines] of [
    ["Clara Fields", "The maps are in the post"],
    ["Дмитрий Орлов", "Привет!", "До воскресенья"],
  ]) {
    const person = await account(name);
    const { chat_id: chatId } = await askAs(person, "/chat_creating", { user_id_1: person.id, user_id_2: id });
    for (const content of lines) {
      await askAs(person, `/v2/chats/${chatId}/messages`, { client_msg_id: crypto.randomUUID(), content });
    }
    await ann.hasUnread(name, lines.length);
  }
  tell("others wrote too");
}

async function sendPicture(sender, receiver) {
  const path = join(folder, "dawn over the bay.png");
  writeFileSync(path, await paint(sender.page));
  await sender.attach(path);
  await sender.until(() => document.querySelector(".tray-item.up progress")?.value === 100);
  await sender.write("Look at this");
  await receiver.sees("Look at this");
  await receiver.until(() => document.querySelector(".picture img")?.naturalWidth === 640);
  await receiver.click("Open picture dawn over the bay.png");
  await receiver.until(() => document.querySelector("dialog.viewer img")?.naturalWidth === 640);
  await everywhere(receiver, "chat-picture");
  await receiver.press("Escape");
  await receiver.until(() => !document.querySelector("dialog"));
  await sender.until(() => document.querySelector(".picture img")?.naturalWidth === 640);
  await receiver.write("Beautiful");
  await receiver.ticked("Beautiful", "Read");
  await receiver.picture("chat");
  tell("a picture was sent and opened");
}

/** A picture that a person could have taken, drawn by the browser. */
async function paint(page) {
  const uri = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [640, 480];
    const context = canvas.getContext("2d");
    const sky = context.createLinearGradient(0, 0, 0, 480);
    ["#1d2b53", "#7e4a7c", "#f08a5d", "#f9d56e"].forEach((colour, i) => sky.addColorStop(i / 5, colour));
    sky.addColorStop(0.61, "#23527c");
    sky.addColorStop(1, "#0b1d33");
    context.fillStyle = sky;
    context.fillRect(0, 0, 640, 480);
    context.fillStyle = "#fff3c4";
    context.arc(420, 270, 36, Math.PI, 2 * Math.PI);
    context.fill();
    return canvas.toDataURL("image/png");
  });
  return Buffer.from(uri.split(",")[1], "base64");
}

async function cancelUpload(ann) {
  const path = join(folder, "large.bin");
  writeFileSync(path, Buffer.alloc(64 * 1024 * 1024));
  // Slow enough that it is still on its way when it is cancelled.
  const network = await ann.page.createCDPSession();
  await network.send("Network.enable");
  const conditions = { offline: false, latency: 0, downloadThroughput: -1 };
  await network.send("Network.emulateNetworkConditions", { ...conditions, uploadThroughput: 4 * 1024 * 1024 });
  await ann.attach(path);
  await ann.until(() => document.querySelector(".tray-item progress")?.value > 0);
  await ann.click("Remove: large.bin");
  await ann.until(() => !document.querySelector(".tray-item"));
  await network.send("Network.emulateNetworkConditions", { ...conditions, uploadThroughput: -1 });
  await network.detach();
  tell("an upload was cancelled");
}

async function secondDevice(browser, ann, bob) {
  const other = await Chatter.arrive(browser);
  await other.signIn(ann);
  await other.open(bob.userName);
  await other.sees("Look at this");
  await other.write("From my phone");
  await ann.sees("From my phone");
  await bob.sees("From my phone");
  await ann.ticked("From my phone", "Read");
  tell("another device of the same person shows the same");

  await ann.click("Settings");
  await ann.until(() => document.querySelectorAll("[data-session]").length === 2);
  await ann.click("Sign out Chrome on Linux");
  await other.reads("This device was signed out.");
  await ann.until(() => document.querySelectorAll("[data-session]").length === 1);
  await ann.press("Escape");
  const kept = await other.page.evaluate(() => document.body.innerText);
  assert.ok(!kept.includes("From my phone"));
  await other.isWell();
  tell("a revoked session is signed out");
}
