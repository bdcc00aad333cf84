// Red, green and blue light, each in its own patch, and what they mix to.
// Twin of code/hocsau/live/mixer.py: the same patches, the same colours, the same words.
(function () {
  "use strict";
  const { svg } = window.hocsauParts;
  const hex = v => v.toString(16).toUpperCase().padStart(2, "0");

  // page(box, spec) draws into box and returns update(values) -> the reading.
  function page(box, spec) {
    const { width, height, patches, signs } = spec.data;
    const drawing = svg(box, "svg", { class: "hs-mixer", viewBox: `-1 -1 ${width + 2} ${height + 2}`, width, height, role: "img", "aria-label": spec.alt });
    const rects = patches.map(([x, y, w, h]) => svg(drawing, "rect", { x, y, width: w, height: h, rx: 6, stroke: "#7f868f" }));
    for (const [x, y, sign] of signs) svg(drawing, "text", { x, y, "text-anchor": "middle", "font-size": 20, fill: "currentColor" }, sign);
    return function update({ r, g, b }) {
      const light = [r, g, b];
      rects.forEach((rect, i) => rect.setAttribute("fill", `rgb(${light.map((v, c) => v * patches[i][4][c]).join(", ")})`));
      return `rgb(${light.join(", ")}), viết gọn là #${light.map(hex).join("")}.`;
    };
  }
  page.longest = () => ["rgb(255, 255, 255), viết gọn là #DDDDDD."];
  (window.hocsauLive = window.hocsauLive || {}).mixer = page;
})();
