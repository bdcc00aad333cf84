// One memory cell of an LSTM whose gates the reader holds. Twin of code/hocsau/live/lstm_gates.py: same numbers, same words.
(function () {
  "use strict";
  const { drawn, fixed, place } = window.hocsauParts;
  const sign = (v, digits = 2) => (fixed(v, digits).startsWith("−") ? `(${fixed(v, digits)})` : fixed(v, digits));

  function memories({ f, i, g, start, step }) {
    const found = [start];
    for (let t = 0; t < step; t++) found.push(f * found[t] + i * g);
    return found;
  }
  function reading(values) {
    const { f, i, g, o, step } = values, c = memories(values), now = c[step];
    return `Bước ${step}: c = ${fixed(f, 2)}·${sign(c[step - 1])} + ${fixed(i, 2)}·${sign(g, 1)} = ${fixed(now, 2)}; ` +
      `h = ${fixed(o, 2)}·tanh(${fixed(now, 2)}) = ${fixed(o * Math.tanh(now), 2)}. ` +
      `Trí nhớ ban đầu còn lại ${fixed(100 * f ** step, 1)} %.`;
  }
  function shapes(values, data) {
    const { f, i, g, o, step } = values, { belt, plot, reach, column, left, most, height, steps } = data;
    const c = memories(values), h = o * Math.tanh(c[step]);
    const line = (kind, x1, y1, x2, y2) => ["line", kind, { x1, y1, x2, y2 }, ""], text = (x, y, words) => ["text", "middle", { x, y }, words];
    const dot = (kind, cx, cy, r) => ["circle", kind, { cx, cy, r }, ""], box = (kind, x, y, width, tall) => ["rect", kind, { x, y, width, height: tall }, ""];
    const made = [
      line("ink", 20, belt, 340, belt), text(34, belt - 8, "c cũ " + fixed(c[step - 1], 2)), text(232, belt - 8, "c mới " + fixed(c[step], 2)),
      text(318, belt + 44, "h " + fixed(h, 2)), line("ink", 168, belt, 168, belt + 56), line("ink", 282, belt, 282, belt + 56),
      line("ink", 282, belt + 56, 340, belt + 56), dot("paper", 168, belt, 9), text(168, belt + 4, "+"), text(168, belt + 70, "g " + fixed(g, 1)),
    ];
    for (const [name, x, y, value] of [["f", 96, belt, f], ["i", 168, belt + 32, i], ["o", 282, belt + 32, o]]) {
      const tall = place(22 * value);
      made.push(box("paper", x - 22, y - 12, 44, 24), box("given", x - 21, place(y + 11 - tall), 9, tall), text(x + 6, y + 4, `${name} ${fixed(value, 2)}`));
    }
    made.push(line("thin", 24, plot, 352, plot), text(12, plot + 4, "0"));
    const spots = c.map((v, k) => [place(left + k * column), place(plot - reach * Math.max(-most, Math.min(most, v)) / most)]);
    for (let k = 1; k < spots.length; k++) made.push(line("moves-line", ...spots[k - 1], ...spots[k]));
    for (const [x, y] of spots) made.push(dot("moves", x, y, 4));
    made.push(dot("given", spots[step][0], place(plot - reach * h / most), 4));
    for (let k = 0; k <= steps; k += 5) made.push(text(left + k * column, height - 2, String(k)));
    return made;
  }

  const page = drawn("hs-shapes", ({ width, height }) => [width, height], shapes, reading);
  page.longest = () => ["Bước 10: c = 0.95·(−1.95) + 0.95·(−1.0) = −9.99; h = 0.95·tanh(−9.99) = −0.95. Trí nhớ ban đầu còn lại 100.0 %."];
  (window.hocsauLive = window.hocsauLive || {}).lstm_gates = page;
})();
