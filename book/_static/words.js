/* How the search boxes read Vietnamese (search.js, search-plain.js, glossary.js): without marks, d for đ, small letters,
   and one spelling where writers use two (kí and ký, lí and lý, quí and quý). booktools.search folds the same way. */
"use strict";
globalThis.HOCSAU_WORDS = (() => {
  const WORD = /[\p{L}\p{N}]+/gu;
  // A whole syllable only: "tuy" is not "tui", nor "may" "mai".
  const Y_FOR_I = /^([hklmst]|qu)y$/;

  const foldWord = (word) =>
    word.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase().replace(Y_FOR_I, "$1i");
  const fold = (text) => text.normalize("NFC").replace(WORD, foldWord);
  const tokens = (text) => [...text.normalize("NFC").matchAll(WORD)].map((match) => foldWord(match[0]));

  /* Where the words stand together: at which place of `there` they begin (the last may be only begun), or -1. */
  function together(words, there, from = 0, begun = true) {
    const last = words.length - 1;
    const fits = (word, i, at) =>
      there[at + i] === word || (begun && i === last && word.length > 1 && there[at + i].startsWith(word));
    for (let at = from; at + words.length <= there.length; at++) if (words.every((word, i) => fits(word, i, at))) return at;
    return -1;
  }

  return { WORD, fold, foldWord, tokens, together };
})();
