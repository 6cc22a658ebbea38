// Keys of one letter: / for the search box, j and k along the results, n and p along the hits of an
// article, ? for help. They can be switched off on the help page (WCAG 2.1.4), in this browser.
(() => {
  "use strict";

  const STORED = "knipsel.keys";
  const FIELDS = "input, textarea, select, [contenteditable]";

  const areOff = () => {
    try {
      return localStorage.getItem(STORED) === "off";
    } catch {
      return false;
    }
  };

  const store = (on) => {
    try {
      if (on) localStorage.removeItem(STORED);
      else localStorage.setItem(STORED, "off");
    } catch {
      // storage is off: the choice holds for this page
    }
  };

  let off = areOff();

  const toBox = () => {
    const box = document.getElementById("q");
    box.focus();
    box.select();
  };

  const alongResults = (step) => {
    const links = [...document.querySelectorAll(".hit h2 a")];
    const here = document.activeElement.closest(".hit")?.querySelector("h2 a");
    const next = here ? links.indexOf(here) + step : 0;
    links[Math.min(Math.max(next, 0), links.length - 1)]?.focus();
  };

  const alongHits = (step) => {
    const hits = document.querySelectorAll("mark[id^=hit-]").length;
    if (!hits) return;
    const here = Number(/^#hit-(\d+)$/.exec(location.hash)?.[1] ?? 0);
    const next = Math.min(Math.max(here + step, 1), hits);
    location.replace(`#hit-${next}`); // moving about is no history to go back through
  };

  const keys = {
    "/": toBox,
    "?": () => document.querySelector("a[rel=help]").click(),
    j: () => alongResults(1),
    k: () => alongResults(-1),
    n: () => alongHits(1),
    p: () => alongHits(-1),
  };

  document.addEventListener("keydown", (event) => {
    if (off || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.target.closest(FIELDS) || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });

  const choice = document.getElementById("keys");
  if (choice) {
    const box = choice.querySelector("input");
    box.checked = !off;
    box.addEventListener("change", () => {
      off = !box.checked;
      store(box.checked);
    });
    choice.hidden = false;
  }
})();
