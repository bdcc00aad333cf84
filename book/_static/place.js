/* Where the reader stopped: kept as they read a chapter, offered by the first page's button. */
"use strict";
(() => {
  const KEY = "hocsau-place"; // memory.js forgets it with the rest; it is no record to carry to another device
  const chapter = document.querySelector(".book-done button")?.dataset.chapter;

  /* The section under the reader's eyes. Asked of the screen, not of the sections: those far away are not laid out. */
  function section() {
    for (const share of [0.3, 0.2, 0.4, 0.5]) {
      const main = document.querySelector(".bd-article").getBoundingClientRect();
      const found = document.elementFromPoint(main.left + main.width / 2, innerHeight * share)?.closest(".bd-article section");
      if (found) return found;
    }
    return null;
  }
  function words(heading) {
    const copy = heading.cloneNode(true);
    copy.querySelectorAll(".headerlink, .katex-mathml").forEach((part) => part.remove());
    return copy.textContent.replace(/\s+/g, " ").trim();
  }
  function keep() {
    const here = section(), heading = here?.querySelector("h1, h2, h3, h4");
    if (!heading) return;
    // the label of the source outlives a change of the heading's words
    const id = here.querySelector(":scope > span[id]")?.id ?? here.id;
    try {
      localStorage.setItem(KEY, JSON.stringify({ page: chapter, id, title: words(heading) }));
    } catch {} // a browser without room: the button stays what it was
  }
  if (chapter) {
    let waiting;
    addEventListener("scroll", () => {
      clearTimeout(waiting);
      waiting = setTimeout(keep, 600);
    }, { passive: true });
    addEventListener("pagehide", () => waiting && keep());
  }

  const button = document.querySelector(".cover-go a");
  function offer() {
    let place = null;
    try {
      place = JSON.parse(localStorage.getItem(KEY));
    } catch {}
    const known = [...document.querySelectorAll(".chapter-map a.reference.internal")];
    const link = known.find((other) => new URL(other.href).pathname.endsWith(`/${place?.page}.html`));
    if (!link || typeof place.id !== "string" || typeof place.title !== "string") return;
    button.href = `${link.href}#${encodeURIComponent(place.id)}`;
    button.textContent = `Đọc tiếp · ${place.title}`;
  }
  if (button) {
    offer();
    addEventListener("pageshow", (event) => event.persisted && offer());
  }
})();
