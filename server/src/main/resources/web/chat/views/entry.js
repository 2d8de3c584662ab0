// Signing in and signing up: one form, which asks for a name too where an account is to be made.
import { field, h } from "../dom.js";
import { sentenceOf, t } from "../words/words.js";
import { appearance } from "./appearance.js";

const SHORTEST_PASSWORD = 8;

/**
 * @param {import("../state.js").State} state
 * @param {{notice?: string, onEntered: () => void, onLanguage: () => void}} options
 */
export function entry(state, { notice = "", onEntered, onLanguage }) {
  const page = h("main.entry");
  show(false);
  return page;

  function show(isNew) {
    const form = entryForm(state, isNew, onEntered);
    const other = h("button.button.bare", { type: "button", on: { click: () => show(!isNew) } });
    other.textContent = t(isNew ? "signIn" : "signUp");
    page.replaceChildren(
      h(
        "div.entry-card.card",
        {},
        h("img.logo", { src: "/style/logo.svg", alt: "", width: 48, height: 48 }),
        h("h1", {}, t("appName")),
        h("p.soft", {}, t("tagline")),
        notice && h("p.entry-notice", { role: "status" }, notice),
        form,
        h("p.entry-other", {}, h("span.soft", {}, t(isNew ? "alreadyHere" : "newHere")), " ", other),
      ),
      h("div.entry-foot", {}, appearance(onLanguage)),
    );
    queueMicrotask(() => form.querySelector("input").focus());
  }
}

function entryForm(state, isNew, onEntered) {
  const name = field(t("userName"), { name: "user_name", autocomplete: "name", maxlength: 50, placeholder: t("userNameHint") });
  const login = field(t("login"), { name: "login", autocomplete: "username", autocapitalize: "none", spellcheck: "false", maxlength: 50 });
  const password = field(t("password"), {
    name: "password",
    type: "password",
    autocomplete: isNew ? "new-password" : "current-password",
    ...(isNew ? { placeholder: t("passwordHint") } : {}),
  });
  const fields = isNew ? { user_name: name, login, password } : { login, password };
  const complaint = h("p.complaint", { role: "alert" });
  const submit = h("button.button.main", { type: "submit" }, t(isNew ? "signUp" : "signIn"));

  const enter = async (event) => {
    event.preventDefault();
    complaint.textContent = "";
    if (!complete(fields, isNew)) return;
    submit.disabled = true;
    try {
      const { user_name: userName, login: id, password: secret } = values(fields);
      await (isNew ? state.signUp(userName, id, secret) : state.signIn(id, secret));
      onEntered();
    } catch (failure) {
      const at = fields[failure.code === "login_taken" ? "login" : failure.field];
      (at ?? { complain: (sentence) => (complaint.textContent = sentence) }).complain(sentenceOf(failure));
      (at ?? login).input.focus();
    } finally {
      submit.disabled = false;
    }
  };
  return h(
    "form.stack",
    { novalidate: true, on: { submit: enter } },
    Object.values(fields).map((one) => one.node),
    complaint,
    submit,
    h("p.soft.small", {}, t("keptToken")),
  );
}

const values = (fields) => Object.fromEntries(Object.entries(fields).map(([key, { input }]) => [key, input.value]));

function complete(fields, isNew) {
  for (const one of Object.values(fields)) {
    const isPassword = one.input.type === "password";
    const short = isNew && isPassword && new TextEncoder().encode(one.input.value).length < SHORTEST_PASSWORD;
    one.complain(one.input.value.trim() === "" ? t("fillIn") : short ? t("tooShort") : "");
  }
  const wrong = Object.values(fields).find((one) => one.input.hasAttribute("aria-invalid"));
  wrong?.input.focus();
  return !wrong;
}
