// The API's page shows all of it, sends requests and frames, replays a transcript, and everybody can use it.
import assert from "node:assert/strict";
import { everywhere } from "../access.mjs";
import { account, Visitor, withBrowser } from "../browser.mjs";
import { tell } from "../steps.mjs";

await withBrowser(async (browser) => {
  const ann = await account("<b>Ann</b>");
  const reader = await Visitor.arrive(browser, { path: "/docs" });
  const { page } = reader;
  await reader.reads("Sockets that resume");
  await everywhere(reader, "docs");

  await reader.fill("Token", ann.token);
  await unfold("#GET_v2_chats");
  await page.locator("#GET_v2_chats button").click();
  await reader.reads('"chats": []');
  tell("a path of one's own answers");

  await unfold("#POST_search");
  await page.locator("#POST_search textarea").fill(JSON.stringify({ user_name: "<b>ann</b>" }));
  await page.locator("#POST_search button").click();
  await reader.reads('"user_name": "<b>Ann</b>"');
  tell("markup is shown as text");

  await unfold("#POST_file_upload");
  await page.locator("#POST_file_upload button").click();
  await reader.reads('"service_file"');
  tell("a file is uploaded");

  await unfold("#GET_v2_chats_id_messages");
  await page.locator("#GET_v2_chats_id_messages input").fill("1234567");
  await page.locator("#GET_v2_chats_id_messages button").click();
  await reader.reads('"code": "not_found"');
  tell("a refusal is shown");

  await reader.click("Open");
  await reader.reads("open");
  await page.locator("#resumable form button[type=submit]:not([disabled])").click();
  await reader.reads('"type":"synced"');
  await page.locator("#resumable form textarea").fill('{"type":"hello"}');
  await page.locator("#resumable form button[type=submit]").click();
  await reader.reads("closed: 4000");
  tell("frames go in and out");

  await unfold('[data-transcript="receipts.jsonl"]');
  await page.locator('[data-transcript="receipts.jsonl"] button').click();
  await reader.until(() => /All \d+ lines came true/.test(document.body.innerText));
  tell("a transcript is replayed");

  await unfold("#resumable details");
  await everywhere(reader, "docs-unfolded");
  await reader.isWell();

  const policy = await page.evaluate(async () => (await fetch("/docs", { method: "HEAD" })).headers.get("Content-Security-Policy"));
  assert.doesNotMatch(policy, /unsafe/);
  tell("done");

  function unfold(selector) {
    return page.locator(`${selector} > summary`).click();
  }
});
