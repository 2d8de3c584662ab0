import { inline, labelled, make, pretty, prose } from "./dom.js";
import { showSchema } from "./schema.js";
import { bearer } from "./token.js";

/**
 * One method of one path: what it takes, what it answers, and a form to try it.
 *
 * @param {string} method
 * @param {string} path
 * @param {any} operation
 * @param {any} document
 * @returns {HTMLElement}
 */
export function showOperation(method, path, operation, document) {
  const details = make(
    "details.operation",
    { id: operation.operationId },
    make(
      "summary",
      {},
      make(`span.method.${method}`, {}, method.toUpperCase()),
      " ",
      make("code", {}, path),
      " ",
      make("span.soft", {}, operation.summary),
    ),
  );
  details.addEventListener(
    "toggle",
    () => details.append(...parts(method, path, operation, document)),
    { once: true },
  );
  return details;
}

function parts(method, path, operation, document) {
  const content = operation.requestBody?.content ?? {};
  const [type, body] = Object.entries(content)[0] ?? [];
  return [
    prose(operation.description ?? ""),
    make("p", {}, access(operation.security)),
    ...(operation.parameters ?? []).map((it) =>
      make("p", {}, make("code", {}, it.name), ` (${it.in}): `, ...inline(it.description ?? "")),
    ),
    ...(body
      ? [
          make("h4", {}, "Send"),
          make("p.soft", {}, `${Object.keys(content).join(" or ")}. ${operation.requestBody.description}`),
          showSchema(body.schema, document),
        ]
      : []),
    make("h4", {}, "Get"),
    ...Object.entries(operation.responses).map(([status, it]) => answer(status, it, document)),
    make("h4", {}, "Try it"),
    tryIt(method, path, operation, type, body),
  ];
}

function access(security) {
  if (security.length === 0) {
    return "For anybody.";
  }
  return security.length === 1
    ? "With a session's token."
    : "With a session's token, or with credentials in the body.";
}

function answer(status, response, document) {
  const schema = Object.values(response.content ?? {})[0]?.schema;
  const text = make("p", {}, make("strong", {}, status), " ", ...inline(response.description));
  return status === "200" && schema ? make("div", {}, text, showSchema(schema, document)) : text;
}

function tryIt(method, path, operation, type, body) {
  const inputs = (operation.parameters ?? []).map((it) => ({
    ...it,
    input: make("input", { value: it.required ? (it.example ?? "") : "", autocomplete: "off" }),
  }));
  const multipart = type?.startsWith("multipart/");
  const file = make("input", { type: "file" });
  const text = make("textarea", { rows: 8, spellcheck: "false" });
  const examples = Object.entries(body?.examples ?? {});
  text.value = examples.length > 0 ? pretty(examples[0][1].value) : "";
  const result = make("div", { role: "status" });

  const send = async (event) => {
    event.preventDefault();
    const { url, headers } = address(path, inputs);
    const options = { method: method.toUpperCase(), headers: { ...headers, ...bearer() } };
    if (multipart) {
      options.body = new FormData();
      options.body.append("file", file.files[0] ?? new File(["Hello"], "hello.txt"));
    } else if (body) {
      options.headers["Content-Type"] = "application/json";
      options.body = text.value;
    }
    result.replaceChildren(await outcome(url, options));
  };
  return make(
    "form.try",
    { onsubmit: send },
    ...inputs.map((it) => labelled(`${it.name} (${it.in})`, it.input)),
    ...(examples.length > 1 ? [labelled("Example", choice(examples, text))] : []),
    ...(multipart ? [labelled("File", file)] : []),
    ...(body && !multipart ? [labelled("Body", text)] : []),
    make("button.button.main", { type: "submit" }, "Send"),
    result,
  );
}

function choice(examples, text) {
  const select = make(
    "select",
    {},
    ...examples.map(([name, it]) => make("option", { value: name }, it.summary ?? name)),
  );
  select.addEventListener("change", () => {
    text.value = pretty(examples[select.selectedIndex][1].value);
  });
  return select;
}

function address(path, inputs) {
  const url = new URL(location.origin);
  url.pathname = path;
  const headers = {};
  for (const { name, in: where, input } of inputs.filter((it) => it.input.value !== "")) {
    if (where === "path") {
      url.pathname = path.replace(`{${name}}`, encodeURIComponent(input.value));
    } else if (where === "query") {
      url.searchParams.set(name, input.value);
    } else {
      headers[name] = input.value;
    }
  }
  return { url, headers };
}

async function outcome(url, options) {
  const began = performance.now();
  try {
    const response = await fetch(url, options);
    const kind = response.headers.get("Content-Type") ?? "";
    const shown = kind.includes("json")
      ? pretty(await response.json())
      : `${(await response.arrayBuffer()).byteLength} bytes of ${kind || "nothing"}`;
    return make(
      "div",
      {},
      make("p", {}, make("strong", {}, String(response.status)), ` after ${Math.round(performance.now() - began)} ms`),
      make("pre", { tabindex: 0 }, shown),
    );
  } catch (e) {
    return make("p", {}, `The request failed: ${e.message}`);
  }
}
