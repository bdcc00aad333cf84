// Boxes as dots (width, height); k-means with 1 − IoU as the distance finds the anchors.
// Twin of code/hocsau/live/anchor_kmeans.py: the same sums in the same order, the same words.
(function () {
  "use strict";
  const { drawn, fixed, iouOfSizes: iou, place } = window.hocsauParts;
  function nearest(box, anchors) {
    let best = 0;
    for (let j = 1; j < anchors.length; j++) if (iou(box, anchors[j]) > iou(box, anchors[best])) best = j;
    return best;
  }
  function run({ kind, k, step }, data) {
    const sizes = data.boxes[kind], area = i => sizes[i][0] * sizes[i][1];
    const order = sizes.map((_, i) => i).sort((a, b) => area(a) - area(b) || a - b);
    const anchors = order.slice(0, k).map(i => sizes[i]); // a bad start on purpose: the smallest
    for (let turn = 0; turn < step; turn++) {
      const follow = sizes.map(box => nearest(box, anchors));
      for (let j = 0; j < k; j++) {
        const own = sizes.filter((_, i) => follow[i] === j), sum = side => own.reduce((all, box) => all + box[side], 0);
        if (own.length) anchors[j] = [sum(0) / own.length, sum(1) / own.length];
      }
    }
    return [anchors, sizes.map(box => nearest(box, anchors))];
  }
  function meanIou(values, data) {
    const [anchors, follow] = run(values, data);
    return data.boxes[values.kind].reduce((sum, box, i) => sum + iou(box, anchors[follow[i]]), 0) / follow.length;
  }
  function reading(values, data) {
    const named = run(values, data)[0].map(([w, h]) => `${fixed(w, 0)}×${fixed(h, 0)}`).join(", ");
    return `Sau ${values.step} bước: IoU trung bình ${fixed(meanIou(values, data), 3)}; anchor ${named}.`;
  }
  function shapes(values, data) {
    const { left, top, plot, widest } = data, bottom = top + plot, sizes = data.boxes[values.kind];
    const [anchors, follow] = run(values, data);
    const x = w => place(left + w / widest * plot), y = h => place(bottom - h / widest * plot);
    const made = [["rect", "ink", { x: left, y: top, width: plot, height: plot }, ""]];
    for (const tick of [100, 200]) {
      made.push(["text", "middle", { x: x(tick), y: bottom + 14 }, String(tick)]);
      made.push(["text", "word", { x: 2, y: place(y(tick) + 4) }, String(tick)]);
    }
    made.push(["text", "middle", { x: left + plot / 2, y: bottom + 28 }, "rộng (pixel)"]);
    made.push(["text", "word", { x: left + 6, y: top + 16 }, "cao (pixel)"]);
    sizes.forEach(([w, h], i) => {
      const to = anchors[follow[i]];
      made.push(["line", "thin", { x1: x(w), y1: y(h), x2: x(to[0]), y2: y(to[1]) }, ""]);
    });
    for (const [w, h] of sizes) made.push(["circle", "given", { cx: x(w), cy: y(h), r: 2.2 }, ""]);
    for (const [w, h] of anchors) {
      made.push(["rect", "moves-line", { x: left, y: y(h), width: place(x(w) - left), height: place(bottom - y(h)) }, ""]);
      made.push(["circle", "moves", { cx: x(w), cy: y(h), r: 5 }, ""]);
    }
    return made;
  }

  const page = drawn("hs-shapes", ({ left, top, plot }) => [left + plot + 10, top + plot + 34], shapes, reading);
  page.longest = ({ data }) => Object.keys(data.boxes).map(kind => reading({ kind, k: 6, step: 15 }, data));
  (window.hocsauLive = window.hocsauLive || {}).anchor_kmeans = page;
})();
