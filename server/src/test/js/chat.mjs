// What visitors do on the chat page.
import { Visitor } from "./browser.mjs";

/** Somebody at the chat page. */
export class Chatter extends Visitor {
  async signUp(userName) {
    this.userName = userName;
    this.login = `page-${process.hrtime.bigint()}`;
    this.password = "correct horse";
    await this.click("Create an account");
    await this.fill("Your name", userName);
    await this.enter("Create an account");
  }

  async signIn({ login, password }) {
    Object.assign(this, { login, password });
    await this.enter("Sign in");
  }

  async enter(button) {
    await this.fill("Login", this.login);
    await this.fill("Password", this.password);
    await this.click(button);
    await this.until(() => document.querySelector(".connection[data-state=online]"));
  }

  /** Finds somebody by name, and opens the chat with them. */
  async meet(userName) {
    await this.fill("Find people and chats", userName, "searchbox");
    await this.until((name) => [...document.querySelectorAll("[data-person] .chat-name")].some((it) => it.textContent === name), userName);
    await this.page.evaluate((name) => {
      [...document.querySelectorAll("[data-person] button")].find((it) => it.querySelector(".chat-name").textContent === name).click();
    }, userName);
    await this.isIn(userName);
  }

  /** Opens a chat of the list. */
  async open(userName) {
    await this.until((name) => {
      const row = [...document.querySelectorAll("[data-chat] button")].find((it) => it.querySelector(".chat-name").textContent === name);
      row?.click();
      return row;
    }, userName);
    await this.isIn(userName);
  }

  isIn = (userName) => this.until((name) => document.querySelector(".conversation h2")?.textContent === name, userName);

  async write(text) {
    await this.page.locator(".composer textarea").fill(text);
    await this.press("Enter");
  }

  /** Waits for a message, by its text. */
  sees = (text) => this.until((wanted) => [...document.querySelectorAll(".row .text")].some((it) => it.textContent === wanted), text);
  seesNoMore = (text) => this.until((wanted) => ![...document.querySelectorAll(".row .text")].some((it) => it.textContent === wanted), text);

  /** How often a message is shown. */
  count = (text) => this.page.evaluate((wanted) => [...document.querySelectorAll(".row .text")].filter((it) => it.textContent === wanted).length, text);

  /** Waits until a message of one's own has a tick. @param {"Sent"|"Delivered"|"Read"|"Waiting to be sent"} tick */
  ticked = (text, tick) =>
    this.until(
      (wanted, label) =>
        [...document.querySelectorAll(".row.mine")]
          .filter((row) => row.querySelector(".text").textContent === wanted)
          .some((row) => row.querySelector(".tick").getAttribute("aria-label") === label),
      text,
      tick,
    );

  /** Waits until a chat of the list has so many unread messages. */
  hasUnread = (userName, number) =>
    this.until(
      (name, wanted) =>
        [...document.querySelectorAll("[data-chat]")]
          .filter((row) => row.querySelector(".chat-name").textContent === name)
          .some((row) => {
            const badge = row.querySelector(".badge");
            return wanted === 0 ? badge.hidden : !badge.hidden && badge.firstChild.textContent === String(wanted);
          }),
      userName,
      number,
    );

  /** Clicks one of the buttons that a message has. */
  async use(text, button) {
    await this.page.evaluate(
      (wanted, label) => {
        const row = [...document.querySelectorAll(".row")].find((it) => it.querySelector(".text").textContent === wanted);
        row.focus();
        row.querySelector(`.tools [aria-label="${label}"]`).click();
      },
      text,
      button,
    );
  }

  /** Chooses files as the button does. */
  async attach(...paths) {
    const input = await this.page.$(".composer input[type=file]");
    await input.uploadFile(...paths);
  }

  leaveChat = () => this.page.evaluate(() => (location.hash = ""));
}
