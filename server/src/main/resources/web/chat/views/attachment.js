// The file of a message: a picture or a player where the browser can show it, a line to download it by
// otherwise. Files are behind the token, so they are fetched and shown from memory, by `blob:` addresses.
import { h, iconButton } from "../dom.js";
import { saveAs } from "../files.js";
import { icon } from "../icons.js";
import { toastFailure } from "../toasts.js";
import { t } from "../words/words.js";

const SHOWN = new Set(["image", "video", "music"]);

/**
 * @param {import("../state.js").State} state
 * @param {import("../state.js").Shown} message
 * @param {(url: string, message: object) => void} onView opens a picture in full
 */
export function attachment(state, message, onView) {
  const isShown = message.messageId !== null && SHOWN.has(message.fileType);
  const stage = h(`div.stage${isShown ? `.${message.fileType}` : ""}`, { hidden: !isShown });
  if (isShown && message.fileType === "image") {
    stage.append(h("span.stage-wait", {}, icon("file")));
    onceNear(stage, () => showPicture(state, message, stage, onView));
  } else if (isShown) {
    stage.append(playButton(state, message, stage));
  }
  return h("div.attachment", {}, stage, fileLine(state, message));
}

async function showPicture(state, message, stage, onView) {
  try {
    const url = await state.files.url(message);
    const image = h("img", { src: url, alt: message.fileName, draggable: "false" });
    const open = h(
      "button.picture",
      { type: "button", "aria-label": t("openPicture", { name: message.fileName }), on: { click: () => onView(url, message) } },
      image,
    );
    image.addEventListener("error", () => (stage.hidden = true));
    stage.replaceChildren(open);
  } catch (failure) {
    stage.replaceChildren(
      iconButton("retry", t("retry"), () => showPicture(state, message, stage, onView)),
    );
  }
}

function playButton(state, message, stage) {
  return iconButton(
    "play",
    `${t("play")}: ${message.fileName}`,
    async () => {
      try {
        const url = await state.files.url(message);
        const player = h(message.fileType === "video" ? "video" : "audio", {
          src: url,
          controls: true,
          autoplay: true,
          "aria-label": message.fileName,
        });
        stage.replaceChildren(player);
        player.focus();
      } catch (failure) {
        toastFailure(failure);
      }
    },
    { class: "main" },
  );
}

/** Its name, and a button that downloads it, shows how far that is, and can cancel it. */
function fileLine(state, message) {
  const bar = h("progress", { max: 100, hidden: true, "aria-label": t("download") });
  let running = null;
  const start = async () => {
    if (running) {
      running.abort();
      return;
    }
    running = new AbortController();
    bar.hidden = false;
    bar.value = 0;
    toggle.replaceWith((toggle = button("close", "cancel")));
    toggle.focus();
    try {
      const blob = await state.files.blob(message, {
        signal: running.signal,
        onProgress: (received, total) => (bar.value = total > 0 ? (100 * received) / total : 0),
      });
      saveAs(blob, message.fileName);
    } catch (failure) {
      toastFailure(failure);
    } finally {
      running = null;
      bar.hidden = true;
      const focused = document.activeElement === toggle;
      toggle.replaceWith((toggle = button("download", "download")));
      if (focused) toggle.focus();
    }
  };
  const button = (name, label) => iconButton(name, `${t(label)}: ${message.fileName}`, start);
  let toggle = button("download", "download");
  return h(
    "div.file",
    {},
    icon("file"),
    h("span.grow", {}, h("span.file-name", {}, message.fileName), bar),
    message.messageId === null ? null : toggle,
  );
}

/** Calls once the element is about to be seen. */
function onceNear(element, call) {
  const observer = new IntersectionObserver(
    (entries) => {
      if (entries.some((entry) => entry.isIntersecting)) {
        observer.disconnect();
        call();
      }
    },
    { rootMargin: "400px" },
  );
  observer.observe(element);
}
