// The pages of one output on the desk, at a scale; enlarged parts are fetched sharp.

import { before } from "./compare.js";
import { guides } from "./guides.js";
import { isScreen, layer } from "./layers.js";
import { fields } from "./words.js";

const PX_PER_MM = 96 / 25.4;
const LARGEST = 8;
const desk = document.getElementById("desk");
const percent = document.getElementById("zoom-percent");

let output = null;
let scale = 0; // 0: fit
let sharpening = 0;
let anatomy = null;

export function show(next, bones) {
  const other = next && output && next.name !== output.name;
  output = next;
  anatomy = bones;
  if (!output) return desk.replaceChildren();
  const sheets = output.pages.map((page, index) => sheet(page, index));
  desk.replaceChildren(...sheets);
  if (other) desk.scrollTo(0, 0);
  resize();
}

function sheet(page, index) {
  const old = desk.children[index];
  const figure = old?.dataset.output === output.name ? old : document.createElement("figure");
  figure.className = "sheet";
  figure.dataset.output = output.name;
  figure.dataset.page = index + 1;
  figure.setAttribute("aria-label", `${output.name} ${index + 1}`);
  if (figure.dataset.key !== page.key) {
    // The new picture takes the old one's place only when it is ready: no flicker.
    const picture = new Image();
    picture.alt = "";
    picture.src = `/picture/${page.key}`;
    picture.decode().then(
      () => {
        if (figure.dataset.key !== page.key) return;
        figure.querySelectorAll("img:not(.before, .layer)").forEach((image) => image.remove());
        figure.prepend(picture);
        figure.dataset.drawn = page.key;
        sharpen();
      },
      () => {},
    );
    figure.dataset.key = page.key;
  }
  figure.querySelector("svg")?.remove();
  figure.append(guides(page, output, index + 1, anatomy));
  figure.querySelector(".words")?.remove();
  if (anatomy) figure.append(fields(page, index + 1, anatomy));
  before(figure, output.before[index], page);
  layer(figure, output, index + 1, page);
  return figure;
}

export function resize() {
  if (!output?.pages.length) return;
  const used = scale || fitting();
  output.pages.forEach((page, index) => {
    const figure = desk.children[index];
    figure.style.width = `${page.width * PX_PER_MM * used}px`;
    figure.style.height = `${page.height * PX_PER_MM * used}px`;
  });
  percent.value = `${Math.round(100 * used)} %`;
  sharpen();
}

function fitting() {
  const widths = output.pages.reduce((sum, page) => sum + page.width * PX_PER_MM, 0);
  const across = (desk.clientWidth - 64 - 32 * (output.pages.length - 1)) / widths;
  const down = (desk.clientHeight - 64) / Math.max(...output.pages.map((p) => p.height * PX_PER_MM));
  return Math.max(0.05, Math.min(across, down, 2));
}

export function zoom(how) {
  const now = scale || fitting();
  const factor = { in: 1.25, out: 0.8 }[how];
  scale = how === "fit" ? 0 : how === "actual" ? 1 : Math.min(LARGEST, Math.max(0.1, now * factor));
  const middle = (desk.scrollLeft + desk.clientWidth / 2) / desk.scrollWidth;
  const centre = (desk.scrollTop + desk.clientHeight / 2) / desk.scrollHeight;
  resize();
  desk.scrollTo(middle * desk.scrollWidth - desk.clientWidth / 2, centre * desk.scrollHeight - desk.clientHeight / 2);
}

// What is in view, at the resolution of the screen, when the desk comes to rest.
function sharpen() {
  clearTimeout(sharpening);
  sharpening = setTimeout(() => {
    for (const figure of desk.children) part(figure);
  }, 120);
}

function part(figure) {
  figure.querySelector(".part")?.remove();
  const page = output.pages[figure.dataset.page - 1];
  const used = (scale || fitting()) * devicePixelRatio;
  if (!page || used * 96 <= 112 || !isScreen()) return;
  const view = desk.getBoundingClientRect();
  const box = figure.getBoundingClientRect();
  const mm = (px) => (px * page.width) / box.width;
  const left = mm(Math.max(0, view.left - box.left));
  const top = mm(Math.max(0, view.top - box.top));
  const right = mm(Math.min(box.width, view.right - box.left));
  const bottom = mm(Math.min(box.height, view.bottom - box.top));
  if (left >= right || top >= bottom) return;
  const picture = new Image();
  picture.className = "part";
  picture.alt = "";
  picture.src =
    `/region/${output.name}/${figure.dataset.page}?l=${left}&t=${top}&r=${right}&b=${bottom}` +
    `&ppi=${Math.min(2400, used * 96)}&key=${page.key}`;
  Object.assign(picture.style, {
    left: `${(100 * left) / page.width}%`,
    top: `${(100 * top) / page.height}%`,
    width: `${(100 * (right - left)) / page.width}%`,
    height: `${(100 * (bottom - top)) / page.height}%`,
  });
  picture.decode().then(
    () => {
      if (figure.dataset.key !== page.key) return;
      figure.querySelector(".part")?.remove();
      figure.querySelector("img:not(.before, .layer)")?.after(picture);
    },
    () => {},
  );
}

desk.addEventListener("scroll", sharpen, { passive: true });
// The desk changes with the window, but also as errors or a second row of buttons come and go.
new ResizeObserver(resize).observe(desk);
