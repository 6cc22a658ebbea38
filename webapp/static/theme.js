// Light or dark, where a reader wants other than the system's own: kept in this browser.
(() => {
  "use strict";

  const STORED = "knipsel.theme";
  const root = document.documentElement;
  const button = document.querySelector(".theme");
  const system = matchMedia("(prefers-color-scheme: dark)");

  const preferred = () => (system.matches ? "dark" : "light");
  const shown = () => root.dataset.theme ?? preferred();

  const stored = () => {
    try {
      return localStorage.getItem(STORED);
    } catch {
      return null;
    }
  };

  const store = (theme) => {
    try {
      if (theme) localStorage.setItem(STORED, theme);
      else localStorage.removeItem(STORED);
    } catch {
      // storage is off: the choice holds for this page
    }
  };

  const show = (theme) => {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    button.textContent = button.dataset[shown() === "dark" ? "light" : "dark"];
    button.setAttribute("aria-label", `${button.dataset.name} ${button.textContent.toLowerCase()}`);
  };

  button.addEventListener("click", () => {
    const other = shown() === "dark" ? "light" : "dark";
    const theme = other === preferred() ? null : other; // the system's own needs no memory
    store(theme);
    show(theme);
  });

  system.addEventListener("change", () => show(root.dataset.theme));
  show(["light", "dark"].find((theme) => theme === stored()));
})();
