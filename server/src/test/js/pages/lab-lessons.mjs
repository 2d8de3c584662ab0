// Every lesson can be completed, and stays so after a reload.
import assert from "node:assert/strict";
import { withBrowser } from "../browser.mjs";
import { Learner } from "../lab.mjs";
import { tell } from "../steps.mjs";

await withBrowser(async (browser) => {
  const ann = await Learner.arrive(browser, { path: "/lab#lessons", height: 1000 });
  await ann.enter();
  const lessons = await ann.page.evaluate(async () => (await import("/lab/lessons/lessons.js")).LESSONS.map(({ id, right }) => ({ id, right })));
  assert.equal(lessons.length, 10);
  for (const { id, right } of lessons) {
    await ann.until((name) => document.querySelector(`.lesson-name[data-lesson=${name}]`).click() ?? document.querySelector(`.lesson[data-lesson=${name}]`), id);
    await ann.page.evaluate(() => document.querySelector(".lesson [data-part=deed] button").click());
    await ann.until(() => document.querySelector(".lesson [data-part=deed] .result[data-done=true]"));
    await answer(ann, (right + 1) % 3);
    await ann.until(() => document.querySelector("[data-part=answer] .result[data-done=false]"));
    await answer(ann, right);
    await ann.until((name) => document.querySelector(`.lesson-name[data-lesson=${name}][data-done=true]`), id);
    tell(id, await ann.page.evaluate(() => ({ found: document.querySelector("[data-part=deed] .result").textContent })));
    await ann.isOnline();
  }
  await ann.reads("10 of 10 done");
  await ann.picture("lab-lessons");
  await ann.page.reload();
  await ann.isOnline();
  await ann.reads("10 of 10 done");
  await ann.isWell();
  tell("done");
});

function answer(ann, which) {
  return ann.page.evaluate((i) => {
    const form = document.querySelector("form[data-part=answer]");
    form.querySelectorAll("input")[i].click();
    form.querySelector("button").click();
  }, which);
}
