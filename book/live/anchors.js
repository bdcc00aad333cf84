// Anchors over a small scene, coloured by what they are given to: two thresholds and the best for each thing.
// Twin of code/hocsau/live/anchors.py, which asks hocsau.detection: the same anchors, the same words.
(function () {
  "use strict";
  const { drawn, iou } = window.hocsauParts;
  function grid({ width, height, stride, sizes, ratios }) {
    const base = sizes.flatMap(s => ratios.map(r => [s / Math.sqrt(r) / 2, s * Math.sqrt(r) / 2])), made = [];
    for (let i = 0; i < Math.floor(height / stride); i++)
      for (let j = 0; j < Math.floor(width / stride); j++) {
        const x = (j + 0.5) * stride, y = (i + 0.5) * stride;
        for (const [w, h] of base) made.push([x - w, y - h, x + w, y + h]);
      }
    return made;
  }
  // labels: 1 a thing, 0 background, -1 neither; sure: a thing by the threshold alone.
  function assign({ high, low, best }, data) {
    const anchors = grid(data), table = anchors.map(a => data.things.map(t => iou(a, t)));
    const labels = [], matched = [], sure = [];
    table.forEach((row, n) => {
      const most = Math.max(...row);
      sure[n] = most >= high && most > 0;
      labels[n] = sure[n] ? 1 : most < low ? 0 : -1;
      matched[n] = sure[n] ? row.indexOf(most) : -1;
    });
    if (best === "có") {
      const top = data.things.map((_, k) => Math.max(...table.map(row => row[k])));
      const order = top.map((_, k) => k).sort((p, q) => top[p] - top[q] || p - q);
      for (const k of order) if (top[k] > 0) table.forEach((row, n) => { if (row[k] === top[k]) { labels[n] = 1; matched[n] = k; } });
    }
    return { anchors, labels, matched, sure };
  }
  function counts(values, data) {
    const { labels, matched, sure } = assign(values, data), count = test => labels.filter(test).length;
    return {
      total: labels.length, objects: count(l => l === 1), rescued: count((l, n) => l === 1 && !sure[n]),
      ignored: count(l => l === -1), ground: count(l => l === 0),
      alone: data.things.length - new Set(matched.filter(k => k >= 0)).size,
    };
  }
  const scene = () => [
    ["rect", "thing", { x: 8, y: 92, width: 104, height: 70 }, ""],
    ["rect", "thing", { x: 114, y: 114, width: 44, height: 48 }, ""],
    ["circle", "thing", { cx: 38, cy: 162, r: 14 }, ""],
    ["circle", "thing", { cx: 132, cy: 162, r: 14 }, ""],
    ["circle", "thing", { cx: 196, cy: 89, r: 13 }, ""],
    ["path", "thing", { d: "M180 104h32l4 30h-9l-2 26h-18l-2-26h-9z" }, ""],
    ["ellipse", "thing", { cx: 240, cy: 37, rx: 28, ry: 27 }, ""],
    ["path", "thing", { d: "M238 62h4v8h-4z" }, ""],
    ["path", "thing", { d: "M240 156h13l2-4h5v6l-2 8h-3v-4h-9v4h-4z" }, ""],
  ];
  const rect = (look, [x1, y1, x2, y2]) => ["rect", look, { x: x1, y: y1, width: x2 - x1, height: y2 - y1 }, ""];
  function shapes(values, data) {
    const { width, height, stride, sizes, ratios, things } = data, { anchors, labels, sure } = assign(values, data);
    const made = [["rect", "ground", { x: 0, y: 0, width, height }, ""], ...scene()], each = sizes.length * ratios.length;
    const columns = Math.floor(width / stride);
    for (let n = 0; n < labels.length; n += each) {
      const kinds = labels.slice(n, n + each), cell = n / each;
      const look = kinds.includes(1) ? "dot-moves" : kinds.includes(-1) ? "dot-aside" : "dot-faint";
      const cx = (cell % columns + 0.5) * stride, cy = (Math.floor(cell / columns) + 0.5) * stride;
      made.push(["circle", look, { cx, cy, r: look === "dot-faint" ? 1.6 : 2.6 }, ""]);
    }
    labels.forEach((l, n) => { if (l === 1) made.push(rect(sure[n] ? "thin" : "good", anchors[n])); });
    return made.concat(things.map(thing => rect("given", thing)));
  }
  function reading(values, data) {
    const c = counts(values, data);
    const alone = c.alone ? `${c.alone} vật không có anchor nào` : "vật nào cũng có anchor";
    return `${c.total} anchor: ${c.objects} là vật (${c.rescued} nhờ luật khớp nhất), ` +
      `${c.ignored} bỏ qua, ${c.ground} là nền; ${alone}.`;
  }

  const page = drawn("hs-det", ({ width, height }) => [width, height], shapes, reading);
  page.counts = counts;
  page.longest = () => ["0000 anchor: 000 là vật (00 nhờ luật khớp nhất), 000 bỏ qua, 0000 là nền; 0 vật không có anchor nào."];
  (window.hocsauLive = window.hocsauLive || {}).anchors = page;
})();
