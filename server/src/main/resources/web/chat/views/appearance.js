// Theme and language: two rows of choices, for the entry and for the settings.
import { freshId, h } from "../dom.js";
import { chooseLanguage, language, languages, t } from "../words/words.js";

const themes = { auto: "themeAuto", light: "themeLight", dark: "themeDark" };

/** @param {() => void} onLanguage called once another language was chosen */
export function appearance(onLanguage) {
  const names = Object.entries(languages).map(([code, words]) => [code, words.name, code]);
  return h(
    "div.appearance",
    {},
    choices(
      t("theme"),
      Object.entries(themes).map(([theme, key]) => [theme, t(key)]),
      localStorage.getItem("theme") ?? "auto",
      chooseTheme,
    ),
    choices(t("languageLabel"), names, language(), (code) => {
      chooseLanguage(code);
      onLanguage();
    }),
  );
}

function chooseTheme(theme) {
  const root = document.documentElement;
  if (theme === "auto") {
    localStorage.removeItem("theme");
    delete root.dataset.theme;
  } else {
    localStorage.setItem("theme", theme);
    root.dataset.theme = theme;
  }
}

function choices(label, options, chosen, onChoose) {
  const name = freshId("choice");
  return h(
    "fieldset.choices",
    { "aria-label": label },
    options.map(([value, text, lang]) =>
      h(
        "label",
        lang ? { lang } : {},
        h("input", { type: "radio", name, value, checked: value === chosen, on: { change: () => onChoose(value) } }),
        text,
      ),
    ),
  );
}
