// The reader's own clippings, with tags and notes: kept in this browser and in files, nowhere else.
(() => {
  "use strict";

  const KEY = "knipsel.clippings";
  const FORM = "knipsel-clippings";
  const MAX_KEPT = 1000;

  const text = (value) => (typeof value === "string" ? value : "");

  // What stands in storage or in a file may be anything.
  const clean = (items) =>
    (Array.isArray(items) ? items : [])
      .filter((item) => item && typeof item.id === "string" && item.id)
      .map((item) => ({
        id: item.id,
        title: text(item.title),
        source: text(item.source),
        date: text(item.date),
        tags: text(item.tags),
        note: text(item.note),
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

  const put = (item) => {
    const items = read();
    const place = items.findIndex((other) => other.id === item.id);
    if (place < 0) items.push({ ...item, tags: item.tags ?? "", note: item.note ?? "" });
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

  // In a list of results a ticked box is a clipping.
  const boxes = document.querySelectorAll(".hit input[name=id]");
  const kept = new Set(read().map((item) => item.id));
  for (const box of boxes) {
    box.checked ||= kept.has(box.value);
    box.addEventListener("change", () => {
      const hit = box.closest(".hit");
      const title = hit.querySelector("h2").textContent.trim();
      const date = hit.querySelector("time")?.dateTime ?? "";
      const { source } = box.dataset;
      if (box.checked) put({ id: box.value, title, source, date });
      else drop(box.value);
    });
  }
  const form = document.getElementById("kies");
  form?.addEventListener("submit", (event) => {
    if (!read().length) return; // nothing is kept here: the form itself sends what is ticked
    event.preventDefault();
    location.assign(address(read(), Number(form.dataset.most)));
  });

  const page = document.querySelector(".clippings");
  if (!page) return;
  const status = page.querySelector("[role=status]");
  if ("own" in page.dataset && read().length) {
    location.replace(address(read(), Number(page.dataset.most)));
    return;
  }

  for (const row of page.querySelectorAll("li[data-id]")) {
    const { id, title, source, date } = row.dataset;
    const own = row.querySelector(".own");
    const item = read().find((other) => other.id === id);
    for (const field of own.querySelectorAll("[name]")) {
      field.value = item?.[field.name] ?? "";
      field.addEventListener("change", () => {
        const done = put({ id, title, source, date, [field.name]: field.value });
        status.textContent = done ? "" : status.dataset.full;
      });
    }
    own.querySelector("button").addEventListener("click", () => {
      drop(id);
      const others = [...page.querySelectorAll("li[data-id]")].map((other) => other.dataset);
      location.assign(address(others.filter((other) => other.id !== id), Infinity));
    });
    own.hidden = false;
  }

  const carry = page.querySelector(".carry");
  carry.querySelector("[data-save]").addEventListener("click", (event) => {
    const content = JSON.stringify({ form: FORM, version: 1, articles: read() }, null, 1);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([content], { type: "application/json" }));
    link.download = event.currentTarget.dataset.save;
    link.click();
    URL.revokeObjectURL(link.href);
  });
  carry.querySelector("[type=file]").addEventListener("change", async (event) => {
    let content = null;
    try {
      content = JSON.parse(await event.target.files[0].text());
    } catch {
      // no JSON: what follows says so
    }
    const items = content?.form === FORM ? clean(content.articles) : [];
    if (!items.length) {
      status.textContent = status.dataset.wrong;
      return;
    }
    if (items.every(put)) location.assign(address(read(), Number(page.dataset.most)));
    else status.textContent = status.dataset.full;
  });
  carry.hidden = false;
})();
