// Each fault's promise holds, and the page shows that it does.
import assert from "node:assert/strict";
import { withBrowser } from "../browser.mjs";
import { Learner } from "../lab.mjs";
import { tell } from "../steps.mjs";

const FAULTS = ["stall", "fragments", "delay", "half_open", "reset", "duplicate", "lost_ack", "slow_reader"];

await withBrowser(async (browser) => {
  const ann = await Learner.arrive(browser, { path: "/lab#faults", height: 1400 });
  await ann.enter();
  await ann.until(() => document.querySelector(".fault"));
  assert.deepEqual(await ann.page.evaluate(() => [...document.querySelectorAll(".fault")].map(({ dataset }) => dataset.fault)), FAULTS);
  assert.ok(await ann.page.evaluate(() => [...document.querySelectorAll(".fault .promise")].every((it) => it.textContent.length > 20)));
  for (const fault of FAULTS) {
    await ann.page.evaluate((name) => document.querySelector(`[data-fault=${name}] button`).click(), fault);
    await ann.until((name) => /held|broken/.test(document.querySelector(`[data-fault=${name}]`).dataset.verdict), fault);
    const { verdict, checks } = await ann.page.evaluate((name) => {
      const card = document.querySelector(`[data-fault=${name}]`);
      return { verdict: card.dataset.verdict, checks: [...card.querySelectorAll(".checks li")].map((it) => it.textContent) };
    }, fault);
    tell(fault, { verdict, checks });
    assert.equal(verdict, "held", `${fault}: ${checks.join("\n")}`);
    await ann.isOnline();
  }
  await ann.picture("lab-faults");
  await ann.isWell();
  tell("done");
});
