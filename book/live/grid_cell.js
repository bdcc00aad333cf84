// Which cell and which anchor answer for a box, and the numbers that they must learn.
// Twin of code/hocsau/live/grid_cell.py: the same shapes, the same words.
(function () {
  "use strict";
  const { drawn, fixed, iouOfSizes: iou, place } = window.hocsauParts;
  const height = w => w * 140 / 190;
  function target({ x, y, w }, { anchors, strides }) {
    const found = anchors.map(anchor => iou([w, height(w)], anchor)), anchor = found.indexOf(Math.max(...found));
    const stride = strides[anchor], column = Math.floor(x / stride), row = Math.floor(y / stride);
    return {
      anchor, stride, column, row, overlap: found[anchor], bx: x / stride - column, by: y / stride - row,
      tw: Math.log(w / anchors[anchor][0]), th: Math.log(height(w) / anchors[anchor][1]),
    };
  }
  function reading(values, data) {
    const goal = target(values, data), [aw, ah] = data.anchors[goal.anchor], cells = data.side / goal.stride;
    return `Lưới ${cells} × ${cells}, ô cột ${goal.column}, hàng ${goal.row}; anchor ${aw}×${ah} ` +
      `(IoU ${fixed(goal.overlap, 2)}). Đích: b = (${fixed(goal.bx, 2)}, ${fixed(goal.by, 2)}), ` +
      `t = (${fixed(goal.tw, 2)}, ${fixed(goal.th, 2)}).`;
  }
  function shapes(values, data) {
    const { x, y, w } = values, { side, plot, anchors, strides } = data, zoom = plot / side;
    const goal = target(values, data), { stride } = goal;
    const rect = (cx, cy, wide, tall) => {
      const left = Math.max(cx - wide / 2, 0), top = Math.max(cy - tall / 2, 0);
      const right = Math.min(cx + wide / 2, side), bottom = Math.min(cy + tall / 2, side);
      return { x: place(left * zoom + 1), y: place(top * zoom + 1), width: place((right - left) * zoom), height: place((bottom - top) * zoom) };
    };
    const made = [["rect", "paper", rect(side / 2, side / 2, side, side), ""]];
    for (let k = stride; k < side; k += stride) {
      const at = place(k * zoom + 1), end = plot + 1;
      made.push(["line", "thin", { x1: at, x2: at, y1: 1, y2: end }, ""]);
      made.push(["line", "thin", { x1: 1, x2: end, y1: at, y2: at }, ""]);
    }
    const mx = (goal.column + 0.5) * stride, my = (goal.row + 0.5) * stride;
    made.push(["rect", "pad", rect(mx, my, stride, stride), ""]);
    anchors.forEach((anchor, k) => {
      if (strides[k] === stride) made.push(["rect", k === goal.anchor ? "moves-line" : "dashed", rect(mx, my, ...anchor), ""]);
    });
    made.push(["rect", "given-line", rect(x, y, w, height(w)), ""]);
    made.push(["circle", "given", { cx: place(x * zoom + 1), cy: place(y * zoom + 1), r: 3.5 }, ""]);
    return made;
  }

  function pressed(drawing, { data: { side } }, set) { // a press moves the middle
    drawing.classList.add("is-pressed");
    drawing.addEventListener("click", event => {
      const frame = drawing.getBoundingClientRect();
      const near = part => Math.min(Math.max(Math.round(part * side / 4) * 4, 8), side - 8);
      set({ x: near((event.clientX - frame.left) / frame.width), y: near((event.clientY - frame.top) / frame.height) });
    });
  }
  const page = drawn("hs-shapes", ({ plot }) => [plot + 2, plot + 2], shapes, reading, pressed);
  page.longest = ({ data }) => [12, 96, 400].map(w => reading({ x: 400, y: 400, w }, data));
  (window.hocsauLive = window.hocsauLive || {}).grid_cell = page;
})();
