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

  // What is written is written whole. Returns why it is not: "full", or "off" for a browser that
  // keeps nothing; undefined if it is.
  const write = (items) => {
    if (items.length > MAX_KEPT) return "full";
    try {
      localStorage.setItem(KEY, JSON.stringify(items));
    } catch {
      return "off";
    }
  };

  const find = (id) => read().find((item) => item.id === id);

  const put = (added) => {
    const items = new Map(read().map((item) => [item.id, item]));
    for (const item of [added].flat()) items.set(item.id, { ...(items.get(item.id) ?? clean([item])[0]), ...item });
    return write([...items.values()]);
  };

  const drop = (...ids) => write(read().filter((item) => !ids.includes(item.id)));

  const tell = (status, problem, done = "") => {
    status.textContent = problem ? status.dataset[problem] : done;
  };

  const address = (items, most) => {
    const asked = new URLSearchParams(items.slice(0, most).map((item) => ["id", item.id]));
    const lang = new URLSearchParams(location.search).get("lang");
    if (lang) asked.set("lang", lang);
    return `/clippings?${asked}`;
  };

  globalThis.knipsels = { clean, read, find, put, drop, tell, address };

  // In a list of results a ticked box is a clipping.
  const boxes = document.querySelectorAll(".hit input[name=id]");
  const form = document.getElementById("kies");
  const kept = new Set(read().map((item) => item.id));
  for (const box of boxes) {
    box.checked ||= kept.has(box.value);
    box.addEventListener("change", () => {
      const hit = box.closest(".hit");
      const title = hit.querySelector("h2").textContent.trim();
      const date = hit.querySelector("time")?.dateTime ?? "";
      const source = box.dataset.source ?? hit.querySelector(".byline > :nth-child(2)").textContent;
      const item = { id: box.value, title, source, date };
      const problem = box.checked ? put(item) : drop(box.value);
      if (problem === "full") box.checked = false; // without storage the form still sends it
      tell(form.querySelector("[role=status]"), problem, read().length || "");
    });
  }
  form?.addEventListener("submit", (event) => {
    if (!read().length) return; // nothing is kept here: the form itself sends what is ticked
    event.preventDefault();
    location.assign(address(read(), Number(form.dataset.most)));
  });
})();
