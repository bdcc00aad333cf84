/* The map of concepts: arrows from what is needed to what needs it; the list beneath works without them. */
"use strict";
(() => {
  const SVG = "http://www.w3.org/2000/svg";
  const map = document.querySelector(".concept-map");
  const chips = [...map.querySelectorAll(".concept")];
  const byName = new Map(chips.map((chip) => [chip.dataset.name, chip]));
  const link = (chip) => chip.querySelector("a");
  const needs = new Map(chips.map((chip) => [chip, chip.dataset.needs.split("|").filter(Boolean).map((n) => byName.get(n))]));
  const leads = new Map(chips.map((chip) => [chip, chips.filter((other) => needs.get(other).includes(chip))]));

  const picture = document.createElementNS(SVG, "svg");
  picture.setAttribute("aria-hidden", "true");
  const edges = [];
  for (const [chip, before] of needs)
    for (const need of before) {
      const path = document.createElementNS(SVG, "path");
      picture.append(path);
      edges.push({ path, from: need, to: chip });
    }
  map.prepend(picture);
  const said = document.querySelector(".concept-said");
  said.setAttribute("role", "status");

  /* A chip may break over two lines; its box is that of the list item. */
  function place() {
    const origin = map.getBoundingClientRect();
    picture.setAttribute("width", origin.width);
    picture.setAttribute("height", origin.height);
    for (const { path, from, to } of edges) {
      const a = from.getBoundingClientRect(), b = to.getBoundingClientRect();
      const x0 = a.x + a.width / 2 - origin.x, x1 = b.x + b.width / 2 - origin.x;
      // Within one line an arc above it; otherwise from below the one to above the other.
      const level = Math.abs(a.y - b.y) < 4;
      const y0 = (level ? a.top : a.bottom) - origin.y, y1 = b.top - origin.y;
      const bend = level ? -18 : Math.max(24, (y1 - y0) / 2);
      path.setAttribute("d", `M${x0} ${y0} C${x0} ${y0 + bend} ${x1} ${y1 + (level ? bend : -bend)} ${x1} ${y1}`);
    }
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
  function select(chip) {
    const before = reach(chip, needs), after = reach(chip, leads);
    map.classList.add("chosen");
    for (const one of chips) {
      one.classList.toggle("is-chosen", one === chip);
      one.classList.toggle("is-needed", before.has(one));
      one.classList.toggle("is-led", after.has(one));
    }
    for (const { path, from, to } of edges) {
      path.classList.toggle("is-needed", (to === chip || before.has(to)) && before.has(from));
      path.classList.toggle("is-led", (from === chip || after.has(from)) && after.has(to));
    }
    const first = needs.get(chip).length ? `cần trước: ${names(needs.get(chip))}` : "không cần khái niệm nào trước";
    const last = leads.get(chip).length ? `mở đường tới: ${names(leads.get(chip))}` : "chưa khái niệm nào trong sách cần nó";
    const name = document.createElement("strong"), go = document.createElement("a");
    name.textContent = chip.dataset.name;
    go.href = link(chip).href;
    go.textContent = "Đọc mục này";
    go.tabIndex = -1; // the chip itself is the keyboard's link
    said.replaceChildren(name, ` – ${first}; ${last}. `, go);
  }

  /* A finger's first tap chooses, the second follows the link; a mouse chooses by pointing. */
  let finger = false;
  for (const chip of chips) {
    chip.addEventListener("pointerdown", (event) => (finger = event.pointerType === "touch"));
    chip.addEventListener("pointerenter", (event) => event.pointerType !== "touch" && select(chip));
    link(chip).addEventListener("focus", () => !finger && select(chip));
    link(chip).addEventListener("click", (event) => {
      if (!finger || chip.classList.contains("is-chosen")) return;
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
  new ResizeObserver(place).observe(map);
  place();
})();
