/* The map of concepts: the lines of the one that is chosen, from what it needs and to what it leads, and the way to it
   as a list to read; the list of links beneath works without them. */
"use strict";
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const REST = 180; // ms that a mouse rests on a chip before it is chosen: on the way to the panel it crosses others
  const STUB = 9; // px between a chip and the line that runs along its row
  const map = document.querySelector(".concept-map");
  const chips = [...map.querySelectorAll(".concept")];
  const byName = new Map(chips.map((chip) => [chip.dataset.name, chip]));
  const link = (chip) => chip.querySelector("a");
  const needs = new Map(chips.map((chip) => [chip, chip.dataset.needs.split("|").filter(Boolean).map((n) => byName.get(n))]));
  const leads = new Map(chips.map((chip) => [chip, chips.filter((other) => needs.get(other).includes(chip))]));

  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("aria-hidden", "true");
  map.prepend(picture);
  const panel = document.querySelector(".concept-said");
  const said = panel.querySelector("p");
  said.setAttribute("role", "status");
  const way = Object.assign(document.createElement("details"), { className: "concept-way" });
  const wide = matchMedia("(min-width: 75em)");
  way.open = wide.matches;
  wide.addEventListener("change", () => (way.open = wide.matches));
  let chosen = null;

  /* Between rows of chips only, and down along the left edge: a line passes through no chip and no title. */
  function route(from, to, lane) {
    const origin = map.getBoundingClientRect(), a = from.getBoundingClientRect(), b = to.getBoundingClientRect();
    const x0 = a.x + a.width / 2 - origin.x, x1 = b.x + b.width / 2 - origin.x;
    const top0 = a.top - origin.y, end0 = a.bottom - origin.y, end1 = b.top - origin.y;
    if (Math.abs(a.y - b.y) < 4) return `M${x0} ${top0} V${top0 - STUB} H${x1} V${end1}`;
    const near = from.parentElement === to.parentElement && end1 - end0 < 1.5 * a.height;
    if (near) return `M${x0} ${end0} V${(end0 + end1) / 2} H${x1} V${end1}`;
    return `M${x0} ${end0} V${end0 + STUB} H${lane} V${end1 - STUB} H${x1} V${end1}`;
  }

  function draw() {
    if (!chosen) return;
    const line = (from, to, name, lane) => {
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("class", name);
      path.setAttribute("d", route(from, to, lane));
      return path;
    };
    picture.replaceChildren(
      ...leads.get(chosen).map((after) => line(chosen, after, "is-led", 12)),
      ...needs.get(chosen).map((before) => line(before, chosen, "is-needed", 4)),
    );
  }

  /* Everything that a step along `next` reaches from chip. */
  function reach(chip, next) {
    const found = new Set(), waiting = [...next.get(chip)];
    while (waiting.length) {
      const one = waiting.pop();
      if (!found.has(one)) {
        found.add(one);
        waiting.push(...next.get(one));
      }
    }
    return found;
  }

  const names = (list) => list.map((chip) => chip.dataset.name).join(", ");
  const anchor = (chip, words) => Object.assign(document.createElement("a"), { href: link(chip).href, textContent: words });

  /* The way to a concept: what it needs, and what that needs, in the order of the book. */
  function showWay(chip, before) {
    const steps = document.createElement("ol");
    for (const one of [...chips.filter((each) => before.has(each)), chip]) {
      const step = document.createElement("li");
      step.append(anchor(one, one.dataset.name));
      step.classList.toggle("is-direct", needs.get(chip).includes(one));
      steps.append(step);
    }
    const title = document.createElement("summary");
    title.textContent = before.size ? `${before.size + 1} bước tới ${chip.dataset.name}` : `${chip.dataset.name}: bắt đầu từ đây`;
    way.replaceChildren(title, steps);
    panel.append(way);
  }

  function select(chip) {
    chosen = chip;
    const before = reach(chip, needs), after = reach(chip, leads);
    map.classList.add("chosen");
    for (const one of chips) {
      one.classList.toggle("is-chosen", one === chip);
      one.classList.toggle("is-needed", before.has(one));
      one.classList.toggle("is-led", after.has(one));
    }
    const first = needs.get(chip).length ? `cần trước: ${names(needs.get(chip))}` : "không cần khái niệm nào trước";
    const last = leads.get(chip).length ? `mở đường tới: ${names(leads.get(chip))}` : "chưa khái niệm nào trong sách cần nó";
    const name = document.createElement("strong"), go = anchor(chip, "Đọc mục này");
    name.textContent = chip.dataset.name;
    go.tabIndex = -1; // the chip itself is the keyboard's link
    said.replaceChildren(name, ` – ${first}; ${last}. `, go);
    showWay(chip, before);
    draw();
  }

  /* A finger's first tap chooses, the second follows the link; a mouse chooses by resting. */
  let finger = false;
  let rest;
  for (const chip of chips) {
    chip.addEventListener("pointerdown", (event) => (finger = event.pointerType === "touch"));
    chip.addEventListener("pointerenter", (event) => {
      if (event.pointerType !== "touch") rest = setTimeout(select, REST, chip);
    });
    chip.addEventListener("pointerleave", () => clearTimeout(rest));
    link(chip).addEventListener("focus", () => !finger && select(chip));
    link(chip).addEventListener("click", (event) => {
      if (!finger || chip === chosen) return;
      event.preventDefault();
      select(chip);
    });
  }
  map.addEventListener("keydown", (event) => {
    const chip = event.target.closest(".concept");
    if (!chip) return;
    const steps = { ArrowLeft: -1, ArrowRight: 1 }, ways = { ArrowUp: needs, ArrowDown: leads };
    const next = event.key in steps ? chips[chips.indexOf(chip) + steps[event.key]] : ways[event.key]?.get(chip)[0];
    if (!(event.key in steps || event.key in ways)) return;
    event.preventDefault();
    if (next) link(next).focus();
  });
  new ResizeObserver(draw).observe(map);
  const start = chips.find((chip) => "start" in chip.dataset);
  if (start) select(start);
})();
