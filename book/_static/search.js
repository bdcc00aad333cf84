/* Search by Pagefind, loaded when the reader first types. The theme opens the dialog (button, Ctrl+K, ⌘K).
   Pagefind needs a server: from disk, and where it cannot be loaded, search-plain.js looks through a plain script.

   Pagefind takes marks off vowels but knows nothing of đ, and looks for ever shorter beginnings of a word that the
   book does not have. So a question is asked with d and with đ, and an answer counts if it has every word. */
"use strict";
(() => {
  const ASKED = 8; // pages looked at: each is read whole, up to 25 kB
  const PARTS = 3; // sections shown of each
  const WORD = /[\p{L}\p{N}]+/gu;

  const fold = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

  /* "dao ham" -> ["dao ham", "đao ham"] */
  function spellings(words) {
    let all = [[]];
    for (const word of words) {
      const choices = /^d/i.test(word) && all.length < 8 ? [word, "đ" + word.slice(1)] : [word];
      all = all.flatMap((begun) => choices.map((choice) => [...begun, choice]));
    }
    return all.map((each) => each.join(" "));
  }

  /* The word itself, or the beginning of one: for the word still being typed, and for long ones. */
  const matches = (word, other, last) =>
    other === word || (other.startsWith(word) && (last || word.length > 3));

  const tokens = (text) => [...fold(text).matchAll(WORD)].map((match) => match[0]);

  /* Which of the words are there. */
  const among = (words, there) =>
    words.filter((word, i) => there.some((other) => matches(word, other, i === words.length - 1)));
  const present = (words, text) => among(words, tokens(text));

  /* The text as nodes, the words found in <mark>; beginnings only where the word itself is not there. */
  function marked(text, words) {
    const found = [...text.matchAll(WORD)].map((match) => ({ match, folded: fold(match[0]) }));
    const whole = new Set(words.filter((word) => found.some(({ folded }) => folded === word)));
    const nodes = [];
    let end = 0;
    for (const { match, folded } of found) {
      const last = words.length - 1;
      if (!words.some((word, i) => (whole.has(word) ? folded === word : matches(word, folded, i === last)))) continue;
      const mark = document.createElement("mark");
      mark.textContent = match[0];
      nodes.push(text.slice(end, match.index), mark);
      end = match.index + match[0].length;
    }
    return [...nodes, text.slice(end)];
  }

  const plain = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;

  /* A page's sections that hold the words, best first, whichever spelling found them. */
  function sections(spelt, words) {
    const parts = new Map();
    for (const part of spelt.flatMap((data) => data.sub_results)) {
      const text = plain(part.excerpt);
      const worth = present(words, `${part.title} ${text}`).length + present(words, part.title).length;
      if (worth > (parts.get(part.url)?.worth ?? 0)) parts.set(part.url, { ...part, text, worth });
    }
    return [...parts.values()].sort((a, b) => b.worth - a.worth).slice(0, PARTS);
  }

  async function find(engine, question) {
    const words = tokens(question);
    const typed = [...question.matchAll(WORD)].map((match) => match[0]);
    const pages = new Map();
    for (const spelling of spellings(typed)) {
      const { results } = await engine.search(spelling);
      for (const result of results.slice(0, ASKED)) {
        const page = pages.get(result.id) ?? { score: 0, results: [] };
        page.results.push(result);
        page.score = Math.max(page.score, result.score);
        pages.set(result.id, page);
      }
    }
    const found = [];
    for (const { score, results } of pages.values()) {
      const spelt = await Promise.all(results.map((result) => result.data()));
      const [page] = spelt;
      if (present(words, `${page.meta.title} ${page.content}`).length < words.length) continue;
      const parts = sections(spelt, words);
      const named = Math.max(0, ...parts.map((part) => present(words, part.title).length));
      found.push({ page, parts, named, score });
    }
    // A page with a section of that name comes before pages that only use the words.
    return { words, found: found.sort((a, b) => b.named - a.named || b.score - a.score) };
  }

  function link(url, nodes, className) {
    const a = document.createElement("a");
    a.href = url;
    a.className = className;
    a.append(...nodes);
    return a;
  }

  function entry({ page, parts }, words) {
    const item = document.createElement("li");
    item.append(link(page.url, marked(page.meta.title, words), "search-title"));
    for (const part of parts) {
      const row = document.createElement("div");
      row.className = "search-part";
      if (part.title !== page.meta.title) row.append(link(part.url, marked(part.title, words), "search-section"));
      const excerpt = document.createElement("p");
      excerpt.append(...marked(part.text, words));
      row.append(excerpt);
      item.append(row);
    }
    return item;
  }

  for (const box of document.querySelectorAll(".book-search")) {
    const input = box.querySelector("input");
    const status = box.querySelector(".search-status");
    const list = box.querySelector(".search-results");
    const base = new URL(box.dataset.base, document.baseURI);
    let engine;
    let latest = 0;

    /* Pagefind knows the site by the folder of its own script, so its links hold under any prefix. */
    const load = () => (engine ??= import(new URL("pagefind/pagefind.js", base).href));

    async function ask(question) {
      if (location.protocol !== "file:") {
        try {
          return await find(await load(), question);
        } catch {
          engine = undefined; // asked again the next time
        }
      }
      return HOCSAU_PLAIN.find(await HOCSAU_PLAIN.load(base), question, base, { WORD, PARTS, tokens, among, matches });
    }

    const show = (words, items) => {
      status.textContent = words;
      list.replaceChildren(...items);
    };

    async function search() {
      const question = input.value.trim().normalize("NFC");
      const turn = ++latest;
      if (question.search(WORD) < 0) return show("", []);
      try {
        if (!list.children.length) status.textContent = "Đang mở bảng tra…";
        const { words, found } = await ask(question);
        if (turn !== latest) return;
        if (found.length) show(`${found.length} trang có “${question}”.`, found.map((each) => entry(each, words)));
        else show(`Không thấy trang nào có “${question}”. Bạn thử từ ngắn hơn, hoặc từ tiếng Anh.`, []);
      } catch {
        if (turn === latest) show("Không tải được bảng tra. Bạn kiểm tra kết nối rồi thử lại.", []);
      }
    }

    let waiting;
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(search, 200);
    });
    input.form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(waiting);
      search();
    });
    box.querySelector(".search-close")?.addEventListener("click", () => box.close());
    /* A result on this very page changes only the address's #part: the dialog must go. */
    list.addEventListener("click", (event) => {
      if (event.target.closest("a") && box.open) box.close();
    });

    if (box.tagName !== "DIALOG") {
      const asked = new URLSearchParams(location.search).get("q");
      if (asked) {
        input.value = asked;
        search();
      }
      input.focus();
    }
  }
})();
