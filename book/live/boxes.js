// Two boxes on a grid that the reader drags: what they share, IoU and GIoU, counted in cells.
// Twin of code/hocsau/live/boxes.py: the same strokes, the same numbers, the same words.
(function () {
  "use strict";
  const corners = (v, who, { columns, rows }) => {
    const x = v[who + "x"], y = v[who + "y"];
    return [x, y, Math.min(x + v[who + "w"], columns), Math.min(y + v[who + "h"], rows)];
  };
  function measure(values, data) {
    const a = corners(values, "a", data), b = corners(values, "b", data);
    const high = Math.min(a[3], b[3]) - Math.max(a[1], b[1]), wide = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
    const common = wide > 0 && high > 0 ? wide * high : 0;
    const union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - common;
    const hull = (Math.max(a[2], b[2]) - Math.min(a[0], b[0])) * (Math.max(a[3], b[3]) - Math.min(a[1], b[1]));
    const iou = common / union;
    return { common, union, hull, iou, giou: iou - (hull - union) / hull };
  }
  const rect = (look, [x1, y1, x2, y2], s) => ["rect", look, { x: s * x1, y: s * y1, width: s * (x2 - x1), height: s * (y2 - y1) }, ""];
  function shapes(values, data) {
    const { columns, rows, cell } = data, a = corners(values, "a", data), b = corners(values, "b", data), made = [];
    for (let i = 0; i <= columns; i++) made.push(["line", "faint", { x1: i * cell, x2: i * cell, y1: 0, y2: rows * cell }, ""]);
    for (let i = 0; i <= rows; i++) made.push(["line", "faint", { x1: 0, x2: columns * cell, y1: i * cell, y2: i * cell }, ""]);
    const hull = [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
    const common = [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
    if (common[2] > common[0] && common[3] > common[1]) made.push(rect("common", common, cell));
    made.push(rect("gone", hull, cell), rect("given", a, cell), rect("moves", b, cell));
    return made;
  }
  function three(value) {
    const thousandths = Math.floor(Math.abs(value) * 1000 + 0.5);
    return (value < 0 && thousandths ? "−" : "") + `${Math.floor(thousandths / 1000)}.${String(thousandths % 1000).padStart(3, "0")}`;
  }
  function reading(values, data) {
    const { common, union, hull, iou, giou } = measure(values, data);
    return `Chung ${common} ô, gộp ${union} ô: IoU = ${common}/${union} = ${three(iou)}. ` +
      `Hình ôm ${hull} ô: GIoU = ${three(iou)} − ${hull - union}/${hull} = ${three(giou)}.`;
  }

  function add(parent, [tag, look, attributes, text]) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    if (look) node.setAttribute("class", "hs-det-" + look);
    for (const name in attributes) node.setAttribute(name, attributes[name]);
    if (text) node.textContent = text;
    return parent.appendChild(node);
  }

  // page(box, spec, set) draws into box and returns update(values) -> the reading; set(values) moves the controls.
  function page(box, spec, set) {
    const { data } = spec, { columns, rows, cell } = data, width = columns * cell, height = rows * cell;
    const svg = add(box, ["svg", "", { class: "hs-det", viewBox: `0 0 ${width} ${height}`, width, height, role: "group", "aria-label": spec.alt }, ""]);
    const strokes = add(svg, ["g", "", { "aria-hidden": "true" }, ""]);
    let now;
    const knobs = [["a", "xanh", "given"], ["b", "cam", "moves"]].flatMap(([who, name, look]) => [["xy", "dời"], ["wh", "đổi cỡ"]].map(([what, verb]) => {
      const node = add(svg, ["g", "knob", { tabindex: 0, role: "slider", "aria-label": `Khung ${name}: ${verb}, dùng phím mũi tên`, "aria-valuemin": 0, "aria-valuemax": columns }, ""]);
      add(node, ["circle", "reach", { r: 14 }, ""]);
      add(node, what === "xy" ? ["circle", `dot-${look}`, { r: 5 }, ""] : ["rect", `dot-${look}`, { x: -4, y: -4, width: 8, height: 8 }, ""]);
      return { node, who, what };
    }));
    function move({ who, what }, across, down) {
      const keep = (v, low, high) => Math.min(Math.max(v, low), high), moved = {};
      const x = now[who + "x"], y = now[who + "y"], w = Math.min(now[who + "w"], columns - x), h = Math.min(now[who + "h"], rows - y);
      if (what === "xy") {
        moved[who + "x"] = keep(x + across, 0, Math.min(columns - w, columns - 2));
        moved[who + "y"] = keep(y + down, 0, Math.min(rows - h, rows - 2));
      } else {
        moved[who + "w"] = keep(w + across, 1, columns - x);
        moved[who + "h"] = keep(h + down, 1, rows - y);
      }
      set(moved);
    }
    const at = event => {
      const frame = svg.getBoundingClientRect();
      return [(event.clientX - frame.left) * columns / frame.width, (event.clientY - frame.top) * rows / frame.height];
    };
    let drag = null;
    svg.addEventListener("touchstart", event => { if (event.target.closest(".hs-det-knob")) event.preventDefault(); }, { passive: false });
    svg.addEventListener("pointerdown", event => {
      const knob = knobs.find(k => k.node.contains(event.target));
      if (event.button || !knob) return;
      drag = { knob, id: event.pointerId, from: at(event) };
      svg.setPointerCapture(event.pointerId);
      knob.node.focus({ preventScroll: true });
      event.preventDefault();
    });
    svg.addEventListener("pointermove", event => {
      if (!drag || event.pointerId !== drag.id) return;
      const here = at(event), across = Math.round(here[0] - drag.from[0]), down = Math.round(here[1] - drag.from[1]);
      if (!across && !down) return;
      drag.from = [drag.from[0] + across, drag.from[1] + down];
      move(drag.knob, across, down);
    });
    for (const end of ["pointerup", "pointercancel"])
      svg.addEventListener(end, event => { if (drag && event.pointerId === drag.id) drag = null; });
    svg.addEventListener("keydown", event => {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      const knob = knobs.find(k => k.node === document.activeElement);
      if (!way || !knob) return;
      event.preventDefault();
      move(knob, ...way);
    });
    return function update(values) {
      now = { ...values };
      strokes.replaceChildren();
      for (const shape of shapes(values, data)) add(strokes, shape);
      for (const { node, who, what } of knobs) {
        const [x1, y1, x2, y2] = corners(values, who, data);
        const [x, y] = what === "xy" ? [x1, y1] : [x2, y2];
        // on the edge half of the knob would lie outside: it stays within reach
        node.setAttribute("transform", `translate(${Math.min(Math.max(x * cell, 5), width - 5)} ${Math.min(Math.max(y * cell, 5), height - 5)})`);
        node.setAttribute("aria-valuenow", what === "xy" ? x1 : x2 - x1);
        node.setAttribute("aria-valuetext", what === "xy" ? `trái ${x1}, trên ${y1}` : `rộng ${x2 - x1}, cao ${y2 - y1}`);
      }
      return reading(values, data);
    };
  }
  page.measure = measure;
  page.shapes = shapes;
  page.reading = reading;
  page.longest = () => ["Chung 100 ô, gộp 100 ô: IoU = 100/100 = 0.000. Hình ôm 100 ô: GIoU = 0.000 − 100/100 = −0.000."];
  (window.hocsauLive = window.hocsauLive || {}).boxes = page;
})();
