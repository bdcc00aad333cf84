// Non-maximum suppression, one step after the other, with the threshold in the reader's hand.
// Twin of code/hocsau/live/nms.py: the same boxes kept and thrown away, the same words.
(function () {
  "use strict";
  const { drawn, everySetting, iou, three } = window.hocsauParts;
  function rounds({ threshold }, { boxes }) {
    let left = boxes.map((_, i) => i);
    const made = [];
    while (left.length) {
      const [best, ...others] = left, gone = others.filter(i => iou(boxes[i], boxes[best]) > threshold);
      left = others.filter(i => !gone.includes(i));
      made.push([best, gone]);
    }
    return made;
  }
  function scene() {
    const cats = [36, 92].flatMap(x => [
      ["ellipse", "thing", { cx: x + 36, cy: 122, rx: 30, ry: 27 }, ""],
      ["circle", "thing", { cx: x + 36, cy: 76, r: 20 }, ""],
      ["path", "thing", { d: `M${x + 18} 70l2-24 14 12zM${x + 54} 70l-2-24-14 12z` }, ""],
    ]);
    return [...cats,
      ["ellipse", "thing", { cx: 226, cy: 120, rx: 34, ry: 24 }, ""],
      ["circle", "thing", { cx: 204, cy: 88, r: 18 }, ""],
      ["path", "thing", { d: "M202 136h10v18h-10zM238 136h10v18h-10z" }, ""],
    ];
  }
  const rect = (look, [x1, y1, x2, y2]) => ["rect", look, { x: x1, y: y1, width: x2 - x1, height: y2 - y1 }, ""];
  function shapes(values, data) {
    const { width, height, boxes } = data, done = rounds(values, data).slice(0, values.step);
    const kept = done.map(([best]) => best), gone = done.flatMap(([, some]) => some);
    const rest = boxes.map((_, i) => i).filter(i => !kept.includes(i) && !gone.includes(i));
    const made = [["rect", "ground", { x: 0, y: 0, width, height }, ""], ...scene()];
    for (const [look, some] of [["gone", gone], ["thin", rest], ["moves", kept]]) made.push(...some.map(i => rect(look, boxes[i])));
    for (const [look, some] of [["text", rest], ["text-moves", kept]])
      made.push(...some.map(i => ["text", look, { x: boxes[i][0] + 3, y: boxes[i][1] + 12 }, `${i + 1}`]));
    return made;
  }
  function reading(values, data) {
    const { step } = values, { boxes, scores } = data, every = rounds(values, data);
    if (!step) return `Chín khung, đánh số theo điểm: khung 1 chắc nhất (${scores[0].toFixed(2)}).`;
    if (step > every.length)
      return `Xong sau ${every.length} bước: giữ ${every.length} khung (${every.map(([best]) => best + 1).join(", ")}), bỏ ${boxes.length - every.length}.`;
    const [best, gone] = every[step - 1];
    const said = gone.map(i => `${i + 1} (IoU ${three(iou(boxes[i], boxes[best]))})`).join(", ");
    const left = every.slice(0, step).reduce((sum, [, some]) => sum - 1 - some.length, boxes.length);
    return `Bước ${step}: giữ khung ${best + 1} (điểm ${scores[best].toFixed(2)}); ` +
      `${gone.length ? `bỏ khung ${said}` : "không phải bỏ khung nào"}. Còn ${left} khung.`;
  }

  const page = drawn("hs-det", ({ width, height }) => [width, height], shapes, reading);
  page.rounds = rounds;
  page.longest = ({ controls, data }) => everySetting(controls).map(values => reading(values, data)); // a few hundred
  (window.hocsauLive = window.hocsauLive || {}).nms = page;
})();
