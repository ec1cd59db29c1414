// Lines over a page, in millimetres of its picture: trim, bleed, safe area, findings.

const SVG = "http://www.w3.org/2000/svg";

const KINDS = {
  trim: { ja: "仕上がり", en: "Trim", key: "t" },
  bleed: { ja: "塗り足し", en: "Bleed", key: "b" },
  safe: { ja: "安全域", en: "Safe area", key: "s" },
  findings: { ja: "指摘", en: "Findings", key: "f" },
};
const shown = new Set(JSON.parse(localStorage.getItem("guides") ?? '["findings"]'));

export const kinds = () => Object.entries(KINDS);
export const isShown = (name) => shown.has(name);

export function toggle(name) {
  shown.has(name) ? shown.delete(name) : shown.add(name);
  localStorage.setItem("guides", JSON.stringify([...shown]));
}

export function guides(page, output, number) {
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
  if (shown.has("findings")) {
    for (const finding of output.findings) {
      if (finding.page !== number) continue;
      svg.append(element("circle", { class: "spot", cx: page.left + finding.x, cy: page.top + finding.y, r: 2 }));
    }
  }
  return svg;
}

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
