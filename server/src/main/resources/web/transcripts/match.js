/**
 * The matching language of transcripts: placeholders in JSON. See README.md.
 *
 * `${name}` is a value that the replay knows, or, in what is expected, comes to know there;
 * `${name:kind}` says of which kind it must be; `${:kind}` is not kept.
 */

const WHOLE = /^\$\{([\w.]*)(?::(\w+))?\}$/;
const WITHIN = /\$\{([\w.]+)\}/g;

const KINDS = {
  any: () => true,
  id: (value) => Number.isSafeInteger(value) && value > 0,
  number: (value) => typeof value === "number",
  text: (value) => typeof value === "string" && value !== "",
  time: (value) => typeof value === "string"
    && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value),
  uuid: (value) => typeof value === "string"
    && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value),
};

/** What came is not what the transcript has there. */
export class Mismatch extends Error {
  /**
   * @param {string} where a path into the JSON, such as `$.chats[0].id`
   * @param {unknown} expected
   * @param {unknown} actual
   */
  constructor(where, expected, actual) {
    super(`${where}: expected ${show(expected)}, but there was ${show(actual)}`);
    this.name = "Mismatch";
  }
}

/**
 * Puts values in the place of placeholders, in keys too.
 *
 * @param {unknown} template JSON
 * @param {Map<string, unknown>} known
 * @returns {unknown} JSON without placeholders
 */
export function fill(template, known) {
  if (typeof template === "string") {
    const whole = WHOLE.exec(template);
    return whole ? valueOf(whole[1], known) : text(template, known);
  }
  if (Array.isArray(template)) {
    return template.map((item) => fill(item, known));
  }
  if (isObject(template)) {
    return Object.fromEntries(Object.entries(template)
      .map(([name, value]) => [text(name, known), fill(value, known)]));
  }
  return template;
}

/**
 * Compares, exactly: an object has these fields and no others.
 *
 * @param {unknown} expected JSON with placeholders
 * @param {unknown} actual JSON
 * @param {Map<string, unknown>} known gets what placeholders stand for from here on
 * @param {string} [where]
 * @throws {Mismatch}
 */
export function match(expected, actual, known, where = "$") {
  const whole = typeof expected === "string" ? WHOLE.exec(expected) : null;
  if (whole) {
    meet(whole[1], whole[2] ?? "any", actual, known, where);
  } else if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) {
      throw new Mismatch(where, expected, actual);
    }
    expected.forEach((item, i) => match(item, actual[i], known, `${where}[${i}]`));
  } else if (isObject(expected)) {
    matchObject(expected, actual, known, where);
  } else if ((typeof expected === "string" ? text(expected, known) : expected) !== actual) {
    throw new Mismatch(where, fill(expected, known), actual);
  }
}

function matchObject(expected, actual, known, where) {
  if (!isObject(actual)) {
    throw new Mismatch(where, expected, actual);
  }
  const names = new Map(Object.keys(expected).map((name) => [text(name, known), name]));
  for (const name of Object.keys(actual)) {
    if (!names.has(name)) {
      throw new Mismatch(`${where}.${name}`, undefined, actual[name]);
    }
  }
  for (const [name, template] of names) {
    if (!Object.hasOwn(actual, name)) {
      throw new Mismatch(`${where}.${name}`, expected[template], undefined);
    }
    match(expected[template], actual[name], known, `${where}.${name}`);
  }
}

function meet(name, kind, actual, known, where) {
  if (name !== "" && known.has(name)) {
    if (known.get(name) !== actual) {
      throw new Mismatch(where, known.get(name), actual);
    }
    return;
  }
  if (!Object.hasOwn(KINDS, kind)) {
    throw new Error(`\${${name}:${kind}}: no such kind (expected: ${Object.keys(KINDS)})`);
  }
  if (!KINDS[kind](actual)) {
    throw new Mismatch(where, `a value of the kind ${kind}`, actual);
  }
  if (name !== "") {
    known.set(name, actual);
  }
}

function valueOf(name, known) {
  if (!known.has(name)) {
    throw new Error(`\${${name}}: nothing is known by that name yet`);
  }
  return known.get(name);
}

function text(template, known) {
  return template.replace(WITHIN, (_, name) => String(valueOf(name, known)));
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function show(value) {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
