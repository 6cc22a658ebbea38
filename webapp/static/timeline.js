// A period picked on the strip over time: by a drag, by two clicks, or with the arrows and Enter.
// What the strip shows stands in the table under it, whose buttons find a period without script.
(() => {
  "use strict";

  const SLACK = 4; // pixels that a click may move
  const DASH = " – "; // between the days of a week

  const install = (section) => {
    const strip = section.querySelector(".strip");
    const form = section.querySelector("form");
    const tip = section.querySelector(".tip");
    const shade = strip.querySelector(".shade");
    const places = Number(strip.dataset.places);
    const heads = [...section.querySelectorAll("thead th")].map((head) => head.textContent);
    const bars = [...form.querySelectorAll("tbody button")].map((button, row) => {
      const [since, until = since] = button.value.split("..");
      const cells = [...button.closest("tr").children].map((cell) => cell.textContent.trim());
      const text = cells.map((cell, n) => (n && cell ? `${heads[n].toLowerCase()} ${cell}` : cell));
      const name = cells[0];
      return { place: Number(button.dataset.place ?? row), since, until, name, text: text.filter(Boolean).join(", ") };
    });
    let here = bars.length - 1; // the bar that is pointed at
    let from = null; // the first bar of a period that is being picked
    let pressed = null;

    const ends = (one, other) => [bars[Math.min(one, other)], bars[Math.max(one, other)]];

    const nearest = (event) => {
      const box = strip.getBoundingClientRect();
      const place = ((event.clientX - box.left) / box.width) * places - 0.5;
      const away = bars.map((bar) => Math.abs(bar.place - place));
      return away.indexOf(Math.min(...away));
    };

    const show = (index) => {
      here = index;
      const [first, last] = ends(from ?? here, here);
      shade.setAttribute("x", `${(100 * first.place) / places}%`);
      shade.setAttribute("width", `${(100 * (last.place - first.place + 1)) / places}%`);
      const period = first === last ? bars[here].text : `${first.name.split(DASH)[0]}${DASH}${last.name.split(DASH).at(-1)}`;
      tip.textContent = from === null ? period : `${period}: ${tip.dataset.again}`;
      tip.hidden = false;
      const right = `calc(100% - ${tip.offsetWidth}px)`;
      tip.style.left = `min(${(100 * first.place) / places}%, ${right})`;
      strip.setAttribute("aria-valuenow", here);
      strip.setAttribute("aria-valuetext", tip.textContent);
    };

    const hide = () => {
      if (from !== null || document.activeElement === strip) return;
      shade.setAttribute("width", 0);
      tip.hidden = true;
    };

    const pick = (index) => {
      if (from === null) {
        from = index;
        return show(index);
      }
      const [first, last] = ends(from, index);
      const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
      asked.set("since", first.since);
      asked.set("until", last.until);
      location.assign(`/?${asked}`);
    };

    const letGo = (index) => {
      from = pressed = null;
      if (index === undefined) hide();
      else show(index);
    };

    const dragged = (event) => pressed && Math.abs(event.clientX - pressed.x) > SLACK;

    const pointer = {
      pointermove: (event) => {
        if (dragged(event)) from ??= pressed.index;
        show(nearest(event));
      },
      pointerdown: (event) => {
        if (event.button) return;
        event.preventDefault(); // no text is selected
        strip.setPointerCapture(event.pointerId);
        pressed = { x: event.clientX, index: nearest(event) };
      },
      pointerup: (event) => {
        if (!pressed) return;
        if (dragged(event)) from ??= pressed.index;
        pressed = null;
        pick(nearest(event));
      },
      pointercancel: () => letGo(),
      pointerleave: hide,
      focus: () => show(here),
      blur: () => letGo(),
    };
    for (const [name, does] of Object.entries(pointer)) strip.addEventListener(name, does);

    const keys = {
      ArrowLeft: () => show(Math.max(here - 1, 0)),
      ArrowRight: () => show(Math.min(here + 1, bars.length - 1)),
      Home: () => show(0),
      End: () => show(bars.length - 1),
      Enter: () => pick(here),
      " ": () => pick(here),
      Escape: () => letGo(here),
    };
    strip.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || !Object.hasOwn(keys, event.key)) return;
      event.preventDefault();
      keys[event.key]();
    });

    const slider = { role: "slider", tabindex: 0, "aria-label": strip.dataset.name };
    const values = { "aria-valuemin": 0, "aria-valuemax": bars.length - 1, "aria-valuenow": here };
    Object.entries({ ...slider, ...values, "aria-valuetext": bars[here].text }).forEach(
      ([name, value]) => strip.setAttribute(name, value),
    );
    strip.removeAttribute("aria-hidden");
  };

  document.querySelectorAll(".timeline").forEach(install);
})();
