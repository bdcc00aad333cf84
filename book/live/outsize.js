// One row of a picture with its padding, and every place where the kernel can stand.
// Twin of code/hocsau/live/outsize.py: the same places, the same words.
(function () {
  "use strict";
  const { everySetting, sheet, svg } = window.hocsauParts;
  function windows({ m, k, p, s }) {
    const total = m + 2 * p;
    return k > total ? [] : Array.from({ length: Math.floor((total - k) / s) + 1 }, (_, i) => i * s);
  }
  // Cells of the padded row that no window touches: at the end, and in between when s > k.
  function unused(values) {
    const { m, k, p } = values, places = windows(values);
    return Array.from({ length: m + 2 * p }, (_, i) => i)
      .filter((i) => !places.some((start) => start <= i && i < start + k));
  }
  function reading(values) {
    const { m, k, p, s } = values, places = windows(values), total = m + 2 * p;
    if (!places.length) return `Kernel dài ${k} ô, hàng đã đệm chỉ dài ${total} ô: không đặt được.`;
    const left = unused(values).filter((i) => p <= i && i < p + m).length; // of the picture: padding is no loss
    return `⌊(${m} − ${k} + 2·${p}) / ${s}⌋ + 1 = ${places.length} chỗ đặt` +
      (left ? `; ${left} ô của ảnh không được dùng tới.` : "; ô nào của ảnh cũng được dùng tới.");
  }

  // page(box, spec) draws into box and returns update(values) -> the reading.
  function page(box, spec) {
    const { cell, gap, margin, columns } = spec.data;
    const width = 2 * margin + columns * cell, height = 2 * margin + cell + (columns + 1) * gap;
    const drawing = sheet(box, spec, "hs-size", width, height);
    return function update(values) {
      const { m, k, p } = values, places = windows(values);
      const idle = unused(values);
      drawing.replaceChildren();
      for (let i = 0; i < m + 2 * p; i++)
        svg(drawing, "rect", {
          class: `hs-size-${i < p || i >= p + m ? "pad" : "cell"}${idle.includes(i) ? " is-unused" : ""}`,
          x: margin + i * cell, y: margin, width: cell, height: cell,
        });
      places.forEach((start, row) => svg(drawing, "rect", {
        class: "hs-size-window", x: margin + start * cell + 1, y: margin + cell + (row + 1) * gap, width: k * cell - 2, height: 4,
      }));
      return reading(values);
    };
  }
  page.longest = ({ controls }) => everySetting(controls).map(reading); // a few hundred
  page.windows = windows;
  page.unused = unused;
  (window.hocsauLive = window.hocsauLive || {}).outsize = page;
})();
