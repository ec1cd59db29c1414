// Puts the state on the page, and the keys and buttons to work.

import { follow, send } from "./feed.js";
import { isShown, kinds, toggle } from "./guides.js";
import { onLanguage, say, translate } from "./language.js";
import { onBuild } from "./build.js";
import { onCompare } from "./compare.js";
import { drawLayers } from "./layers.js";
import { askOrNot, onProbe } from "./probe.js";
import { show, zoom } from "./sheets.js";

const outputs = document.getElementById("outputs");
const findings = document.getElementById("findings");
const errors = document.getElementById("errors");
const status = document.getElementById("status");
const guides = document.getElementById("guides");

let state = { outputs: [], errors: [], version: 0 };
let bones = null;
let looking = "";
let chosen = localStorage.getItem("output") ?? "";

follow(
  (next) => {
    state = next;
    draw();
  },
  () => {
    status.textContent = say({ ja: "接続が切れました", en: "Connection lost" });
  },
);

function draw() {
  if (state.outputs.length && !state.outputs.some((output) => output.name === chosen)) {
    choose(state.outputs[0].name);
    return;
  }
  const output = state.outputs.find((one) => one.name === chosen);
  outputs.replaceChildren(...state.outputs.map(tab));
  show(output, bones?.name === chosen ? bones : null);
  look(output);
  errors.hidden = !state.errors.length;
  errors.replaceChildren(...state.errors.map((error) => line("p", error, error.status)));
  drawLayers(output, draw);
  verdict(output);
  const found = [...(output?.findings ?? []), ...(output?.proof?.findings ?? [])];
  findings.replaceChildren(...found.map((finding) => line("li", finding, finding.status)));
  if (output && !found.length && !output.stale) {
    findings.append(line("li", { ja: "ありません", en: "None" }, "none"));
  }
  const seconds = output?.seconds?.all;
  status.textContent = state.busy
    ? say({ ja: "組んでいます…", en: "Setting…" })
    : seconds
      ? `${Math.round(1000 * seconds)} ms`
      : "";
  document.documentElement.dataset.version = state.version;
}

// Where everything stands, for the output in view; fetched once for each version of it.
async function look(output) {
  if (!output?.pages.length) return;
  const version = `${output.name} ${output.pages.map((page) => page.key)} ${output.seconds.all}`;
  if (bones?.version === version || looking === version) return;
  looking = version;
  const response = await fetch(`/anatomy/${output.name}`);
  if (!response.ok || looking !== version) return;
  bones = { ...(await response.json()), name: output.name, version };
  draw();
}

// What the print shop would say, with the way to the whole report.
function verdict(output) {
  const place = document.getElementById("verdict");
  const proof = output?.proof;
  place.className = proof ? (proof.passed ? "good" : "bad") : "";
  if (!proof) {
    const press = output?.inspected;
    place.textContent = press ? say({ ja: "入稿検査をしています…", en: "Checking for the press…" }) : "";
    return;
  }
  const said = proof.passed
    ? { ja: "このまま入稿できます", en: "Good to send" }
    : { ja: "このままでは入稿できません", en: "A print shop would refuse this" };
  const link = document.createElement("a");
  link.href = `/report/${output.name}?lang=${document.documentElement.lang}`;
  link.target = "_blank";
  link.textContent = say({ ja: "検査報告", en: "Report" });
  place.replaceChildren(say(said), " ", link);
}

function line(kind, words, name) {
  const element = document.createElement(kind);
  element.className = name;
  element.textContent = say(words);
  return element;
}

function tab(output) {
  const button = document.createElement("button");
  button.role = "tab";
  button.textContent = output.name;
  button.setAttribute("aria-selected", output.name === chosen);
  button.addEventListener("click", () => choose(output.name));
  return button;
}

function choose(name) {
  chosen = name;
  localStorage.setItem("output", name);
  send("/look", { name });
  draw();
}

function drawGuides() {
  guides.replaceChildren(
    ...kinds().map(([name, words]) => {
      const button = document.createElement("button");
      button.textContent = say(words);
      button.dataset.guide = name;
      button.title = words.key;
      button.setAttribute("aria-pressed", isShown(name));
      button.addEventListener("click", () => {
        toggle(name);
        drawGuides();
        draw();
      });
      return button;
    }),
  );
}

for (const button of document.querySelectorAll("[data-zoom]")) {
  button.addEventListener("click", () => zoom(button.dataset.zoom));
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea")) return;
  const zooming = { "+": "in", ";": "in", "=": "in", "-": "out", 0: "fit", 1: "actual" }[event.key];
  const guide = kinds().find(([, words]) => words.key === event.key)?.[0];
  if (zooming) zoom(zooming);
  else if (guide) guides.querySelector(`[data-guide=${guide}]`).click();
  else if (event.key === "i") askOrNot();
  else if (event.key === "[" || event.key === "]") {
    const names = state.outputs.map((output) => output.name);
    const step = event.key === "[" ? -1 : 1;
    choose(names[(names.indexOf(chosen) + step + names.length) % names.length]);
  } else return;
  event.preventDefault();
});

onBuild(() => state.outputs);
onCompare(draw);
onProbe(() => state.outputs.find((output) => output.name === chosen));
onLanguage(() => {
  drawGuides();
  draw();
});
translate();
drawGuides();
