// How playground.js draws: the network, its points, the region of each node, the curve of the loss. Nothing is kept here.
(function () {
  "use strict";
  const { COUNT, sigmoid } = window.hocsauLive.playground_net;
  const { abs, floor, max, min, round } = Math;
  const LIMIT = 3, GRID = 64, TALL = 96; // the axes, the cells of a region, the height of the curve
  const SUB = "₀₁₂₃₄₅₆₇₈₉", SUP = "⁰¹²³";

  // --- canvases and colours ---
  function fit(canvas, width, height) { // sharp on every screen
    const zoom = min(window.devicePixelRatio || 1, 2.5);
    canvas.width = round(width * zoom);
    canvas.height = round(height * zoom);
    canvas.style.width = width + "px";
    canvas.style.height = height + "px";
    const pen = canvas.getContext("2d");
    pen.setTransform(zoom, 0, 0, zoom, 0, 0);
    return pen;
  }
  function screen(canvas, size) { // a few pixels that the browser itself enlarges: far cheaper than drawImage
    canvas.width = canvas.height = size;
    const pen = canvas.getContext("2d"), image = pen.createImageData(size, size);
    return { size, pixels: new Uint32Array(image.data.buffer), show: () => pen.putImageData(image, 0, 0) };
  }
  const rgb = text => [1, 3, 5].map(i => parseInt(text.slice(i, i + 2), 16));
  function palette(style) { // colours from the style sheet, and the 257 shades between both classes
    const names = ["one", "zero", "ground", "ink"], colours = Object.fromEntries(names.map(name => [name, style.getPropertyValue("--" + name).trim()]));
    const ends = [rgb(colours.zero), rgb(colours.one)], middle = rgb(colours.ground);
    const shades = Uint32Array.from({ length: 257 }, (_, i) => {
      const v = i / 128 - 1, end = ends[v < 0 ? 0 : 1], part = 0.6 * abs(v);
      const [r, g, b] = middle.map((c, k) => round(c + (end[k] - c) * part));
      return (255 << 24 | b << 16 | g << 8 | r) >>> 0;
    });
    return { ...colours, shades };
  }

  // --- what the network does, seen ---
  const GRID_X = new Float64Array(2 * GRID * GRID);
  for (let i = 0; i < GRID * GRID; i++) {
    GRID_X[2 * i] = ((i % GRID + 0.5) / GRID * 2 - 1) * LIMIT;
    GRID_X[2 * i + 1] = (1 - (floor(i / GRID) + 0.5) / GRID * 2) * LIMIT;
  }

  // A neuron's values on the grid, as colours on one of the small screens.
  function region(game, grid, shades, l, j, { size, pixels, show }) {
    const top = game.sizes.length - 1, source = l ? grid[l - 1] : GRID_X, m = game.sizes[l], kind = game.settings.activation;
    let scale = l ? 1 : 1 / LIMIT;
    if (l && l < top && (kind === "relu" || kind === "linear")) {
      let most = 1e-9;
      for (let i = j; i < source.length; i += m) most = max(most, abs(source[i]));
      scale = 1 / most;
    }
    const skip = GRID / size;
    for (let i = 0; i < pixels.length; i++) {
      const value = source[(floor(i / size) * skip * GRID + i % size * skip) * m + j];
      const v = l === top ? 2 * sigmoid(value) - 1 : l && kind === "sigmoid" ? 2 * value - 1 : value * scale;
      pixels[i] = shades[128 + round(128 * max(-1, min(1, v || 0)))]; // NaN is white
    }
    show();
  }

  function net(pen, game, colours, { size, x, y, wide, tall, top }) {
    pen.clearRect(0, 0, wide, tall);
    game.layers.forEach(({ w, in: n, out: m }, l) => {
      for (let k = 0; k < n; k++) for (let j = 0; j < m; j++) {
        const weight = w[k * m + j], strength = min(abs(weight), 4);
        const from = x(l) + size / 2, to = x(l + 1) - size / 2, middle = (from + to) / 2;
        pen.beginPath();
        pen.moveTo(from, y(l, k));
        pen.bezierCurveTo(middle, y(l, k), middle, y(l + 1, j), to, y(l + 1, j));
        pen.strokeStyle = weight < 0 ? colours.zero : colours.one;
        pen.globalAlpha = 0.25 + 0.75 * min(1, strength);
        pen.lineWidth = 0.5 + 1.1 * strength;
        pen.setLineDash(weight < 0 ? [5, 3] : []);
        pen.stroke();
      }
    });
    pen.globalAlpha = 1;
    pen.setLineDash([]);
    pen.font = "13px system-ui, sans-serif";
    pen.textAlign = "center";
    pen.fillStyle = colours.ink;
    game.sizes.forEach((n, l) => {
      if (!l) for (let j = 0; j < n; j++) pen.fillText("x" + SUB[j + 1], x(0), y(0, j) - size / 2 - 5);
      if (l && l < game.sizes.length - 1) pen.fillText(`${n} nơ-ron`, x(l), top - 14);
      else if (l) pen.fillText("ŷ", x(l), y(l, 0) - size / 2 - 7);
    });
  }

  function dots(pen, game, colours, side, both) { // both: the points to test on too, hollow
    pen.clearRect(0, 0, side, side);
    const at = v => (v / LIMIT + 1) / 2 * side;
    pen.fillStyle = colours.ink;
    pen.fillRect(at(0), 0, 0.4, side);
    pen.fillRect(0, at(0), side, 0.4);
    for (let i = 0; i < (both ? 2 : 1) * COUNT; i++) {
      const px = at(game.x[2 * i]), py = side - at(game.x[2 * i + 1]), hollow = i >= COUNT;
      const colour = game.y[i] ? colours.one : colours.zero;
      pen.beginPath();
      if (game.y[i]) pen.arc(px, py, 4.2, 0, 7); else pen.rect(px - 3.7, py - 3.7, 7.4, 7.4);
      pen.fillStyle = hollow ? colours.ground : colour;
      pen.strokeStyle = hollow ? colour : colours.ground;
      pen.lineWidth = hollow ? 2 : 1.2;
      pen.fill();
      pen.stroke();
    }
    pen.fillStyle = colours.ink;
    pen.font = "13px system-ui, sans-serif";
    pen.fillText("x₁", side - 18, at(0) - 5);
    pen.fillText("x₂", at(0) + 5, 14);
  }

  function curve(pen, colours, wide, points) { // points: { steps, train, test }
    const tall = TALL, low = 78, edge = 34;
    const shown = points.filter(p => p.train + p.test < 1e3), last = max(1, points[points.length - 1].steps);
    const most = max(0.8, ...shown.map(p => max(p.train, p.test)));
    const x = v => edge + v / last * (wide - edge - 4), y = v => low - v / most * (low - 8);
    pen.clearRect(0, 0, wide, tall);
    pen.font = "12px system-ui, sans-serif";
    pen.fillStyle = colours.ink;
    pen.textAlign = "right";
    for (const v of [0, most]) {
      pen.fillRect(edge, y(v), wide - edge - 4, 0.5);
      pen.fillText(v.toFixed(1), edge - 5, y(v) + 4);
    }
    pen.fillText("loss", wide - 4, 22);
    pen.fillText("0", edge + 6, tall - 3);
    pen.fillText(`bước ${last}`, wide - 4, tall - 3);
    pen.strokeStyle = colours.ink;
    for (const [name, dash] of [["train", []], ["test", [4, 3]]]) {
      pen.beginPath();
      shown.forEach(p => pen.lineTo(x(p.steps), y(p[name])));
      pen.setLineDash(dash);
      pen.lineWidth = dash.length ? 1.5 : 2.2;
      pen.stroke();
    }
  }

  function words(game, l, j) { // of one node: the title above its region, and what it computes, in numbers
    const top = game.sizes.length - 1, name = (l, j) => (l ? `a${SUB[j + 1]}⁽${SUP[l]}⁾` : `x${SUB[j + 1]}`);
    const title = l === top ? "Miền quyết định của cả mạng" : `Miền riêng của ${l ? `nơ-ron ${j + 1}, tầng ẩn ${l}` : `đầu vào ${name(0, j)}`}`;
    if (!l) return { title, formula: "Đầu vào chỉ chép lại toạ độ của điểm." };
    const { w, b, in: n, out: m } = game.layers[l - 1];
    const sign = v => (v < 0 ? " − " : " + ") + abs(v).toFixed(2);
    let sum = "";
    for (let k = 0; k < n; k++) sum += `${sign(w[k * m + j])}·${name(l - 1, k)}`;
    sum = (sum + sign(b[j])).replace(/^ \+ /, "").replace(/^ − /, "−");
    const act = { tanh: "tanh", sigmoid: "σ", relu: "ReLU", linear: "" }[game.settings.activation];
    return { title, formula: l === top ? `ŷ = σ(${sum})` : `${name(l, j)} = ${act}(${sum})` };
  }

  (window.hocsauLive = window.hocsauLive || {}).playground_draw = { GRID, GRID_X, TALL, curve, dots, fit, net, palette, region, screen, words };
})();
