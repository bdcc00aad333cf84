/* What a reader may have meant who mistyped: words of the book one or two letters away, best as a name of its glossary. */
"use strict";
globalThis.HOCSAU_SUGGEST = (() => {
  const { tokens, together } = globalThis.HOCSAU_WORDS;
  const { known } = globalThis.HOCSAU_RANK;
  const MOST = 12; // words tried in the place of one
  const SURE = 5; // letters from which a word alone, in no name, is worth suggesting

  /* How many letters of a word of this length may be wrong. */
  const allowed = (length) => (length < 3 ? 0 : length < 7 ? 1 : 2);

  /* Letters added, lost, changed or swapped with the next; more than `most` is Infinity. */
  function distance(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return Infinity;
    let before = [], row = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++) {
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      if (Math.min(...next) > most) return Infinity;
      [before, row] = [row, next];
    }
    return row[b.length] <= most ? row[b.length] : Infinity;
  }

  const pagesOf = (map, folded) => new Set(map.spellings.get(folded).flatMap(({ pages }) => pages)).size;

  /* [{words, away}]: what may stand instead of a word that the book does not have. */
  function instead(map, { folded }) {
    const most = allowed(folded.length);
    const near = most ? map.sorted.filter((other) => !/\d/.test(other)).map((other) => ({ words: [other], away: distance(folded, other, most) })) : [];
    for (let cut = 2; cut < folded.length - 1; cut++) {
      const halves = [folded.slice(0, cut), folded.slice(cut)];
      if (halves.every((half) => map.spellings.has(half))) near.push({ words: halves, away: 1 });
    }
    const often = ({ words }) => Math.min(...words.map((word) => pagesOf(map, word)));
    return near.filter(({ away }) => away <= most).sort((a, b) => a.away - b.away || often(b) - often(a)).slice(0, MOST);
  }

  /* Every way to mend the question: [{words, away}]. Two words may be one ("over fitting"). */
  function mended(map, words) {
    let all = [{ words: [], away: 0 }];
    for (let i = 0; i < words.length; i++) {
      const choices = known(map, words[i]) ? [{ words: [words[i].folded], away: 0 }] : instead(map, words[i]);
      all = all.flatMap((begun) => choices.map((next) => ({ words: [...begun.words, ...next.words], away: begun.away + next.away }))).slice(0, 400);
    }
    for (let i = 1; i < words.length; i++) {
      const joined = words[i - 1].folded + words[i].folded;
      const rest = [...words.slice(0, i - 1), ...words.slice(i + 1)];
      if (!map.spellings.has(joined) || !rest.every((word) => known(map, word))) continue;
      const folded = words.map((word) => word.folded);
      all.push({ words: [...folded.slice(0, i - 1), joined, ...folded.slice(i + 1)], away: 1 });
    }
    return all;
  }

  /* As the book writes it most. */
  const written = (map, folded) => map.spellings.get(folded).reduce((a, b) => (b.pages.length > a.pages.length ? b : a)).raw;

  /* {worth, text} of a mended question: a name of the glossary, a part of one or of a heading, or words of one page. */
  function judged(map, { words, away }, typed) {
    const asked = words.flatMap(tokens);
    for (const entry of map.names) {
      const i = entry.tokens.findIndex((name) => name.length === asked.length && together(asked, name, 0, false) === 0);
      if (i >= 0) return { worth: 100 - 10 * away, text: [...entry.names, ...entry.others][i] };
    }
    const mine = new Map(typed.map((word) => [word.folded, word.raw]));
    const text = words.map((word) => mine.get(word) ?? written(map, word)).join(" ");
    const holds = (name) => together(asked, name, 0, false) >= 0;
    if (map.names.some((entry) => entry.tokens.some(holds))) return { worth: 60 - 10 * away, text };
    if (map.pages.some((page) => page.names.some((names) => names.some(holds)))) return { worth: 50 - 10 * away, text };
    if (Math.min(...words.filter((word) => !mine.has(word)).map((word) => word.length)) < SURE) return { worth: 0, text };
    const pages = words.map((word) => new Set(map.spellings.get(word)?.flatMap((each) => each.pages)));
    const common = [...pages[0]].filter((page) => pages.every((each) => each.has(page))).length;
    return { worth: common ? 30 - 10 * away + Math.log2(common) : 0, text };
  }

  /* All words are the book's, but together they are a letter or two from a name of it. */
  function nearName(map, words) {
    const typed = words.map((word) => word.folded).join(" ");
    const most = typed.length < 8 ? 0 : typed.length < 14 ? 1 : 2;
    let best = null;
    for (const entry of map.names) {
      entry.tokens.forEach((name, i) => {
        const away = most ? distance(typed, name.map((word) => word.folded).join(" "), most) : Infinity;
        if (away > 0 && away < (best?.away ?? Infinity)) best = { away, text: [...entry.names, ...entry.others][i] };
      });
    }
    return best?.text ?? null;
  }

  /* What to ask instead, as the book writes it, or null. */
  function suggest(map, { words }) {
    if (map.names.some((entry) => entry.tokens.some((name) => name.length === words.length && together(words, name) === 0))) return null;
    if (words.every((word, i) => known(map, word) && (i === words.length - 1 || map.spellings.has(word.folded)))) return nearName(map, words);
    const best = mended(map, words).map((way) => judged(map, way, words)).reduce((a, b) => (b.worth > a.worth ? b : a), { worth: 0 });
    return best.worth > 0 ? best.text : nearName(map, words);
  }

  return { suggest };
})();
