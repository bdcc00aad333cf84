/* Where the reader is in the page: its entry in the contents, and in a chapter the line of the way above all. */
"use strict";
(() => {
  const article = document.querySelector(".bd-article");
  if (!article) return;
  const tops = [...article.querySelectorAll(":scope > section > section")];
  const inside = new Map(tops.map((section) => [section, []]));
  for (const link of document.querySelectorAll("#pst-page-toc-nav a[href^='#']")) {
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const top = tops.find((section) => section.contains(target));
    if (top) inside.get(top).push({ target, link });
  }
  const links = [...inside.values()].flat().map((entry) => entry.link);
  /* A heading that a jump has brought to its place stands above this line. */
  const line = () => (parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0) + 40;
  const last = (found, y) => found.filter((element) => element.getBoundingClientRect().top <= y).pop();

  /* The chapter's own section at the line. Its parts are asked only then: those of far sections are not laid out. */
  const section = () => last(tops, line());

  let aim = null; // where the last jump went; near the page's end it may stand far below the line
  function entry(here) {
    const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    if (aim && atEnd && aim.target.getBoundingClientRect().top < innerHeight) return aim;
    const parts = here ? inside.get(here) : [];
    const target = last(parts.map((part) => part.target), line());
    return parts.find((part) => part.target === target) ?? parts[0];
  }
  function highlight(here) {
    const now = entry(here)?.link;
    if (links.some((link) => link === now && link.classList.contains("active"))) return;
    for (const link of links) {
      link.classList.toggle("active", link === now);
      if (link === now) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    for (const item of document.querySelectorAll("#pst-page-toc-nav .toc-entry")) item.classList.toggle("active", item.contains(now ?? null));
    const box = now?.closest(".bd-sidebar-secondary");
    if (!box) return;
    const [top, bottom] = [now.getBoundingClientRect().top - box.getBoundingClientRect().top, now.getBoundingClientRect().bottom - box.getBoundingClientRect().bottom];
    if (top < 0) box.scrollTop += top;
    else if (bottom > 0) box.scrollTop += bottom;
  }
  function jumped() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    aim = target ? ([...inside.values()].flat().filter((part) => part.target.contains(target)).pop() ?? null) : null;
    soon();
  }

  /* --- a chapter: which sections have been read (memory.js), and the line that fills ------------------------- */
  const chapter = document.querySelector(".book-done button")?.dataset.chapter, memory = window.hocsauMemory;
  let kept = chapter && memory.load();
  const spent = new Map(); // section -> milliseconds that it was before the reader
  let since = performance.now(), reading = null;
  // the label of the source outlives a change of the heading's words
  const nameOf = (section) => section.querySelector(":scope > span[id]")?.id ?? section.id;
  // Nobody reads a section whose end never came into view, or that flew by.
  const enough = (section) => Math.min(4000, Math.max(500, 8 * section.textContent.length));

  function read(here) {
    const now = performance.now();
    if (reading) {
      spent.set(reading, (spent.get(reading) ?? 0) + (now - since));
      const seen = reading.getBoundingClientRect().bottom <= innerHeight + 8;
      const name = nameOf(reading);
      if (seen && spent.get(reading) >= enough(reading) && !kept.read[chapter]?.includes(name))
        memory.save((data) => { (data.read[chapter] ??= []).push(name); });
    }
    since = now;
    reading = document.visibilityState === "visible" ? here : null;
  }

  let pieces = [];
  function drawLine() {
    const bar = document.createElement("div");
    bar.className = "book-way d-print-none";
    bar.setAttribute("aria-hidden", "true"); // the contents and the page of progress say the same in words
    const between = document.createRange();
    for (const section of tops) {
      const stops = [...section.querySelectorAll(".station")];
      [...stops, null].forEach((stop, i) => {
        between.setStart(section, 0);
        if (i) between.setStartAfter(stops[i - 1]);
        between.setEnd(section, section.childNodes.length);
        if (stop) between.setEndBefore(stop);
        const piece = { section, from: stops[i - 1] ?? section, to: stop, part: 0, box: document.createElement("i"), fill: document.createElement("b") };
        piece.box.style.flexGrow = String(Math.max(1, between.toString().length));
        if (stop) piece.box.className = "to-station";
        piece.box.append(piece.fill);
        bar.append(piece.box);
        pieces.push(piece);
      });
    }
    document.body.append(bar);
  }
  function fill(here) {
    const names = kept.read[chapter] ?? [];
    const mine = pieces.filter((piece) => piece.section === here);
    const at = mine.filter((piece) => piece.from === here || piece.from.getBoundingClientRect().bottom <= innerHeight / 2).pop();
    if (at) {
      const end = (at.to ?? here).getBoundingClientRect(), top = at.from === here ? here.getBoundingClientRect().top : at.from.getBoundingClientRect().bottom;
      const bottom = at.to ? end.top : end.bottom;
      mine.slice(0, mine.indexOf(at)).forEach((piece) => { piece.part = 1; });
      at.part = Math.max(at.part, Math.min(1, (innerHeight - top) / Math.max(1, bottom - top)));
    }
    for (const piece of pieces) {
      piece.fill.style.transform = `scaleX(${names.includes(nameOf(piece.section)) ? 1 : piece.part.toFixed(3)})`;
      if (!piece.to) continue;
      const answers = Object.keys(kept.quizzes[piece.to.getAttribute("aria-labelledby")] ?? {}).length;
      piece.box.classList.toggle("is-done", answers >= piece.to.querySelectorAll(".quiz-question").length);
    }
  }

  function update() {
    const here = section();
    highlight(here);
    if (!chapter) return;
    read(here);
    fill(here);
  }
  let waiting = false;
  function soon() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      update();
    });
  }
  if (chapter && tops.length) drawLine();
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);
  addEventListener("hashchange", jumped);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href*='#']");
    if (link && link.hash === location.hash && link.pathname === location.pathname) jumped(); // the same place again
  });
  addEventListener("hocsau-memory", () => {
    kept = memory.load();
    soon();
  });
  addEventListener("visibilitychange", () => chapter && read(section()));
  addEventListener("pagehide", () => chapter && read(section()));
  jumped();
})();
