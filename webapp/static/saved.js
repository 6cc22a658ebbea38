// Saved searches, kept in this browser and nowhere else. Without script the page lacks the button.
(() => {
  "use strict";

  const KEY = "knipsel.saved";
  const MOST = 50;

  // What stands in storage may be anything: only searches of this page pass.
  const isSearch = (item) =>
    item && typeof item.name === "string" && /^\/\?[^\\\s]*$/.test(item.address);

  const read = () => {
    try {
      const items = JSON.parse(localStorage.getItem(KEY));
      return Array.isArray(items) ? items.filter(isSearch) : [];
    } catch {
      return [];
    }
  };

  const write = (items) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(items.slice(0, MOST)));
      return true;
    } catch {
      return false; // storage is off or full
    }
  };

  const element = (name, text, attributes = {}) => {
    const made = Object.assign(document.createElement(name), attributes);
    made.textContent = text;
    return made;
  };

  const offerSaving = (place) => {
    const { address, name } = place.dataset;
    const button = place.querySelector("button");
    const status = place.querySelector("[role=status]");
    const saved = () => read().some((item) => item.address === address);
    const show = () => {
      button.textContent = saved() ? "Haal uit bewaarde zoekvragen" : "Bewaar deze zoekvraag";
    };
    button.addEventListener("click", () => {
      const others = read().filter((item) => item.address !== address);
      const adding = !saved();
      const done = write(adding ? [{ name, address }, ...others] : others);
      show();
      if (!done) status.textContent = "Deze browser bewaart niets.";
      else status.textContent = adding ? "Bewaard op de voorpagina, in deze browser." : "Weggehaald.";
    });
    show();
    place.hidden = false;
  };

  const list = (section) => {
    const rows = read().map((item) => {
      const row = document.createElement("li");
      const remove = element("button", "×", { type: "button", className: "plain" });
      remove.setAttribute("aria-label", `Weghalen: ${item.name}`);
      remove.addEventListener("click", () => {
        const next = row.nextElementSibling || row.previousElementSibling;
        write(read().filter((other) => other.address !== item.address));
        row.remove();
        if (next) next.querySelector("button").focus();
        else document.getElementById("q").focus();
        section.hidden = !next;
      });
      row.append(element("a", item.name, { href: item.address }), remove);
      return row;
    });
    section.querySelector("ul").replaceChildren(...rows);
    section.hidden = !rows.length;
  };

  document.querySelectorAll(".save").forEach(offerSaving);
  document.querySelectorAll(".saved").forEach(list);
})();
