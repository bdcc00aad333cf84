// Sixty drawn garments: click one, and see which lie nearest, by pixels or by the features of a network.
// Twin of code/hocsau/live/neighbours.py: every distance is a whole number, so the order is the same.
(function () {
  "use strict";
  const { bytes, html, paint } = window.hocsauParts;
  const FEATURES = "đặc trưng";

  // The k nearest to picture (counted from 1), nearest first; of equals the smaller number.
  function nearest({ picture, k, space }, data) {
    const size = data.side * data.side, images = data.bytes || (data.bytes = bytes(data.images));
    const point = n => (space === FEATURES ? data.features[n] : images.subarray(n * size, (n + 1) * size));
    const own = point(picture - 1);
    const far = data.labels.map((_, n) => {
      const other = point(n);
      let sum = 0;
      for (let i = 0; i < own.length; i++) sum += (other[i] - own[i]) ** 2;
      return n === picture - 1 ? -1 : sum;
    });
    return far.map((_, n) => n + 1).sort((a, b) => far[a - 1] - far[b - 1] || a - b).slice(1, k + 1);
  }

  function reading(values, data) {
    const { picture, k, space } = values, kind = n => data.labels[n - 1];
    const found = nearest(values, data), strange = found.filter(n => kind(n) !== kind(picture));
    const others = [...new Set(strange.map(n => data.names[kind(n)]))];
    return `Món ${picture} (${data.names[kind(picture)]}), so bằng ${space}: ` +
      `${k - strange.length} trên ${k} hàng xóm gần nhất cùng loại.` + (others.length ? ` Lạc: ${others.join(", ")}.` : "");
  }

  const make = html("hs-near-");

  // page(box, spec, set) draws into box and returns update(values) -> the reading; set(values) moves the controls.
  function page(box, spec, set) {
    const data = spec.data, { side, columns, labels, names } = data, images = data.bytes || (data.bytes = bytes(data.images));
    box.closest(".hs-explore").classList.add("hs-near-root");
    const show = (canvas, n) => {
      canvas.width = canvas.height = side;
      paint(canvas.getContext("2d"), side, side, k => 255 - images[n * side * side + k]);
    };
    const sheet = make(box, "div", "sheet"), line = make(box, "div", "line");
    sheet.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
    sheet.setAttribute("role", "img");
    sheet.setAttribute("aria-label", spec.alt);
    const cells = labels.map((_, n) => {
      const cell = make(sheet, "div", "cell");
      show(make(cell, "canvas"), n);
      cell.addEventListener("click", () => set({ picture: n + 1 }));
      return { cell, mark: make(cell, "b") };
    });
    const large = Array.from({ length: 6 }, () => {
      const item = make(line, "div", "item"), canvas = make(item, "canvas");
      return { item, canvas, name: make(item, "span") };
    });
    return function update(values) {
      const found = nearest(values, data), own = labels[values.picture - 1];
      const kind = n => (n === values.picture ? "is-own" : labels[n - 1] === own ? "is-same" : "is-other");
      cells.forEach(({ cell, mark }, n) => {
        const place = found.indexOf(n + 1);
        cell.className = "hs-near-cell" + (n + 1 === values.picture || place >= 0 ? " " + kind(n + 1) : "");
        mark.textContent = place >= 0 ? place + 1 : "";
      });
      large.forEach(({ item, canvas, name }, i) => {
        const n = i ? found[i - 1] : values.picture;
        item.className = "hs-near-item" + (n ? " " + kind(n) : "");
        item.style.visibility = n ? "" : "hidden";
        if (!n) return;
        show(canvas, n - 1);
        name.textContent = (i ? `${i}. ` : "") + names[labels[n - 1]];
      });
      return reading(values, data);
    };
  }
  page.nearest = nearest;
  page.reading = reading;
  page.longest = ({ data }) => data.labels.flatMap((_, n) => ["điểm ảnh", FEATURES].map(space =>
    reading({ picture: n + 1, k: 5, space }, data)));
  (window.hocsauLive = window.hocsauLive || {}).neighbours = page;
})();
