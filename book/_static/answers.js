// What quizzes and guesses share: numbers as readers type them, and the mark of a question's wording.
"use strict";
window.hocsauAnswers = (() => {
  const THOUSANDS = "Bạn viết liền các chữ số, không ngăn hàng nghìn: 1234.5 hoặc 1234,5.";
  const all = (root, selector) => [...root.querySelectorAll(selector)];
  const near = (a, b, tolerance) => Math.abs(a - b) <= tolerance + 1e-9 * Math.max(Math.abs(b), tolerance);

  // "40,96", "40.96", " -2 m² ", "1e-3" -> {value, text}; anything else -> {why}.
  function read(text, unit) {
    text = text.replace(/[\u2212\u2013]/g, "-").trim();
    if (unit && text.toLowerCase().endsWith(unit.toLowerCase())) text = text.slice(0, -unit.length).trim();
    if (!text) return { why: "Bạn chưa gõ số nào." };
    const value = Number(text.replace(",", "."));
    if (/^[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?$/i.test(text) && isFinite(value)) return { value, text };
    if (/^[+-]?\d+([., \u00a0\u202f']\d{3})+([.,]\d+)?$/.test(text)) return { why: THOUSANDS };
    const tail = unit ? `; đơn vị (${unit}) đã có sẵn.` : ".";
    return { why: `“${text}” chưa phải là một số. Bạn gõ như 40.96, 40,96 hoặc 1e-3${tail}` };
  }

  // Kept with an answer: it is not brought back to a question that has been rewritten since.
  function stamp(parts) {
    let hash = 5381;
    for (const part of parts) for (const c of part.textContent + part.dataset.answer) hash = (hash * 33 + c.codePointAt(0)) >>> 0;
    return hash.toString(36);
  }

  return { all, near, read, stamp, THOUSANDS };
})();
