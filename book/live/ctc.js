// The lattice of CTC: every path that reads out as one word, summed frame by frame.
// Twin of code/hocsau/live/ctc.py: the same sums in the same order, the same words.
(function () {
  "use strict";
  const { drawn, fixed, place } = window.hocsauParts;
  const sum = list => list.reduce((all, v) => all + v, 0);

  const states = (word, blank) => [blank, ...[...word].flatMap(sign => [sign, blank])];
  function sources(row, s) { // the rows that a path may come from
    const found = [s];
    if (s >= 1) found.push(s - 1);
    if (s >= 2 && row[s] !== row[0] && row[s] !== row[s - 2]) found.push(s - 2);
    return found;
  }
  function lattice({ word, net, frames }, data) {
    const row = states(word, data.signs[0]), table = data.frames[net];
    const chance = (t, sign) => (table === null ? 1 / 3 : table[t][data.signs.indexOf(sign)] / 10);
    const total = [row.map((sign, s) => (s < 2 ? chance(0, sign) : 0))], count = [row.map((_, s) => (s < 2 ? 1 : 0))];
    const best = [[...total[0]]];
    for (let t = 1; t < frames; t++) {
      const ways = row.map((_, s) => sources(row, s)), p = row.map(sign => chance(t, sign)), last = t - 1;
      total.push(row.map((_, s) => p[s] * sum(ways[s].map(k => total[last][k]))));
      count.push(row.map((_, s) => sum(ways[s].map(k => count[last][k]))));
      best.push(row.map((_, s) => p[s] * Math.max(...ways[s].map(k => best[last][k]))));
    }
    return { total, count, best };
  }
  function reading(values, data) {
    const { word, frames, step } = values, found = lattice(values, data), now = Math.min(step, frames);
    if (now < frames) return `Tới bước ${now} trên ${frames}: các đường dở dang cộng lại ${fixed(sum(found.total[now - 1]), 4)}.`;
    const end = name => found[name][frames - 1].slice(-2), ways = sum(end("count"));
    if (!ways) {
      const need = word.length + [...word].filter((sign, i) => i && sign === word[i - 1]).length;
      return `“${word}” cần ít nhất ${need} bước; ${frames} bước thì không đường nào tới đích.`;
    }
    return `p(“${word}”) = ${fixed(sum(end("total")), 4)}, cộng từ ${ways} đường; ` +
      `riêng đường lớn nhất ${fixed(Math.max(...end("best")), 4)}.`;
  }
  function shapes(values, data) {
    const { word, frames, step } = values, { left, top, column, row: tall, radius: r } = data;
    const row = states(word, data.signs[0]), found = lattice(values, data), now = Math.min(step, frames);
    const x = t => left + t * column, y = s => top + r + s * tall;
    const made = row.map((sign, s) => ["text", "middle", { x: 14, y: y(s) + 4 }, sign]);
    for (let t = 0; t < frames; t++) {
      made.push(["text", "middle", { x: x(t), y: 14 }, String(t + 1)]);
      if (t) row.forEach((_, s) => sources(row, s).forEach(k => made.push(
        ["line", t < now && found.count[t - 1][k] ? "ink" : "thin", { x1: x(t - 1), y1: y(k), x2: x(t), y2: y(s) }, ""])));
    }
    for (let t = 0; t < frames; t++) {
      const most = Math.max(...found.total[t]);
      row.forEach((_, s) => {
        const at = { cx: x(t), cy: y(s), r }, ways = found.count[t][s];
        made.push(["circle", "paper", at, ""]);
        if (t < now && ways) {
          made.push(["circle", "moves", { ...at, "fill-opacity": place(0.45 * found.total[t][s] / most) }, ""]);
          made.push(["text", "middle", { x: x(t), y: y(s) + 4 }, String(ways)]);
        }
      });
    }
    for (const s of [row.length - 2, row.length - 1]) made.push(["circle", "given-line", { cx: x(frames - 1), cy: y(s), r: r + 2 }, ""]);
    return made;
  }

  const size = ({ left, top, column, row, radius, most, rows }) =>
    [left + (most - 1) * column + radius + 4, top + 2 * radius + (rows - 1) * row + 4];
  const page = drawn("hs-shapes", size, shapes, reading);
  page.lattice = lattice;
  page.longest = ({ data }) => Object.keys(data.frames).map(net => reading({ word: "ABA", net, frames: 7, step: 7 }, data));
  (window.hocsauLive = window.hocsauLive || {}).ctc = page;
})();
