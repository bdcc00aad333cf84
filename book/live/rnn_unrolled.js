// An RNN of one node unrolled: forward step by step, then the gradient back step by step.
// Twin of code/hocsau/live/rnn_unrolled.py: the same shapes, the same words.
(function () {
  "use strict";
  const { drawn, fixed, place } = window.hocsauParts;

  // The page hands over what a list holds as a word: "3" + 1 would be "31".
  const numbers = ({ w, length, step }) => ({ w: Number(w), length: Number(length), step: Number(step) });

  function passes(w, length, d) {
    const s = [0], nothing = () => Array(length + 1).fill(0);
    for (let t = 0; t < length; t++) s.push(Math.tanh(d.u * d.x[t] + w * s[t]));
    const y = d.v * s[length], ds = nothing(), da = nothing(), parts = nothing();
    ds[length] = d.v * (y - d.target);
    for (let t = length; t > 0; t--) {
      da[t] = ds[t] * (1 - s[t] * s[t]);
      parts[t] = da[t] * s[t - 1];
      ds[t - 1] = w * da[t];
    }
    return { s, y, loss: (y - d.target) ** 2 / 2, ds, da, parts };
  }
  function reading(values, d) {
    const { w, length, step } = numbers(values);
    const p = passes(w, length, d), now = Math.min(step, 2 * length + 1), { s } = p, low = d.lower;
    if (now === 0) return `Chưa tính gì. s${low[0]} = 0; kéo “đang ở bước tính thứ” để đi.`;
    if (now <= length) {
      const inside = `${fixed(d.u, 1)}·(${fixed(d.x[now - 1], 1)}) + ${fixed(w, 1)}·(${fixed(s[now - 1], 2)})`;
      return `Xuôi: s${low[now]} = tanh(${inside}) = ${fixed(s[now], 2)}.`;
    }
    if (now === length + 1) {
      const said = `ŷ = ${fixed(d.v, 1)}·(${fixed(s[length], 2)}) = ${fixed(p.y, 2)}, L = ${fixed(p.loss, 3)}. `;
      return said + `Lùi bắt đầu: ∂L/∂s${low[length]} = ${fixed(p.ds[length], 3)}.`;
    }
    const t = 2 * length + 2 - now, done = p.parts.slice(t).reduce((a, b) => a + b, 0);
    const said = `Lùi: a${low[t]} nhận ${fixed(p.ds[t], 3)}·(1 − s${low[t]}²) = ${fixed(p.da[t], 3)}, ` +
      `góp ${fixed(p.parts[t], 3)} vào ∂L/∂w`;
    return said + (t > 1 ? `, tới đây ${fixed(done, 3)}.` : `. Xong: ∂L/∂w = ${fixed(done, 3)}.`);
  }
  function shapes(values, d) {
    const { w, length, step } = numbers(values);
    const p = passes(w, length, d), now = Math.min(step, 2 * length + 1), low = d.lower;
    const gap = d.width / (length + 1), x = t => place(gap * (t + 0.5)), reached = 2 * length + 2 - now;
    const { radius, middle, height } = d, made = [], word = (at, y, text, kind = "middle") => made.push(["text", kind, { x: at, y }, text]);
    for (let t = 1; t <= length; t++) {
      const seen = t <= now, back = reached <= t;
      made.push(["line", back ? "moves-line" : seen ? "given-line" : "thin",
        { x1: place(x(t - 1) + radius), x2: place(x(t) - radius), y1: middle, y2: middle }, ""]);
      const half = place((x(t - 1) + x(t)) / 2);
      word(half, middle - 8, "w");
      made.push(["line", seen ? "given-line" : "thin", { x1: x(t), x2: x(t), y1: middle + radius, y2: height - 46 }, ""]);
      word(x(t), height - 30, `x${low[t]} = ${fixed(d.x[t - 1], 1)}`);
      if (back) word(half, middle + 20, fixed(p.parts[t], 3));
    }
    const out = now > length;
    made.push(["line", out ? "moves-line" : "thin", { x1: x(length), x2: x(length), y1: 40, y2: middle - radius }, ""]);
    word(place(x(length) - (out ? 30 : 0)), 30, out ? `ŷ = ${fixed(p.y, 2)}, L = ${fixed(p.loss, 3)}` : "ŷ");
    for (let t = 0; t <= length; t++) {
      const seen = t <= now, back = t > 0 && reached <= t;
      made.push(["circle", "paper", { cx: x(t), cy: middle, r: radius }, ""]);
      made.push(["circle", back ? "moves-line" : seen ? "given-line" : "thin", { cx: x(t), cy: middle, r: radius }, ""]);
      word(x(t), middle - radius - 8, `s${low[t]}`);
      if (seen) word(x(t), middle + 4, fixed(p.s[t], 2));
      if (back) word(x(t), height - 8, fixed(p.da[t], 3));
    }
    if (reached <= length) {
      word(4, height - 8, "∂L/∂a:", "word");
      word(4, 30, "góp vào ∂L/∂w: dưới mỗi w", "word");
    }
    return made;
  }

  const page = drawn("hs-shapes", ({ width, height }) => [width, height], shapes, reading);
  page.longest = ({ data }) => [reading({ w: -1.5, length: 4, step: 9 }, data), reading({ w: -1.5, length: 4, step: 6 }, data)];
  (window.hocsauLive = window.hocsauLive || {}).rnn_unrolled = page;
})();
