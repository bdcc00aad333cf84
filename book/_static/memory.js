// What the reader did, kept on this device only: chapters finished, answers given in quizzes.
// {version: 1, chapters: {ch03_linear_regression: "2026-11-27"}, quizzes: {"quiz-3": {question id: {…}}}}
"use strict";
window.hocsauMemory = (() => {
  const KEY = "hocsau";
  const empty = () => ({ version: 1, chapters: {}, quizzes: {} });
  const isMap = (thing) => typeof thing === "object" && thing !== null && !Array.isArray(thing);

  /* A record of ours (also one that the reader brings back from a file), or null. */
  function parse(text) {
    let data;
    try {
      data = JSON.parse(text);
    } catch {
      return null;
    }
    if (!isMap(data) || data.version !== 1 || !isMap(data.chapters) || !isMap(data.quizzes)) return null;
    const days = Object.values(data.chapters).every((day) => /^\d{4}-\d\d-\d\d$/.test(day));
    const answers = Object.values(data.quizzes).every((quiz) => isMap(quiz) && Object.values(quiz).every(isMap));
    return days && answers ? data : null;
  }

  function load() {
    try {
      return parse(localStorage.getItem(KEY)) || empty();
    } catch {
      return empty(); // a browser that keeps nothing
    }
  }

  /* change(data) edits the record; what other tabs wrote meanwhile stays. False: the browser keeps nothing. */
  function save(change) {
    const data = load();
    change(data);
    try {
      localStorage.setItem(KEY, JSON.stringify(data));
    } catch {
      return false;
    }
    dispatchEvent(new Event("hocsau-memory"));
    return true;
  }

  function clear() {
    try {
      localStorage.removeItem(KEY);
    } catch {
      /* nothing was kept */
    }
    dispatchEvent(new Event("hocsau-memory"));
  }

  addEventListener("storage", (event) => {
    if (event.key === KEY || event.key === null) dispatchEvent(new Event("hocsau-memory"));
  });
  return { load, save, clear, parse };
})();
