// One region of a 10 × 10 feature map made into 3 × 3: ROI pooling, which rounds, and ROIAlign, which does not.
// Twin of code/hocsau/live/roi.py, which asks hocsau.detection: the same parts, points, numbers and words.
(function () {
  "use strict";
  const { drawn } = window.hocsauParts;
  function parts(length, count) {
    const list = Array.from({ length: count }, (_, i) => i), share = Math.floor(length / count);
    if (length < count) return list.map(i => [Math.floor(i * length / count), Math.ceil((i + 1) * length / count)]);
    return list.map(i => [i * share, i < count - 1 ? (i + 1) * share : length]);
  }
  function cells(start, end, size) {
    const first = Math.min(Math.max(Math.floor(start + 0.5), 0), size - 1);
    return [first, Math.max(Math.min(Math.max(Math.floor(end + 0.5), 0), size), first + 1)];
  }
  const region = ({ x, y, w, h }, { map }) => [x, y, Math.min(x + w, map.length), Math.min(y + h, map.length)];
  function rounded(values, data) {
    const [x1, y1, x2, y2] = region(values, data);
    return [cells(x1, x2, data.map.length), cells(y1, y2, data.map.length)];
  }
  function pooled(values, data) {
    const [[left, right], [top, bottom]] = rounded(values, data);
    return parts(bottom - top, data.out).map(([a, b]) => parts(right - left, data.out).map(([c, d]) =>
      Math.max(...data.map.slice(top + a, top + b).flatMap(row => row.slice(left + c, left + d)))));
  }
  // Cell (i, j) stands for the point (i + ½, j + ½): half a cell is taken away before looking between four cells.
  function bilinear(map, down, along) {
    const size = map.length;
    if (down < -1 || down > size || along < -1 || along > size) return 0;
    const keep = v => Math.min(Math.max(v, 0), size - 1), p = keep(down), q = keep(along);
    const i = Math.min(Math.floor(p), size - 2), j = Math.min(Math.floor(q), size - 2), u = p - i, v = q - j;
    return (1 - u) * ((1 - v) * map[i][j] + v * map[i][j + 1]) + u * ((1 - v) * map[i + 1][j] + v * map[i + 1][j + 1]);
  }
  function points(values, data) {
    const [x1, y1, x2, y2] = region(values, data), n = 2 * data.out, made = [];
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) made.push([x1 + (j + 0.5) * (x2 - x1) / n, y1 + (i + 0.5) * (y2 - y1) / n]);
    return made;
  }
  function aligned(values, data) {
    const { out, map } = data, table = Array.from({ length: out }, () => new Array(out).fill(0));
    points(values, data).forEach(([along, down], k) => {
      const i = Math.floor(k / (2 * out)), j = k % (2 * out);
      table[Math.floor(i / 2)][Math.floor(j / 2)] += bilinear(map, down - 0.5, along - 0.5) / 4;
    });
    return table;
  }
  function said(value) {
    const hundredths = Math.floor(value * 100 + 0.5 + 1e-9), whole = Math.floor(hundredths / 100);
    return hundredths % 100 === 0 ? String(whole) : `${whole}.${String(hundredths % 100).padStart(2, "0")}`;
  }
  const rect = (look, [x1, y1, x2, y2], s, left = 0, top = 0) =>
    ["rect", look, { x: left + s * x1, y: top + s * y1, width: s * (x2 - x1), height: s * (y2 - y1) }, ""];
  const text = (look, x, y, words) => ["text", look, { x, y, "text-anchor": "middle" }, words];
  function shapes(values, data) {
    const { map, out, cell, small, left: start, gap, title } = data, made = [];
    map.forEach((row, i) => row.forEach((value, j) => {
      made.push(rect("faint", [j, i, j + 1, i + 1], cell, start));
      made.push(text("text", start + (j + 0.5) * cell, (i + 0.5) * cell + 4, String(value)));
    }));
    const [[left, right], [top, bottom]] = rounded(values, data);
    for (const [a, b] of parts(bottom - top, out))
      for (const [c, d] of parts(right - left, out)) made.push(rect("part", [left + c, top + a, left + d, top + b], cell, start));
    made.push(rect("given", region(values, data), cell, start));
    for (const [along, down] of points(values, data)) made.push(["circle", "dot-given", { cx: start + along * cell, cy: down * cell, r: 2 }, ""]);
    const from = start + map.length * cell + gap;
    for (const [table, look, high, name] of [[pooled(values, data), "moves", title, "ROI pooling"], [aligned(values, data), "given", 2 * title + out * small, "ROIAlign"]]) {
      made.push(text(`text-${look}`, from + out * small / 2, high - 5, name));
      table.forEach((row, i) => row.forEach((value, j) => {
        made.push(rect("faint", [j, i, j + 1, i + 1], small, from, high));
        made.push(text("text", from + (j + 0.5) * small, high + (i + 0.5) * small + 4, said(value)));
      }));
    }
    return made;
  }
  function reading(values, data) {
    const [[left, right], [top, bottom]] = rounded(values, data), [x1, y1, x2, y2] = region(values, data);
    const off = Math.max(Math.abs(x1 - left), Math.abs(x2 - right), Math.abs(y1 - top), Math.abs(y2 - bottom));
    const sizes = length => parts(length, data.out).map(([a, b]) => b - a).join(", ");
    return `ROI pooling lấy ${right - left} × ${bottom - top} ô, chia ngang ${sizes(right - left)}, dọc ${sizes(bottom - top)}; mép lệch nhiều nhất ` +
      `${said(off)} ô, tức ${said(data.stride * off)} điểm ảnh khi stride ${data.stride}. ROIAlign không làm tròn.`;
  }

  const page = drawn("hs-det", ({ width, height }) => [width, height], shapes, reading);
  page.outputs = (values, data) => [pooled(values, data), aligned(values, data)];
  page.longest = () => ["ROI pooling lấy 10 × 10 ô, chia ngang 3, 3, 4, dọc 3, 3, 4; mép lệch nhiều nhất 0.50 ô, tức 8.00 điểm ảnh khi stride 16. ROIAlign không làm tròn."];
  (window.hocsauLive = window.hocsauLive || {}).roi = page;
})();
