// Every view of the lab is one that everybody can use, in both themes and languages, and fits a narrow phone.
import assert from "node:assert/strict";
import { everywhere } from "../access.mjs";
import { withBrowser } from "../browser.mjs";
import { Learner } from "../lab.mjs";
import { tell } from "../steps.mjs";

const VIEWS = ["pipeline", "follow", "wire", "faults", "server", "lessons"];

await withBrowser(async (browser) => {
  const ann = await Learner.arrive(browser, { path: "/lab", height: 900 });
  await languagesAgree(ann.page);
  await everywhere(ann, "lab-door");
  await ann.enter();
  await keysMoveAmongTabs(ann);
  await ann.click("Put probes in");
  await ann.open("Follow");
  await ann.click("Send and follow");
  await ann.until(() => document.querySelector(".waterfall[data-done=true]"));
  await ann.open("Wire");
  await ann.click("Record bytes");
  await ann.write("Hello");
  await ann.until(() => document.querySelector(".wire-detail .hex"));
  await everyView(ann, "");
  await ann.click("Русский", "radio");
  await ann.reads("Лаборатория мессенджера");
  await everyView(ann, "-ru");
  await ann.isWell();
  tell("done");
});

async function everyView(ann, suffix) {
  for (const view of VIEWS) {
    await ann.page.evaluate((name) => document.getElementById(document.querySelector(`[data-view=${name}]`).getAttribute("aria-labelledby")).click(), view);
    await ann.until((name) => !document.querySelector(`[data-view=${name}]`).hidden, view);
    if (view === "faults") await ann.until(() => document.querySelector(".fault"));
    if (view === "server") await ann.until(() => document.querySelector("[data-chart=connections] path"));
    await everywhere(ann, `lab-${view}${suffix}`);
  }
}

async function keysMoveAmongTabs(ann) {
  const focused = () => ann.page.evaluate(() => [document.activeElement.textContent, document.querySelector(".view:not([hidden])").dataset.view]);
  await ann.page.focus("[role=tab][aria-selected=true]");
  await ann.press("ArrowRight");
  assert.deepEqual(await focused(), ["Follow", "follow"]);
  await ann.press("End");
  assert.deepEqual(await focused(), ["Lessons", "lessons"]);
  await ann.press("ArrowRight");
  assert.deepEqual(await focused(), ["Pipeline", "pipeline"]);
  tell("arrow keys move among the tabs");
}

/** Both have the same sentences, with the same values in them. */
async function languagesAgree(page) {
  const [en, ru] = await page.evaluate(async () => [(await import("/lab/words/en.js")).en, (await import("/lab/words/ru.js")).ru]);
  const flat = (words, path = "") => Object.entries(words).flatMap(([key, value]) => (typeof value === "object" ? flat(value, `${path}${key}.`) : [[path + key, value]]));
  const values = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
  assert.deepEqual(flat(ru).map(([key]) => key), flat(en).map(([key]) => key));
  const english = new Map(flat(en));
  for (const [key, text] of flat(ru)) {
    assert.deepEqual(values(text), values(english.get(key)), key);
  }
  tell("both languages say the same");
}
