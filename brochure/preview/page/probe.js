// Ask a point of the page: its C M Y K, its ink, and the rule that painted it.

import { say } from "./language.js";

const toggle = document.getElementById("probe-toggle");
const panel = document.getElementById("probe");
const desk = document.getElementById("desk");
let asking = false;

export function askOrNot() {
  asking = !asking;
  toggle.setAttribute("aria-pressed", asking);
  document.body.classList.toggle("asking", asking);
  if (!asking) panel.hidden = true;
}

export function onProbe(outputOf) {
  toggle.addEventListener("click", askOrNot);
  desk.addEventListener("click", async (event) => {
    const figure = event.target.closest?.(".sheet");
    const output = outputOf();
    if (!asking || !figure || !output) return;
    const page = output.pages[figure.dataset.page - 1];
    const box = figure.getBoundingClientRect();
    const x = ((event.clientX - box.left) * page.width) / box.width - page.left;
    const y = ((event.clientY - box.top) * page.height) / box.height - page.top;
    const response = await fetch(`/point/${output.name}/${figure.dataset.page}?x=${x}&y=${y}`);
    panel.hidden = false;
    if (!response.ok) {
      panel.replaceChildren(row(say({ ja: "ここはまだ測れません", en: "Not measured yet" })));
      return;
    }
    show(await response.json(), x, y);
  });
}

function show(point, x, y) {
  const total = point.cmyk.reduce((sum, ink) => sum + ink, 0);
  const inks = point.cmyk.map((ink, index) => `${"CMYK"[index]} ${ink}`).join("  ");
  const rows = [
    row(`${x.toFixed(1)}, ${y.toFixed(1)} mm`),
    row(inks, "inks"),
    row(say({ ja: `合計 ${total} %`, en: `total ${total} %` })),
  ];
  if (point.ink) rows.push(row(`var(--${point.ink})`, "ink"));
  if (point.element) rows.push(row(`<${point.element}> ${point.property}`));
  if (point.origin) {
    rows.push(row([point.origin.file, point.origin.line].filter(Boolean).join(":"), "origin"));
    if (point.origin.rule) rows.push(row(point.origin.rule, "rule"));
  }
  panel.replaceChildren(...rows);
}

function row(text, name = "") {
  const line = document.createElement("p");
  line.className = name;
  line.textContent = text;
  return line;
}
