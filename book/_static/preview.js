/* What a link leads to, beside the text: a term's meaning, a formula, a source. A mouse shows it by pointing, the
   keyboard by the focus, a finger by the first tap (the second follows the link). It stands in the margin where there
   is room, else under the link; a phone shows it in a sheet at the bottom. Without this, all are plain links.

   A page has its own formulas and the titles of its sources; the rest is in previews.js (booktools.sphinx.previews),
   which is loaded when it is first asked for. */
"use strict";
(() => {
  const LINKS = "a.reference[href*='#term-'], a.reference[href*='#equation-'], .bibtex-citation a[href]";
  const ROOT = new URL(document.documentElement.dataset.content_root ?? "./", location.href);
  const PAUSE = 150, GRACE = 400; // ms until it opens, and for the way from the link to it
  const GAP = 20, EDGE = 8, LEAST = 230; // px: from the text, from the window's edge, the narrowest margin
  const phone = matchMedia("(max-width: 40em)");
  const roomy = matchMedia("(min-width: 1280px)");

  const card = document.createElement("div");
  card.id = "preview";
  card.className = "preview";
  card.hidden = true;
  card.tabIndex = -1;

  let shown = null; // the link whose preview is open
  let wanted = null; // the link that was pointed at last
  let finger = false;
  let returning = false;
  let timer;

  const linkOf = (event) => event.target.closest?.(LINKS);
  const isSheet = () => card.classList.contains("is-sheet");

  let table;
  async function kept(address) {
    table ??= new Map(
      (await HOCSAU_PLAIN.script("previews.js", "HOCSAU_PREVIEWS", ROOT)).flatMap(([places, name, html]) =>
        places.map((place) => [place, { name, html }]),
      ),
    );
    return table.get(address);
  }

  /* {name, html or text} of what a link leads to. */
  async function found(link) {
    if (link.closest(".bibtex-citation")) return link.title && { name: "", text: link.title };
    const here = link.host === location.host && link.pathname === location.pathname;
    const formula = here && document.getElementById(link.hash.slice(1))?.querySelector(".math-scroll");
    if (formula) return { name: link.textContent, html: formula.innerHTML };
    return kept(link.href.slice(ROOT.href.length));
  }

  function fill(link, { name, html, text }) {
    const isFormula = link.hash.startsWith("#equation-");
    card.classList.toggle("is-formula", isFormula);
    const body = document.createElement("div");
    body.className = "preview-body";
    if (html) body.innerHTML = html;
    else body.textContent = text;
    for (const inner of body.querySelectorAll("a[href]")) inner.href = new URL(inner.getAttribute("href"), link.href).href;
    const title = Object.assign(document.createElement("p"), { className: "preview-name", textContent: name });
    card.replaceChildren(...(name ? [title] : []), body);
    if (!isSheet()) return;
    const go = Object.assign(document.createElement("a"), { className: "preview-go", href: link.href });
    go.textContent = isFormula ? "Tới công thức" : link.hash.startsWith("#term-") ? "Mở bảng thuật ngữ" : "Tới danh sách nguồn";
    const shut = Object.assign(document.createElement("button"), { type: "button", className: "preview-close", textContent: "✕" });
    shut.setAttribute("aria-label", "Đóng");
    shut.addEventListener("click", close);
    card.append(go, shut);
  }

  function place(link) {
    card.style.cssText = "";
    if (isSheet()) {
      const hidden = link.getBoundingClientRect().bottom - (innerHeight - card.offsetHeight - EDGE);
      if (hidden > 0) scrollBy({ top: hidden });
      return;
    }
    const width = document.documentElement.clientWidth;
    const text = link.closest("p, li, dd, td, th, figcaption, summary, div").getBoundingClientRect();
    const lines = link.getClientRects();
    const free = width - EDGE - (text.right + GAP);
    const needs = card.classList.contains("is-formula") ? card.offsetWidth : LEAST;
    const beside = roomy.matches && free >= needs;
    if (beside) card.style.maxWidth = `${Math.min(free, card.offsetWidth)}px`;
    const height = card.offsetHeight;
    const under = lines[lines.length - 1].bottom + 6, above = lines[0].top - height - 6;
    const left = beside ? text.right + GAP : Math.max(EDGE, Math.min(lines[0].left, width - card.offsetWidth - EDGE));
    const top = beside
      ? Math.max(EDGE, Math.min(lines[0].top - 6, innerHeight - height - EDGE))
      : under + height > innerHeight && above > 0 ? above : under;
    card.style.left = `${left + scrollX}px`;
    card.style.top = `${top + scrollY}px`;
  }

  /* True when there was something to show. */
  async function open(link, sheet = false) {
    wanted = link;
    let told;
    try {
      told = await found(link);
    } catch {
      told = undefined; // no network: it stays a link
    }
    if (wanted !== link) return true;
    close();
    if (!told) return false;
    shown = wanted = link;
    card.classList.toggle("is-sheet", sheet);
    fill(link, told);
    card.setAttribute("role", sheet ? "dialog" : "tooltip");
    if (sheet) card.setAttribute("aria-label", told.name || "Nguồn");
    else card.removeAttribute("aria-label");
    document.body.append(card);
    card.hidden = false;
    place(link);
    if (sheet) card.focus({ preventScroll: true });
    else link.setAttribute("aria-describedby", card.id);
    if (link.title) { // the browser would say it a second time
      link.dataset.title = link.title;
      link.removeAttribute("title");
    }
    return true;
  }

  function close() {
    clearTimeout(timer);
    wanted = null;
    if (!shown) return;
    const link = shown, inside = card.contains(document.activeElement);
    shown = null;
    card.hidden = true;
    link.removeAttribute("aria-describedby");
    if (link.dataset.title) link.title = link.dataset.title;
    delete link.dataset.title;
    if (!inside) return;
    returning = true; // the focus goes back, and shows nothing
    link.focus({ preventScroll: true });
    returning = false;
  }

  document.addEventListener("pointerdown", (event) => (finger = event.pointerType === "touch"), { capture: true });
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch" || isSheet() && shown) return;
    const link = linkOf(event);
    clearTimeout(timer);
    if (link && link !== shown) timer = setTimeout(open, PAUSE, link);
    else if (shown && !link && !card.contains(event.target) && shown !== document.activeElement) timer = setTimeout(close, GRACE);
  });
  document.addEventListener("focusin", (event) => {
    if (finger || returning || card.contains(event.target)) return;
    const link = linkOf(event);
    if (link && event.target.matches(":focus-visible")) open(link);
    else close();
  });
  document.addEventListener("keydown", (event) => {
    finger = false;
    if (event.key !== "Escape" || !shown) return;
    event.preventDefault();
    close();
  });
  document.addEventListener("click", async (event) => {
    const link = linkOf(event);
    if (!link || !finger || link === shown) {
      if (shown && (link || !card.contains(event.target) || event.target.closest("a"))) close();
      return;
    }
    event.preventDefault();
    if (!(await open(link, phone.matches))) location.assign(link.href);
  });
  addEventListener("resize", () => shown && !isSheet() && close());
})();
