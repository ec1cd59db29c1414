// The press files: build them now, download them, print.

import { send } from "./feed.js";
import { say } from "./language.js";

const dialog = document.getElementById("built");
const text = dialog.querySelector("pre");
const files = dialog.querySelector("ul");

export function onBuild(outputs) {
  const button = document.getElementById("build");
  button.addEventListener("click", async () => {
    button.disabled = true;
    text.textContent = say({ ja: "作っています…", en: "Building…" });
    files.replaceChildren();
    dialog.showModal();
    const { value } = await send("/build", {});
    text.textContent = value.text ?? "";
    if (value.status !== undefined && value.status !== 2) files.replaceChildren(...outputs().flatMap((output) => output.files).map(file));
    button.disabled = false;
  });
  dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
  document.getElementById("print").addEventListener("click", () => {
    const office = outputs().find((output) => output.target === "office") ?? outputs()[0];
    if (office) open(`/file/${office.files[0]}`);
  });
}

function file(name) {
  const item = document.createElement("li");
  for (const [words, query] of [
    [{ ja: name, en: name }, ""],
    [{ ja: "保存", en: "Download" }, "?download"],
  ]) {
    const link = document.createElement("a");
    link.href = `/file/${name}${query}`;
    link.target = query ? "" : "_blank";
    link.textContent = say(words);
    item.append(link, " ");
  }
  return item;
}
