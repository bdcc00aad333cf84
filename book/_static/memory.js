// What the reader did, kept on this device only: chapters finished, answers given in quizzes, guesses, exercises.
// {version: 1, chapters: {ch03_linear_regression: "2026-11-27"}, quizzes: {"quiz-3": {question id: {…}}},
//  guesses: {id: {stamp, value, right} or {stamp, passed: true}}, read: {ch03_linear_regression: ["s-3-1"]}, exercises: {"ex-3-1": "2026-11-27"},
//  code: "wrapped" or "plain" (when the reader said)}
"use strict";
window.hocsauMemory = (() => {
  const KEY = "hocsau";
  const CODE = ["wrapped", "plain"]; // lines of code that are too long for the screen go on below, or out of sight
  const empty = () => ({ version: 1, chapters: {}, quizzes: {}, guesses: {}, read: {}, exercises: {} });
  const isMap = (thing) => typeof thing === "object" && thing !== null && !Array.isArray(thing);
  const isAnswer = (thing) => isMap(thing) && Number.isInteger(thing.tries) && thing.tries > 0;
  const isGuess = (thing) => isMap(thing) && (thing.passed === true || (typeof thing.right === "boolean" && "value" in thing));

  const isList = (thing) => Array.isArray(thing) && thing.every((name) => typeof name === "string");

  /* "2026-02-28", not "2026-02-30": a day that stands in the calendar. */
  function isDay(day) {
    if (typeof day !== "string" || !/^\d{4}-\d\d-\d\d$/.test(day)) return false;
    const date = new Date(`${day}T00:00:00Z`);
    return !isNaN(date) && date.toISOString().startsWith(day);
  }

  /* {data, dropped}: a record of ours (also one that the reader brings back from a file) without what cannot be,
     and how many things those were. Null: it is no record. */
  function read(text) {
    let found;
    try {
      found = JSON.parse(text);
    } catch {
      return null;
    }
    if (!isMap(found) || found.version !== 1 || !isMap(found.chapters) || !isMap(found.quizzes)) return null;
    if (![(found.guesses ??= {}), (found.read ??= {}), (found.exercises ??= {})].every(isMap)) return null; // an older record lacks them
    let dropped = 0;
    const sift = (map, holds) => {
      const kept = Object.entries(map).filter(([, value]) => holds(value));
      dropped += Object.keys(map).length - kept.length;
      return Object.fromEntries(kept);
    };
    const chapters = sift(found.chapters, isDay);
    const quizzes = sift(found.quizzes, isMap);
    for (const label of Object.keys(quizzes)) quizzes[label] = sift(quizzes[label], isAnswer);
    const guesses = sift(found.guesses, isGuess);
    const read = sift(found.read, isList), exercises = sift(found.exercises, isDay);
    const said = CODE.includes(found.code) ? { code: found.code } : {};
    return { data: { version: 1, chapters, quizzes, guesses, read, exercises, ...said }, dropped };
  }

  /* Both records in one, question by question: the later day, of two answers the right one, of two guesses one that
     was made; else our own; every section and exercise that either has. {data, chapters, answers, guesses, sections,
     exercises}: how many were taken from the other. */
  function merge(own, other) {
    const taken = { chapters: 0, answers: 0, guesses: 0, sections: 0, exercises: 0 };
    const join = (mine = {}, theirs, better, what) => {
      const wins = ([name, value]) => !Object.hasOwn(mine, name) || better(value, mine[name]);
      const won = Object.entries(theirs).filter(wins);
      taken[what] += won.length;
      return Object.fromEntries([...Object.entries(mine), ...won]);
    };
    const later = (theirs, mine) => theirs > mine;
    const chapters = join(own.chapters, other.chapters, later, "chapters");
    const exercises = join(own.exercises, other.exercises ?? {}, later, "exercises");
    const right = (answer) => answer.right === true;
    const quizzes = Object.entries(other.quizzes).map(([label, answers]) => [
      label,
      join(own.quizzes[label], answers, (theirs, mine) => right(theirs) && !right(mine), "answers"),
    ]);
    const guesses = join(own.guesses, other.guesses, (theirs, mine) => mine.passed && !theirs.passed, "guesses");
    const sections = Object.entries(other.read).map(([chapter, names]) => {
      const all = new Set([...(own.read[chapter] ?? []), ...names]);
      taken.sections += all.size - (own.read[chapter] ?? []).length;
      return [chapter, [...all]];
    });
    const data = { version: 1, chapters, quizzes: Object.fromEntries([...Object.entries(own.quizzes), ...quizzes]), guesses,
      read: { ...own.read, ...Object.fromEntries(sections) }, exercises };
    if (own.code) data.code = own.code; // a device's own
    return { data, ...taken };
  }

  function load() {
    try {
      return read(localStorage.getItem(KEY))?.data ?? empty();
    } catch {
      return empty(); // a browser that keeps nothing
    }
  }

  /* Do it; where the browser refuses, with the stand-in of layout.html. False: nothing is kept beyond this page. */
  function attempt(write) {
    try {
      write();
    } catch {
      window.hocsauKeepNothing?.();
      try {
        write();
      } catch {
        return false;
      }
    }
    dispatchEvent(new Event("hocsau-memory"));
    return !window.hocsauKeepsNothing;
  }

  /* change(data) edits the record, or returns the new one; it changes no more than what the reader just did, so what
     other tabs wrote meanwhile stays. */
  function save(change) {
    const data = load();
    const text = JSON.stringify(change(data) ?? data);
    return attempt(() => localStorage.setItem(KEY, text));
  }

  const clear = () => attempt(() => [KEY, "hocsau-place"].forEach((key) => localStorage.removeItem(key)));

  addEventListener("storage", (event) => {
    if (event.key === KEY || event.key === null) dispatchEvent(new Event("hocsau-memory"));
  });
  // A page that the browser had put aside (Back, Forward) heard nothing meanwhile.
  addEventListener("pageshow", (event) => event.persisted && dispatchEvent(new Event("hocsau-memory")));
  return { load, save, clear, read, merge };
})();
