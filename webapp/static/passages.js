// Notes on passages of an article: what is selected in it is kept with a note among the clippings,
// in this browser. Kept passages are marked in the text where the browser can do so.
(() => {
  "use strict";

  const story = document.querySelector(".story");
  const tool = document.querySelector(".noting");
  const { find, put, tell } = globalThis.knipsels;
  const { id, title, source, date } = tool.dataset;
  const [begin, form] = [tool.querySelector("button"), tool.querySelector("form")];
  const note = form.querySelector("textarea");
  const status = tool.querySelector("[role=status]");
  let chosen = "";

  const plain = (text) => text.replace(/\s+/g, " ").trim();

  const textsIn = (block) => {
    const nodes = [];
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) nodes.push(walker.currentNode);
    return nodes;
  };

  const bare = (text) => text.replace(/\s+/g, "");

  // Where a letter stands in a text, counted from 0 without spaces.
  const placeOf = (text, number) => {
    let place = -1;
    for (let left = number; left >= 0; left -= /\S/.test(text[place])) place += 1;
    return place;
  };

  // A passage may run over several paragraphs, and its spaces differ from theirs: letters count.
  const rangeOf = (nodes, passage) => {
    const letters = bare(passage);
    const start = bare(nodes.map((node) => node.data).join("")).indexOf(letters);
    if (start < 0) return null;
    const range = new Range();
    let before = 0;
    for (const node of nodes) {
      const [first, last] = [start - before, start + letters.length - before];
      const count = bare(node.data).length;
      if (first >= 0 && first < count) range.setStart(node, placeOf(node.data, first));
      if (last > 0 && last <= count) range.setEnd(node, placeOf(node.data, last - 1) + 1);
      before += count;
    }
    return range;
  };

  const show = () => {
    const passages = find(id)?.passages ?? [];
    tool.querySelector("a").hidden = !passages.length;
    if (!globalThis.Highlight) return;
    const nodes = [...story.querySelectorAll(":scope > p, :scope > h2, h1")].flatMap(textsIn);
    const ranges = passages.map(({ text }) => rangeOf(nodes, text));
    CSS.highlights.set("noted", new Highlight(...ranges.filter(Boolean)));
  };

  const close = (message) => {
    form.hidden = true;
    begin.hidden = false;
    status.textContent = message;
  };

  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    const inside = story.contains(selection.anchorNode) && story.contains(selection.focusNode);
    if (inside && plain(String(selection))) chosen = plain(String(selection));
  });
  begin.addEventListener("click", () => {
    status.textContent = chosen ? "" : status.dataset.choose;
    if (!chosen) return;
    form.querySelector("blockquote").textContent = chosen;
    note.value = find(id)?.passages.find((each) => each.text === chosen)?.note ?? "";
    form.hidden = false;
    begin.hidden = true;
    note.focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const others = (find(id)?.passages ?? []).filter((each) => each.text !== chosen);
    const passages = [...others, { text: chosen, note: note.value }];
    close("");
    tell(status, put({ id, title, source, date, passages }), status.dataset.kept);
    chosen = "";
    show();
    begin.focus();
  });
  form.querySelector("[type=button]").addEventListener("click", () => {
    close("");
    begin.focus();
  });
  show();
  tool.dataset.ready = "";
})();
