// Files come by paste and by drop too, and are downloaded byte for byte; a picture of oneself is cropped.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { everywhere } from "../access.mjs";
import { account, askAs, withBrowser } from "../browser.mjs";
import { Chatter } from "../chat.mjs";
import { post, tell } from "../steps.mjs";

const folder = mkdtempSync(join(tmpdir(), "chat-files-"));
try {
  await withBrowser(story);
} finally {
  rmSync(folder, { recursive: true });
}

async function story(browser) {
  const bob = await account(`Bob ${process.hrtime.bigint().toString(36)}`);
  const ann = await Chatter.arrive(browser);
  await ann.signUp(`Ann ${process.hrtime.bigint().toString(36)}`);
  await ann.meet(bob.userName);

  await ann.page.evaluate(give, "paste", ".composer textarea", "pasted.txt", "from the clipboard");
  await ann.until(() => document.querySelector(".tray-item.up"));
  await ann.page.evaluate(give, "drop", ".conversation", "dropped.txt", "from a folder");
  await ann.until(() => document.querySelectorAll(".tray-item.up").length === 2);
  await ann.write("two files");
  await ann.until(() => [...document.querySelectorAll(".file-name")].map((it) => it.textContent).join() === "pasted.txt,dropped.txt");
  tell("pasted and dropped");
  await everywhere(ann, "chat-files");

  const network = await browser.target().createCDPSession();
  await network.send("Browser.setDownloadBehavior", {
    behavior: "allow",
    downloadPath: folder,
    browserContextId: ann.context.id,
    eventsEnabled: true,
  });
  const ended = new Promise((resolve) => {
    network.on("Browser.downloadProgress", ({ state }) => state === "completed" && resolve());
  });
  await ann.until(() => document.querySelectorAll('[aria-label="Download: pasted.txt"]').length === 1);
  await ann.click("Download: pasted.txt");
  await ended;
  assert.deepEqual(readdirSync(folder), ["pasted.txt"]);
  assert.equal(readFileSync(join(folder, "pasted.txt"), "utf8"), "from the clipboard");
  tell("downloaded");

  await crop(ann);
  const found = await (await post("/search", { user_name: ann.userName })).json();
  assert.equal(found[0].avatar, true);
  const { avatar } = await askAs(bob, "/avatar_download", { user_id: found[0].id });
  assert.deepEqual(await ann.page.evaluate(colours, avatar), { width: 256, height: 256, left: "blue", right: "blue" });
  tell("cropped");
  await ann.isWell();
  tell("done");
}

/** What the browser does when somebody pastes or drops a file. */
function give(type, target, name, content) {
  const data = new DataTransfer();
  data.items.add(new File([content], name, { type: "text/plain" }));
  const init = { bubbles: true, cancelable: true };
  document
    .querySelector(target)
    .dispatchEvent(type === "paste" ? new ClipboardEvent(type, { ...init, clipboardData: data }) : new DragEvent(type, { ...init, dataTransfer: data }));
}

/** A picture whose left half is red and whose right half is blue, cropped to the blue by keys alone. */
async function crop(ann) {
  const uri = await ann.page.evaluate(() => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [600, 300];
    const context = canvas.getContext("2d");
    context.fillStyle = "red";
    context.fillRect(0, 0, 300, 300);
    context.fillStyle = "blue";
    context.fillRect(300, 0, 300, 300);
    return canvas.toDataURL("image/png");
  });
  const path = join(folder, "halves.png");
  writeFileSync(path, Buffer.from(uri.split(",")[1], "base64"));
  await ann.click("Settings");
  const input = await ann.page.waitForSelector(".profile input[type=file]");
  await input.uploadFile(path);
  await ann.until(() => document.activeElement.matches(".cropper canvas"));
  for (let i = 0; i < 40; i++) {
    await ann.press("ArrowRight");
  }
  await ann.press("+");
  await everywhere(ann, "chat-cropper");
  await ann.click("Use this picture");
  await ann.until(() => document.querySelector(".profile .face img")?.naturalWidth === 256);
  await ann.press("Escape");
}

/** What is to be seen left and right in a picture. */
async function colours(uri) {
  const image = new Image();
  image.src = uri;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const at = (x) => {
    const [red, , blue] = context.getImageData(x, image.height / 2, 1, 1).data;
    return blue > 200 && red < 60 ? "blue" : "not blue";
  };
  return { width: image.width, height: image.height, left: at(10), right: at(image.width - 10) };
}
