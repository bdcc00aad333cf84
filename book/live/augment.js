// One photo turned, zoomed, cut, sheared, moved, lit and flipped; what lies beyond its edge is filled four ways.
// Twin of code/hocsau/live/augment.py: float64, the same order of operations, the same pixels and words.
(function () {
  "use strict";
  const { bytes, html, paint, rint } = window.hocsauParts;
  const round12 = v => Math.floor(v * 1e12 + 0.5) / 1e12;

  // Where the point (x, y) of the new picture looks in the old one, both from the middle: six numbers.
  function back({ angle, zoom, keep, shear, dx, dy, flip }, { shape: [height, width], flips, crop }) {
    const [fx, fy] = flips[flip];
    const turn = angle * Math.PI / 180, lean = Math.tan(shear * Math.PI / 180);
    const cos = Math.cos(turn), sin = Math.sin(turn), grow = zoom / keep;
    let a = grow * cos * fx, b = grow * sin * fy;
    const d = -grow * sin * fx, e = grow * cos * fy;
    a += lean * d;
    b += lean * e;
    const cx = crop[0] * width * (1 - keep) / 0.7, cy = crop[1] * height * (1 - keep) / 0.7;
    const c = dx * width - (a * cx + b * cy), f = dy * height - (d * cx + e * cy);
    const det = a * e - b * d, ia = e / det, ib = -b / det, id = -d / det, ie = a / det;
    return [ia, ib, -(ia * c + ib * f), id, ie, -(id * c + ie * f)].map(round12);
  }

  const inside = { // the place in 0 … n − 1 that stands for place i
    wrap: (i, n) => ((i % n) + n) % n,
    reflect: (i, n) => { const k = ((i % (2 * n)) + 2 * n) % (2 * n); return Math.min(k, 2 * n - 1 - k); },
    nearest: (i, n) => Math.min(Math.max(i, 0), n - 1),
    constant: (i, n) => (i < 0 || i >= n ? -1 : i),
  };
  const byte = v => Math.min(Math.max(rint(v), 0), 255);

  function result(photo, values, data) {
    const [height, width] = data.shape, [a, b, c, d, e, f] = back(values, data), at = inside[data.fills[values.fill]];
    const pixel = (row, column, channel) => {
      const i = at(row, height), j = at(column, width);
      return i < 0 || j < 0 ? 0 : photo[3 * (i * width + j) + channel];
    };
    const made = new Uint8ClampedArray(3 * height * width);
    for (let i = 0, k = 0; i < height; i++)
      for (let j = 0; j < width; j++) {
        const x = j - (width - 1) / 2, y = i - (height - 1) / 2;
        const column = a * x + b * y + c + (width - 1) / 2, row = d * x + e * y + f + (height - 1) / 2;
        const top = Math.floor(row), left = Math.floor(column), down = row - top, right = column - left;
        for (let channel = 0; channel < 3; channel++) {
          const above = pixel(top, left, channel) * (1 - right) + pixel(top, left + 1, channel) * right;
          const below = pixel(top + 1, left, channel) * (1 - right) + pixel(top + 1, left + 1, channel) * right;
          made[k++] = byte(values.light * (above * (1 - down) + below * down));
        }
      }
    return made;
  }

  function outside(values, data) {
    const [height, width] = data.shape, [a, b, c, d, e, f] = back(values, data);
    let count = 0;
    for (let i = 0; i < height; i++)
      for (let j = 0; j < width; j++) {
        const x = j - (width - 1) / 2, y = i - (height - 1) / 2;
        if (Math.abs(a * x + b * y + c) > width / 2 || Math.abs(d * x + e * y + f) > height / 2) count++;
      }
    return Math.floor(100 * count / (height * width) + 0.5);
  }

  const one = v => (Math.floor(v * 10 + 0.5) / 10).toFixed(1).replace("-", "−");
  function reading(values, data) {
    const [height, width] = data.shape, [a, b, c, d, e, f] = back(values, data), x = -width / 2, y = -height / 2;
    const middle = `(${one(c + width / 2)}, ${one(f + height / 2)})`;
    const corner = `(${one(a * x + b * y + c + width / 2)}, ${one(d * x + e * y + f + height / 2)})`;
    return `Giữa ảnh mới là điểm ${middle} của ảnh cũ, góc trái trên là ${corner}. ` +
      `Sáng ${one(values.light)} lần; ${outside(values, data)} % nằm ngoài, điền kiểu “${values.fill}”.`;
  }

  // --- the picture ---
  const make = html("hs-augment-");

  // page(box, spec) draws into box and returns update(values) -> the reading.
  function page(box, spec) {
    const data = spec.data, [height, width] = data.shape, photo = bytes(data.photo);
    box.closest(".hs-explore").classList.add("hs-augment-root");
    const screens = make(box, "div", "screens");
    const screen = (title, label) => {
      const figure = make(screens, "div", "screen"), canvas = make(figure, "canvas");
      canvas.width = width;
      canvas.height = height;
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", label);
      make(figure, "p", "", title);
      return canvas.getContext("2d");
    };
    const before = screen("Ảnh cũ", "Bến cảng: núi, thuyền buồm, nhà ngói, cây; khung cam là phần được dùng");
    const after = screen("Ảnh mới", "Bến cảng sau các phép biến đổi đang chọn");
    const show = (pen, values) => paint(pen, width, height, (k, c) => values[3 * k + c]);
    return function update(values) {
      const [a, b, c, d, e, f] = back(values, data);
      show(before, photo);
      before.beginPath();
      for (const [i, j] of [[-1, -1], [1, -1], [1, 1], [-1, 1]]) {
        const x = i * width / 2, y = j * height / 2;
        before.lineTo(a * x + b * y + c + width / 2, d * x + e * y + f + height / 2);
      }
      before.closePath();
      before.lineWidth = 2;
      before.strokeStyle = "#ff9a1f";
      before.stroke();
      show(after, result(photo, values, data));
      return reading(values, data);
    };
  }
  page.result = (photo, values, data) => Array.from(result(bytes(photo), values, data));
  page.reading = reading;
  page.longest = ({ data }) => Object.keys(data.fills).map(fill =>
    `Giữa ảnh mới là điểm (−100.0, −100.0) của ảnh cũ, góc trái trên là (−100.0, −100.0). Sáng 1.0 lần; 100 % nằm ngoài, điền kiểu “${fill}”.`);
  (window.hocsauLive = window.hocsauLive || {}).augment = page;
})();
