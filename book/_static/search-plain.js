/* Search without a server: the whole index is one classic script (booktools.offline.plain_index).
   Answers look like those of Pagefind in search.js, which shows them. */
"use strict";
globalThis.HOCSAU_PLAIN = (() => {
  const BEFORE = 8; // words of an excerpt before the best place, and in all
  const LENGTH = 34;
  let loading;

  /* The pages of the index, each part with its words folded, once. */
  function load(base) {
    return (loading ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL("search-index.js", base).href;
      script.onload = () => resolve(globalThis.HOCSAU_INDEX);
      script.onerror = () => {
        loading = undefined;
        script.remove();
        reject(new Error("search-index.js"));
      };
      document.head.append(script);
    }));
  }

  function fill(pages, tokens) {
    if (!pages.folded) pages.folded = pages.map(([, , parts]) => parts.map(([, title, text]) => tokens(`${title} ${text}`)));
    return pages.folded;
  }

  /* The words around the place where most of the question stands. */
  function excerpt(text, words, { WORD, tokens, among }) {
    const places = [...text.matchAll(WORD)];
    const folded = places.map((place) => tokens(place[0])[0] ?? "");
    let best = 0;
    let most = 0;
    folded.forEach((word, i) => {
      if (!among(words, [word]).length) return;
      const here = among(words, folded.slice(i, i + words.length + 2)).length;
      if (here > most) [best, most] = [i, here];
    });
    const first = Math.max(0, best - BEFORE);
    const last = Math.min(places.length, first + LENGTH) - 1;
    if (last < 0) return "";
    const end = places[last].index + places[last][0].length;
    return `${first ? "… " : ""}${text.slice(places[first].index, end)}${last < places.length - 1 ? " …" : ""}`;
  }

  function find(pages, question, base, tools) {
    const { PARTS, tokens, among, matches } = tools;
    const words = tokens(question);
    const phrase = ` ${words.join(" ")}`;
    const folded = fill(pages, tokens);
    const found = [];
    pages.forEach(([url, title, parts], at) => {
      const all = folded[at].flat();
      if (among(words, all).length < words.length) return;
      const href = new URL(url, base).href;
      const ranked = parts
        .map(([id, heading, text], i) => {
          const there = folded[at][i];
          const named = among(words, tokens(heading)).length;
          const together = ` ${there.join(" ")}`.includes(phrase) ? words.length : 0;
          const worth = among(words, there).length + named + together;
          return { title: heading || title, url: id ? `${href}#${id}` : href, text, named, worth };
        })
        .filter((part) => part.worth > 0)
        .sort((a, b) => b.worth - a.worth)
        .slice(0, PARTS)
        .map((part) => ({ ...part, text: excerpt(part.text, words, tools) }));
      const said = all.filter((word) => words.some((each) => matches(each, word, false))).length;
      const named = Math.max(0, ...ranked.map((part) => part.named));
      const score = (ranked[0]?.worth ?? 0) + said / (said + 40);
      found.push({ page: { url: href, meta: { title } }, parts: ranked, named, score });
    });
    return { words, found: found.sort((a, b) => b.named - a.named || b.score - a.score) };
  }

  return { load, find };
})();
