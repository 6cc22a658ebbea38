// Completes the last word in the search box to words of the archive: an editable combobox with a
// list, as in the ARIA Authoring Practices 1.2. Without script the box is an ordinary one.
(() => {
  "use strict";

  const WAIT = 100; // ms without a key before asking
  const MAX_COMPLETIONS = 8;
  const MAX_CACHED = 200;

  const box = document.querySelector("input[data-suggest]");
  if (!box) return;

  const list = document.createElement("ul");
  list.id = `${box.id}-suggestions`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.suggestions);
  list.hidden = true;
  box.after(list);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");

  const answers = new Map();
  let numbers = null; // made when the first are shown: the data of a language takes time to load
  let timer = 0;
  let asking = new AbortController();
  let active = -1;
  let shown = [];

  const choose = (index) => {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = index;
    const option = list.children[active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) box.setAttribute("aria-activedescendant", option.id);
    else box.removeAttribute("aria-activedescendant");
  };

  const close = () => {
    choose(-1);
    list.hidden = true;
    box.setAttribute("aria-expanded", "false");
  };

  // Nothing asked before is shown any more.
  const forget = () => {
    clearTimeout(timer);
    asking.abort();
  };

  const stop = () => {
    forget();
    close();
  };

  const accept = (option) => {
    box.value = option.dataset.text;
    stop();
  };

  const words = box.dataset.kinds.split(" ");
  const names = Object.fromEntries(["word", "phrase", "name", "field", "date"].map((kind, n) => [kind, words[n]]));

  const optionOf = ({ text, count, kind }, index) => {
    const option = document.createElement("li");
    option.id = `${list.id}-${index}`;
    option.dataset.text = text;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const number = document.createElement("span");
    number.className = "count";
    number.textContent = (numbers ??= new Intl.NumberFormat(document.documentElement.lang)).format(count);
    const what = document.createElement("span");
    what.className = "kind";
    what.textContent = names[kind];
    option.append(text, " ", what, " ", number);
    return option;
  };

  const show = (found) => {
    choose(-1);
    shown = found;
    list.replaceChildren(...found.map(optionOf));
    list.hidden = !found.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
  };

  // Until the answer to one more letter comes, only what goes on with it is left; a value of a field
  // has more before the word.
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const narrow = (text) => {
    const [typed, last] = [folded(text), folded(text.split(" ").at(-1))];
    const goesOn = ({ text: full, kind }) =>
      folded(full).startsWith(typed) || (kind === "field" && folded(full).includes(last));
    if (!list.hidden) show(shown.filter(goesOn));
  };

  const ask = async (text) => {
    asking = new AbortController();
    const { signal } = asking;
    try {
      if (!answers.has(text)) {
        const address = `${box.dataset.suggest}?${new URLSearchParams({ q: text, n: MAX_COMPLETIONS })}`;
        const response = await fetch(address, { signal });
        if (!response.ok) return close();
        if (answers.size >= MAX_CACHED) answers.clear();
        answers.set(text, await response.json());
      }
      if (signal.aborted || document.activeElement !== box) return;
      show(answers.get(text));
      list.dataset.of = text;
    } catch {
      if (!signal.aborted) close(); // the archive is away: that is for the search to say
    }
  };

  box.addEventListener("input", (event) => {
    forget();
    const text = box.value;
    if (event.isComposing || box.selectionEnd < text.length || !text.trim()) return stop();
    narrow(text);
    timer = setTimeout(ask, WAIT, text);
  });

  const keys = {
    ArrowDown: () => choose(active + 1 < list.children.length ? active + 1 : -1),
    ArrowUp: () => choose(active < 0 ? list.children.length - 1 : active - 1),
    Escape: stop,
  };

  box.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const option = list.children[active];
    if (list.hidden) {
      if (event.key !== "ArrowDown" || !box.value.trim()) return;
      forget();
      ask(box.value);
    } else if (Object.hasOwn(keys, event.key)) {
      event.preventDefault();
      keys[event.key]();
    } else if (option && (event.key === "Enter" || event.key === "Tab")) {
      accept(option); // Enter goes on to search, Tab to the next field
    }
  });

  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    accept(option);
    box.form.requestSubmit();
  });

  box.addEventListener("blur", stop);
  box.form.addEventListener("submit", stop);
  window.addEventListener("pagehide", stop);
})();
