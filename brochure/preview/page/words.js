// Words on the page that stand in content.yaml: click one, change it, Enter saves it.

import { send } from "./feed.js";
import { say } from "./language.js";

const dialog = document.getElementById("editor");
const field = dialog.querySelector("textarea");
const name = dialog.querySelector("label");
const wrong = dialog.querySelector("[role=alert]");
const count = dialog.querySelector("output");
let path = "";
let old = "";

let room = null; // characters that fit besides the old ones; null while unknown

export function fields(page, number, anatomy) {
  const layer = document.createElement("div");
  layer.className = "words";
  for (const one of anatomy.fields) {
    if (one.page !== number || !one.typed) continue;
    const button = document.createElement("button");
    button.dataset.path = one.element;
    button.setAttribute("aria-label", one.element);
    Object.assign(button.style, {
      left: `${(100 * (page.left + one.left)) / page.width}%`,
      top: `${(100 * (page.top + one.top)) / page.height}%`,
      width: `${(100 * (one.right - one.left)) / page.width}%`,
      height: `${(100 * (one.bottom - one.top)) / page.height}%`,
    });
    button.addEventListener("click", () => edit(one.element, anatomy.name));
    layer.append(button);
  }
  return layer;
}

async function edit(element, output) {
  const response = await fetch(`/words/${element}`);
  if (!response.ok) return;
  path = element;
  old = (await response.json()).text;
  name.textContent = element;
  field.value = old;
  wrong.replaceChildren();
  room = null;
  counted();
  dialog.showModal();
  field.focus();
  measure(element, output);
}

// The page is set again and again to know this; it takes a second or two.
async function measure(element, output) {
  const response = await fetch(`/room/${output}/${element}`);
  if (!response.ok || path !== element) return;
  room = (await response.json()).room ?? Infinity;
  counted();
}

async function save() {
  if (field.value === old) return dialog.close();
  const sent = await send(`/words/${path}`, { old, new: field.value });
  if (sent.ok) return dialog.close();
  const errors = sent.value.errors ?? [{ ja: "保存できませんでした", en: "It could not be saved" }];
  wrong.replaceChildren(
    ...errors.map((error) => {
      const line = document.createElement("p");
      line.textContent = say(error);
      return line;
    }),
  );
}

function counted() {
  const length = [...field.value].length;
  const left = room === null ? null : room - (length - [...old].length);
  const rest =
    left === null
      ? { ja: "・空きを測っています…", en: ", measuring the room…" }
      : left === Infinity
        ? { ja: "・まだ十分に入ります", en: ", plenty of room left" }
        : left < 0
          ? { ja: `・${-left} 字多すぎます`, en: `, ${-left} too many` }
          : { ja: `・あと ${left} 字入ります`, en: `, room for ${left} more` };
  count.value = say({ ja: `${length} 字${rest.ja}`, en: `${length} characters${rest.en}` });
  count.classList.toggle("over", left !== null && left < 0);
}

field.addEventListener("input", counted);
field.addEventListener("keydown", (event) => {
  // Enter that ends a conversion from kana is not meant for us.
  if (event.key === "Enter" && !event.isComposing) {
    event.preventDefault();
    save();
  }
});
dialog.querySelector("[data-save]").addEventListener("click", save);
dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
