/* How an answer of the search looks: the glossary's card, a page with its sections, the words found marked. */
"use strict";
globalThis.HOCSAU_SHOW = (() => {
  const PARTS = 3; // sections shown of each page
  const BEFORE = 8; // words of an excerpt before the best place, and in all
  const LENGTH = 34;
  // booktools.search puts the code of a part behind its text, and a sign before each of its lines.
  const CODE = /(?:^|\s)\u2328\s/;
  const LINE = /(?:^|\s)\u23CE\s/;
  const { WORD, token, tokens, fits, together } = HOCSAU_WORDS;

  const placed = (text) => [...text.matchAll(WORD)].map((match) => ({ start: match.index, end: match.index + match[0].length, word: token(match[0]) }));

  /* [[first, last]] of the words found: where a way of asking stands together; each word alone when none does. */
  function runs(words, ways) {
    const found = [];
    for (const { words: asked } of ways) {
      for (let at = together(asked, words); at >= 0; at = together(asked, words, at + 1)) found.push([at, at + asked.length - 1]);
    }
    if (found.length) return found.sort((a, b) => a[0] - b[0]);
    const asked = ways.flatMap((way) => way.words.map((word, i) => ({ word, begun: i === way.words.length - 1 || word.folded.length > 3 })));
    const whole = new Set(asked.filter(({ word }) => words.some((other) => fits(word, other))));
    return words.flatMap((other, i) => (asked.some((each) => fits(each.word, other, each.begun && !whole.has(each))) ? [[i, i]] : []));
  }

  /* The text as nodes, what was found in <mark>. */
  function marked(text, ways) {
    const places = placed(text), nodes = [];
    let end = 0;
    for (const [first, last] of runs(places.map(({ word }) => word), ways)) {
      if (places[first].start < end) continue;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(places[first].start, places[last].end);
      nodes.push(text.slice(end, places[first].start), mark);
      end = places[last].end;
    }
    return [...nodes, text.slice(end)];
  }

  /* The words around the place where a way of asking stands, best together. */
  function around(text, ways) {
    const places = placed(text);
    const first = Math.max(0, (runs(places.map(({ word }) => word), ways)[0]?.[0] ?? 0) - BEFORE);
    const last = Math.min(places.length, first + LENGTH) - 1;
    if (last < 0) return "";
    return `${first ? "… " : ""}${text.slice(places[first].start, places[last].end)}${last < places.length - 1 ? " …" : ""}`;
  }

  /* No blank before a comma: texts are gathered from pieces. */
  const tidy = (text) => text.replace(/ (?=[.,;:!?…)\]”])/g, "").replace(/(?<=[([“]) /g, "");

  /* A piece of a part's text; or the line of its code that has the words together, or has any where the text has none. */
  function excerpt(text, ways) {
    const [written, code = ""] = text.split(CODE);
    const prose = tidy(written);
    const has = (piece) => runs(tokens(piece), ways).length;
    const hasWhole = (piece) => ways.some(({ words }) => together(words, tokens(piece)) >= 0);
    const lines = code.split(LINE);
    const line = hasWhole(prose) ? undefined : (lines.find(hasWhole) ?? (has(prose) ? undefined : lines.find(has)));
    const piece = document.createElement(line ? "code" : "p");
    piece.append(...marked(line ?? around(prose, ways), ways));
    return piece;
  }

  function link(url, nodes, className) {
    const a = document.createElement("a");
    a.href = url;
    a.className = className;
    a.append(...nodes);
    return a;
  }

  /* An entry of the glossary: its names, what it means, where it is explained. */
  function card(map, { names, meaning, at, to }, base) {
    const address = (target) => {
      const [number, id] = target.split("#");
      return `${new URL(map.pages[number].url, base).href}#${id}`;
    };
    const box = document.createElement("section");
    const [first, ...others] = names;
    const title = document.createElement("p");
    title.append(link(address(at), [first], "search-term"), ...(others.length ? [` · ${others.join(" · ")}`] : []));
    const text = document.createElement("p");
    text.append(`${meaning} `);
    for (const target of to.slice(0, 1)) {
      const [number, id] = target.split("#");
      const heading = map.pages[number].parts.find(([place]) => place === id)?.[1] ?? map.pages[number].title;
      const [, section] = heading.match(/^([\d.]+)\. /) ?? [];
      const name = section ? `${section.includes(".") ? "Mục" : "Chương"} ${section}` : heading;
      text.append(link(address(target), [name], "search-where"));
    }
    box.append(title, text);
    return box;
  }

  function entry(page, ways, full) {
    const item = document.createElement("li");
    item.append(link(page.url, marked(page.title, ways), "search-title"));
    for (const part of page.parts.slice(0, full ? PARTS : 1)) {
      const row = document.createElement("div");
      row.className = "search-part";
      if (part.heading !== page.title) row.append(link(part.id ? `${page.url}#${part.id}` : page.url, marked(part.heading, ways), "search-section"));
      if (full && page.texts) row.append(excerpt(page.texts[part.i], ways));
      if (row.childNodes.length) item.append(row);
    }
    return item;
  }

  /* How many pages, of what: the reader's words, or the book's name for them; and what may have been meant. */
  function said(question, { asked, meant, found }, addressOf) {
    const folded = (words) => words.map((word) => word.folded).join();
    const names = asked.ways.map((way) => way.name).filter((name) => name && folded(tokens(name)) !== folded(asked.words));
    const also = names.length ? ` hoặc ${names.map((name) => `“${name}”`).join(", ")}` : "";
    const ask = meant ? [" Có phải bạn tìm ", link(addressOf(meant), [meant], "search-meant"), "?"] : [];
    if (!found.length) return [`Không thấy trang nào có “${question}”.`, ...(meant ? ask : [" Bạn thử từ ngắn hơn, hoặc từ tiếng Anh."])];
    if (!asked.left) return [`${found.length} trang có “${question}”${also}.`, ...ask];
    return [`Không trang nào có đủ “${question}”.`, ...ask, ` ${found.length} trang có “${asked.left}”${also}.`];
  }

  return { card, entry, said };
})();
