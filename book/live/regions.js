// Selective search on a small scene: the two regions most alike are merged, one step after the other.
// Twin of code/hocsau/live/regions.py; the first regions and the order of merging come from hocsau.detection.
(function () {
  "use strict";
  const { bytes, drawn, iou } = window.hocsauParts;
  const unpack = text => Array.from(bytes(text));
  function owners({ step, by }, data) {
    const now = unpack(data.labels), first = data.colours.length;
    for (let k = 0; k < step; k++) {
      const parents = data.merges[by][k];
      now.forEach((owner, p) => { if (parents.includes(owner)) now[p] = first + k; });
    }
    return now;
  }
  function boxOf(now, owner, { width }) {
    const found = [Infinity, Infinity, 0, 0];
    now.forEach((o, p) => {
      if (o !== owner) return;
      const x = p % width, y = Math.floor(p / width);
      found[0] = Math.min(found[0], x);
      found[1] = Math.min(found[1], y);
      found[2] = Math.max(found[2], x + 1);
      found[3] = Math.max(found[3], y + 1);
    });
    return found;
  }
  function boxes({ step, by }, data) {
    const first = data.colours.length, start = owners({ step: 0, by }, data);
    const made = data.colours.map((_, k) => boxOf(start, k, data));
    for (let k = 0; k < step; k++) {
      const [a, b] = data.merges[by][k].map(p => made[p]);
      made[first + k] = [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
    }
    return made;
  }
  function measure(values, data) {
    const made = boxes(values, data);
    return {
      regions: data.colours.length - values.step, proposals: new Set(made.map(String)).size,
      found: data.things.filter(thing => made.some(b => iou(b, thing) >= 0.7)).length,
    };
  }
  function outline(now, owner, { width, height, cell }) {
    let d = "";
    for (let i = 0; i < height; i++)
      for (let j = 0; j < width;) {
        if (now[i * width + j] !== owner) { j++; continue; }
        const start = j;
        while (j < width && now[i * width + j] === owner) j++;
        d += `M${start * cell} ${i * cell}h${(j - start) * cell}v${cell}h-${(j - start) * cell}z`;
      }
    return d;
  }
  const hex = v => v.toString(16).padStart(2, "0");
  const rect = (look, [x1, y1, x2, y2], s) => ["rect", look, { x: s * x1, y: s * y1, width: s * (x2 - x1), height: s * (y2 - y1) }, ""];
  function shapes(values, data) {
    const { step } = values, { colours, cell, things } = data, labels = unpack(data.labels), now = owners(values, data);
    const last = colours.length + step - 1, sums = new Map();
    now.forEach((owner, p) => {
      const sum = sums.get(owner) || sums.set(owner, [0, 0, 0, 0]).get(owner);
      colours[labels[p]].forEach((v, c) => { sum[c] += v; });
      sum[3]++;
    });
    const made = [...sums.keys()].sort((a, b) => a - b).map(owner => {
      const [r, g, b, n] = sums.get(owner), mean = [r, g, b].map(v => Math.floor(v / n + 0.5));
      return ["path", owner === last && step ? "patch-new" : "patch", { d: outline(now, owner, data), fill: "#" + mean.map(hex).join("") }, ""];
    });
    made.push(...things.map(thing => rect("given", thing, cell)));
    if (step) made.push(rect("moves", boxes(values, data)[last], cell));
    return made;
  }
  function reading(values, data) {
    const { regions, proposals, found } = measure(values, data), { step } = values;
    let head = "Chưa gộp.";
    if (step) {
      const [x1, y1, x2, y2] = boxes(values, data)[data.colours.length + step - 1];
      head = `Lần gộp ${step}: thêm khung ${x2 - x1} × ${y2 - y1}.`;
    }
    return `${head} Còn ${regions} mảng; đã có ${proposals} khung đề xuất khác nhau, ` +
      `${found} trong ${data.things.length} vật có khung với IoU từ 0.7.`;
  }

  const page = drawn("hs-det", ({ width, height, cell }) => [width * cell, height * cell], shapes, reading);
  page.measure = measure;
  page.longest = () => ["Lần gộp 00: thêm khung 00 × 00. Còn 00 mảng; đã có 00 khung đề xuất khác nhau, 0 trong 0 vật có khung với IoU từ 0.7."];
  (window.hocsauLive = window.hocsauLive || {}).regions = page;
})();
