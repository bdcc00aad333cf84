// How far a gradient travels back: at each step times the eigenvalue, and times the slope of tanh.
// Twin of code/hocsau/live/eigen_gradient.py: the same shapes, the same words.
(function () {
  "use strict";
  const { drawn, fixed, place } = window.hocsauParts;

  function powers(size, activation, { longest, tanh, input }) {
    if (activation !== tanh) return Array.from({ length: longest + 1 }, (_, k) => k * Math.log10(size));
    const states = [];
    for (let k = 0, s = 0; k < longest; k++) states.push(s = Math.tanh(size * s + input));
    const found = [0];
    for (const s of states.reverse()) found.push(found[found.length - 1] + Math.log10(size * (1 - s * s)));
    return found;
  }
  function amount(power) {
    let whole = Math.floor(power);
    if (whole >= -3 && whole <= 4) return fixed(10 ** power, whole < 1 ? 3 : 1);
    let mantissa = fixed(10 ** (power - whole), 1);
    if (mantissa === "10.0") [mantissa, whole] = ["1.0", whole + 1];
    return `${mantissa}·10^${fixed(whole, 0)}`;
  }
  function reading({ size, steps, activation }, data) {
    const power = powers(size, activation, data)[steps];
    const said = `|λ| = ${fixed(size, 2)}: lùi ${steps} bước, gradient còn ${amount(power)} lần. `;
    return said + (power < -4 ? "Tan biến." : power > 1 ? "Bùng nổ." : "Vẫn học được.");
  }
  function shapes({ size, steps, activation }, data) {
    const { longest, low, high, left, top, width, height, marks } = data;
    const x = k => place(left + k / longest * width), y = p => place(top + (high - p) / (high - low) * height);
    const line = values => values.map((v, k) => `${x(k)},${y(v)}`).join(" "), end = left + width, made = [];
    for (let p = low; p <= high; p += 4) {
      made.push(["line", "thin", { x1: left, x2: end, y1: y(p), y2: y(p) }, ""]);
      made.push(["text", "word", { x: 4, y: place(y(p) + 4) }, `10^${fixed(p, 0)}`]);
    }
    for (let k = 0; k <= longest; k += 10) made.push(["text", "middle", { x: x(k), y: top + height + 16 }, String(k)]);
    for (const mark of marks) made.push(["polyline", "dashed", { points: line(powers(mark, "", data)) }, ""]);
    const found = powers(size, activation, data);
    made.push(["polyline", "moves-line", { points: line(found) }, ""]);
    made.push(["line", "dashed", { x1: x(steps), x2: x(steps), y1: y(found[steps]), y2: top + height }, ""]);
    made.push(["circle", "moves", { cx: x(steps), cy: y(found[steps]), r: 6 }, ""]);
    return made;
  }

  const page = drawn("hs-shapes", ({ left, top, width, height }) => [left + width + 12, top + height + 24], shapes, reading);
  page.longest = ({ data }) => [reading({ size: 0.5, steps: 44, activation: "" }, data)];
  (window.hocsauLive = window.hocsauLive || {}).eigen_gradient = page;
})();
