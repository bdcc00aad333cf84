// A scatter with one point that the reader drags; least squares (L2) and least absolute deviations (L1) follow.
// Twin of code/hocsau/models/robust_line.py: same algorithm, same order of operations, same numbers.
(function () {
  "use strict";
  const { blank, knobs, onWidth, svg } = window.hocsauParts;

  function l2(x, y) {
    const sum = f => x.reduce((total, _, i) => total + f(i), 0);
    const mx = sum(i => x[i]) / x.length, my = sum(i => y[i]) / x.length;
    const slope = sum(i => (x[i] - mx) * (y[i] - my)) / sum(i => (x[i] - mx) * (x[i] - mx));
    return [my - slope * mx, slope];
  }

  // A best line passes through two of the points: try every pair, keep the first of equals.
  function l1(x, y) {
    let best = Infinity, line = [0, 0];
    for (let i = 0; i < x.length; i++)
      for (let j = i + 1; j < x.length; j++) {
        if (x[i] === x[j]) continue;
        const w1 = (y[j] - y[i]) / (x[j] - x[i]), w0 = y[i] - w1 * x[i];
        let loss = 0;
        for (let k = 0; k < x.length; k++) loss += Math.abs(y[k] - (w0 + w1 * x[k]));
        if (loss < best - 1e-9 * (1 + loss)) { best = loss; line = [w0, w1]; }
      }
    return line;
  }

  const mean = list => list.reduce((a, b) => a + b, 0) / list.length;
  function lines(x, y) {
    const a = l2(x, y), b = l1(x, y);
    return {
      l2: a, mse: mean(x.map((v, i) => (y[i] - a[0] - a[1] * v) ** 2)),
      l1: b, mae: mean(x.map((v, i) => Math.abs(y[i] - b[0] - b[1] * v))),
    };
  }

  function ticks(low, high) {
    const rough = (high - low) / 6, power = 10 ** Math.floor(Math.log10(rough));
    const step = power * [1, 2, 5, 10].find(m => m * power >= rough), found = [];
    for (let k = Math.ceil(low / step); k * step <= high + 1e-9; k++) found.push(+(k * step).toPrecision(12));
    return found;
  }

  // page(box, spec, set) draws into box and returns update(values) -> the reading; set(values) moves the controls.
  function page(box, spec, set) {
    const { x, y, xlim, ylim, xlabel = "x", ylabel = "y" } = spec.data;
    const [nameX, nameY] = spec.controls.map(c => c.name);
    const clamp = (v, c) => Math.min(Math.max(v, c.values[0]), c.values[c.values.length - 1]);
    const drawing = svg(box, "svg", { role: "group", "aria-label": spec.alt, class: "hs-outlier" });
    let now, scale, knob;

    function frame() { // drawn at its real size: letters stay 13 px on a phone
      const width = Math.max(260, box.clientWidth), height = Math.round(Math.min(400, Math.max(250, width * 0.62)));
      const left = 40, right = 30, top = 26, bottom = 42;
      blank(drawing, width, height);
      scale = {
        x: v => left + (v - xlim[0]) / (xlim[1] - xlim[0]) * (width - left - right),
        y: v => height - bottom - (v - ylim[0]) / (ylim[1] - ylim[0]) * (height - top - bottom),
        backX: p => xlim[0] + (p - left) / (width - left - right) * (xlim[1] - xlim[0]),
        backY: p => ylim[0] + (height - bottom - p) / (height - top - bottom) * (ylim[1] - ylim[0]),
      };
      const axes = svg(drawing, "g", { "aria-hidden": "true" });
      for (const v of ticks(...xlim)) {
        svg(axes, "line", { class: "hs-grid", x1: scale.x(v), x2: scale.x(v), y1: top, y2: height - bottom });
        svg(axes, "text", { x: scale.x(v), y: height - bottom + 18, "text-anchor": "middle" }, v);
      }
      for (const v of ticks(...ylim)) {
        svg(axes, "line", { class: "hs-grid", x1: left, x2: width - right, y1: scale.y(v), y2: scale.y(v) });
        svg(axes, "text", { x: left - 8, y: scale.y(v) + 4, "text-anchor": "end" }, v);
      }
      svg(axes, "text", { x: (left + width - right) / 2, y: height - 6, "text-anchor": "middle" }, xlabel);
      svg(axes, "text", { x: 8, y: 13 }, ylabel);
      const clip = svg(svg(drawing, "clipPath", { id: spec.id + "-clip" }), "rect",
        { x: left, y: top, width: width - left - right, height: height - top - bottom });
      const inside = svg(axes, "g", { "clip-path": `url(#${clip.parentNode.id})` });
      drawing.lineL2 = svg(inside, "line", { class: "hs-l2" });
      drawing.lineL1 = svg(inside, "line", { class: "hs-l1" });
      x.forEach((v, i) => svg(axes, "circle", { class: "hs-dot", cx: scale.x(v), cy: scale.y(y[i]), r: 4 }));
      drawing.textL2 = svg(axes, "text", { class: "hs-l2", x: width - right + 5 }, "L2");
      drawing.textL1 = svg(axes, "text", { class: "hs-l1", x: width - right + 5 }, "L1");
      const focused = document.activeElement === knob;
      knob = svg(drawing, "g", { class: "hs-knob", tabindex: 0, role: "slider", "aria-label": "Chấm kéo được, dùng phím mũi tên",
        "aria-valuemin": ylim[0], "aria-valuemax": ylim[1] });
      svg(knob, "circle", { class: "hs-reach", r: 24 });
      svg(knob, "circle", { class: "hs-point", r: 9 });
      if (focused) knob.focus();
    }

    function update(values) {
      now = values;
      const px = values[nameX], py = values[nameY];
      const found = lines(x.concat(px), y.concat(py));
      const height = line => line[0] + line[1] * xlim[1];
      for (const [line, [w0, w1]] of [[drawing.lineL2, found.l2], [drawing.lineL1, found.l1]]) {
        line.setAttribute("x1", scale.x(xlim[0]));
        line.setAttribute("x2", scale.x(xlim[1]));
        line.setAttribute("y1", scale.y(w0 + w1 * xlim[0]));
        line.setAttribute("y2", scale.y(w0 + w1 * xlim[1]));
      }
      // Names stand at the lines' ends, at least one line of text apart.
      let a = scale.y(height(found.l2)) + 4, b = scale.y(height(found.l1)) + 4;
      const apart = 8 - Math.abs(a - b) / 2;
      if (apart > 0) { const sign = a <= b ? -1 : 1; a += sign * apart; b -= sign * apart; }
      drawing.textL2.setAttribute("y", a);
      drawing.textL1.setAttribute("y", b);
      knob.setAttribute("transform", `translate(${scale.x(px)} ${scale.y(py)})`);
      knob.setAttribute("aria-valuenow", py);
      knob.setAttribute("aria-valuetext", `${nameX} = ${px}, ${nameY} = ${py}`);
      const n = v => v.toFixed(2);
      return `Đường L2: độ dốc ${n(found.l2[1])}, MSE = ${n(found.mse)}. ` +
        `Đường L1: độ dốc ${n(found.l1[1])}, MAE = ${n(found.mae)}.`;
    }

    function move(px, py) {
      const [cx, cy] = spec.controls;
      const round = (v, c) => +clamp(v, c).toFixed(c.decimals + 1);
      set({ [nameX]: round(px, cx), [nameY]: round(py, cy) });
    }

    const [stepX, stepY] = spec.controls.map(c => c.values[1] - c.values[0]);
    knobs(drawing, ".hs-knob", {
      follow: event => {
        const rect = drawing.getBoundingClientRect(), zoom = drawing.viewBox.baseVal.width / rect.width;
        move(scale.backX((event.clientX - rect.left) * zoom), scale.backY((event.clientY - rect.top) * zoom));
      },
      step: (across, up) => move(now[nameX] + across * stepX, now[nameY] + up * stepY),
    });

    frame();
    onWidth(box, () => { frame(); update(now); });
    return update;
  }

  page.lines = lines;
  page.longest = () => ["Đường L2: độ dốc −0.00, MSE = 000.00. Đường L1: độ dốc −0.00, MAE = 00.00."];
  (window.hocsauLive = window.hocsauLive || {}).outlier = page;
})();
