// The lab's words, in the language that is chosen for all pages.
import { language } from "/chat/words/words.js";
import { en } from "./en.js";
import { ru } from "./ru.js";

const languages = { en, ru };

/**
 * The words under a key: a sentence, with `{name}` replaced by the value of that name, or what a lesson or
 * experiment has to say. A dot leads into an object: `lessons.tls.title`.
 *
 * @param {string} key
 * @param {Record<string, string|number>} [values]
 */
export function t(key, values = {}) {
  const found = key.split(".").reduce((words, name) => words?.[name], languages[language()]);
  if (found === undefined) {
    throw new Error(`words: no ${language()} for "${key}"`);
  }
  return typeof found === "string" ? found.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "") : found;
}

/** Whether there are words under a key. */
export const hasWords = (key) => key.split(".").reduce((words, name) => words?.[name], languages[language()]) !== undefined;

/** A number as the language writes it. */
export const number = (value, digits = 0) =>
  new Intl.NumberFormat(language(), { minimumFractionDigits: 0, maximumFractionDigits: digits }).format(value);

/** A time in nanoseconds, in the unit that suits it. */
export function duration(nanos) {
  const [unit, size] = nanos < 1e6 ? ["us", 1e3] : nanos < 1e9 ? ["ms", 1e6] : ["s", 1e9];
  const value = nanos / size;
  return `${number(value, value < 10 ? 2 : value < 100 ? 1 : 0)}\u00a0${t(`units.${unit}`)}`;
}

/** `117 B`, `1.2 MB` */
export function bytes(count) {
  const step = count < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(count) / 3));
  return `${number(count / 1000 ** step, step === 0 ? 0 : 1)}\u00a0${t(`units.bytes.${step}`)}`;
}
