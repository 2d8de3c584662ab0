// Ten short lessons, each with something to do, a question, and a check of both.
import { freshId, h } from "/chat/dom.js";
import { toastFailure } from "/chat/toasts.js";
import { LESSONS } from "../lessons/lessons.js";
import { Progress } from "../lessons/progress.js";
import { t } from "../words/words.js";

const LOOK_EVERY_MS = 200;

/** A message that is followed is told of after ten seconds, if nobody says that it was received. */
const LOOK_FOR_MS = 12_000;

/** @param {import("../bench.js").Bench} bench @returns {import("./home.js").View} */
export function lessons(bench, { go, life }) {
  const progress = new Progress();
  const sum = h("p", { role: "status" });
  const list = h("ol.lesson-list");
  const place = h("div.lesson-place");
  /** Ends what is being waited for in the lesson that was open before. */
  let waiting = new AbortController();
  life.addEventListener("abort", () => waiting.abort());
  open(LESSONS.find(({ id }) => !progress.isComplete(id)) ?? LESSONS[0]);

  const anew = h("button.button.quiet", { type: "button", on: { click: startAnew } }, t("lessons.anew"));
  return { node: h("div.stack", {}, h("p.soft", {}, t("lessons.what")), h("div.controls", {}, sum, anew), h("div.two.narrow-first", {}, list, place)) };

  function startAnew() {
    progress.clear();
    open(LESSONS[0]);
  }

  function open(lesson) {
    waiting.abort();
    waiting = new AbortController();
    place.replaceChildren(lessonOf(lesson));
    draw(lesson);
  }

  function draw(current) {
    sum.textContent = t("lessons.done", { n: LESSONS.filter(({ id }) => progress.isComplete(id)).length, all: LESSONS.length });
    list.replaceChildren(
      ...LESSONS.map((lesson, i) => {
        const isDone = progress.isComplete(lesson.id);
        return h(
          "li",
          {},
          h(
            "button.lesson-name",
            { type: "button", "aria-current": String(lesson === current), data: { lesson: lesson.id, done: String(isDone) }, on: { click: () => open(lesson) } },
            h("span.mark", { "aria-hidden": "true" }, isDone ? "✓" : `${i + 1}`),
            t(`lessons.${lesson.id}.title`),
            isDone && h("span.unseen", {}, `, ${t("lessons.isDone")}`),
          ),
        );
      }),
    );
  }

  function lessonOf(lesson) {
    const { id, rfcs } = lesson;
    const words = t(`lessons.${id}`);
    const finish = (part) => {
      progress.add(id, part);
      draw(lesson);
    };
    const view = { backpressure: "faults", commit: "server", resend: "faults", resume: "faults", fanout: "pipeline", drain: "server" }[id] ?? "wire";
    return h(
      "article.card.stack.lesson",
      { data: { lesson: id } },
      h("h2", {}, words.title),
      words.text.map((text) => h("p", {}, text)),
      rfcs.length > 0 && h("p.small", {}, rfcs.map(({ name, url }) => [h("a", { href: url, rel: "noreferrer", target: "_blank" }, name), " "])),
      deedOf(lesson, words, () => finish("deed")),
      questionOf(lesson, words, () => finish("answer")),
      h("button.button.quiet.own-width", { type: "button", on: { click: () => go(view) } }, t("lessons.see", { view: t(`${view}.title`) })),
    );
  }

  function deedOf({ id, deed, check }, words, onDone) {
    const result = h("p.result", { role: "status" }, progress.has(id, "deed") ? `✓ ${t("lessons.deedDone")}` : "");
    const button = h("button.button.main", { type: "button", on: { click: begin } }, words.button);
    return h("div.stack", { data: { part: "deed" } }, h("h3", {}, t("lessons.todo")), h("p", {}, words.todo), h("div.controls", {}, button), result);

    async function begin() {
      button.disabled = true;
      result.textContent = t("lessons.looking");
      const since = bench.journal.now;
      try {
        await deed(bench);
        const found = await seen(check, since, waiting.signal);
        if (found !== null) {
          result.textContent = `✓ ${t(`lessons.${id}.found`, found)}`;
          result.dataset.done = "true";
          onDone();
        } else {
          result.textContent = t("lessons.notSeen");
        }
      } catch (failure) {
        result.textContent = "";
        toastFailure(failure);
      }
      button.disabled = false;
    }
  }

  /** Looks until it is there; `null` if it does not come. */
  async function seen(check, since, signal) {
    for (const deadline = performance.now() + LOOK_FOR_MS; performance.now() < deadline && !signal.aborted; ) {
      const found = await check(bench.journal.since(since));
      if (found !== null) {
        return found;
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    return null;
  }

  function questionOf({ id, right }, words, onDone) {
    const result = h("p.result", { role: "status" }, progress.has(id, "answer") ? `✓ ${words.because}` : "");
    const name = freshId("answer");
    const answers = words.answers.map((text, i) => h("label.answer", {}, h("input", { type: "radio", name, value: i }), text));
    const form = h(
      "form.stack",
      { data: { part: "answer" }, on: { submit: judge } },
      h("fieldset.answers", {}, h("legend", {}, words.question), answers),
      h("div.controls", {}, h("button.button", { type: "submit" }, t("lessons.answer"))),
      result,
    );
    return form;

    function judge(event) {
      event.preventDefault();
      const chosen = form.querySelector(":checked")?.value;
      const isRight = Number(chosen ?? -1) === right;
      result.textContent = isRight ? `✓ ${words.because}` : t(chosen === undefined ? "lessons.choose" : "lessons.wrong");
      result.dataset.done = String(isRight);
      if (isRight) onDone();
    }
  }
}
