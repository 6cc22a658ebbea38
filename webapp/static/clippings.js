// The page of clippings: tags, notes and noted passages beside each article, and the file to carry.
(() => {
  "use strict";

  const FORM = "knipsel-clippings";
  const { clean, read, find, put, drop, tell, address } = globalThis.knipsels;

  const page = document.querySelector(".clippings");
  const status = page.querySelector("[role=status]");
  const most = Number(page.dataset.most);
  if ("own" in page.dataset && read().length) {
    location.replace(address(read(), most));
    return;
  }

  // An address names so many: the others are on pages of their own.
  const parts = page.querySelector(".parts");
  const all = read();
  const listed = page.querySelector("li[data-id]")?.dataset.id;
  for (let first = 0; all.length > most && first < all.length; first += most) {
    const part = all.slice(first, first + most);
    const link = document.createElement("a");
    link.href = address(part, most);
    link.textContent = `${first + 1}–${first + part.length}`;
    if (part.some((item) => item.id === listed)) link.setAttribute("aria-current", "page");
    parts.append(link);
    parts.hidden = false;
  }

  const passageOf = (id, passage) => {
    const shown = page.querySelector("template").content.cloneNode(true);
    const place = shown.querySelector(".noted");
    const note = shown.querySelector("textarea");
    const others = () => find(id).passages.filter((each) => each.text !== passage.text);
    shown.querySelector("blockquote").textContent = passage.text;
    note.value = passage.note;
    note.addEventListener("change", () => {
      const passages = find(id).passages.map((each) =>
        each.text === passage.text ? { ...each, note: note.value } : each,
      );
      tell(status, put({ id, passages }));
    });
    shown.querySelector("button").addEventListener("click", () => {
      put({ id, passages: others() });
      place.closest("li").querySelector(".own [name]").focus();
      place.remove();
    });
    return shown;
  };

  for (const row of page.querySelectorAll("li[data-id]")) {
    const { id, title, source, date } = row.dataset;
    const own = row.querySelector(".own");
    const item = find(id);
    for (const field of own.querySelectorAll("[name]")) {
      field.value = item?.[field.name] ?? "";
      field.addEventListener("change", () => {
        tell(status, put({ id, title, source, date, [field.name]: field.value }));
      });
    }
    const passages = item?.passages ?? [];
    own.after(...passages.map((passage) => passageOf(id, passage)));
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
    const problem = put(...items);
    tell(status, problem);
    if (!problem) location.assign(address(read(), most));
  });
  carry.hidden = false;
})();
