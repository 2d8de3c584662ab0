import { inline, labelled, make, pretty, prose } from "./dom.js";
import { resolve, showSchema } from "./schema.js";
import { token } from "./token.js";

/**
 * One of the two kinds of sockets: its frames both ways, how it is closed, and a console to try it.
 *
 * @param {string} name
 * @param {any} document the AsyncAPI one
 * @returns {HTMLElement}
 */
export function showChannel(name, document) {
  const channel = document.channels[name];
  const asked = messages(`${name}-receive`, document);
  return make(
    "section",
    { id: name },
    make("h3", {}, channel.title),
    prose(channel.description),
    make("h4", {}, "A client sends"),
    ...asked.map((it) => frame(it, document)),
    make("h4", {}, "The server sends"),
    ...messages(`${name}-send`, document).map((it) => frame(it, document)),
    make("h4", {}, "Why it closes a socket"),
    make(
      "ul",
      {},
      ...channel["x-close-codes"].map((it) =>
        make("li", {}, make("strong", {}, String(it.code)), " ", ...inline(it.description)),
      ),
    ),
    make("h4", {}, "Try it"),
    consoleOf(channel, asked),
  );
}

function messages(operation, document) {
  return document.operations[operation].messages.map((it) =>
    resolve(resolve(it, document), document),
  );
}

function frame(message, document) {
  const details = make(
    "details.operation",
    {},
    make("summary", {}, make("code", {}, message.name), " ", make("span.soft", {}, ...inline(message.summary))),
  );
  details.addEventListener(
    "toggle",
    () => details.append(
      showSchema(message.payload, document),
      make("pre", { tabindex: 0 }, pretty(message.examples[0].payload)),
    ),
    { once: true },
  );
  return details;
}

function consoleOf(channel, asked) {
  const headers = channel.bindings.ws.headers?.properties;
  const protocol = headers?.["Sec-WebSocket-Protocol"]?.const;
  const query = make("input", {
    value: protocol ? "" : "id=1&login=ann&password=correct+horse",
    autocomplete: "off",
    spellcheck: "false",
  });
  const text = make("textarea", { rows: 6, spellcheck: "false" });
  const log = make("div.log", { role: "log", "aria-label": "Frames", tabindex: 0 });
  const toggle = make("button.button", { type: "button" }, "Open");
  const send = make("button.button.main", { type: "submit", disabled: true }, "Send");
  const note = (mark, said) => {
    log.append(make("p", {}, make("span.soft", {}, mark), " ", make("code", {}, said)));
    log.scrollTop = log.scrollHeight;
  };
  let socket = null;

  const open = () => {
    const url = new URL(protocol ? "/" : `/?${query.value}`, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    socket = new WebSocket(url, protocol ? [protocol] : []);
    socket.addEventListener("open", () => {
      send.disabled = false;
      note("·", "open");
    });
    socket.addEventListener("message", ({ data }) => note("<-", data));
    socket.addEventListener("close", ({ code }) => {
      const known = channel["x-close-codes"].find((it) => it.code === code);
      note("·", `closed: ${code} ${known?.reason ?? ""}`);
      socket = null;
      send.disabled = true;
      toggle.textContent = "Open";
    });
    toggle.textContent = "Close";
    text.value = example(asked[select.selectedIndex]);
  };
  toggle.addEventListener("click", () => (socket ? socket.close(1000) : open()));
  text.value = example(asked[0]);
  const select = make(
    "select",
    { onchange: () => { text.value = example(asked[select.selectedIndex]); } },
    ...asked.map((it) => make("option", {}, it.name)),
  );
  return make(
    "form.try",
    {
      onsubmit: (event) => {
        event.preventDefault();
        socket?.send(text.value);
        note("->", text.value);
      },
    },
    ...(protocol ? [] : [labelled("Query", query)]),
    toggle,
    labelled("Frame", select),
    labelled("JSON", text),
    send,
    log,
  );
}

/** The example of a frame; a hello has the page's token, and a message a key of its own. */
function example(message) {
  const payload = structuredClone(message.examples[0].payload);
  if (payload.type === "hello" && token() !== "") {
    payload.token = token();
  }
  if (payload.client_msg_id) {
    payload.client_msg_id = crypto.randomUUID();
  }
  return pretty(payload);
}
