// Choosing the square of a picture that becomes one's avatar: with a pointer, a wheel or the keyboard.
import { freshId, h } from "../dom.js";
import { toast } from "../toasts.js";
import { t } from "../words/words.js";
import { openDialog } from "./dialog.js";

const SIDE = 320;
const KEPT_SIDE = 256;
const MOST_ZOOM = 4;
const KEY_STEP = 12;

/**
 * @param {Blob} file
 * @returns {Promise<string|null>} a data URI of the square, or `null` if nobody wanted it
 */
export async function cropPicture(file) {
  let picture;
  try {
    picture = await createImageBitmap(file);
  } catch {
    toast(t("notAPicture"));
    return null;
  }
  return new Promise((resolve) => {
    let answer = null;
    const crop = cropArea(picture);
    const use = () => {
      answer = crop.cut();
      dialog.close();
    };
    const dialog = openDialog(t("cropTitle"), [crop.node], {
      class: "cropper",
      foot: [h("button.button.main", { type: "button", on: { click: use } }, t("usePicture"))],
      onClose: () => {
        picture.close();
        resolve(answer);
      },
    });
    crop.focus();
  });
}

function cropArea(picture) {
  const least = SIDE / Math.min(picture.width, picture.height);
  const hint = h("p.small.soft", { id: freshId("hint") }, t("cropHint"));
  const canvas = h("canvas", {
    width: SIDE,
    height: SIDE,
    tabindex: 0,
    role: "application",
    "aria-label": t("cropArea"),
    "aria-describedby": hint.id,
  });
  const zoomId = freshId("zoom");
  const slider = h("input", { id: zoomId, type: "range", min: 1, max: MOST_ZOOM, step: 0.01, value: 1 });
  let zoom = 1;
  let x = picture.width / 2;
  let y = picture.height / 2;

  /** Never shows what lies beyond the picture. */
  const settle = () => {
    const half = SIDE / (2 * least * zoom);
    x = Math.min(Math.max(x, half), picture.width - half);
    y = Math.min(Math.max(y, half), picture.height - half);
    draw(canvas, SIDE);
  };
  const draw = (target, side) => {
    const shown = SIDE / (least * zoom);
    const context = target.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.fillStyle = "#fff";
    context.fillRect(0, 0, side, side);
    context.drawImage(picture, x - shown / 2, y - shown / 2, shown, shown, 0, 0, side, side);
  };
  const zoomTo = (wanted) => {
    zoom = Math.min(Math.max(wanted, 1), MOST_ZOOM);
    slider.value = zoom;
    settle();
  };
  const move = (right, down) => {
    x -= right / (least * zoom);
    y -= down / (least * zoom);
    settle();
  };

  slider.addEventListener("input", () => zoomTo(Number(slider.value)));
  canvas.addEventListener("pointerdown", (event) => canvas.setPointerCapture(event.pointerId));
  canvas.addEventListener("pointermove", (event) => {
    if (canvas.hasPointerCapture(event.pointerId)) {
      const scale = SIDE / canvas.clientWidth;
      move(event.movementX * scale, event.movementY * scale);
    }
  });
  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      zoomTo(zoom * Math.exp(-event.deltaY / 500));
    },
    { passive: false },
  );
  const keys = {
    ArrowLeft: () => move(KEY_STEP, 0),
    ArrowRight: () => move(-KEY_STEP, 0),
    ArrowUp: () => move(0, KEY_STEP),
    ArrowDown: () => move(0, -KEY_STEP),
    "+": () => zoomTo(zoom * 1.1),
    "=": () => zoomTo(zoom * 1.1),
    "-": () => zoomTo(zoom / 1.1),
  };
  canvas.addEventListener("keydown", (event) => {
    if (Object.hasOwn(keys, event.key)) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  settle();

  return {
    node: h("div.stack", {}, canvas, h("div.line-up", {}, h("label.label", { for: zoomId }, t("zoom")), slider), hint),
    focus: () => canvas.focus(),
    cut() {
      const kept = document.createElement("canvas");
      kept.width = kept.height = KEPT_SIDE;
      draw(kept, KEPT_SIDE);
      return kept.toDataURL("image/jpeg", 0.9);
    },
  };
}
