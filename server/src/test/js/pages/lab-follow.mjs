// A message is followed through the server, its bytes are shown, and its way is paused.
import assert from "node:assert/strict";
import { withBrowser } from "../browser.mjs";
import { Learner } from "../lab.mjs";
import { tell } from "../steps.mjs";

const STAGES = [
  "socket_read",
  "tls",
  "websocket",
  "inbox",
  "json",
  "rules",
  "queue",
  "sql",
  "commit",
  "encode",
  "hand_over",
  "write",
  "encrypt",
  "flush",
  "peer_write",
  "peer_flush",
  "received",
];

await withBrowser(async (browser) => {
  const ann = await Learner.arrive(browser, { path: "/lab", height: 1000 });
  await ann.reads("Watch your own bytes");
  await ann.picture("lab-door");
  await ann.enter();
  tell("inside");
  await theWaterfall(ann);
  await thePipeline(ann);
  await theWire(ann);
  await aRecordShownAfterItsFrame(ann);
  await theNumbers(ann);
  await aReloadFindsTheSameTwo(ann);
  await ann.isWell();
  tell("done");
});

async function theWaterfall(ann) {
  await ann.open("Follow");
  await ann.click("Send and follow");
  await ann.until(() => document.querySelector(".waterfall[data-done=true]"));
  const stages = await ann.page.evaluate(() => [...document.querySelectorAll(".waterfall li")].map(({ dataset }) => [dataset.stage, Number(dataset.nanos)]));
  assert.deepEqual(stages.map(([stage]) => stage), STAGES);
  for (const [stage, nanos] of stages) {
    // The writer may hand over to a loop that is just there.
    assert.ok(nanos > 0 || stage === "hand_over", `${stage}: ${nanos} ns`);
  }
  const total = await ann.page.evaluate(() => document.querySelector(".follow-sum").textContent);
  assert.match(total, /^17 stages, [\d.,]+\s(µs|ms|s) in all$/);
  await ann.click("rules: decide");
  await ann.until(() => document.querySelector("[data-view=follow] .source .line.meant"));
  await ann.picture("lab-follow");
  await ann.click("Send over REST");
  await ann.until(() => /total .* commit /.test(document.querySelector(".timing").textContent));
  tell("a waterfall with every stage", { total });
}

async function thePipeline(ann) {
  await ann.open("Pipeline");
  await ann.until(() => document.querySelectorAll(".handler").length >= 4);
  await ann.click("Put probes in");
  await ann.until(() => document.querySelectorAll(".probe").length >= 5);
  await ann.write("through the pipeline");
  await ann.until(() => document.querySelector(".events tr[data-kind=read][data-direction=in]") && document.querySelector(".events tr[data-kind=write][data-direction=out]"));
  await ann.page.evaluate(() => document.querySelector('.handler[data-whose="ours"]').click());
  await ann.until(() => /class FrameHandler/.test(document.querySelector("[data-view=pipeline] .source .line.meant")?.textContent));
  await ann.picture("lab-pipeline");
  tell("events pass the handlers, and the source stands beside");

  await ann.page.type("[data-view=pipeline] input[type=search]", "nothing of that name");
  await ann.until(() => document.querySelectorAll(".events tbody tr").length === 0);
  await ann.page.click("[data-view=pipeline] input[type=search]", { count: 3 });
  await ann.press("Backspace");
  await ann.until(() => document.querySelectorAll(".events tbody tr").length > 0);

  await ann.click("Pause before");
  await ann.until(() => /^Paused before FrameHandler/.test(document.querySelector(".held").textContent));
  await ann.write("stepwise");
  await ann.until(() => /: [1-9]\d* waiting/.test(document.querySelector(".held").textContent));
  await ann.click("One step");
  await ann.click("Let go");
  await ann.until(() => document.querySelector(".held").textContent === "Let go.");
  tell("paused, stepped and let go");
}

async function theWire(ann) {
  await ann.open("Wire");
  await ann.click("Record bytes");
  await ann.write("Grüße");
  await ann.until(() => [...document.querySelectorAll(".wire-item[data-kind=websocket][data-direction=in]")].length > 0);
  await ann.page.evaluate(() => document.querySelector(".wire-item[data-kind=websocket][data-direction=in]").click());
  await ann.until(() => document.querySelector(".wire-detail [data-decoded=tls]") && document.querySelector(".wire-detail [data-decoded=websocket]"));
  const parts = await ann.page.evaluate(() => Object.fromEntries([...document.querySelectorAll(".wire-detail .parts > div")].map((it) => [it.querySelector("dt").textContent, it.querySelector("dd").firstChild.textContent])));
  assert.equal(parts.type, "23 application_data");
  assert.equal(parts.FIN, "1");
  assert.equal(parts.opcode, "0x1 text");
  assert.equal(parts.MASK, "1");
  assert.match(parts["masking key"], /^([0-9a-f]{2} ?){4}$/);
  await ann.picture("lab-wire");
  await ann.click("Open the connection anew");
  await ann.until(() => document.querySelector(".wire-item[data-kind=http]"));
  await ann.isOnline();
  tell("records, frames and heads are decoded");
}

/** A read ends after what it led to, so a frame can be looked at before its record is there. */
async function aRecordShownAfterItsFrame(ann) {
  const shown = await ann.page.evaluate(async () => {
    const { wire } = await import("/lab/views/wire.js");
    const journal = new EventTarget();
    const { node } = wire({ journal, connection: null }, { life: new AbortController().signal });
    const kindsAfter = (line) => {
      journal.dispatchEvent(new CustomEvent("entry", { detail: { kind: "feed", line: { type: "event", connection: "1", direction: "in", kind: "read", ...line } } }));
      return [...node.querySelectorAll("[data-decoded]")].map(({ dataset }) => dataset.decoded);
    };
    return [
      kindsAfter({ n: 2, parent: 1, from: "tls", handler: "frames", hex: "81810000000021", bytes: 7 }),
      kindsAfter({ n: 1, parent: 0, from: "socket", handler: "tls", hex: "1703030001aa", bytes: 6 }),
    ];
  });
  assert.deepEqual(shown, [["websocket"], ["tls", "websocket"]]);
  tell("a record is shown with its frame, though it came after it");
}

async function theNumbers(ann) {
  await ann.open("Server");
  await ann.until(() => [...document.querySelectorAll(".chart-card")].every((it) => it.querySelector("path")));
  await ann.write("something to count");
  await ann.until(() => /L/.test(document.querySelector("[data-chart=connections] path").getAttribute("d")));
  await ann.picture("lab-server");
  tell("charts of the server's numbers");
}

async function aReloadFindsTheSameTwo(ann) {
  const { learner, partner } = await ann.page.evaluate(() => ({ learner: sessionStorage.getItem("lab.learner"), partner: sessionStorage.getItem("lab.partner") }));
  assert.ok(learner && partner);
  await ann.page.reload();
  await ann.isOnline();
  assert.equal(await ann.page.evaluate(() => sessionStorage.getItem("lab.learner")), learner);
  await ann.click("Leave");
  await ann.reads("Enter as a guest");
  tell("a reload finds the same two, and who leaves is forgotten");
}
