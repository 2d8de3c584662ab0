// Whether everybody can use a page: axe-core's rules, in both themes, on wide and narrow screens.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tell } from "./steps.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WIDE = { width: 1200, height: 800 };
const NARROW = { width: 360, height: 800 };

/**
 * Expects that a view can be used by everybody in both themes, and fits a wide and a narrow screen; leaves
 * a picture of each.
 * @param {import("./browser.mjs").Visitor} visitor
 * @param {string} view what to call it
 */
export async function everywhere(visitor, view) {
  for (const theme of ["light", "dark"]) {
    await visitor.page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
    for (const screen of [WIDE, NARROW]) {
      const { width } = screen;
      await visitor.page.setViewport(screen);
      await visitor.until((wanted) => innerWidth === wanted && document.getAnimations().every((it) => it.playState === "finished"), width);
      assert.deepEqual(await visitor.page.evaluate(beyondTheScreen), [], `${view}, ${width}`);
      await visitor.picture(`${view}-${theme}-${width}`);
      assert.deepEqual(await findings(visitor.page), [], `${view}, ${theme}, ${width}`);
    }
  }
  await visitor.page.setViewport(WIDE);
  await visitor.page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "light" }]);
  tell(view);
}

/** What one would have to scroll sideways to see, but for what scrolls by itself, by keys too: code, wide tables, tabs. */
function beyondTheScreen() {
  return [document.documentElement, ...document.querySelectorAll("body *")]
    .filter((it) => !it.parentElement?.closest("[role=region][tabindex='0'], [role=tablist]"))
    .filter((it) => it.checkVisibility({ visibilityProperty: true }))
    .filter((it) => it.getBoundingClientRect().right > innerWidth + 1 || (it.matches("html") && it.scrollWidth > innerWidth))
    .map((it) => `${it.tagName} ${it.getAttribute("class") ?? ""}`);
}

/** What axe-core finds serious or critical. It comes by the debugger, so that the page's policy stands. */
export async function findings(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} (${node.any[0]?.message ?? ""})`).join("; ")}`);
}

/** A page that is made worse must be found so, or finding nothing means nothing. */
export async function theCheckerSees(page) {
  await page.evaluate(() => {
    const image = document.createElement("img");
    image.id = "nameless";
    document.body.append(image);
  });
  const [found] = await findings(page);
  assert.match(found, /^image-alt/);
  await page.evaluate(() => document.getElementById("nameless").remove());
}
