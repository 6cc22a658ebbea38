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

  const rows = [...page.querySelectorAll("li[data-id]")];
  const takeAway = (...ids) => {
    drop(...ids);
    const others = rows.map((row) => row.dataset).filter(({ id }) => !ids.includes(id));
    location.assign(address(others, Infinity));
  };

  for (const row of rows) {
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
    own.querySelector("button").addEventListener("click", () => takeAway(id));
    own.hidden = false;
  }

  // What the archive no longer has stays among what is kept until the reader takes it away.
  const gone = page.querySelector("[data-gone]");
  gone?.addEventListener("click", () => takeAway(...JSON.parse(gone.dataset.gone)));
  if (gone) gone.hidden = false;

  // A file adds to what is kept here and replaces nothing: of two notes both stay.
  const both = (own, other, between) =>
    own.includes(other) ? own : [own, other].filter(Boolean).join(between);
  const joined = (own, other) => {
    if (!own) return other;
    const passages = new Map(own.passages.map((each) => [each.text, each]));
    for (const { text, note } of other.passages)
      passages.set(text, { text, note: both(passages.get(text)?.note ?? "", note, "\n") });
    const [tags, note] = [both(own.tags, other.tags, ", "), both(own.note, other.note, "\n")];
    return { ...own, tags, note, passages: [...passages.values()] };
  };

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
    const kept = new Map(read().map((item) => [item.id, item]));
    for (const item of items) kept.set(item.id, joined(kept.get(item.id), item));
    const problem = put([...kept.values()]);
    tell(status, problem);
    if (!problem) location.assign(address(read(), most));
  });
  carry.hidden = false;
})();
