// What a press sees instead of the screen: a plate, the ink, the colours on paper.

import { say } from "./language.js";

const LAYERS = {
  screen: { ja: "画面", en: "Screen" },
  proof: { ja: "校正", en: "Proof" },
  paper: { ja: "紙の白", en: "On paper" },
  c: { ja: "C", en: "C" },
  m: { ja: "M", en: "M" },
  y: { ja: "Y", en: "Y" },
  k: { ja: "K", en: "K" },
  heat: { ja: "インキ量", en: "Ink" },
};
const group = document.getElementById("layers");
let chosen = "screen";

export const isScreen = () => chosen === "screen";

export function drawLayers(output, changed) {
  const ready = output?.proof && !output.proof.reason;
  group.title = output?.proof?.reason ? say(output.proof.reason) : "";
  group.replaceChildren(
    ...Object.entries(LAYERS).map(([name, words]) => {
      const button = document.createElement("button");
      button.role = "radio";
      button.dataset.layer = name;
      button.textContent = say(words);
      button.disabled = !ready && name !== "screen";
      button.setAttribute("aria-checked", name === chosen);
      button.addEventListener("click", () => {
        chosen = name;
        changed();
      });
      return button;
    }),
  );
}

// The layer over a page; while the press has not seen the newest save, there is none.
export function layer(figure, output, number, page) {
  const wanted = isScreen() || !output.proof || output.proof.reason ? "" : `${chosen} ${page.key}`;
  const old = figure.querySelector(".layer");
  if (old && old.dataset.shows === wanted) return;
  if (!wanted) return old?.remove();
  const picture = new Image();
  picture.className = "layer";
  picture.alt = "";
  picture.dataset.shows = wanted;
  picture.src = `/layer/${output.name}/${number}/${chosen}?key=${page.key}`;
  picture.decode().then(
    () => {
      figure.querySelector(".layer")?.remove();
      figure.querySelector("svg").before(picture);
      figure.dataset.layer = chosen;
    },
    () => {},
  );
}
