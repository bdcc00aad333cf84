// A photo brought into the network's square: with a letterbox, or stretched.
// Twin of code/hocsau/live/letterbox.py: the same shapes, the same words.
(function () {
  "use strict";
  const { drawn, fixed, place } = window.hocsauParts;
  const STRETCH = "kéo giãn";

  // [sx, sy, ox, oy]: (x, y) of the photo stands at (sx x + ox, sy y + oy) of the network's input.
  function fit({ width, height, way }, { side }) {
    if (way === STRETCH) return [side / width, side / height, 0, 0];
    const scale = Math.min(side / width, side / height);
    return [scale, scale, (side - scale * width) / 2, (side - scale * height) / 2];
  }
  function reading(values, data) {
    const { width, height, way } = values, [sx, sy, ox, oy] = fit(values, data);
    const head = `${width} × ${height} vào ${data.side} × ${data.side}: ` + (way === STRETCH
      ? `ngang nhân ${fixed(sx, 2)}, dọc nhân ${fixed(sy, 2)}, không phải đệm.`
      : `hai chiều cùng nhân ${fixed(sx, 2)}, đệm ${ox > oy ? "trái, phải" : "trên, dưới"} mỗi bên ${fixed(Math.max(ox, oy), 0)} pixel.`);
    return `${head} Biển rộng gấp ${fixed(190 / 140 * sx / sy, 2)} lần cao (thật là 1.36).`;
  }

  function photo(left, top, sx, sy, width, height) { // it holds a plate and a round lamp above it
    const rect = (x, y, w, h) => ({ x: place(left + sx * x), y: place(top + sy * y), width: place(sx * w), height: place(sy * h) });
    const w = 0.4 * Math.min(width, height), x = 0.5 * width - w / 2, y = 0.62 * height - w * 140 / 380, h = w * 140 / 190;
    const r = 0.3 * w;
    return [
      ["rect", "paper", rect(0, 0, width, height), ""],
      ["ellipse", "ink", { cx: place(left + sx * width / 2), cy: place(top + sy * (y - 1.3 * r)), rx: place(sx * r), ry: place(sy * r) }, ""],
      ["rect", "given-line", rect(x, y, w, h), ""],
      ["rect", "given", rect(x + 0.1 * w, y + 0.45 * h, 0.8 * w, 0.02 * h), ""],
    ];
  }
  function shapes(values, data) {
    const { width, height } = values, { side, box, gap, top, longest } = data, grow = box / longest, right = box + gap;
    const [sx, sy, ox, oy] = fit(values, data), zoom = box / side;
    return [
      ["text", "middle", { x: box / 2, y: 13 }, "ảnh"],
      ...photo(place((box - grow * width) / 2), place(top + (box - grow * height) / 2), grow, grow, width, height),
      ["text", "middle", { x: right + box / 2, y: 13 }, "mạng thấy"],
      ["rect", "pad", { x: right, y: top, width: box, height: box }, ""],
      ...photo(right + ox * zoom, top + oy * zoom, sx * zoom, sy * zoom, width, height),
    ];
  }

  const page = drawn("hs-shapes", ({ box, gap, top }) => [2 * box + gap, box + top + 2], shapes, reading);
  page.longest = ({ data }) => ["letterbox", STRETCH].map(way => reading({ width: 800, height: 160, way }, data));
  (window.hocsauLive = window.hocsauLive || {}).letterbox = page;
})();
