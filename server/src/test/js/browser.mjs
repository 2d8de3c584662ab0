// A browser in which the tests of pages look at them as people do: by what can be read, and by the names
// that buttons and fields have for screen readers. All waits are for conditions, and bounded.
import assert from "node:assert/strict";
import { existsSync, mkdirSync } from "node:fs";
import { createServer, connect } from "node:net";
import { delimiter, join } from "node:path";
import puppeteer from "puppeteer-core";
import { address, post } from "./steps.mjs";

export const PATIENCE_MS = 15_000;

/** Where pictures of the pages are put. */
const PICTURES = new URL("../../../target/screenshots/", import.meta.url).pathname;

/** Debian's Chromium, or what CHROMIUM names. */
function chromium() {
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const found = process.env.PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const path = process.env.CHROMIUM ?? found.find(existsSync);
  assert.ok(path, "Chromium is missing: scripts/test installs it (apt-get install chromium)");
  return path;
}

/**
 * Starts a browser, lets a test use it, and ends it.
 * @param {(browser: import("puppeteer-core").Browser) => Promise<void>} test
 */
export async function withBrowser(test) {
  const browser = await puppeteer.launch({
    executablePath: chromium(),
    acceptInsecureCerts: true,
    // As root, as in a container, Chromium's sandbox cannot work; the pages are our own.
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--lang=en-US", "--force-color-profile=srgb"],
    env: { ...process.env, LANGUAGE: "en_US" },
    protocolTimeout: 60_000,
  });
  try {
    await test(browser);
  } finally {
    await browser.close();
  }
}

/** Somebody before a browser of their own: their cookies, databases and permissions are nobody else's. */
export class Visitor {
  /** @type {import("puppeteer-core").Page} */
  page;
  /** What went wrong in the page: exceptions, refusals by its policy, dialogs. */
  faults = [];

  /**
   * @param {import("puppeteer-core").Browser} browser
   * @param {{width?: number, height?: number, scheme?: "light"|"dark", at?: string}} [options] `at`: another
   *     way to the server than its own address
   */
  static async arrive(browser, options = {}) {
    const visitor = new this();
    visitor.context = await browser.createBrowserContext();
    await visitor.openPage(options);
    return visitor;
  }

  /** Another page of the same visitor, or the first. */
  async openPage({ width = 1200, height = 800, scheme = "light", at = address, path = "/" } = {}) {
    const page = await this.context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    page.on("pageerror", (error) => this.faults.push(String(error.stack ?? error)));
    page.on("dialog", (dialog) => {
      this.faults.push(`dialog: ${dialog.message()}`);
      dialog.dismiss();
    });
    await page.evaluateOnNewDocument(() => {
      window.refusals = [];
      document.addEventListener("securitypolicyviolation", (event) =>
        window.refusals.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
      );
    });
    await page.setViewport({ width, height });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.goto(at + path);
    this.page = page;
    return page;
  }

  /** A button, link or field by its name. */
  named = (name, role) => this.page.locator(`::-p-aria([name="${name.replaceAll('"', '\\"')}"]${role ? `[role="${role}"]` : ""})`);

  click = (name, role = "button") => this.named(name, role).click();
  fill = (name, value, role = "textbox") => this.named(name, role).fill(value);
  press = (key) => this.page.keyboard.press(key);

  /** Waits until what can be read on the page has this in it. */
  reads = (text) => this.until((wanted) => document.body.innerText.includes(wanted), text);
  readsNoMore = (text) => this.until((wanted) => !document.body.innerText.includes(wanted), text);

  /** Waits until a function of the page's gives what is true, and gives that. */
  async until(condition, ...values) {
    try {
      return await (await this.page.waitForFunction(condition, { timeout: PATIENCE_MS, polling: 50 }, ...values)).jsonValue();
    } catch (failure) {
      const shown = await this.page.evaluate(() => document.body.innerText).catch(() => "nothing");
      throw new Error(`not within ${PATIENCE_MS} ms: ${condition} of ${JSON.stringify(values)}\nThe page reads:\n${shown}\nIts faults: ${this.faults}`, { cause: failure });
    }
  }

  async picture(name) {
    mkdirSync(PICTURES, { recursive: true });
    await this.page.screenshot({ path: join(PICTURES, `${name}.png`) });
  }

  /** Expects that nothing went wrong, and that the page's policy had nothing to refuse. */
  async isWell() {
    assert.deepEqual(this.faults, []);
    assert.deepEqual(await this.page.evaluate(() => window.refusals), []);
  }
}

/** A way to the server that can be cut, as networks are. */
export async function cuttableWay() {
  const { port, hostname } = new URL(address);
  const open = new Set();
  let isCut = false;
  const server = createServer((client) => {
    if (isCut) {
      client.destroy();
      return;
    }
    const onward = connect(Number(port), hostname);
    for (const [from, to] of [[client, onward], [onward, client]]) {
      open.add(from);
      from.on("error", () => {});
      from.on("close", () => {
        open.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `https://127.0.0.1:${server.address().port}`,
    cut() {
      isCut = true;
      open.forEach((socket) => socket.destroy());
    },
    mend() {
      isCut = false;
    },
    end() {
      this.cut();
      server.close();
    },
  };
}

/** A call with a person's token. */
export async function askAs(person, path, body, status = 200) {
  const answer = await post(path, body, { Authorization: `Bearer ${person.token}` });
  const text = await answer.text();
  assert.equal(answer.status, status, `${path}: ${text}`);
  return JSON.parse(text);
}

/** Somebody who has an account, and perhaps no page. */
export async function account(userName) {
  const login = `page-${process.hrtime.bigint()}`;
  const password = "correct horse";
  const registered = await post("/registration", { user_name: userName, login, password });
  assert.equal(registered.status, 200, await registered.text());
  const signedIn = await (await post("/login", { login, password })).json();
  return { ...signedIn, userName, login, password };
}
