// The reader's own clippings, with tags and notes on them and on their passages: kept in this
// browser and in files, nowhere else. Here is what the pages that show them share.
(() => {
  "use strict";

  const KEY = "knipsel.clippings";
  const MAX_KEPT = 1000;

  const text = (value) => (typeof value === "string" ? value : "");
  const list = (value) => (Array.isArray(value) ? value : []);

  // What stands in storage or in a file may be anything.
  const clean = (items) =>
    list(items)
      .filter((item) => item && typeof item.id === "string" && item.id)
      .map((item) => ({
        id: item.id,
        title: text(item.title),
        source: text(item.source),
        date: text(item.date),
        tags: text(item.tags),
        note: text(item.note),
        passages: list(item.passages)
          .filter((each) => each && typeof each.text === "string" && each.text)
          .map((each) => ({ text: each.text, note: text(each.note) })),
      }));

  const read = () => {
    try {
      return clean(JSON.parse(localStorage.getItem(KEY)));
    } catch {
      return [];
    }
  };

  const write = (items) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(items.slice(0, MAX_KEPT)));
      return true;
    } catch {
      return false; // storage is off or full
    }
  };

  const find = (id) => read().find((item) => item.id === id);

  const put = (item) => {
    const items = read();
    const place = items.findIndex((other) => other.id === item.id);
    if (place < 0) items.push(...clean([item]));
    else items[place] = { ...items[place], ...item };
    return write(items);
  };

  const drop = (id) => write(read().filter((item) => item.id !== id));

  const address = (items, most) => {
    const asked = new URLSearchParams(items.slice(0, most).map((item) => ["id", item.id]));
    const lang = new URLSearchParams(location.search).get("lang");
    if (lang) asked.set("lang", lang);
    return `/clippings?${asked}`;
  };

  globalThis.knipsels = { clean, read, find, put, drop, address };

  // In a list of results a ticked box is a clipping.
  const boxes = document.querySelectorAll(".hit input[name=id]");
  const kept = new Set(read().map((item) => item.id));
  for (const box of boxes) {
    box.checked ||= kept.has(box.value);
    box.addEventListener("change", () => {
      const hit = box.closest(".hit");
      const title = hit.querySelector("h2").textContent.trim();
      const date = hit.querySelector("time")?.dateTime ?? "";
      if (box.checked) put({ id: box.value, title, source: box.dataset.source, date });
      else drop(box.value);
    });
  }
  const form = document.getElementById("kies");
  form?.addEventListener("submit", (event) => {
    if (!read().length) return; // nothing is kept here: the form itself sends what is ticked
    event.preventDefault();
    location.assign(address(read(), Number(form.dataset.most)));
  });
})();
