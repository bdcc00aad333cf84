// The threshold dragged along the precision–recall curve, and three ways of taking the area below it.
// Twin of code/hocsau/live/pr_curve.py, which asks hocsau.detection: the same curve, the same numbers and words.
(function () {
  "use strict";
  const { drag, drawn, three } = window.hocsauParts;
  function curve({ scores, hits, count }) {
    let right = 0;
    const points = scores.map((_, k) => { right += hits[k]; return { recall: right / count, precision: right / (k + 1) }; });
    let most = 0;
    for (let k = points.length - 1; k >= 0; k--) points[k].highest = most = Math.max(most, points[k].precision);
    return points;
  }
  function places(kind) { // COCO's hundredths are those of numpy's linspace: k times the step, the last one exact
    return kind === "coco" ? Array.from({ length: 101 }, (_, k) => (k === 100 ? 1 : k * 0.01)) : Array.from({ length: 11 }, (_, k) => k / 10);
  }
  const reached = (points, v) => { const found = points.find(p => p.recall >= v); return found ? found.highest : 0; };
  function averagePrecision(data, kind) {
    const points = curve(data);
    if (kind !== "area") { const at = places(kind); return at.reduce((sum, v) => sum + reached(points, v), 0) / at.length; }
    return points.reduce((sum, p, k) => sum + (p.recall - (k ? points[k - 1].recall : 0)) * p.highest, 0);
  }
  function measure({ threshold, area }, data) {
    const kept = data.scores.filter(s => s >= threshold).length, right = data.hits.slice(0, kept).reduce((a, b) => a + b, 0);
    return { kept, right, precision: kept ? right / kept : 1, recall: right / data.count, ap: averagePrecision(data, data.areas[area]) };
  }
  function fixed(value) {
    const hundredths = Math.floor(value * 100 + 0.5 + 1e-9);
    return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, "0")}`;
  }
  const scales = ({ width, height, left, right, top, bottom }) => [
    v => left + v * (width - left - right), v => height - bottom - v * (height - top - bottom),
  ];
  function shapes(values, data) {
    const { threshold, area } = values, { scores, hits, left, top, height } = data, [across, up] = scales(data), made = [];
    for (let k = 0; k < 6; k++) {
      const v = k / 5;
      made.push(["line", "faint", { x1: across(v), x2: across(v), y1: up(0), y2: up(1) }, ""],
        ["line", "faint", { x1: across(0), x2: across(1), y1: up(v), y2: up(v) }, ""],
        ["text", "text", { x: across(v), y: up(0) + 14, "text-anchor": "middle" }, v.toFixed(1)],
        ["text", "text", { x: left - 5, y: up(v) + 4, "text-anchor": "end" }, v.toFixed(1)]);
    }
    made.push(["text", "text", { x: across(0.5), y: height - 5, "text-anchor": "middle" }, "recall"],
      ["text", "text", { x: 2, y: top - 10 }, "precision"]);
    scores.forEach((score, k) => {
      const look = score >= threshold ? (hits[k] ? "dot-good" : "dot-aside") : "dot-faint";
      made.push(hits[k] ? ["circle", look, { cx: across(score), cy: 12, r: 5 }, ""] : ["path", look, { d: `M${fixed(across(score))} 7l5 9h-10z` }, ""]);
    });
    made.push(["line", "moves", { x1: across(threshold), x2: across(threshold), y1: 2, y2: 22 }, ""]);
    const points = curve(data), kind = data.areas[area];
    if (kind === "area") {
      let before = 0;
      for (const { recall, highest } of points)
        if (recall > before) {
          made.push(["rect", "area", { x: across(before), y: up(highest), width: across(recall) - across(before), height: up(0) - up(highest) }, ""]);
          before = recall;
        }
    } else {
      for (const v of places(kind)) made.push(["line", "given-thin", { x1: across(v), x2: across(v), y1: up(0), y2: up(reached(points, v)) }, ""]);
    }
    const line = [{ recall: 0, precision: 1 }, ...points].map(p => `${fixed(across(p.recall))},${fixed(up(p.precision))}`).join(" ");
    const here = measure(values, data);
    made.push(["polyline", "given", { points: line }, ""], ["circle", "dot-moves", { cx: across(here.recall), cy: up(here.precision), r: 6 }, ""]);
    return made;
  }
  function reading(values, data) {
    const { kept, right, precision, recall, ap } = measure(values, data);
    const said = kept ? `${right}/${kept} = ${three(precision)}` : "chưa có khung nào để tính";
    return `Từ điểm ${fixed(values.threshold)}: giữ ${kept} khung, ${right} trúng. Precision ${said}, ` +
      `recall ${right}/${data.count} = ${three(recall)}. AP của cả đường, ${values.area}: ${three(ap)}.`;
  }

  // In the row of dots a place is a score; on the curve it is the nearest of its corners.
  function dragged(drawing, { data }, set) {
    const { width, height, scores, left, right } = data, [across, up] = scales(data);
    drawing.classList.add("is-dragged");
    function choose(event) {
      const frame = drawing.getBoundingClientRect(), x = (event.clientX - frame.left) * width / frame.width, y = (event.clientY - frame.top) * height / frame.height;
      let threshold = (x - left) / (width - left - right);
      if (y > 30) {
        const off = curve(data).map(p => Math.hypot(across(p.recall) - x, up(p.precision) - y));
        threshold = scores[off.indexOf(Math.min(...off))];
      }
      set({ threshold: Math.round(Math.min(Math.max(threshold, 0), 1) * 100) / 100 });
    }
    drag(drawing, () => true, choose, choose);
  }
  const page = drawn("hs-det", ({ width, height }) => [width, height], shapes, reading, dragged);
  page.measure = measure;
  page.longest = ({ data }) => Object.keys(data.areas).flatMap(area => ["10/14 = 0.714", "chưa có khung nào để tính"].map(said =>
    `Từ điểm 0.00: giữ 14 khung, 10 trúng. Precision ${said}, recall 10/10 = 1.000. AP của cả đường, ${area}: 0.000.`));
  (window.hocsauLive = window.hocsauLive || {}).pr_curve = page;
})();
