// Lines over a page, in millimetres of its picture: trim, bleed, safe area, findings.

import { say } from "./language.js";

const SVG = "http://www.w3.org/2000/svg";

const KINDS = {
  trim: { ja: "仕上がり", en: "Trim", key: "t" },
  bleed: { ja: "塗り足し", en: "Bleed", key: "b" },
  safe: { ja: "安全域", en: "Safe area", key: "s" },
  columns: { ja: "段・行送り", en: "Grid", key: "g" },
  lines: { ja: "行", en: "Lines", key: "l" },
  findings: { ja: "指摘", en: "Findings", key: "f" },
  pictures: { ja: "解像度", en: "Image ppi", key: "d" },
};
const shown = new Set(JSON.parse(localStorage.getItem("guides") ?? '["findings"]'));

export const kinds = () => Object.entries(KINDS);
export const isShown = (name) => shown.has(name);

export function toggle(name) {
  shown.has(name) ? shown.delete(name) : shown.add(name);
  localStorage.setItem("guides", JSON.stringify([...shown]));
}

export function guides(page, output, number, anatomy) {
  const svg = element("svg", { viewBox: `0 0 ${page.width} ${page.height}` });
  const around = (name, by) => {
    if (!shown.has(name)) return;
    svg.append(
      element("rect", {
        class: name,
        x: page.left - by,
        y: page.top - by,
        width: page.trim_width + 2 * by,
        height: page.trim_height + 2 * by,
      }),
    );
  };
  around("trim", 0);
  if (output.bleed) around("bleed", output.bleed);
  around("safe", -output.safe);
  for (const { at, upright, mountain } of shown.has("trim") ? (output.folds?.[(number - 1) % 2] ?? []) : []) {
    // In two halves, because a fold that crosses an earlier one changes from 山 to 谷 there.
    const [across, down] = upright ? [0, page.trim_height / 2] : [page.trim_width / 2, 0];
    const [left, top] = upright ? [page.left + at, page.top] : [page.left, page.top + at];
    mountain.forEach((is, half) => {
      const d = `M${left + half * across} ${top + half * down}l${across} ${down}`;
      svg.append(element("path", { class: is ? "fold mountain" : "fold", d }));
    });
  }
  const box = (place, name) =>
    element("rect", {
      class: name,
      x: page.left + place.left,
      y: page.top + place.top,
      width: place.right - place.left,
      height: place.bottom - place.top,
    });
  const here = (things) => (things ?? []).filter((thing) => thing.page === number);
  if (shown.has("columns")) {
    for (const column of here(anatomy?.columns)) {
      svg.append(box(column, "column"));
      for (let y = column.top + column.leading; column.leading > 0.5 && y < column.bottom; y += column.leading) {
        svg.append(box({ ...column, top: y, bottom: y }, "leading"));
      }
    }
  }
  if (shown.has("lines")) {
    for (const line of here(anatomy?.lines)) {
      const kind = line.over > 0.05 ? "over" : line.stretch > 0.1 ? "loose" : line.squeeze > 0.2 ? "tight" : "good";
      const rect = box(line, `line ${kind}`);
      const title = element("title", {});
      title.textContent =
        `${line.text}\n${line.measure.toFixed(1)} mm · +${line.stretch.toFixed(2)} −${line.squeeze.toFixed(2)} em`;
      rect.append(title);
      svg.append(rect);
    }
  }
  if (shown.has("findings")) {
    for (const finding of output.findings) {
      if (finding.page !== number || finding.x == null) continue;
      svg.append(element("circle", { class: "spot", cx: page.left + finding.x, cy: page.top + finding.y, r: 2 }));
    }
    for (const place of here(output.proof?.places)) svg.append(named(box(place, `place ${place.status}`), say(place.words)));
    for (const [finding, field] of atWords(output.findings, here(anatomy?.fields))) {
      svg.append(named(box(field, "misfit"), say(finding)));
      svg.append(label(page.left + field.left, page.top + field.bottom, say(finding)));
    }
  }
  if (shown.has("pictures")) {
    for (const place of here(output.proof?.pictures)) {
      svg.append(box(place, "picture"));
      svg.append(label(page.left + place.left, page.top + place.bottom, say(place.words)));
    }
  }
  return svg;
}

// Findings about words of content.yaml, each at the fields that it is about.
function* atWords(findings, fields) {
  for (const finding of findings) {
    if (finding.page || !finding.subject) continue;
    for (const field of fields) {
      if (field.element === finding.subject || field.element.startsWith(`${finding.subject}.`)) yield [finding, field];
    }
  }
}

function named(shape, words) {
  const title = element("title", {});
  title.textContent = words;
  shape.append(title);
  return shape;
}

// The heart of a finding in a few words: what stands between its place and its advice.
function label(x, y, words) {
  const text = element("text", { class: "label", x, y: y + 3.4 });
  const heart = words.replace(/^(\S+:\d+:\d+|page \d+[^:]*|\d+ ページ[^:]*): /, "").replace(/^[\w.]+: /, "").split(/[。:;]/)[0];
  text.textContent = heart.length > 60 ? `${heart.slice(0, 60)}…` : heart;
  return text;
}

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
