// The page as it was before the last save that changed it, under a slider.

const slider = document.getElementById("compare");

export function before(figure, old, page) {
  figure.querySelector(".before")?.remove();
  if (!slider.valueAsNumber || !old || old.key === page.key) return;
  const picture = new Image();
  picture.className = "before";
  picture.alt = "";
  picture.src = `/picture/${old.key}`;
  figure.querySelector("svg").before(picture);
}

export function onCompare(changed) {
  const slide = () => {
    document.documentElement.style.setProperty("--before", `${slider.value}%`);
    changed();
  };
  slider.addEventListener("input", slide);
}
