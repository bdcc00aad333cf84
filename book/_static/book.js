/* The page's small comforts; everything reads without them. */
"use strict";
(() => {
  const ready = (run) =>
    document.readyState === "loading" ? document.addEventListener("DOMContentLoaded", run) : run();

  /* A button on every block of code. */
  function addCopyButtons() {
    for (const block of document.querySelectorAll("div.highlight")) {
      if (block.closest(".cell_output, .no-copy")) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      const say = (icon, words) => {
        button.innerHTML = `<i class="fa-solid fa-${icon}" aria-hidden="true"></i>`;
        button.title = words;
        button.setAttribute("aria-label", words);
      };
      say("copy", "Chép đoạn mã");
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(block.querySelector("pre").textContent);
          say("check", "Đã chép");
        } catch {
          say("xmark", "Trình duyệt không cho chép: bạn hãy bôi đen rồi chép");
        }
        setTimeout(() => say("copy", "Chép đoạn mã"), 2000);
      });
      block.append(button);
    }
  }

  /* Every line of code a box of its own, so that what does not fit goes on below, deeper than the line began. */
  function makeRows(pre) {
    if (pre.closest(".cell_output") || pre.querySelector(".code-row")) return;
    const lines = pre.innerHTML.replace(/\n$/, "").split("\n");
    pre.innerHTML = lines.map((line) => `<span class="code-row">${line}\n</span>`).join("");
    for (const row of pre.children) row.style.setProperty("--deep", `${/^ */.exec(row.textContent)[0].length}ch`);
  }

  const wrapped = () => getComputedStyle(document.documentElement).getPropertyValue("--code-space").trim() === "pre-wrap";

  /* The button in the top bar: long lines of code go on below, or to the right. Kept on the device; until the reader
     says, a phone's screen breaks them (book.css). */
  function wrapCode() {
    const button = document.querySelector("button.wrap-code");
    if (!button) return;
    const root = document.documentElement;
    const show = () => {
      button.setAttribute("aria-pressed", String(wrapped()));
      if (wrapped()) document.querySelectorAll("div.highlight > pre").forEach(makeRows);
    };
    button.addEventListener("click", () => {
      const code = wrapped() ? "plain" : "wrapped";
      window.hocsauMemory.save((data) => void (data.code = code));
    });
    addEventListener("hocsau-memory", () => {
      const { code } = window.hocsauMemory.load();
      if (code) root.dataset.code = code;
      else delete root.dataset.code;
      show();
    });
    matchMedia("(max-width: 600px)").addEventListener("change", show);
    show();
  }

  /* KaTeX spaces formulas with letters of no width (U+200B), which nobody wants to paste. */
  function copyCleanly() {
    document.addEventListener("copy", (event) => {
      const text = String(getSelection());
      if (!text.includes("\u200b") || !event.clipboardData) return;
      event.clipboardData.setData("text/plain", text.replaceAll("\u200b", ""));
      event.preventDefault();
    });
  }

  /* Boxes that scroll sideways can be reached by keyboard. A box is measured when it is laid out: to ask all of
     them at once, as the theme does (booktools.sphinx.weight takes it out), lays out every far section too. */
  function reachScrollers() {
    const boxes = new ResizeObserver((entries) => {
      const moves = entries.map(({ target }) => target.scrollWidth > target.clientWidth + 1);
      entries.forEach(({ target }, i) => {
        if (moves[i]) target.tabIndex = 0;
        else target.removeAttribute("tabindex");
      });
    });
    const wide = "pre, .math-scroll, .pst-scrollable-table-container, .cell_output .output";
    for (const box of document.querySelectorAll(wide)) {
      box.tabIndex = 0; // what is not measured yet may be wide
      boxes.observe(box);
    }
  }

  /* Paper has no folds, and is light. Code that made a figure stays folded: the figure is what one prints. */
  function openForPrint() {
    let opened = [];
    let theme;
    addEventListener("beforeprint", () => {
      theme = document.documentElement.dataset.theme;
      document.documentElement.dataset.theme = "light";
      opened = [...document.querySelectorAll("article details:not([open], .below-output)")];
      opened.forEach((fold) => (fold.open = true));
      for (const block of document.querySelectorAll("div.highlight pre")) {
        block.classList.toggle("long", block.textContent.split("\n").length > 21); // may be parted by the end of a page
      }
    });
    addEventListener("afterprint", () => {
      opened.forEach((fold) => (fold.open = false));
      if (theme) document.documentElement.dataset.theme = theme;
    });
  }

  /* A link to a place inside a fold opens the fold. */
  function openTarget() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let fold = target; fold; fold = fold.parentElement) if (fold.tagName === "DETAILS") fold.open = true;
    if (target && target.closest("details")) target.scrollIntoView();
    return target;
  }

  /* A jump into the page ends where the section is: all sections are laid out first (layout.html does so for a page
     that is opened at a place). */
  function jumpExactly() {
    const whole = document.documentElement.classList;
    document.addEventListener(
      "click",
      (event) => {
        const link = event.target.closest("a[href*='#']");
        if (link && link.host === location.host && link.pathname === location.pathname) whole.add("whole");
      },
      { capture: true },
    );
    addEventListener("hashchange", () => {
      const target = openTarget();
      if (target && !whole.contains("whole")) {
        whole.add("whole");
        target.scrollIntoView();
      }
    });
  }

  function showBackToTop() {
    const button = document.getElementById("pst-back-to-top");
    if (!button) return;
    let last = 0;
    let up = 0; // who goes up two screens wants to be at the top; who goes up a little reads again
    addEventListener(
      "scroll",
      () => {
        up = scrollY < last ? up + last - scrollY : 0;
        button.style.display = up > 2 * innerHeight && scrollY > innerHeight ? "flex" : "none";
        last = scrollY;
      },
      { passive: true },
    );
    button.addEventListener("click", () => {
      scrollTo({ top: 0 });
      document.getElementById("main-content").focus({ preventScroll: true });
    });
  }

  ready(() => {
    addCopyButtons();
    wrapCode();
    copyCleanly();
    reachScrollers();
    openForPrint();
    openTarget();
    jumpExactly();
    showBackToTop();
  });
})();
