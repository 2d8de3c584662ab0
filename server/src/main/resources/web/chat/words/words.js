// The page's words in the language that was chosen, or else the browser's.
import { en } from "./en.js";
import { ru } from "./ru.js";

/** The languages by their code; each has a name that its own speakers know. */
export const languages = { en, ru };

const KEY = "language";
let code = firstKnown([localStorage.getItem(KEY), ...navigator.languages]);
show();

function firstKnown(wanted) {
  return wanted.map((one) => one?.slice(0, 2)).find((one) => Object.hasOwn(languages, one)) ?? "en";
}

function show() {
  document.documentElement.lang = code;
}

/** The code of the language that is shown. */
export const language = () => code;

/** Takes another language; whoever shows words must do so anew. */
export function chooseLanguage(chosen) {
  code = firstKnown([chosen]);
  localStorage.setItem(KEY, code);
  show();
}

/**
 * A sentence, with `{name}` replaced by the value of that name. A sentence that depends on a number
 * has a form for each kind of number the language knows, and is chosen by `n`.
 * @param {string} key
 * @param {Record<string, string|number>} [values]
 */
export function t(key, values = {}) {
  const found = languages[code][key];
  if (found === undefined) {
    throw new Error(`words: no ${code} for "${key}"`);
  }
  const form = typeof found === "string" ? found : (found[new Intl.PluralRules(code).select(values.n)] ?? found.other);
  return form.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** What to say of a failure: its own words where the code is known, else the server's sentence. */
export function sentenceOf(failure) {
  const key = `error.${failure.code}`;
  return Object.hasOwn(languages[code], key) ? t(key) : failure.message || t("error.unknown");
}

const format = (options) => new Intl.DateTimeFormat(code, options);

export const clock = (date) => format({ hour: "2-digit", minute: "2-digit" }).format(date);
export const moment = (date) => format({ dateStyle: "medium", timeStyle: "short" }).format(date);

/** A day as people say it: today, yesterday, or its date. */
export function day(date) {
  const days = Math.round((midnight(new Date()) - midnight(date)) / 86_400_000);
  if (days === 0) return t("today");
  if (days === 1) return t("yesterday");
  const sameYear = date.getFullYear() === new Date().getFullYear();
  return format({ day: "numeric", month: "long", ...(sameYear ? {} : { year: "numeric" }) }).format(date);
}

/** The clock for today, the date for other days: what a chat list has room for. */
export function shortTime(date) {
  if (midnight(date) === midnight(new Date())) return clock(date);
  return format({ day: "numeric", month: "short" }).format(date);
}

const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** `1.4 MB` */
export function size(bytes) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const step = bytes < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3));
  return new Intl.NumberFormat(code, {
    style: "unit",
    unit: units[step],
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: step < 2 ? 0 : 1,
  }).format(bytes / 1000 ** step);
}
