// A small network that learns in the page.
// Twin of code/hocsau/live/playground/: same generator, order of operations, float64, numbers.
(function () {
  "use strict";
  const { abs, cos, exp, floor, max, min, PI, round, sin, sqrt } = Math;
  const COUNT = 100, LIMIT = 3, GRID = 64; // points to train on and to test on; axes; cells of a region

  // --- random numbers and points ---
  function mulberry32(seed) {
    let state = seed >>> 0;
    const random = () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let t = Math.imul(state ^ (state >>> 15), state | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
    const normal = () => {
      const u = 1 - random();
      return sqrt(-2 * Math.log(u)) * cos(2 * PI * random());
    };
    const permutation = n => {
      const order = Array.from({ length: n }, (_, i) => i);
      for (let i = n - 1; i > 0; i--) {
        const j = floor(random() * (i + 1));
        [order[i], order[j]] = [order[j], order[i]];
      }
      return order;
    };
    return { random, normal, permutation };
  }

  const SHAPES = {
    xor(label, { random }) {
      const a = 0.25 + 2.25 * random(), b = 0.25 + 2.25 * random(), sign = random() < 0.5 ? 1 : -1;
      return [sign * a, sign * b * (1 - 2 * label)];
    },
    circles(label, { random }) {
      const radius = (label ? 0 : 1.7) + (label ? 1.1 : 0.8) * random(), angle = 2 * PI * random();
      return [radius * cos(angle), radius * sin(angle)];
    },
    moons(label, { random }) {
      const angle = PI * random(), x = 1.5 * cos(angle), y = 1.5 * sin(angle);
      return label ? [0.75 - x, 0.4 - y] : [x - 0.75, y - 0.4];
    },
    spirals(label, { random }) {
      const t = random(), radius = 0.2 + 2.4 * t, angle = 2.6 * PI * t + PI * label;
      return [radius * cos(angle), radius * sin(angle)];
    },
  };

  function points(shape, noise, seed) {
    const rng = mulberry32(seed), x = new Float64Array(4 * COUNT), y = new Float64Array(2 * COUNT);
    for (let i = 0; i < 2 * COUNT; i++) {
      y[i] = i % 2;
      const [a, b] = SHAPES[shape](y[i], rng);
      x[2 * i] = a + noise / 100 * rng.normal();
      x[2 * i + 1] = b + noise / 100 * rng.normal();
    }
    return { x, y };
  }

  // --- the network ---
  const sigmoid = z => {
    const e = exp(-abs(z));
    return z >= 0 ? 1 / (1 + e) : e / (1 + e);
  };
  const ACTIVATIONS = { // the function, and its derivative from its own value
    tanh: [Math.tanh, a => 1 - a * a],
    sigmoid: [sigmoid, a => a * (1 - a)],
    relu: [z => (z > 0 ? z : 0), a => (a > 0 ? 1 : 0)],
    linear: [z => z, () => 1],
  };

  function create(settings) {
    const { x, y } = points(settings.data, settings.noise, settings.sample);
    const [act, slope] = ACTIVATIONS[settings.activation];
    const weights = mulberry32(settings.start), order = mulberry32(settings.start + 1000000);
    const sizes = [2, ...settings.hidden, 1];
    const layers = sizes.slice(1).map((out, i) => {
      const std = sqrt(2 / (sizes[i] + out));
      const w = Float64Array.from({ length: sizes[i] * out }, () => std * weights.normal());
      return { in: sizes[i], out, w, b: new Float64Array(out), dw: new Float64Array(w.length), db: new Float64Array(out) };
    });
    const rooms = count => layers.map(layer => new Float64Array(count * layer.out));

    // Every layer's values at `count` points; the last layer gives the logit itself.
    function forward(input, count, values) {
      layers.forEach((layer, l) => {
        const { w, b, in: n, out: m } = layer, from = l ? values[l - 1] : input, to = values[l];
        const last = l === layers.length - 1;
        for (let i = 0; i < count; i++)
          for (let j = 0; j < m; j++) {
            let z = 0;
            for (let k = 0; k < n; k++) z += from[i * n + k] * w[k * m + j];
            z += b[j];
            to[i * m + j] = last ? z : act(z);
          }
      });
      return values[layers.length - 1];
    }

    const batchX = new Float64Array(2 * COUNT), batchValues = rooms(COUNT), deltas = rooms(COUNT), all = rooms(2 * COUNT);
    let queue = [];
    const net = { settings, x, y, sizes, layers, rooms, forward, steps: 0, epoch: 0 };

    net.step = () => {
      if (!queue.length) queue = order.permutation(COUNT);
      const rows = queue.splice(0, settings.batch), count = rows.length, top = layers.length - 1;
      rows.forEach((row, i) => { batchX[2 * i] = x[2 * row]; batchX[2 * i + 1] = x[2 * row + 1]; });
      const logits = forward(batchX, count, batchValues);
      rows.forEach((row, i) => { deltas[top][i] = (sigmoid(logits[i]) - y[row]) / count; });
      for (let l = top; l >= 0; l--) {
        const { w, dw, db, in: n, out: m } = layers[l], from = l ? batchValues[l - 1] : batchX, delta = deltas[l];
        dw.fill(0);
        db.fill(0);
        for (let i = 0; i < count; i++)
          for (let j = 0; j < m; j++) {
            const d = delta[i * m + j];
            db[j] += d;
            for (let k = 0; k < n; k++) dw[k * m + j] += from[i * n + k] * d;
          }
        if (l) for (let i = 0; i < count; i++)
          for (let k = 0; k < n; k++) {
            let sum = 0;
            for (let j = 0; j < m; j++) sum += delta[i * m + j] * w[k * m + j];
            deltas[l - 1][i * n + k] = sum * slope(from[i * n + k]);
          }
      }
      for (const { w, b, dw, db } of layers) {
        for (let i = 0; i < w.length; i++) w[i] -= settings.rate * (dw[i] + settings.l2 * w[i]);
        for (let j = 0; j < b.length; j++) b[j] -= settings.rate * db[j];
      }
      net.steps++;
      if (!queue.length) net.epoch++;
    };

    net.losses = () => {
      const logits = forward(x, 2 * COUNT, all);
      let train = 0, test = 0, right = 0;
      for (let i = 0; i < 2 * COUNT; i++) {
        const z = logits[i], loss = max(z, 0) - z * y[i] + Math.log1p(exp(-abs(z)));
        if (i < COUNT) train += loss; else { test += loss; right += (z > 0) === (y[i] === 1); }
      }
      return { train: train / COUNT, test: test / COUNT, accuracy: right / COUNT };
    };
    return net;
  }

  function train(settings, steps) { // for the test that compares with Python
    const net = create(settings);
    while (net.steps < steps) net.step();
    return { ...net.losses(), epoch: net.epoch, x: [...net.x], y: [...net.y],
      weights: net.layers.map(l => [...l.w]), biases: net.layers.map(l => [...l.b]) };
  }

  // --- drawing ---
  const SUB = "₀₁₂₃₄₅₆₇₈₉", SUP = "⁰¹²³";
  const GRID_X = new Float64Array(2 * GRID * GRID);
  for (let i = 0; i < GRID * GRID; i++) {
    GRID_X[2 * i] = ((i % GRID + 0.5) / GRID * 2 - 1) * LIMIT;
    GRID_X[2 * i + 1] = (1 - (floor(i / GRID) + 0.5) / GRID * 2) * LIMIT;
  }

  function make(parent, tag, className, text) {
    const node = document.createElement(tag);
    if (className) node.className = "hs-play-" + className;
    if (text !== undefined) node.textContent = text;
    parent.append(node);
    return node;
  }
  function button(parent, text, action, name) {
    const node = make(parent, "button", "", text);
    node.type = "button";
    if (name) node.setAttribute("aria-label", name);
    node.addEventListener("click", action);
    return node;
  }
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

  // page(box, spec, set) draws into box and returns update(values) -> the reading; set(values) moves the controls.
  function page(box, spec, set) {
    const root = box.closest(".hs-explore");
    root.classList.add("hs-play-root");
    const control = name => spec.controls.find(c => c.name === name);
    // These have buttons of their own in the picture, or (the step) run by themselves.
    for (const name of ["layers", "n1", "n2", "n3", "sample", "start", "step"]) {
      document.getElementById(`${spec.id}-${name}`).closest(".hs-explore-control").remove();
    }

    // What is pressed and what is said of it come first; the settings stand beside the network, or in a fold.
    const head = root.querySelector(".hs-explore-head"), live = head.querySelector("[aria-live]");
    const settings = make(box, "details", "settings");
    make(settings, "summary", "", "Cài đặt");
    settings.append(head.querySelector(".hs-explore-controls"));
    const bar = make(head, "div", "bar");
    head.prepend(bar);
    const run = button(bar, "", () => (running ? stop() : start()));
    run.className = "hs-play-run";
    button(bar, "Một bước", () => { stop(); advance(1); draw(); say(); });
    button(bar, "Làm lại", () => again({}));
    button(bar, "Trọng số mới", () => again(next("start")));
    button(bar, "Dữ liệu mới", () => again(next("sample")));
    const speed = make(bar, "select");
    speed.setAttribute("aria-label", "Tốc độ");
    for (const times of [1, 5, 25]) make(speed, "option", "", `Tốc độ ×${times}`).value = times;

    const table = make(box, "div", "stats");
    const stats = [["Bước"], ["Epoch"], ["Loss huấn luyện", "solid"], ["Loss kiểm tra", "dashed"], ["Đoán đúng"]].map(([name, kind]) => {
      const cell = make(table, "div", kind);
      make(cell, "span", "", name);
      return make(cell, "b");
    });

    const main = make(box, "div", "main"), left = make(main, "div", "left"), right = make(main, "div", "right");
    main.prepend(settings);
    right.dataset.main = ""; // to be seen together with the head
    const depth = make(left, "div", "depth"), depthText = make(depth, "span");
    const allowed = (key, by) => control(key).values.includes(values[key] + by), movers = [];
    const pair = (parent, what, key) => [[-1, "−", "Bớt"], [1, "+", "Thêm"]].forEach(([by, sign, verb]) => {
      const move = () => { if (allowed(key, by)) again({ [key]: values[key] + by }); };
      movers.push([button(parent, sign, move, `${verb} ${what}`), key, by]);
    });
    pair(depth, "một tầng ẩn", "layers");
    const net = make(left, "div", "net"), netCanvas = make(net, "canvas");
    const heads = [1, 2, 3].map(l => {
      const head = make(net, "div", "head");
      pair(head, `một nơ-ron ở tầng ẩn ${l}`, `n${l}`);
      return head;
    });
    const nodes = [[0, 2], [1, 8], [2, 8], [3, 8], [4, 1]].map(([l, n]) => Array.from({ length: n }, (_, j) => {
      const name = l === 4 ? "Đầu ra" : l ? `Nơ-ron ${j + 1} của tầng ẩn ${l}` : `Đầu vào x${j + 1}`;
      const node = button(net, "", () => { chosen = l === 4 ? null : [l, j]; draw(); say(); }, name);
      node.className = "hs-play-node";
      node.screen = screen(make(node, "canvas"), GRID / 2);
      return node;
    }));
    const formula = make(left, "p", "formula");
    const title = make(right, "p", "title"), region = make(right, "div", "region");
    region.setAttribute("role", "img");
    const field = screen(make(region, "canvas"), GRID), dots = make(region, "canvas");
    const legend = make(right, "div", "legend");
    make(legend, "span", "one", "● lớp 1");
    make(legend, "span", "zero", "■ lớp 0");
    const testLabel = make(legend, "label"), showTest = make(testLabel, "input");
    showTest.type = "checkbox";
    testLabel.append(" điểm kiểm tra");
    showTest.addEventListener("change", () => drawDots());
    const curve = make(right, "canvas", "curve");
    for (const canvas of [netCanvas, curve]) canvas.setAttribute("aria-hidden", "true"); // the reading says it
    const still = window.matchMedia("(prefers-reduced-motion: reduce)");
    let values, key = "", game, grid, now, history, every, chosen = null, running = false, request = 0, visible = true;
    let colours, shades, place, pens, drawn = 0, told = 0, written = 0, last = 0, owed = 0, half = 0, turn = 0;

    function paint() { // colours from the style sheet, again when the theme turns
      const style = getComputedStyle(main), names = ["one", "zero", "ground", "ink"];
      colours = Object.fromEntries(names.map(name => [name, style.getPropertyValue("--" + name).trim()]));
      const ends = [rgb(colours.zero), rgb(colours.one)], middle = rgb(colours.ground);
      shades = Uint32Array.from({ length: 257 }, (_, i) => {
        const v = i / 128 - 1, end = ends[v < 0 ? 0 : 1], part = 0.6 * abs(v);
        const [r, g, b] = middle.map((c, k) => round(c + (end[k] - c) * part));
        return (255 << 24 | b << 16 | g << 8 | r) >>> 0;
      });
    }

    function layout() { // after a new size or a new network
      const wide = left.clientWidth || 300, side = min(right.clientWidth || 300, 340);
      const columns = game.sizes.length, most = max(4, ...game.sizes), beside = abs(left.offsetTop - right.offsetTop) < 60;
      const narrow = (wide - 50) / (columns - 1) < 80, top = narrow ? 120 : 74, room = beside ? side + 132 : 0;
      const size = max(26, min(beside ? 50 : 42, wide / (columns * 1.8), beside ? (room - top) / most - 8 : 99));
      const row = max(size + 8, min((room - top) / most, size + 26)), tall = max(room, top + most * row);
      const pitch = (wide - size - 4) / (columns - 1), x = l => size / 2 + 2 + l * pitch;
      const y = (l, j) => top + (tall - top) / 2 + (j - (game.sizes[l] - 1) / 2) * (l ? row : max(row, size + 24));
      place = { size, x, y, wide, tall, side, top };
      pens = { net: fit(netCanvas, wide, tall), dots: fit(dots, side, side), curve: fit(curve, side, 96) };
      region.style.width = region.style.height = side + "px";
      nodes.forEach((list, k) => list.forEach((node, j) => {
        const l = k === 4 ? columns - 1 : k, shown = (k === 4 || l < columns - 1) && j < game.sizes[l];
        node.hidden = !shown;
        if (!shown) return;
        node.style.left = x(l) - size / 2 + "px";
        node.style.top = y(l, j) - size / 2 + "px";
        node.style.width = node.style.height = size + "px";
      }));
      heads.forEach((head, i) => {
        head.hidden = i >= columns - 2;
        head.style.left = x(i + 1) + "px";
        head.style.width = narrow ? "44px" : "90px";
      });
      depthText.textContent = `${columns - 2} tầng ẩn`;
      for (const [node, key, by] of movers) node.setAttribute("aria-disabled", !allowed(key, by));
    }

    // A neuron's values on the grid, as colours on one of the small screens.
    function picture(l, j, { size, pixels, show }) {
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

    function drawNet() {
      const pen = pens.net, { size, x, y, wide, tall, top } = place;
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

    function drawDots() {
      const pen = pens.dots, { side } = place;
      pen.clearRect(0, 0, side, side);
      const at = v => (v / LIMIT + 1) / 2 * side;
      pen.fillStyle = colours.ink;
      pen.fillRect(at(0), 0, 0.4, side);
      pen.fillRect(0, at(0), side, 0.4);
      for (let i = 0; i < (showTest.checked ? 2 : 1) * COUNT; i++) {
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

    function drawCurve() {
      const pen = pens.curve, wide = place.side, tall = 96, low = 78, edge = 34;
      const shown = [...history, { steps: game.steps, ...now }].filter(p => p.train + p.test < 1e3), last = max(1, game.steps);
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

    function write() { // what the chosen node computes, in numbers
      const top = game.sizes.length - 1, [l, j] = chosen || [top, 0];
      const name = (l, j) => (l ? `a${SUB[j + 1]}⁽${SUP[l]}⁾` : `x${SUB[j + 1]}`);
      title.textContent = l === top ? "Miền quyết định của cả mạng" :
        `Miền riêng của ${l ? `nơ-ron ${j + 1}, tầng ẩn ${l}` : `đầu vào ${name(0, j)}`}`;
      let text = "Đầu vào chỉ chép lại toạ độ của điểm.";
      if (l) {
        const { w, b, in: n, out: m } = game.layers[l - 1];
        const sign = v => (v < 0 ? " − " : " + ") + abs(v).toFixed(2);
        let sum = "";
        for (let k = 0; k < n; k++) sum += `${sign(w[k * m + j])}·${name(l - 1, k)}`;
        sum = (sum + sign(b[j])).replace(/^ \+ /, "").replace(/^ − /, "−");
        const act = { tanh: "tanh", sigmoid: "σ", relu: "ReLU", linear: "" }[game.settings.activation];
        text = l === top ? `ŷ = σ(${sum})` : `${name(l, j)} = ${act}(${sum})`;
      }
      if (formula.textContent !== text) formula.textContent = text;
    }

    function drawRegions(half) {
      const top = game.sizes.length - 1, mine = chosen || [top, 0];
      game.forward(GRID_X, GRID * GRID, grid);
      picture(...mine, field);
      game.sizes.forEach((n, l) => {
        if (half === undefined || turn % (top + 1) === l) nodes[l < top ? l : 4].slice(0, n).forEach((node, j) => {
          picture(l, j, node.screen);
          node.setAttribute("aria-pressed", mine[0] === l && mine[1] === j);
        });
      });
      turn++;
    }

    function draw(half) { // while it runs, a frame draws one half and a layer's small screens: no frame is long
      [game.steps, game.epoch, now.train.toFixed(3), now.test.toFixed(3), percent()].forEach((text, i) => { stats[i].textContent = text; });
      if (half !== 1) drawRegions(half);
      if (half === 0) return;
      drawNet();
      drawCurve();
      const time = performance.now();
      if (!running || time - written > 250) { write(); written = time; tell(); }
    }

    function advance(steps) {
      const end = performance.now() + 6;
      for (let i = 0; i < steps && (i === 0 || performance.now() < end); i++) game.step();
      now = game.losses();
      if (game.steps - history[history.length - 1].steps >= every) history.push({ steps: game.steps, ...now });
      if (history.length > 300) { history = history.filter((_, i) => i % 2 === 0); every *= 2; }
    }

    function frame(time) {
      if (!running) return;
      request = requestAnimationFrame(frame);
      if (!visible) { last = time; return; }
      owed = min(owed + (time - last) * 0.06 * speed.value, 8 * speed.value); // 60 steps a second at ×1
      last = time;
      const steps = floor(owed);
      owed -= steps;
      if (!steps) return;
      advance(steps);
      if (!broken() && still.matches && time - drawn < 1000) return;
      drawn = time;
      draw(still.matches ? undefined : (half = 1 - half));
      if (broken()) stop();
    }

    const percent = () => `${round(100 * now.accuracy)}\u00a0%`;
    const broken = () => !Number.isFinite(now.train + now.test);
    const say = () => set({});
    function tell() { // while it runs the sentence keeps pace with the numbers, read out once in ten seconds
      if (!running) return;
      const loud = performance.now() - told > 10000;
      if (loud) told = performance.now();
      live.setAttribute("aria-live", loud ? "polite" : "off");
      say();
    }
    const show = () => {
      run.textContent = running ? "Dừng" : "Chạy";
      run.classList.toggle("is-on", running);
    };
    function start() {
      if (broken()) return;
      running = true;
      last = told = performance.now();
      owed = 1;
      show();
      say();
      request = requestAnimationFrame(frame);
    }
    function stop() {
      if (!running) return;
      running = false;
      cancelAnimationFrame(request);
      live.setAttribute("aria-live", "polite");
      show();
      draw();
      say();
    }
    const next = name => ({ [name]: values[name] % control(name).values.length + 1 });
    const again = moved => { key = ""; set(moved); }; // from step 0; it keeps running if it ran

    function update(moved) {
      values = moved;
      const { shapes, activations } = spec.data;
      const settings = {
        data: shapes[values.shape], noise: parseFloat(values.noise), hidden: [values.n1, values.n2, values.n3].slice(0, values.layers),
        activation: activations[values.activation], rate: +values.rate, batch: +values.batch, l2: +values.l2,
        sample: values.sample, start: values.start,
      };
      const said = JSON.stringify(settings);
      if (said !== key) {
        key = said;
        game = create(settings);
        grid = game.rooms(GRID * GRID);
        now = game.losses();
        history = [{ steps: 0, ...now }];
        every = 1;
        if (chosen && !(chosen[0] < game.sizes.length - 1 && chosen[1] < game.sizes[chosen[0]])) chosen = null;
        layout();
        drawDots();
        draw();
      }
      const text = reading();
      region.setAttribute("aria-label", `${title.textContent}. ${text}`);
      return text;
    }

    function reading() {
      const end = broken() ? "loss không còn là số hữu hạn: learning rate quá lớn. Hãy giảm learning rate rồi bấm Làm lại."
        : `loss huấn luyện ${now.train.toFixed(3)}, loss kiểm tra ${now.test.toFixed(3)}, ` +
          `đoán đúng ${percent()} điểm kiểm tra.`;
      return `${values.shape} (nhiễu ${values.noise}), mạng ${game.sizes.join("-")}, ${values.activation}, η = ${values.rate}, ` +
        `batch ${values.batch}, L2 = ${values.l2}. ${running ? "Đang học, lúc bước " + game.steps :
          `Sau ${game.steps} bước (${game.epoch} epoch)`}: ${end}`;
    }

    paint();
    show();
    const redraw = () => { if (game) { paint(); layout(); drawDots(); draw(); } };
    new MutationObserver(redraw).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    let width = 0;
    new ResizeObserver(() => {
      if (box.clientWidth === width) return;
      width = box.clientWidth;
      if (width >= 700) settings.open = true; // as wide as in explore.css
      redraw();
    }).observe(box);
    new IntersectionObserver(seen => { visible = seen[seen.length - 1].isIntersecting; }).observe(box);
    return update;
  }

  page.longest = ({ data }) => Object.keys(data.shapes).map(shape => `${shape} (nhiễu 00\u00a0%), mạng 2-8-8-8-1, sigmoid, ` +
    "η = 0.03, batch 100, L2 = 0.003. Đang học, lúc bước 10000: loss huấn luyện 0.000, loss kiểm tra 0.000, đoán đúng 100\u00a0% điểm kiểm tra.");
  page.train = train;
  (window.hocsauLive = window.hocsauLive || {}).playground = page;
})();
