/* What a question means and which sections answer it: the same over http and from disk.

   The map of the book (search-map.js, written by booktools.search) holds the headings, the glossary with the sections
   that explain its names, and which pages have which word. The text of pages comes from Pagefind or from the plain
   index (search-plain.js). A section is worth most when its heading is the question, then when the glossary names it, then
   when the words stand together in its heading or its text; scattered words are worth least.

   A question without marks finds every spelling. One with marks means them, word by word, as far as the book has them. */
"use strict";
globalThis.HOCSAU_RANK = (() => {
  const { tokens, hasMarks, fits, together } = globalThis.HOCSAU_WORDS;
  const phrases = (text) => text.split("|").map(tokens);
  // What wraps a question and is no part of what is sought.
  const BEFORE = phrases("tại sao|vì sao|làm sao để|làm sao|làm thế nào để|làm thế nào|thế nào là|cách|khi nào|what is|how to");
  const AFTER = phrases("là gì|nghĩa là gì|có nghĩa là gì|là sao|như thế nào|thế nào|để làm gì|ở đâu|bằng cách nào");
  const LEAST = 0.35; // of the best section's worth: below it a section is not shown
  const HEADED = 120; // a heading that is the question: such a section defines it, wherever the name comes first
  const NAMED = 95;
  const THERE = 20; // for every section of the page that the glossary names
  const CARDS = 2;
  const KIND = [[/\/sources\.html$/, 0.2], [/\/errata\.html$/, 0.4], [/\/glossary\.html$/, 0.4], [/\/api\.html$/, 0.7], [/\/(common_errors|notation)\.html$/, 0.85]];
  const ASIDE = /^([\d.]+ )?(Bài tập|Tự kiểm tra|Tóm tắt)$/; // they mention everything

  const same = (a, b) => a.length === b.length && a.every((word, i) => word.folded === b[i].folded);
  const begins = (asked, i) => i === asked.length - 1 || asked[i].folded.length > 3; // whether a longer word will do
  const holdsAll = (asked, there) => asked.every((word, i) => there.some((other) => fits(word, other, begins(asked, i))));

  /* Where the whole name stands in the question, or -1. */
  function namedAt(asked, name) {
    for (let at = 0; at + name.length <= asked.length; at++) if (name.every((word, i) => fits(asked[at + i], word))) return at;
    return -1;
  }

  function unwrapped(words) {
    const before = BEFORE.find((each) => each.length < words.length && same(each, words.slice(0, each.length)));
    if (before) words = words.slice(before.length);
    const after = AFTER.filter((each) => each.length < words.length && same(each, words.slice(-each.length)));
    return after.length ? words.slice(0, words.length - Math.max(...after.map((each) => each.length))) : words;
  }

  /* What a heading calls its section: "3. Linear regression (hồi quy tuyến tính)" gives three names. */
  function namesIn(heading) {
    const text = heading.replace(/^[\d.]+ /, "");
    const [, outside, inside] = text.match(/^([^()]+) \(([^()]+)\)$/) ?? [];
    return [...text.split(" · "), outside, inside].filter(Boolean).map((name) => unwrapped(tokens(name)));
  }

  /* Once: names as words, and the book's words by how they are folded, in order, to find those that begin alike. */
  function prepare(map) {
    if (map.sorted) return map;
    map.spellings = new Map(); // folded -> [{raw, word, pages}]
    for (const [raw, pages] of Object.entries(map.words)) {
      const [word] = tokens(raw);
      if (!map.spellings.has(word.folded)) map.spellings.set(word.folded, []);
      map.spellings.get(word.folded).push({ raw, word, pages: [...pages].map((page) => page.charCodeAt(0) - 48) });
    }
    map.sorted = [...map.spellings.keys()].sort();
    for (const entry of map.names) entry.tokens = [...entry.names, ...entry.others].map(tokens);
    for (const page of map.pages) page.names = page.parts.map(([, heading]) => namesIn(heading));
    return map;
  }

  /* The book's words that begin so, folded. */
  function beginning(map, text) {
    const first = (end) => {
      let [low, high] = [0, map.sorted.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (map.sorted[middle] < end) low = middle + 1;
        else high = middle;
      }
      return low;
    };
    return map.sorted.slice(first(text), first(`${text}\uffff`));
  }

  /* Numbers of the pages that have every word. */
  function pagesWith(map, asked) {
    let found = null;
    asked.forEach((word, i) => {
      const here = new Set(), begun = begins(asked, i);
      for (const folded of begun ? beginning(map, word.folded) : [word.folded]) {
        for (const { word: other, pages } of map.spellings.get(folded) ?? []) if (fits(word, other, begun)) pages.forEach((page) => here.add(page));
      }
      found = found ? found.filter((page) => here.has(page)) : [...here];
    });
    return found ?? [];
  }

  /* The words of a question; when it has marks, those that the book has in this spelling are meant so. */
  function asExact(map, words) {
    if (!words.some(hasMarks)) return words;
    return words.map((word) => {
      const exact = (map.spellings.get(word.folded) ?? []).some((other) => fits({ ...word, exact: true }, other.word));
      return exact ? { ...word, exact } : word;
    });
  }

  const ofTheBook = (name) => tokens(name).map((word) => ({ ...word, exact: true }));

  /* {words, ways: [{words, name?}], named: Map("page#id" -> worth), cards: entries of the glossary}: the question in its
     own words, and in the book's. */
  function understand(map, question) {
    const words = asExact(map, unwrapped(tokens(question)));
    const ways = [{ words }], named = new Map(), hits = [];
    for (const entry of map.names) {
      for (const name of entry.tokens) {
        const at = namedAt(words, name);
        if (at >= 0) hits.push({ entry, name, at, exact: name.length === words.length });
      }
    }
    const longest = hits.filter(({ name, at }) =>
      !hits.some((other) => other.name.length > name.length && other.at <= at && other.at + other.name.length >= at + name.length));
    const give = (entry, worth) => {
      for (const target of entry.to) named.set(target, Math.max(named.get(target) ?? 0, worth));
    };
    const add = (way, name) => ways.some((each) => same(each.words, way)) || ways.push({ words: way, name });
    for (const { entry, name, at, exact } of longest) {
      give(entry, exact ? NAMED : (0.6 * NAMED * name.length) / words.length);
      for (const other of entry.names) {
        add([...words.slice(0, at), ...ofTheBook(other), ...words.slice(at + name.length)], exact ? other : undefined);
      }
    }
    // A part of a name will do, as the last two syllables of three.
    const exact = hits.some((hit) => hit.exact);
    if (words.length > 1 && !exact) {
      for (const entry of map.names) {
        if (!entry.tokens.some((name) => together(words, name, 0, false) >= 0)) continue;
        give(entry, 0.5 * NAMED);
        for (const other of entry.names) add(ofTheBook(other), other);
      }
    }
    const begun = exact || question.trim().length < 3 ? [] : map.names.filter(({ tokens: names }) => names.some((name) => together(words, name) === 0));
    const shown = (hits) => hits.map(({ entry }) => entry);
    const cards = [...new Set([...shown(longest.filter((hit) => hit.exact)), ...begun, ...shown(longest)])].filter(({ meaning }) => meaning).slice(0, CARDS);
    return { words, ways: ways.slice(0, 6), named, cards };
  }

  /* A heading's worth (its names) for one way of asking. */
  function headingWorth(asked, names) {
    return Math.max(...names.map((name) => {
      const at = together(asked, name);
      if (at === 0 && asked.length === name.length && together(asked, name, 0, false) === 0) return HEADED;
      if (at >= 0) return 60 + (30 * asked.length) / name.length;
      return asked.length > 1 && holdsAll(asked, name) ? 35 : 0;
    }));
  }

  function textWorth(asked, there) {
    let count = 0;
    for (let at = together(asked, there); at >= 0; at = together(asked, there, at + asked.length)) count += 1;
    if (count) return Math.min(36, 14 + 6 * Math.log2(count));
    return asked.length > 1 && holdsAll(asked, there) ? 5 : 0;
  }

  /* The sections of a page that answer, best first; texts: the words of each part, or nothing when unknown. */
  function sections(map, asked, number, texts) {
    const page = map.pages[number];
    const targets = [...asked.named].filter(([target]) => target.startsWith(`${number}#`));
    const there = Math.max(0, ...targets.map(([, worth]) => (THERE * worth) / NAMED));
    const kind = KIND.find(([url]) => url.test(page.url))?.[1] ?? 1;
    const ranked = page.parts.map(([id, heading], i) => {
      const own = (worth, way) => worth * (way === asked.ways[0] ? 1 : 0.9);
      const headed = Math.max(...asked.ways.map((way) => own(headingWorth(way.words, page.names[i]), way)));
      const said = texts ? Math.max(...asked.ways.map((way) => own(textWorth(way.words, texts[i]), way))) : 0;
      const named = asked.named.get(`${number}#${id}`) ?? 0;
      const aside = ASIDE.test(heading) && !headed && !named ? 0.5 : 1;
      const worth = headed + said + named;
      return { id, heading, i, worth: worth && kind * aside * (worth + there) };
    });
    ranked.sort((a, b) => b.worth - a.worth || a.i - b.i);
    return ranked.filter((part) => part.worth > 0 && part.worth >= LEAST * ranked[0].worth);
  }

  /* Every page that answers, as {number, worth, parts}, by what the map alone knows. */
  function pages(map, asked) {
    const found = new Set(asked.ways.flatMap((way) => pagesWith(map, way.words)));
    for (const target of asked.named.keys()) found.add(Number(target.split("#")[0]));
    return [...found].sort((a, b) => a - b).map((number) => {
      const parts = sections(map, asked, number);
      return { number, parts, worth: parts[0]?.worth ?? 0 };
    });
  }

  const known = (map, word) => pagesWith(map, [word]).length > 0;

  /* Without the words that the book does not have; null when too little is left. */
  function shortened(map, words) {
    const left = words.filter((word) => known(map, word));
    return left.length < words.length && 2 * left.length >= words.length && left.length ? left : null;
  }

  /* Whether any page has all the words of the question, in one way of asking. */
  const answerable = (map, asked) => asked.ways.some((way) => pagesWith(map, way.words).length);

  return { prepare, understand, answerable, pages, sections, shortened, known };
})();
