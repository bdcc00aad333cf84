// An LSTM of three cells that has learnt a^n b^n reads the word that the reader sets. Twin of code/hocsau/live/counting.py.
(function () {
  "use strict";
  const SIGNS = "ab", NEXT = "ab$";
  const { drawn, fixed, place } = window.hocsauParts;
  const sigmoid = v => 0.5 * Math.tanh(0.5 * v) + 0.5;

  function scan(text, weights) { // the cells, and the chances of a, b, $, after every letter
    const size = weights.weight_h.length, h = Array(size).fill(0), c = Array(size).fill(0), memory = [[...c]], chances = [];
    for (const letter of text) {
      const row = weights.weight_x[SIGNS.indexOf(letter)], z = [];
      for (let k = 0; k < 4 * size; k++) {
        let total = row[k] + weights.bias[k];
        for (let j = 0; j < size; j++) total += h[j] * weights.weight_h[j][k];
        z.push(total);
      }
      for (let j = 0; j < size; j++) {
        c[j] = sigmoid(z[size + j]) * c[j] + sigmoid(z[j]) * Math.tanh(z[2 * size + j]);
        h[j] = sigmoid(z[3 * size + j]) * Math.tanh(c[j]);
      }
      const logits = weights["head.bias"].map((bias, k) => h.reduce((total, v, j) => total + v * weights["head.weight"][j][k], bias));
      const top = Math.max(...logits), parts = logits.map(v => Math.exp(v - top)), all = parts.reduce((s, v) => s + v, 0);
      chances.push(parts.map(part => part / all));
      memory.push([...c]);
    }
    return { c: memory, chances };
  }
  const word = ({ a, b }) => "a".repeat(a) + "b".repeat(b);
  function reading(values, { weights, unit }) {
    const { c, chances } = scan(word(values), weights), p = chances[chances.length - 1], best = p.indexOf(Math.max(...p));
    const what = NEXT[best] === "$" ? "hết chuỗi ($)" : `chữ ${NEXT[best]}`;
    return `Đọc ${values.a} chữ a, ${values.b} chữ b: ô nhớ ${unit + 1} = ${fixed(c[c.length - 1][unit], 2)}. ` +
      `Mạng đoán kế tiếp là ${what}, ${fixed(100 * p[best], 0)} %.`;
  }
  function shapes(values, data) {
    const { a, b } = values, { low, high, unit, width, height, left, top, bottom } = data, { c } = scan(word(values), data.weights);
    const x = t => place(left + t * (width - left - 10) / Math.max(20, a + b));
    const y = v => place(bottom - (Math.max(low, Math.min(high, v)) - low) * (bottom - top) / (high - low));
    const line = (kind, x1, y1, x2, y2) => ["line", kind, { x1, y1, x2, y2 }, ""], made = [];
    for (const level of [low, 0, high])
      made.push(line("thin", left, y(level), width - 10, y(level)), ["text", "middle", { x: 16, y: y(level) + 4 }, fixed(level, 0)]);
    made.push(line("dashed", x(a), top, x(a), bottom));
    for (const k of [...c[0].keys()].filter(k => k !== unit).concat(unit))
      for (let t = 1; t < c.length; t++) made.push(line(k === unit ? "moves-line" : "ink", x(t - 1), y(c[t - 1][k]), x(t), y(c[t][k])));
    made.push(["circle", "moves", { cx: x(a + b), cy: y(c[c.length - 1][unit]), r: 4 }, ""]);
    made.push(["text", "middle", { x: place((x(0) + x(a)) / 2), y: height - 8 }, `${a} chữ a`]);
    if (b) made.push(["text", "middle", { x: place((x(a) + x(a + b)) / 2), y: height - 22 }, `${b} chữ b`]);
    return made;
  }

  const page = drawn("hs-shapes", ({ width, height }) => [width, height], shapes, reading);
  page.scan = scan;
  page.longest = () => ["Đọc 60 chữ a, 60 chữ b: ô nhớ 3 = −99.99. Mạng đoán kế tiếp là hết chuỗi ($), 100 %."];
  (window.hocsauLive = window.hocsauLive || {}).counting = page;
})();
