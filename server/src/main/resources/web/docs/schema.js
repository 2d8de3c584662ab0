import { inline, make } from "./dom.js";

/**
 * Shows a JSON Schema of the description as a table of fields, and what it refers to folded below.
 *
 * @param {any} schema
 * @param {any} document the one that it refers to
 * @returns {HTMLElement}
 */
export function showSchema(schema, document) {
  const found = resolve(schema, document);
  if (found.oneOf) {
    return make("div", {}, ...present(found).map((one) => folded(one, document)));
  }
  if (found.allOf) {
    return make("div", {}, ...found.allOf.map((one) => showSchema(one, document)));
  }
  if (found.type === "array") {
    return make("div", {}, make("p", {}, "A list of:"), showSchema(found.items, document));
  }
  if (!found.properties) {
    return make("p", {}, typeOf(found, document));
  }
  return fields(found, document);
}

/** @param {any} schema @param {any} document @returns {any} */
export function resolve(schema, document) {
  return schema.$ref ? at(document, schema.$ref) : schema;
}

function at(document, reference) {
  return reference
    .slice(2)
    .split("/")
    .reduce((node, name) => node[name.replaceAll("~1", "/").replaceAll("~0", "~")], document);
}

function fields(schema, document) {
  const required = schema.required ?? [];
  const rows = Object.entries(schema.properties).map(([name, property]) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, make("code", {}, name)),
      make("td", {}, typeOf(property, document), ...bounds(property)),
      make("td", {}, required.includes(name) ? "always" : "may be absent"),
      make("td", {}, ...inline(property.description ?? ""), ...nested(property, document)),
    ),
  );
  return make(
    "div.scrolls",
    { tabindex: 0, role: "group", "aria-label": "Fields" },
    make("table", {}, head("Field", "Type", "There", "Meaning"), make("tbody", {}, ...rows)),
  );
}

function head(...names) {
  return make(
    "thead",
    {},
    make("tr", {}, ...names.map((name) => make("th", { scope: "col" }, name))),
  );
}

function typeOf(schema, document) {
  if (schema.$ref) {
    return schema.$ref.split("/").at(-1);
  }
  if (schema.const !== undefined) {
    return JSON.stringify(schema.const);
  }
  if (schema.oneOf) {
    return present(schema).map((one) => typeOf(one, document)).join(" or ");
  }
  if (schema.type === "array") {
    return `list of ${typeOf(schema.items, document)}`;
  }
  const type = [schema.type].flat().filter((it) => it !== "null").join(" or ");
  return schema.format ? `${type} (${schema.format})` : type;
}

function bounds(schema) {
  const said = [];
  if (schema.minimum !== undefined || schema.maximum !== undefined) {
    said.push(`${schema.minimum ?? "…"} to ${schema.maximum ?? "…"}`);
  }
  if (schema["x-bytes"]) {
    said.push(`${schema["x-bytes"].minimum} to ${schema["x-bytes"].maximum} bytes`);
  } else if (schema.maxLength !== undefined) {
    said.push(`${schema.minLength ?? 0} to ${schema.maxLength} characters`);
  }
  if (schema.maxProperties !== undefined) {
    said.push(`at most ${schema.maxProperties} of them`);
  }
  if (schema.enum && schema.enum.length < 10) {
    said.push(`one of ${schema.enum.map((it) => JSON.stringify(it)).join(", ")}`);
  }
  return said.map((it) => make("span.bound", {}, it));
}

/** What it may be, but for `null`: that a field may be absent is said elsewhere. */
function present(schema) {
  return schema.oneOf.filter((one) => one.type !== "null");
}

/** What a field refers to, to be unfolded. */
function nested(schema, document) {
  const [of] = [schema.items, schema.additionalProperties, schema].filter(refers);
  if (of === undefined) {
    return [];
  }
  return (of.$ref ? [of] : present(of)).map((it) => folded(it, document));
}

function refers(schema) {
  return schema?.$ref !== undefined || schema?.oneOf?.some((one) => one.$ref !== undefined);
}

function folded(schema, document) {
  const details = make("details", {}, make("summary", {}, typeOf(schema, document)));
  details.addEventListener("toggle", () => details.append(showSchema(schema, document)), {
    once: true,
  });
  return details;
}
