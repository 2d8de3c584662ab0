// Both descriptions of the API are valid by the schemas of their makers; all golden transcripts come
// true; and whatever the server sends meanwhile is described. Ends with 0 if so.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { Validator } from "@seriousme/openapi-schema-validator";
import Ajv2020 from "ajv/dist/2020.js";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import WebSocket from "ws";
import { parse, replay } from "../../main/resources/web/transcripts/replay.js";
import { address, tell } from "./steps.mjs";

const TRANSCRIPTS = new URL("../../main/resources/web/transcripts/", import.meta.url);

/** What no transcript can bring about: a client that does not read, a server that stops. */
const UNTOLD = ["behind", "goaway"];

const openapi = await (await fetch(`${address}/openapi.json`)).json();
const asyncapi = await (await fetch(`${address}/asyncapi.json`)).json();

const { valid, errors } = await new Validator().validate(structuredClone(openapi));
assert.ok(valid, `openapi.json: ${JSON.stringify(errors)}`);
tell("openapi.json is valid", { version: openapi.openapi });

const schema = createRequire(import.meta.url)("@asyncapi/specs/schemas/3.0.0.json");
// The schema brings the meta-schema of draft 7 along, so Ajv's own must not be there twice.
const official = addFormats(
  new Ajv({ strict: false, allErrors: true, meta: false, validateSchema: false }),
  { mode: "fast" },
);
assert.ok(official.validate(schema, asyncapi), `asyncapi.json: ${official.errorsText()}`);
tell("asyncapi.json is valid", { version: asyncapi.asyncapi });

const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
ajv.addSchema(closed(openapi), "openapi");
ajv.addSchema(closed(asyncapi), "asyncapi");
const checks = new Map();
const told = new Set();

const files = (await readdir(TRANSCRIPTS)).filter((name) => name.endsWith(".jsonl")).sort();
assert.deepEqual(await (await fetch(`${address}/transcripts/index.json`)).json(), files);
for (const file of files) {
  const lines = parse(await readFile(new URL(file, TRANSCRIPTS), "utf8"));
  await replay(lines, { base: address, WebSocket, observe });
  tell("came true", { file, lines: lines.length });
}
for (const channel of ["resumable", "legacy"]) {
  for (const type of sentTypes(channel)) {
    assert.ok(UNTOLD.includes(type) || told.has(`${channel} ${type}`), `no transcript has ${channel} ${type}`);
  }
}
tell("done");

/** The document, in which no object may have a field that is not described. */
function closed(node) {
  if (Array.isArray(node)) {
    return node.map(closed);
  }
  if (typeof node !== "object" || node === null) {
    return node;
  }
  const copy = Object.fromEntries(Object.entries(node).map(([name, value]) => [name, closed(value)]));
  const isWhole = node.type === "object" && node.properties !== undefined;
  return isWhole ? { additionalProperties: false, ...copy } : copy;
}

function observe(event) {
  if (event.received !== undefined) {
    observeFrame(event.protocol === undefined ? "legacy" : "resumable", JSON.parse(event.received));
  } else if (event.answer !== undefined) {
    observeAnswer(event);
  }
}

function observeFrame(channel, frame) {
  told.add(`${channel} ${frame.type}`);
  const name = messages(channel).find(
    (it) => asyncapi.components.messages[it].name === frame.type,
  );
  assert.ok(name, `asyncapi.json has no ${channel} ${frame.type}`);
  check(`asyncapi#/components/messages/${name}/payload`, frame);
}

function observeAnswer({ method, path, status, answer }) {
  const template = Object.keys(openapi.paths).find((it) => fits(it, path.split("?")[0]));
  if (template === undefined) {
    assert.equal(status, 404, path);
    return;
  }
  const place = `${template.replaceAll("~", "~0").replaceAll("/", "~1")}/${method.toLowerCase()}`;
  assert.ok(openapi.paths[template][method.toLowerCase()].responses[status], `${method} ${path} ${status}`);
  check(
    encodeURI(`openapi#/paths/${place}/responses/${status}/content/application~1json/schema`),
    answer,
  );
}

function check(reference, value) {
  if (!checks.has(reference)) {
    checks.set(reference, ajv.compile({ $ref: reference }));
  }
  const fits = checks.get(reference);
  assert.ok(fits(value), `${reference}: ${ajv.errorsText(fits.errors)}: ${JSON.stringify(value)}`);
}

function fits(template, path) {
  const pattern = template.replace(/[.]/g, "\\$&").replace(/\{\w+\}/g, "[^/]+");
  return new RegExp(`^${pattern}$`).test(path);
}

/** The names of the messages that the server sends on a channel. */
function messages(channel) {
  return asyncapi.operations[`${channel}-send`].messages.map(({ $ref }) => $ref.split("/").at(-1));
}

function sentTypes(channel) {
  return messages(channel).map((name) => asyncapi.components.messages[name].name);
}
