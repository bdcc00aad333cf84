// Five optimisers race on a surface from where the reader puts them.
// Twin of code/hocsau/live/race.py: the same formulas in the same order, the same paths, the same words.
(function () {
  "use strict";
  const { blank, html, knobs, onWidth, svg } = window.hocsauParts;
  const HEIGHTS = {
    "thung lũng dài": (x, y) => 0.5 * (x * x + 25 * y * y),
    "quả chuối": (x, y) => (1 - x) * (1 - x) + 10 * (y - x * x) * (y - x * x),
    "yên ngựa": (x, y) => 0.5 * x * x - 0.5 * y * y + 0.25 * y * y * y * y,
    "hai hố": (x, y) => (x * x - 1) * (x * x - 1) + 0.3 * x + y * y,
    "cao nguyên": (x, y) => 1 - Math.exp(-1.2 * (x * x + y * y)),
  };
  const SLOPES = {
    "thung lũng dài": (x, y) => [x, 25 * y],
    "quả chuối": (x, y) => [-2 * (1 - x) - 40 * x * (y - x * x), 20 * (y - x * x)],
    "yên ngựa": (x, y) => [x, -y + y * y * y],
    "hai hố": (x, y) => [4 * x * (x * x - 1) + 0.3, 2 * y],
    "cao nguyên": (x, y) => {
      const fall = 2.4 * Math.exp(-1.2 * (x * x + y * y));
      return [fall * x, fall * y];
    },
  };

  function path(racer, { surface, rate, batch, x, y, steps }, data) {
    const at = [x, y], points = [[x, y]], mean = [0, 0], square = [0, 0], [b1, b2] = data.betas;
    const size = data.batches[batch], spread = size ? data.sigma / Math.sqrt(size) : 0;
    for (let t = 0; t < steps; t++) {
      const slope = SLOPES[surface](at[0], at[1]);
      for (let i = 0; i < 2; i++) {
        const g = slope[i] + spread * data.noise[t][i];
        let move;
        if (racer === "SGD") move = rate * g;
        else if (racer === "momentum") {
          mean[i] = data.momentum * mean[i] + g;
          move = rate * mean[i];
        } else if (racer === "RMSProp") {
          square[i] = data.alpha * square[i] + (1 - data.alpha) * g * g;
          move = rate * g / (Math.sqrt(square[i]) + data.eps);
        } else {
          mean[i] = b1 * mean[i] + (1 - b1) * g;
          square[i] = b2 * square[i] + (1 - b2) * g * g;
          const m = mean[i] / (1 - b1 ** (t + 1)), s = square[i] / (1 - b2 ** (t + 1));
          move = rate * m / (Math.sqrt(s) + data.eps);
          if (racer === "AdamW") move += rate * data.decay * at[i];
        }
        at[i] -= move;
      }
      if (!(Math.abs(at[0]) < data.lost && Math.abs(at[1]) < data.lost)) break;
      points.push(at.slice());
    }
    return points;
  }

  const minus = text => text.replace("-", "−");
  function finish(surface, points, steps) {
    if (points.length <= steps) return "văng mất";
    const value = HEIGHTS[surface](...points[points.length - 1]);
    return Math.abs(value) >= 1000 ? "trên 1000" : minus(value.toFixed(4));
  }
  function words(values, paths, racers) {
    const { surface, x, y, steps } = values;
    const ends = racers.map((racer, i) => `${racer} ${finish(surface, paths[i], steps)}`).join(", ");
    return `Loss từ ${minus(HEIGHTS[surface](x, y).toFixed(4))}, sau ${steps} bước: ${ends}.`;
  }
  const reading = (values, data) => words(values, data.racers.map(racer => path(racer, values, data)), data.racers);

  // Where the surface crosses a level, cell by cell (marching squares), as one SVG path.
  function contour(f, level, half, count, place) {
    const at = i => -half + 2 * half * i / count, parts = [];
    for (let i = 0; i < count; i++)
      for (let j = 0; j < count; j++) {
        const corners = [[at(i), at(j)], [at(i + 1), at(j)], [at(i + 1), at(j + 1)], [at(i), at(j + 1)]];
        const high = corners.map(([u, v]) => f(u, v) - level), cuts = [];
        for (let k = 0; k < 4; k++) {
          const l = (k + 1) % 4;
          if ((high[k] < 0) === (high[l] < 0)) continue;
          const share = high[k] / (high[k] - high[l]);
          cuts.push([0, 1].map(d => corners[k][d] + share * (corners[l][d] - corners[k][d])));
        }
        for (let k = 0; k + 1 < cuts.length; k += 2)
          parts.push(`M${place(cuts[k])}L${place(cuts[k + 1])}`);
      }
    return parts.join("");
  }

  // page(box, spec, set) draws into box and returns update(values) -> the reading; set(values) moves the controls.
  function page(box, spec, set) {
    const { data } = spec, half = data.half;
    const [controlX, controlY] = ["x", "y"].map(name => spec.controls.find(c => c.name === name));
    const drawing = svg(box, "svg", { role: "group", "aria-label": spec.alt, class: "hs-race" });
    const make = html("hs-race-"), legend = make(box, "ul", "legend");
    data.racers.forEach((racer, i) => {
      const item = make(legend, "li");
      const sample = svg(item, "svg", { width: 34, height: 12, viewBox: "0 0 34 12", "aria-hidden": "true", class: "hs-race-sample" });
      svg(sample, "line", { class: `hs-race-${i}`, x1: 1, x2: 33, y1: 6, y2: 6 });
      item.append(racer);
    });
    let now, side, drawn, scale, hills, tracks, ends, bottom, knob;

    function frame() { // drawn at its real size: letters stay 13 px on a phone
      side = Math.round(Math.min(box.clientWidth, window.innerWidth < 600 ? 200 : 320)); // with its controls in one window
      const edge = 22;
      blank(drawing, side, side);
      const room = side - 2 * edge;
      scale = {
        x: v => edge + (v + half) / (2 * half) * room, y: v => side - edge - (v + half) / (2 * half) * room,
        backX: p => (p - edge) / room * 2 * half - half, backY: p => (side - edge - p) / room * 2 * half - half,
      };
      const picture = svg(drawing, "g", { "aria-hidden": "true" });
      for (const v of [-2, -1, 0, 1, 2]) {
        svg(picture, "text", { x: scale.x(v), y: side - 5, "text-anchor": "middle" }, minus(String(v)));
        if (v !== -2) svg(picture, "text", { x: edge - 7, y: scale.y(v) + 4, "text-anchor": "end" }, minus(String(v)));
      }
      const clip = svg(svg(drawing, "clipPath", { id: spec.id + "-clip" }), "rect", { x: edge, y: edge, width: room, height: room });
      svg(picture, "rect", { class: "hs-race-frame", x: edge, y: edge, width: room, height: room });
      const inside = svg(picture, "g", { "clip-path": `url(#${clip.parentNode.id})` });
      hills = svg(inside, "g", { class: "hs-race-hills" });
      bottom = svg(inside, "path", { class: "hs-race-bottom" });
      tracks = data.racers.map((_, i) => svg(inside, "path", { class: `hs-race-track hs-race-${i}` }));
      ends = data.racers.map((_, i) => svg(inside, "circle", { class: `hs-race-end hs-race-${i}`, r: 4.5 }));
      const focused = document.activeElement === knob;
      knob = svg(drawing, "g", { class: "hs-race-knob", tabindex: 0, role: "slider", "aria-label": "Vạch xuất phát, dùng phím mũi tên",
        "aria-valuemin": -half, "aria-valuemax": half });
      svg(knob, "circle", { class: "hs-race-reach", r: 24 });
      svg(knob, "rect", { class: "hs-race-start", x: -6, y: -6, width: 12, height: 12 });
      if (focused) knob.focus();
      drawn = null;
    }

    function update(values) {
      now = values;
      const { surface, x, y } = values, { levels, bottom: lowest } = data.surfaces[surface];
      const place = p => `${scale.x(p[0]).toFixed(1)} ${scale.y(p[1]).toFixed(1)}`;
      if (drawn !== surface) {
        hills.replaceChildren();
        for (const level of levels) svg(hills, "path", { d: contour(HEIGHTS[surface], level, half, 56, place) });
        const [u, v] = [scale.x(lowest[0]), scale.y(lowest[1])];
        bottom.setAttribute("d", `M${u - 7} ${v}h14M${u} ${v - 7}v14`);
        drawn = surface;
      }
      const far = p => p.map(v => Math.min(Math.max(v, -9 * half), 9 * half)); // a line may leave the frame, not the numbers
      const paths = data.racers.map((racer, i) => {
        const points = path(racer, values, data), last = points[points.length - 1];
        tracks[i].setAttribute("d", "M" + points.map(p => place(far(p))).join("L"));
        ends[i].setAttribute("cx", scale.x(far(last)[0]));
        ends[i].setAttribute("cy", scale.y(far(last)[1]));
        return points;
      });
      knob.setAttribute("transform", `translate(${scale.x(x)} ${scale.y(y)})`);
      knob.setAttribute("aria-valuenow", x);
      knob.setAttribute("aria-valuetext", `x = ${x}, y = ${y}`);
      return words(values, paths, data.racers);
    }

    function move(x, y) {
      const round = (v, c) => +Math.min(Math.max(v, -half), half).toFixed(c.decimals);
      set({ x: round(x, controlX), y: round(y, controlY) });
    }
    function follow(event) {
      const rect = drawing.getBoundingClientRect(), zoom = side / rect.width;
      move(scale.backX((event.clientX - rect.left) * zoom), scale.backY((event.clientY - rect.top) * zoom));
    }
    drawing.addEventListener("click", event => { if (!event.target.closest(".hs-race-knob")) follow(event); });
    const [stepX, stepY] = [controlX, controlY].map(c => c.values[1] - c.values[0]);
    knobs(drawing, ".hs-race-knob", { follow, step: (across, up) => move(now.x + across * stepX, now.y + up * stepY) });

    frame();
    onWidth(box, () => { frame(); update(now); });
    return update;
  }

  page.path = path;
  page.reading = reading;
  page.longest = ({ data }) => ["trên 1000", "−000.0000", "văng mất"].map(end =>
    `Loss từ −000.0000, sau 000 bước: ${data.racers.map(r => `${r} ${end}`).join(", ")}.`);
  (window.hocsauLive = window.hocsauLive || {}).race = page;
})();
