/* Search: the theme opens the dialog (button, Ctrl+K, ⌘K), search-rank.js finds and orders, this file fetches and shows.
   The text of the best pages comes from Pagefind, loaded when the reader first types. Pagefind needs a server: from
   disk, and where it cannot be loaded, search-plain.js has the text of all.

   Pagefind takes marks off vowels but knows nothing of đ nor of í = ý, so it is asked in each spelling. */
"use strict";
(() => {
  const SHOWN = 4; // pages with excerpts: each is read whole, up to 25 kB; the others are named
  const PARTS = 3; // sections shown of each
  const BEFORE = 8; // words of an excerpt before the best place, and in all
  const LENGTH = 34;
  const { WORD, foldWord, tokens, together } = HOCSAU_WORDS;
  const { prepare, understand, answerable, pages, sections, shortened, matches } = HOCSAU_RANK;

  /* ["dao", "ham"] -> ["dao ham", "đao ham"] */
  function spellings(words) {
    let all = [[]];
    for (const word of words) {
      const choices = [word];
      if (word.startsWith("d")) choices.push(`đ${word.slice(1)}`);
      if (/^([hklmst]|qu)i$/.test(word)) choices.push(`${word.slice(0, -1)}y`);
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

  /* {asked, found: [{page, parts}], words}: pages best first; `asked.left` are the words kept when some are unknown. */
  async function find(question, base, engine) {
    const map = prepare(await HOCSAU_PLAIN.script("search-map.js", "HOCSAU_MAP", base));
    let asked = understand(map, question);
    const left = answerable(map, asked) ? null : shortened(map, asked.words);
    if (left) asked = { ...understand(map, left.join(" ")), left };
    const found = pages(map, asked);
    if (!found.length) return { asked, found };
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
    return { asked, found };
  }

  /* The words around the place where a way of asking stands, best together. */
  function excerpt(text, ways) {
    const places = [...text.matchAll(WORD)];
    const folded = places.map((place) => foldWord(place[0]));
    let best = -1;
    for (const { words } of ways) if (best < 0) best = together(words, folded);
    const all = new Set(ways.flatMap((way) => way.words));
    if (best < 0) best = Math.max(0, folded.findIndex((word) => all.has(word)));
    const first = Math.max(0, best - BEFORE);
    const last = Math.min(places.length, first + LENGTH) - 1;
    if (last < 0) return "";
    const end = places[last].index + places[last][0].length;
    return `${first ? "… " : ""}${text.slice(places[first].index, end)}${last < places.length - 1 ? " …" : ""}`;
  }

  /* The text as nodes, the words found in <mark>; beginnings only where the word itself is not there. */
  function marked(text, ways) {
    const found = [...text.matchAll(WORD)].map((match) => ({ match, folded: foldWord(match[0]) }));
    const words = ways.flatMap((way) => way.words.map((word, i) => ({ word, last: i === way.words.length - 1 })));
    const whole = new Set(words.map(({ word }) => word).filter((word) => found.some(({ folded }) => folded === word)));
    const nodes = [];
    let end = 0;
    for (const { match, folded } of found) {
      if (!words.some(({ word, last }) => (whole.has(word) ? folded === word : matches(word, folded, last)))) continue;
      const mark = document.createElement("mark");
      mark.textContent = match[0];
      nodes.push(text.slice(end, match.index), mark);
      end = match.index + match[0].length;
    }
    return [...nodes, text.slice(end)];
  }

  function link(url, nodes, className) {
    const a = document.createElement("a");
    a.href = url;
    a.className = className;
    a.append(...nodes);
    return a;
  }

  function entry(page, { ways }, full) {
    const item = document.createElement("li");
    item.append(link(page.url, marked(page.title, ways), "search-title"));
    for (const part of page.parts.slice(0, full ? PARTS : 1)) {
      const row = document.createElement("div");
      row.className = "search-part";
      if (part.heading !== page.title) row.append(link(part.id ? `${page.url}#${part.id}` : page.url, marked(part.heading, ways), "search-section"));
      if (full && page.texts) {
        const text = document.createElement("p");
        text.append(...marked(excerpt(page.texts[part.i], ways), ways));
        row.append(text);
      }
      if (row.childNodes.length) item.append(row);
    }
    return item;
  }

  /* How many pages, of what: the reader's words, or the book's name for them. */
  function count(question, { asked, found }) {
    const names = asked.ways.map((way) => way.name).filter((name) => name && tokens(name).join() !== asked.words.join());
    const also = names.length ? ` hoặc ${names.map((name) => `“${name}”`).join(", ")}` : "";
    if (asked.left) return `Không trang nào có đủ “${question}”. ${found.length} trang có “${asked.left.join(" ")}”${also}.`;
    return `${found.length} trang có “${question}”${also}.`;
  }

  for (const box of document.querySelectorAll(".book-search")) {
    const input = box.querySelector("input");
    const status = box.querySelector(".search-status");
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

    const show = (words, items) => {
      status.textContent = words;
      list.replaceChildren(...items);
    };

    async function search() {
      const question = input.value.trim().normalize("NFC");
      const turn = ++latest;
      if (own) remember(question);
      if (!tokens(question).length) return show("", []);
      try {
        if (!list.children.length) status.textContent = "Đang mở bảng tra…";
        const answer = await find(question, base, location.protocol === "file:" ? undefined : load);
        if (turn !== latest) return;
        const { asked, found } = answer;
        if (found.length) show(count(question, answer), found.map((page, i) => entry(page, asked, i < SHOWN)));
        else show(`Không thấy trang nào có “${question}”. Bạn thử từ ngắn hơn, hoặc từ tiếng Anh.`, []);
      } catch {
        if (turn === latest) show("Không tải được bảng tra. Bạn kiểm tra kết nối rồi thử lại.", []);
      }
    }

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
