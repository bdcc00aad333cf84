/* How the search boxes read Vietnamese (search*.js, glossary.js): a word without marks, d for đ, small letters, one
   spelling where writers use two (kí and ký, lí and lý, quí and quý); and the same word with its marks, wherever the
   tone is put (hoà and hòa). */
"use strict";
globalThis.HOCSAU_WORDS = (() => {
  const WORD = /[\p{L}\p{N}]+/gu;
  // A whole syllable only: "tuy" is not "tui", nor "may" "mai".
  const Y_FOR_I = /^([hklmst]|qu)y$/;
  const TONE = /[\u0300\u0301\u0303\u0309\u0323]/g;

  const read = new Map(); // a book says few different words often

  /* {raw: "Ngược", folded: "nguoc", letters: "ngươc", tone: "\u0323"} */
  function token(raw) {
    let known = read.get(raw);
    if (!known) {
      const apart = raw.normalize("NFKD").toLowerCase();
      const letters = apart.replace(TONE, "").normalize("NFC").replace(Y_FOR_I, "$1i");
      const folded = apart.replace(/\p{M}/gu, "").replace(/đ/g, "d").replace(Y_FOR_I, "$1i");
      known = { raw, folded, letters, tone: (apart.match(TONE) ?? []).join("") };
      read.set(raw, known);
    }
    return known;
  }

  const foldWord = (word) => token(word).folded;
  const fold = (text) => text.normalize("NFC").replace(WORD, foldWord);
  const tokens = (text) => [...text.normalize("NFC").matchAll(WORD)].map((match) => token(match[0]));
  const hasMarks = ({ folded, letters, tone }) => letters !== folded || tone !== "";

  /* Whether a word of the book is the one asked for: with these very marks when it is `exact`; `begun`: or begins so. */
  function fits(asked, word, begun = false) {
    if (asked.exact && word.letters === asked.letters) return word.tone === asked.tone;
    begun &&= asked.folded.length > 1;
    if (asked.exact) return begun && word.letters.startsWith(asked.letters) && (!asked.tone || word.tone === asked.tone);
    return word.folded === asked.folded || (begun && word.folded.startsWith(asked.folded));
  }

  /* Where the words asked for stand together: at which place of `there` they begin (the last may be only begun), or -1. */
  function together(asked, there, from = 0, begun = true) {
    const last = asked.length - 1;
    const fit = (at) => asked.every((word, i) => fits(word, there[at + i], begun && i === last));
    for (let at = from; at + asked.length <= there.length; at++) if (fit(at)) return at;
    return -1;
  }

  return { WORD, fold, foldWord, token, tokens, hasMarks, fits, together };
})();
