"use strict";
/* What CSS cannot do alone: the other side lights up too; the page's language; print. */
(() => {
  const all = (number) => document.querySelectorAll(`[data-place="${number}"]`);
  const light = (event, how, on) => {
    const place = event.target.closest && event.target.closest("[data-place]");
    if (place) for (const one of all(place.dataset.place)) one.classList.toggle(how, on);
  };
  for (const [type, how, on] of [
    ["pointerover", "lit", true], ["pointerout", "lit", false],
    ["focusin", "held", true], ["focusout", "held", false],
  ])
    document.addEventListener(type, (event) => light(event, how, on));

  const show = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target) return;
    for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    const sheet = target.closest(".sheet");
    const hidden = sheet && sheet.querySelector(".show-places:not(:checked)");
    if (hidden) hidden.checked = true;
    target.scrollIntoView({ block: sheet ? "center" : "nearest" });
    const link = target.matches("a") ? target : target.querySelector("a");
    if (link) link.focus({ preventScroll: true });
  };
  addEventListener("hashchange", show);
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.getAttribute("href") === location.hash) show();
  });

  const name = document.title.replace(/^\S+ /, "");
  for (const choice of document.querySelectorAll("input[name=lang]"))
    choice.addEventListener("change", () => {
      document.documentElement.lang = choice.value;
      document.title = (choice.value === "ja" ? "入稿検査 " : "Preflight ") + name;
    });

  let folded = [];
  addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const box of folded) box.open = true;
  });
  addEventListener("afterprint", () => {
    for (const box of folded) box.open = false;
  });
})();
