// A sigmoid that cannot reach the border of its cell, and scale_x_y that lets it.
// Twin of code/hocsau/live/scale_xy.py: the same shapes, the same words.
(function () {
  "use strict";
  const { drawn, fixed, place } = window.hocsauParts;
  const centre = (t, s) => s / (1 + Math.exp(-t)) - (s - 1) / 2;

  function reading({ t, s }) {
    const said = `t = ${fixed(t, 1)}: tâm ở ${fixed(centre(t, s), 4)} của ô. `;
    return said + (s <= 1 ? "Mép phải (1) cần t lớn vô hạn."
      : `Mép phải (1) chỉ cần t = ${fixed(Math.log((s + 1) / (s - 1)), 2)}.`);
  }
  function shapes({ t, s }, { reach, low, high, left, top, width, height }) {
    const x = v => place(left + (v + reach) / (2 * reach) * width), y = v => place(top + (high - v) / (high - low) * height);
    const steps = Array.from({ length: 8 * reach + 1 }, (_, k) => k / 4 - reach), end = left + width;
    return [
      ["rect", "pad", { x: left, y: y(1), width, height: place(y(0) - y(1)) }, ""],
      ["line", "ink", { x1: left, x2: end, y1: y(1), y2: y(1) }, ""],
      ["line", "ink", { x1: left, x2: end, y1: y(0), y2: y(0) }, ""],
      ["text", "word", { x: 8, y: place(y(1) + 4) }, "1"],
      ["text", "word", { x: 8, y: place(y(0) + 4) }, "0"],
      ["text", "word", { x: left + 4, y: place(y(1) - 5) }, "mép phải của ô"],
      ["text", "word", { x: left + 4, y: place(y(0) + 15) }, "mép trái của ô"],
      ...[-8, -4, 0, 4, 8].map(tick => ["text", "middle", { x: x(tick), y: top + height + 14 }, fixed(tick, 0)]),
      ["polyline", "given-line", { points: steps.map(v => `${x(v)},${y(centre(v, s))}`).join(" ") }, ""],
      ["line", "dashed", { x1: x(t), x2: x(t), y1: y(centre(t, s)), y2: top + height }, ""],
      ["circle", "moves", { cx: x(t), cy: y(centre(t, s)), r: 6 }, ""],
    ];
  }

  const page = drawn("hs-shapes", ({ left, top, width, height }) => [left + width + 10, top + height + 20], shapes, reading);
  page.longest = () => [reading({ t: -7.9, s: 1 }), reading({ t: -7.9, s: 1.05 })];
  (window.hocsauLive = window.hocsauLive || {}).scale_xy = page;
})();
