import { labelled, make } from "./dom.js";

const input = make("input", {
  autocomplete: "off",
  spellcheck: "false",
  placeholder: "from POST /login",
});

/**
 * The one token that all of the page uses. It is kept nowhere.
 *
 * @returns {HTMLElement}
 */
export function tokenField() {
  return make("div.token", {}, labelled("Token", input));
}

/** @returns {string} */
export function token() {
  return input.value.trim();
}

/** @returns {Record<string, string>} headers */
export function bearer() {
  return token() === "" ? {} : { Authorization: `Bearer ${token()}` };
}
