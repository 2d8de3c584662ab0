// What visitors do in the lab.
import { Visitor } from "./browser.mjs";

/** Somebody in the lab. */
export class Learner extends Visitor {
  /** Comes in as a guest; a partner is there then. */
  async enter() {
    await this.click("Enter as a guest");
    await this.isOnline();
  }

  isOnline = () => this.until(() => document.querySelectorAll(".who[data-state=online]").length === 2 && document.querySelector("[data-who=learner] code").textContent !== "");

  open = (view) => this.click(view, "tab");

  async write(text) {
    await this.page.locator(".desk-write input").fill(text);
    await this.click("Write");
  }
}
