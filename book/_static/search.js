/* Search: the theme opens the dialog (button, Ctrl+K, ⌘K), search-rank.js finds and orders, search-show.js draws, this
   file fetches and listens. The text of the best pages comes from Pagefind, loaded when the reader first types. Pagefind
   needs a server: from disk, and where it cannot be loaded, search-plain.js has the text of all.

   Pagefind takes marks off vowels but knows nothing of đ nor of í = ý, so it is asked in each spelling. */
"use strict";
(() => {
  const SHOWN = 4; // pages with excerpts: each is read whole, up to 25 kB; the others are named
  const PAUSE = 120; // ms without a key
  const { tokens } = HOCSAU_WORDS;
  const { prepare, understand, answerable, pages, sections, shortened } = HOCSAU_RANK;
  const { suggest } = HOCSAU_SUGGEST;
  const { card, entry, said } = HOCSAU_SHOW;

  /* ["dao", "ham"] -> ["dao ham", "đao ham"] */
  function spellings(words) {
    let all = [[]];
    for (const { folded } of words) {
      const choices = [folded];
      if (folded.startsWith("d")) choices.push(`đ${folded.slice(1)}`);
      if (/^([hklmst]|qu)i$/.test(folded)) choices.push(`${folded.slice(0, -1)}y`);
      all = all.flatMap((begun) => choices.slice(0, all.length < 8 ? 2 : 1).map((choice) => [...begun, choice]));
    }
    return all.map((each) => each.join(" "));
  }

  /* A Pagefind page cut at its headings, as the plain index is: {id: text}. */
  function cut(data) {
    const words = (data.raw_content ?? data.content).split(/\s+/);
    const places = data.anchors.filter(({ element, id }) => /^h[1-6]$/i.test(element) && id).sort((a, b) => a.location - b.location);
    const texts = new Map([["", words.slice(0, places[0]?.location).join(" ")]]);
    places.forEach(({ id, location, text }, i) => {
      const own = words.slice(location, places[i + 1]?.location);
      const heading = text.split(/\s+/).filter(Boolean).length;
      texts.set(id, own.slice(heading).join(" "));
    });
    return texts;
  }

  /* The texts of the best pages by Pagefind: the map's order, then Pagefind's own. */
  async function fromServer(engine, map, asked, found) {
    const results = new Map();
    for (const spelling of asked.ways.flatMap((way) => spellings(way.words))) {
      for (const result of (await engine.search(spelling)).results) {
        if (result.score > (results.get(result.id)?.score ?? -1)) results.set(result.id, result);
      }
    }
    const result = ({ number }) => results.get(map.pages[number].fragment);
    const best = found.filter(result).sort((a, b) => b.worth - a.worth || result(b).score - result(a).score).slice(0, SHOWN);
    const datas = await Promise.all(best.map((page) => result(page).data()));
    return new Map(best.map(({ number }, i) => {
      const texts = cut(datas[i]);
      return [number, map.pages[number].parts.map(([id]) => texts.get(id) ?? "")];
    }));
  }

  async function fromDisk(map, base, found) {
    const numbers = found.map(({ number }) => number);
    const texts = (await HOCSAU_PLAIN.texts(map, base))(numbers);
    return new Map(numbers.map((number, i) => [number, texts[i]]));
  }

  /* {map, asked, meant, found: [{page, parts}]}: pages best first; `meant` is what a mistyped question may mean,
     `asked.left` the words kept when some are unknown. */
  async function find(question, base, engine) {
    const map = prepare(await HOCSAU_PLAIN.script("search-map.js", "HOCSAU_MAP", base));
    let asked = understand(map, question);
    const meant = suggest(map, asked);
    const left = answerable(map, asked) ? null : shortened(map, asked.words);
    if (left) {
      const words = left.map(({ raw }) => raw).join(" ");
      asked = { ...understand(map, words), left: words };
    }
    const found = pages(map, asked);
    if (!found.length) return { map, asked, meant, found };
    let texts;
    if (engine) {
      try {
        texts = await fromServer(await engine(), map, asked, found);
      } catch {
        /* Pagefind cannot be loaded: the plain index */
      }
    }
    texts ??= await fromDisk(map, base, found);
    for (const page of found) {
      const own = texts.get(page.number);
      page.texts = own;
      if (own) page.parts = sections(map, asked, page.number, own.map(tokens));
      page.worth = page.parts[0]?.worth ?? 0;
      page.url = new URL(map.pages[page.number].url, base).href;
      page.title = map.pages[page.number].title;
    }
    found.sort((a, b) => b.worth - a.worth || a.number - b.number);
    return { map, asked, meant, found };
  }

  for (const box of document.querySelectorAll(".book-search")) {
    const input = box.querySelector("input");
    const status = box.querySelector(".search-status");
    const terms = box.querySelector(".search-terms");
    const list = box.querySelector(".search-results");
    const base = new URL(box.dataset.base, document.baseURI);
    const own = box.tagName !== "DIALOG"; // the page of search
    let engine;
    let latest = 0;

    /* Pagefind knows the site by the folder of its own script, so its links hold under any prefix. */
    const load = async () => {
      try {
        return await (engine ??= import(new URL("pagefind/pagefind.js", base).href));
      } catch (error) {
        engine = undefined; // asked again the next time
        throw error;
      }
    };

    const show = (words, cards = [], items = []) => {
      status.replaceChildren(...words);
      terms.replaceChildren(...cards);
      list.replaceChildren(...items);
      box.removeAttribute("aria-busy");
    };

    async function search() {
      const question = input.value.trim().normalize("NFC");
      const turn = ++latest;
      if (own) remember(question);
      if (!tokens(question).length) return show([]);
      try {
        if (!list.children.length) status.textContent = "Đang mở bảng tra…";
        const answer = await find(question, base, location.protocol === "file:" ? undefined : load);
        if (turn !== latest) return;
        const { map, asked, found } = answer;
        show(
          said(question, answer, addressOf),
          asked.cards.map((each) => card(map, each, base)),
          found.map((page, i) => entry(page, asked.ways, i < SHOWN)),
        );
      } catch {
        if (turn === latest) show(["Không tải được bảng tra. Bạn kiểm tra kết nối rồi thử lại."]);
      }
    }

    const addressOf = (question) => `${new URL("search.html", base).href}?q=${encodeURIComponent(question)}`;

    /* Back from a result leads to the same question. */
    function remember(question) {
      const url = new URL(location.href);
      if (question) url.searchParams.set("q", question);
      else url.searchParams.delete("q");
      if (url.href !== location.href) history.replaceState(history.state, "", url);
    }

    let waiting;
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      latest += 1;
      // What answered other words is out of sight at once; its room stays, so that nothing jumps while one types.
      box.setAttribute("aria-busy", "true");
      waiting = setTimeout(search, PAUSE);
    });
    input.form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(waiting);
      search();
    });
    box.querySelector(".search-close")?.addEventListener("click", () => box.close());
    status.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      input.value = link.textContent;
      search();
      input.focus();
    });
    /* A result on this very page changes only the address's #part: the dialog must go. */
    for (const place of [terms, list]) {
      place.addEventListener("click", (event) => {
        if (event.target.closest("a") && box.open) box.close();
      });
    }

    if (own) {
      const asked = new URLSearchParams(location.search).get("q");
      if (asked) {
        input.value = asked;
        search();
      }
      input.focus();
    }
  }
})();
