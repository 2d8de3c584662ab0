import { showChannel } from "./channel.js";
import { make, prose } from "./dom.js";
import { showOperation } from "./operation.js";
import { tokenField } from "./token.js";
import { showTranscripts } from "./transcripts.js";

const main = document.getElementById("main");
const state = document.getElementById("state");

try {
  const [openapi, asyncapi, transcripts] = await Promise.all(
    ["/openapi.json", "/asyncapi.json", "/transcripts/index.json"].map(load),
  );
  state.remove();
  main.append(paths(openapi), frames(asyncapi), replays(transcripts));
  unfold();
  addEventListener("hashchange", unfold);
} catch (e) {
  state.textContent = `The description cannot be loaded: ${e.message}`;
}

async function load(path) {
  const response = await fetch(path);
  if (!response.ok) {
    throw new Error(`${path} is answered with ${response.status}`);
  }
  return response.json();
}

function paths(openapi) {
  const operations = Object.entries(openapi.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  return make(
    "section",
    { id: "paths" },
    make("h2", {}, "Paths"),
    prose(openapi.info.description),
    tokenField(),
    ...openapi.tags.flatMap(({ name, description }) => [
      make("h3", {}, name),
      make("p.soft", {}, description),
      ...operations
        .filter(({ operation }) => operation.tags.includes(name))
        .map(({ method, path, operation }) => showOperation(method, path, operation, openapi)),
    ]),
  );
}

function frames(asyncapi) {
  return make(
    "section",
    { id: "frames" },
    make("h2", {}, "Frames"),
    prose(asyncapi.info.description),
    ...Object.keys(asyncapi.channels).map((name) => showChannel(name, asyncapi)),
  );
}

function replays(transcripts) {
  return make(
    "section",
    { id: "transcripts" },
    make("h2", {}, "Transcripts"),
    make(
      "p",
      {},
      "Stories of frames in and out, which any client's author can replay against a server: ",
      make("a", { href: "/transcripts/README.md" }, "how they are written"),
      ". Each makes accounts of its own.",
    ),
    ...showTranscripts(transcripts),
  );
}

/** Opens what the address points at. */
function unfold() {
  const target = document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLDetailsElement) {
    target.open = true;
  }
  target?.scrollIntoView();
}
