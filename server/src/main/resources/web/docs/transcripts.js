import { parse, replay } from "../transcripts/replay.js";
import { make } from "./dom.js";

/**
 * The golden transcripts, to be read and to be replayed against this server.
 *
 * @param {string[]} names
 * @returns {HTMLElement[]}
 */
export function showTranscripts(names) {
  return names.map((name) => {
    const details = make("details.operation", { "data-transcript": name }, make("summary", {}, make("code", {}, name)));
    details.addEventListener(
      "toggle",
      async () => details.append(...parts(await (await fetch(`/transcripts/${name}`)).text())),
      { once: true },
    );
    return details;
  });
}

function parts(jsonl) {
  const lines = parse(jsonl);
  const state = make("p", { role: "status" });
  const run = async (event) => {
    event.target.disabled = true;
    state.textContent = "Playing …";
    try {
      state.textContent = `All ${await replay(lines, { base: location.origin })} lines came true.`;
    } catch (e) {
      state.textContent = e.message;
    }
    event.target.disabled = false;
  };
  return [
    make("p", {}, make("strong", {}, lines[0].title), ". ", lines[0].about),
    make("pre", { tabindex: 0 }, jsonl),
    make("button.button", { type: "button", onclick: run }, "Replay it here"),
    state,
  ];
}
