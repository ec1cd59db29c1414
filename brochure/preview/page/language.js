// Both languages are in the page; the choice is remembered.

const chosen = localStorage.getItem("language");
let language = chosen === "ja" || chosen === "en" ? chosen : document.documentElement.lang;
const listeners = new Set();

export const say = (words) => words[language] ?? words.ja;

export function translate(root = document) {
  document.documentElement.lang = language;
  for (const element of root.querySelectorAll("[data-ja]")) {
    element.textContent = element.dataset[language];
  }
}

export function onLanguage(listener) {
  listeners.add(listener);
}

document.getElementById("language").addEventListener("click", () => {
  language = language === "ja" ? "en" : "ja";
  localStorage.setItem("language", language);
  translate();
  for (const listener of listeners) listener();
});
