// The page of paper beside an article: larger and smaller, by button, key, wheel and two fingers; moved by
// arrow keys and by dragging; and along with the hit that is gone to in the text.
(() => {
  "use strict";

  const STEP = 1.5;
  const LARGEST = 16;
  const PART = 0.15; // of what is seen, that an arrow key moves by

  const show = (svg) => {
    const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
    const seen = { x: 0, y: 0, width, height };
    const buttons = svg.closest("figure").querySelector(".zoom");
    let aim = svg.querySelector("rect"); // the hit that keys and buttons make larger, until the page is moved

    const draw = () => {
      seen.x = Math.min(Math.max(seen.x, 0), width - seen.width);
      seen.y = Math.min(Math.max(seen.y, 0), height - seen.height);
      svg.setAttribute("viewBox", `${seen.x} ${seen.y} ${seen.width} ${seen.height}`);
      const whole = seen.width >= width;
      svg.classList.toggle("zoomed", !whole);
      buttons.querySelector("[data-zoom=out]").disabled = whole;
      buttons.querySelector("[data-zoom=in]").disabled = seen.width <= width / LARGEST;
    };

    // `x` and `y` stay where they are seen.
    const zoom = (by, x = seen.x + seen.width / 2, y = seen.y + seen.height / 2) => {
      const to = Math.min(Math.max(seen.width / by, width / LARGEST), width);
      const share = to / seen.width;
      seen.x = x - (x - seen.x) * share;
      seen.y = y - (y - seen.y) * share;
      seen.width = to;
      seen.height *= share;
      draw();
    };

    const centre = (box) => {
      const { x, y, width: wide, height: high } = box.getBBox();
      seen.x = x + wide / 2 - seen.width / 2;
      seen.y = y + high / 2 - seen.height / 2;
      draw();
    };

    const step = (by) => {
      zoom(by);
      if (aim) centre(aim);
    };

    const whole = () => {
      aim = svg.querySelector("rect.here") ?? svg.querySelector("rect");
      Object.assign(seen, { x: 0, y: 0, width, height });
      draw();
    };

    const move = (x, y) => {
      aim = null;
      seen.x += x * seen.width;
      seen.y += y * seen.height;
      draw();
    };

    const toHit = (number) => {
      const boxes = [...svg.querySelectorAll("rect")];
      for (const box of boxes) box.classList.toggle("here", box.dataset.hit === number);
      const box = boxes.find((each) => each.dataset.hit === number);
      if (!box) return;
      aim = box;
      centre(box);
      svg.closest("figure").scrollIntoView({ block: "nearest" });
    };

    const keys = {
      "+": () => step(STEP),
      "=": () => step(STEP),
      "-": () => step(1 / STEP),
      0: whole,
      ArrowLeft: () => move(-PART, 0),
      ArrowRight: () => move(PART, 0),
      ArrowUp: () => move(0, -PART),
      ArrowDown: () => move(0, PART),
    };
    svg.tabIndex = 0;
    svg.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || !Object.hasOwn(keys, event.key)) return;
      if (event.key.startsWith("Arrow") && seen.width >= width) return; // the page scrolls
      event.preventDefault();
      keys[event.key]();
    });

    buttons.addEventListener("click", (event) => {
      const wanted = event.target.dataset.zoom;
      if (wanted === "whole") whole();
      else if (wanted) step(wanted === "in" ? STEP : 1 / STEP);
    });

    const place = (event) => {
      const matrix = svg.getScreenCTM().inverse();
      return new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix);
    };
    const held = new Map();
    svg.addEventListener("pointerdown", (event) => held.set(event.pointerId, event));
    for (const end of ["pointerup", "pointercancel", "pointerleave"]) {
      svg.addEventListener(end, (event) => held.delete(event.pointerId));
    }
    svg.addEventListener("pointermove", (event) => {
      const before = held.get(event.pointerId);
      if (!before) return;
      aim = null;
      const other = [...held.values()].find((each) => each.pointerId !== event.pointerId);
      if (other) {
        const far = (a) => Math.hypot(a.clientX - other.clientX, a.clientY - other.clientY);
        const { x, y } = place(other);
        zoom(far(event) / Math.max(far(before), 1), x, y);
      } else {
        const [from, to] = [place(before), place(event)];
        seen.x += from.x - to.x;
        seen.y += from.y - to.y;
        draw();
      }
      held.set(event.pointerId, event);
    });
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    svg.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey) return; // the page scrolls
        event.preventDefault();
        aim = null;
        const { x, y } = place(event);
        zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, x, y);
      },
      { passive: false },
    );

    const follow = () => {
      const number = /^#hit-(\d+)$/.exec(location.hash)?.[1];
      if (number) toHit(number);
    };
    addEventListener("hashchange", follow);
    buttons.hidden = false;
    draw();
    follow();
  };

  for (const svg of document.querySelectorAll("svg.scan")) show(svg);
})();
