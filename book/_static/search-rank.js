/* What a question means and which sections answer it: the same over http and from disk.

   The map of the book (search-map.js, written by booktools.search) holds the headings, the names of the glossary with the
   sections that explain them, and which pages have which word. The text of pages comes from Pagefind or from the plain
   index (search-plain.js). A section is worth most when its heading is the question, then when the glossary names it,
   then when the words stand together in its heading or its text; scattered syllables are worth least. */
"use strict";
globalThis.HOCSAU_RANK = (() => {
  const { tokens, together } = globalThis.HOCSAU_WORDS;
  const phrases = (text) => text.split("|").map(tokens);
  // What wraps a question and is no part of what is sought.
  const BEFORE = phrases("tại sao|vì sao|làm sao để|làm sao|làm thế nào để|làm thế nào|thế nào là|cách|khi nào|what is|how to");
  const AFTER = phrases("là gì|nghĩa là gì|có nghĩa là gì|là sao|như thế nào|thế nào|để làm gì|ở đâu|bằng cách nào");
  const LEAST = 0.35; // of the best section's worth: below it a section is not shown
  const NAMED = 80;
  const KIND = [[/\/(progress|sources)\.html$/, 0.2], [/\/(index|errata|concept_map)\.html$/, 0.4], [/\/glossary\.html$/, 0.75], [/\/(common_errors|notation)\.html$/, 0.85]];
  const ASIDE = /^([\d.]+ )?(Bài tập|Tự kiểm tra|Tóm tắt)$/; // they mention everything

  const same = (a, b) => a.length === b.length && a.every((word, i) => word === b[i]);
  const matches = (word, other, last) => other === word || (other.startsWith(word) && (last || word.length > 3));
  const holdsAll = (words, there) => words.every((word, i) => there.some((other) => matches(word, other, i === words.length - 1)));

  function unwrapped(words) {
    const before = BEFORE.find((each) => each.length < words.length && same(each, words.slice(0, each.length)));
    if (before) words = words.slice(before.length);
    const after = AFTER.filter((each) => each.length < words.length && same(each, words.slice(-each.length)));
    return after.length ? words.slice(0, words.length - Math.max(...after.map((each) => each.length))) : words;
  }

  /* What a heading calls its section, folded: "3. Linear regression (hồi quy tuyến tính)" gives three names. */
  function namesIn(heading) {
    const text = heading.replace(/^[\d.]+ /, "");
    const [, outside, inside] = text.match(/^([^()]+) \(([^()]+)\)$/) ?? [];
    return [...text.split(" · "), outside, inside].filter(Boolean).map((name) => unwrapped(tokens(name)));
  }

  /* Numbers of the pages that have every word. */
  function pagesWith(map, words) {
    let found = null;
    words.forEach((word, i) => {
      const last = i === words.length - 1, here = new Set();
      const take = (pages) => [...pages].forEach((page) => here.add(page.charCodeAt(0) - 48));
      if (Object.hasOwn(map.words, word)) take(map.words[word]);
      if (last || word.length > 3) for (const other of map.sorted.slice(...map.range(word))) take(map.words[other]);
      found = found ? found.filter((page) => here.has(page)) : [...here];
    });
    return found ?? [];
  }

  /* Once: names as words, and the words in order, to find those that begin alike. */
  function prepare(map) {
    if (map.sorted) return map;
    map.sorted = Object.keys(map.words).sort();
    map.range = (word) => {
      const first = (text) => {
        let [low, high] = [0, map.sorted.length];
        while (low < high) {
          const middle = (low + high) >> 1;
          if (map.sorted[middle] < text) low = middle + 1;
          else high = middle;
        }
        return low;
      };
      return [first(word), first(`${word}\uffff`)];
    };
    for (const entry of map.names) entry.folded = [...entry.names, ...entry.others].map(tokens);
    for (const page of map.pages) page.folded = page.parts.map(([, heading]) => namesIn(heading));
    return map;
  }

  /* {words, ways: [{words, name?}], named: Map("page#id" -> worth)}: the question in its own words, and in the book's. */
  function understand(map, question) {
    const words = unwrapped(tokens(question));
    const ways = [{ words }], named = new Map();
    const hits = [];
    for (const entry of map.names) {
      for (const name of entry.folded) {
        const at = together(name, words, 0, false);
        if (at >= 0) hits.push({ entry, name, at, exact: name.length === words.length });
      }
    }
    const longest = hits.filter(({ name, at }) =>
      !hits.some((other) => other.name.length > name.length && other.at <= at && other.at + other.name.length >= at + name.length));
    const give = (entry, worth) => entry.to.forEach((target) => named.set(target, Math.max(named.get(target) ?? 0, worth)));
    const add = (way, name) => ways.some((each) => same(each.words, way)) || ways.push({ words: way, name });
    for (const { entry, name, at, exact } of longest) {
      give(entry, exact ? NAMED : (0.6 * NAMED * name.length) / words.length);
      for (const other of entry.names) {
        add([...words.slice(0, at), ...tokens(other), ...words.slice(at + name.length)], exact ? other : undefined);
      }
    }
    // A part of a name will do, as the last two syllables of three.
    if (words.length > 1 && !hits.some(({ exact }) => exact)) {
      for (const entry of map.names) {
        if (!entry.folded.some((name) => together(words, name, 0, false) >= 0)) continue;
        give(entry, NAMED / 2);
        for (const other of entry.names) add(tokens(other), other);
      }
    }
    return { words, ways: ways.slice(0, 6), named };
  }

  /* A heading's worth (its names, folded) for one way of asking. */
  function headingWorth(words, names) {
    return Math.max(...names.map((name) => {
      if (same(words, name)) return 100;
      if (together(words, name) >= 0) return 60 + (30 * words.length) / name.length;
      return words.length > 1 && holdsAll(words, name) ? 35 : 0;
    }));
  }

  function textWorth(words, there) {
    let count = 0;
    for (let at = together(words, there); at >= 0; at = together(words, there, at + words.length)) count += 1;
    if (count) return Math.min(36, 14 + 6 * Math.log2(count));
    return words.length > 1 && holdsAll(words, there) ? 5 : 0;
  }

  /* The sections of a page that answer, best first; texts: the words of each part, or nothing when unknown. */
  function sections(map, asked, number, texts) {
    const page = map.pages[number];
    const kind = KIND.find(([url]) => url.test(page.url))?.[1] ?? 1;
    const ranked = page.parts.map(([id, heading], i) => {
      const own = (worth, way) => worth * (way === asked.ways[0] ? 1 : 0.9);
      const headed = Math.max(...asked.ways.map((way) => own(headingWorth(way.words, page.folded[i]), way)));
      const said = texts ? Math.max(...asked.ways.map((way) => own(textWorth(way.words, texts[i]), way))) : 0;
      const aside = ASIDE.test(heading) && !headed ? 0.5 : 1;
      const worth = kind * aside * (headed + said + (asked.named.get(`${number}#${id}`) ?? 0));
      return { id, heading, i, worth };
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

  /* Without the words that the book does not have; null when too little is left. */
  function shortened(map, words) {
    const known = words.filter((word) => pagesWith(map, [word]).length);
    return known.length < words.length && 2 * known.length >= words.length && known.length ? known : null;
  }

  /* Whether any page has all the words of the question, in one way of asking. */
  const answerable = (map, asked) => asked.ways.some((way) => pagesWith(map, way.words).length);

  return { prepare, understand, answerable, pages, sections, shortened, matches };
})();
