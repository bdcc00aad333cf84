// Two boxes on a grid that the reader drags: what they share, IoU and GIoU, counted in cells.
// Twin of code/hocsau/live/boxes.py: the same strokes, the same numbers, the same words.
(function () {
  "use strict";
  const { knobs, sheet, strokes, svg, three } = window.hocsauParts;
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
  function reading(values, data) {
    const { common, union, hull, iou, giou } = measure(values, data);
    return `Chung ${common} ô, gộp ${union} ô: IoU = ${common}/${union} = ${three(iou)}. ` +
      `Hình ôm ${hull} ô: GIoU = ${three(iou)} − ${hull - union}/${hull} = ${three(giou)}.`;
  }

  // page(box, spec, set) draws into box and returns update(values) -> the reading; set(values) moves the controls.
  function page(box, spec, set) {
    const { data } = spec, { columns, rows, cell } = data, width = columns * cell, height = rows * cell;
    const drawing = sheet(box, spec, "hs-det", width, height, "group"), below = svg(drawing, "g", { "aria-hidden": "true" });
    let now;
    const handles = [["a", "xanh", "given"], ["b", "cam", "moves"]].flatMap(([who, name, look]) => [["xy", "dời"], ["wh", "đổi cỡ"]].map(([what, verb]) => {
      const node = svg(drawing, "g", { class: "hs-det-knob", tabindex: 0, role: "slider", "aria-label": `Khung ${name}: ${verb}, dùng phím mũi tên`, "aria-valuemin": 0, "aria-valuemax": columns });
      const dot = what === "xy" ? ["circle", `dot-${look}`, { r: 5 }, ""] : ["rect", `dot-${look}`, { x: -4, y: -4, width: 8, height: 8 }, ""];
      strokes(node, [["circle", "reach", { r: 14 }, ""], dot], "hs-det-");
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
      const frame = drawing.getBoundingClientRect();
      return [(event.clientX - frame.left) * columns / frame.width, (event.clientY - frame.top) * rows / frame.height];
    };
    const met = node => handles.find(handle => handle.node.contains(node));
    let held, from;
    knobs(drawing, ".hs-det-knob", {
      begin: event => { held = met(event.target); from = at(event); },
      follow: event => {
        const here = at(event), across = Math.round(here[0] - from[0]), down = Math.round(here[1] - from[1]);
        if (!across && !down) return;
        from = [from[0] + across, from[1] + down];
        move(held, across, down);
      },
      step: (across, up) => move(met(document.activeElement), across, -up),
    });
    return function update(values) {
      now = { ...values };
      strokes(below, shapes(values, data), "hs-det-");
      for (const { node, who, what } of handles) {
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
