/**
 * For the command line: `node --experimental-websocket replay-cli.js URL TRANSCRIPT.jsonl…`
 *
 * A certificate of the server's own is named by `NODE_EXTRA_CA_CERTS=data/certificate.pem`.
 */

import { readFile } from "node:fs/promises";
import process from "node:process";
import { parse, replay } from "./replay.js";

const [base, ...files] = process.argv.slice(2);
if (base === undefined || files.length === 0) {
  console.error("usage: replay URL TRANSCRIPT.jsonl…");
  process.exit(2);
}
let failed = 0;
for (const file of files) {
  const lines = parse(await readFile(file, "utf8"));
  try {
    await replay(lines, { base });
    console.log(`ok      ${lines[0].title}`);
  } catch (e) {
    failed += 1;
    console.log(`FAILED  ${lines[0].title}\n${e.message}`);
  }
}
console.log(`${files.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
