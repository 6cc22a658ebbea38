// Saved searches, kept in this browser and nowhere else. Without script the page lacks the button.
(() => {
  "use strict";

  const KEY = "knipsel.saved";
  const MAX_SAVED = 50;

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
      localStorage.setItem(KEY, JSON.stringify(items));
      return true;
    } catch {
      return false; // storage is off or full
    }
  };

  const offer = (place) => {
    const { address, name } = place.dataset;
    const button = place.querySelector("button");
    const status = place.querySelector("[role=status]");
    const isSaved = () => read().some((item) => item.address === address);
    const show = () => {
      button.textContent = isSaved() ? button.dataset.drop : button.dataset.keep;
    };
    button.addEventListener("click", () => {
      const saved = isSaved();
      const others = read().filter((item) => item.address !== address);
      const { kept, dropped, failed, full } = status.dataset;
      if (!saved && others.length >= MAX_SAVED) {
        status.textContent = full;
        return;
      }
      const done = write(saved ? others : [{ name, address }, ...others]);
      show();
      status.textContent = done ? (saved ? dropped : kept) : failed;
    });
    show();
    place.dataset.ready = "";
  };

  const list = (section) => {
    const rows = read().map((item) => {
      const row = document.createElement("li");
      const link = document.createElement("a");
      const remove = document.createElement("button");
      Object.assign(link, { href: item.address, textContent: item.name });
      Object.assign(remove, { type: "button", className: "plain", textContent: "×" });
      remove.setAttribute("aria-label", `${section.dataset.drop}: ${item.name}`);
      remove.addEventListener("click", () => {
        const next = row.nextElementSibling || row.previousElementSibling;
        write(read().filter((other) => other.address !== item.address));
        row.remove();
        section.hidden = !next;
        (next ? next.querySelector("button") : document.getElementById("q")).focus();
      });
      row.append(link, remove);
      return row;
    });
    section.querySelector("ul").replaceChildren(...rows);
    section.hidden = !rows.length;
  };

  document.querySelectorAll(".save").forEach(offer);
  document.querySelectorAll(".saved").forEach(list);
})();
