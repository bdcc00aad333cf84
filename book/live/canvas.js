// The reader writes a digit; it is centred as MNIST's digits are, and a small trained network answers.
// Twin of code/hocsau/live/canvas/ and code/hocsau/models/quantised.py: same order of operations, same numbers.
(function () {
  "use strict";
  const { button, bytes, html, paint } = window.hocsauParts;
  const SIDE = 140, RADIUS = 6.5; // the sheet, and half the width of the pen
  const SIZE = 28, BOX = 20; // what the network sees, and how large the digit is in it

  // --- from strokes to 784 numbers ---
  function addSegment(sheet, ax, ay, bx, by) {
    const reach = RADIUS + 1, dx = bx - ax, dy = by - ay, length = dx * dx + dy * dy;
    const from = v => Math.max(0, Math.floor(v - reach)), to = v => Math.min(SIDE - 1, Math.ceil(v + reach));
    for (let i = from(Math.min(ay, by)); i <= to(Math.max(ay, by)); i++)
      for (let j = from(Math.min(ax, bx)); j <= to(Math.max(ax, bx)); j++) {
        const px = j + 0.5, py = i + 0.5;
        const t = Math.min(Math.max(((px - ax) * dx + (py - ay) * dy) / (length || 1), 0), 1);
        const away = Math.sqrt((px - ax - t * dx) ** 2 + (py - ay - t * dy) ** 2);
        const dark = Math.min(Math.max(RADIUS + 0.5 - away, 0), 1);
        if (dark > sheet[i * SIDE + j]) sheet[i * SIDE + j] = dark;
      }
  }

  function ink(strokes) {
    const sheet = new Float64Array(SIDE * SIDE);
    for (const stroke of strokes)
      for (let k = 0; k < Math.max(1, stroke.length - 1); k++)
        addSegment(sheet, ...stroke[k], ...stroke[Math.min(k + 1, stroke.length - 1)]);
    return sheet;
  }

  function extent(profile) {
    let first = 0, last = profile.length - 1;
    while (!profile[first]) first++;
    while (!profile[last]) last--;
    return [first, last + 1];
  }

  // For every new row: the old rows that it covers, and how much of each.
  function averages(profile, scale) {
    let total = 0, moment = 0;
    profile.forEach((v, k) => { total += v; moment += v * (k + 0.5); });
    const start = extent(profile)[0];
    const shift = Math.floor((moment / total - start) * scale + 1e-9) - SIZE / 2;
    return Array.from({ length: SIZE }, (_, i) => {
      const low = start + (i + shift) / scale, high = start + (i + 1 + shift) / scale, parts = [];
      for (let k = Math.max(0, Math.floor(low)); k < Math.min(profile.length, high); k++) {
        const overlap = Math.min(high, k + 1) - Math.max(low, k);
        if (overlap > 0) parts.push([k, overlap * scale]);
      }
      return parts;
    });
  }

  // 28 × 28 numbers, or null when the sheet is blank.
  function centre(pixels, height, width) {
    const rows = new Float64Array(height), columns = new Float64Array(width);
    for (let i = 0; i < height; i++)
      for (let j = 0; j < width; j++) { rows[i] += pixels[i * width + j]; columns[j] += pixels[i * width + j]; }
    if (!rows.some(v => v > 0)) return null;
    const [top, bottom] = extent(rows), [left, right] = extent(columns);
    const scale = BOX / Math.max(bottom - top, right - left);
    const down = averages(rows, scale), across = averages(columns, scale), found = new Float64Array(SIZE * SIZE);
    for (let i = 0; i < SIZE; i++) {
      const row = new Float64Array(width);
      for (const [k, part] of down[i]) for (let j = 0; j < width; j++) row[j] += part * pixels[k * width + j];
      for (let j = 0; j < SIZE; j++)
        for (const [k, part] of across[j]) found[i * SIZE + j] += row[k] * part;
    }
    return found;
  }

  // --- the network of 8-bit integers ---
  const ACTIVATIONS = {
    relu: z => Math.max(z, 0),
    sigmoid: z => 1 / (1 + Math.exp(-z)),
    tanh: Math.tanh,
    identity: z => z,
  };

  function unpack(network) {
    return network.layers.map(layer => {
      const weight = new Int8Array(bytes(layer.weight).buffer);
      return { ...layer, weight, act: ACTIVATIONS[layer.activation] };
    });
  }

  function answer(layers, x) { // every layer's output; the last is the logits
    return layers.map(({ shape: [n, m], weight, scale, bias, act }) => {
      const sums = new Float64Array(m);
      for (let i = 0; i < n; i++) if (x[i]) for (let j = 0; j < m; j++) sums[j] += x[i] * weight[i * m + j];
      x = sums.map((sum, j) => act(sum * scale[j] + bias[j]));
      return x;
    });
  }

  function softmax(z) {
    const most = Math.max(...z), e = Array.from(z, v => Math.exp(v - most)), total = e.reduce((a, b) => a + b, 0);
    return e.map(v => v / total);
  }

  // --- the picture ---
  const make = html("hs-canvas-");
  const percent = p => `${(100 * p).toFixed(1)}\u00a0%`;

  // page(box, spec, set) draws into box and returns update(values) -> the reading; set(values) asks for it again.
  function page(box, spec, set) {
    const layers = unpack(spec.data.network), root = box.closest(".hs-explore");
    root.classList.add("hs-canvas-root");
    const choice = document.getElementById(`${spec.id}-sample`);

    const main = make(box, "div", "main"), left = make(main, "div", "left"), right = make(main, "div", "right");
    const paper = make(left, "div", "paper"), sheet = make(paper, "canvas");
    sheet.setAttribute("role", "img");
    sheet.setAttribute("aria-label", "Tờ giấy: viết một chữ số bằng ngón tay hoặc chuột. Dùng bàn phím thì chọn một chữ viết sẵn.");
    const hint = make(paper, "p", "hint");
    const bar = make(left, "div", "bar");
    button(bar, "Bỏ nét cuối", () => { own(); strokes.pop(); drawn = ink(strokes); show(); set({}); });
    button(bar, "Xoá hết", () => { own(); strokes = []; drawn = ink(strokes); show(); set({}); });

    const screens = make(right, "div", "screens");
    const screen = (size, title) => {
      const figure = make(screens, "div", "screen"), canvas = make(figure, "canvas"), caption = make(figure, "p");
      canvas.width = canvas.height = size;
      canvas.setAttribute("aria-hidden", "true");
      caption.textContent = title;
      const pen = canvas.getContext("2d");
      const show = values => // 0 is paper, 1 is ink
        paint(pen, size, size, (i, c) => colours.paper[c] + (colours.ink[c] - colours.paper[c]) * (values[i] || 0));
      return { show, caption };
    };
    const seen = screen(SIZE, "Mạng nhìn thấy 28×28 số"), inner = screen(Math.ceil(Math.sqrt(layers[0].shape[1])), "");
    const list = make(right, "ol", "bars");
    paper.dataset.main = list.dataset.main = ""; // to be seen together
    const bars = Array.from({ length: 10 }, (_, digit) => {
      const row = make(list, "li");
      make(row, "b", "", digit);
      const fill = make(make(row, "span", "track"), "span", "fill");
      return { row, fill, text: make(row, "span", "share") };
    });

    let strokes = [], drawn, mine = false, sample = null, colours, result = null, stroke = null, waiting = 0;

    function dip() { // the colours of the page's theme
      const style = getComputedStyle(main), rgb = name => {
        const text = style.getPropertyValue(name).trim();
        return [1, 3, 5].map(i => parseInt(text.slice(i, i + 2), 16));
      };
      colours = { ink: rgb("--ink"), paper: rgb("--paper") };
    }

    function drawSheet() {
      const width = paper.clientWidth || 280, zoom = Math.min(window.devicePixelRatio || 1, 2.5);
      if (sheet.width !== Math.round(width * zoom)) sheet.width = sheet.height = Math.round(width * zoom);
      const pen = sheet.getContext("2d"), scale = sheet.width / SIDE;
      pen.setTransform(scale, 0, 0, scale, 0, 0);
      pen.clearRect(0, 0, SIDE, SIDE);
      pen.lineWidth = 2 * RADIUS;
      pen.lineCap = pen.lineJoin = "round";
      pen.strokeStyle = `rgb(${colours.ink})`;
      for (const points of strokes) {
        pen.beginPath();
        pen.moveTo(...points[0]);
        for (const point of points.length > 1 ? points.slice(1) : points) pen.lineTo(...point);
        pen.stroke();
      }
      hint.textContent = mine ? "Viết một chữ số vào đây" : "Viết đè lên đây";
      hint.hidden = mine && strokes.length > 0;
      paper.classList.toggle("is-sample", !mine); // pale: it waits for the reader's hand
    }

    function show() {
      drawSheet();
      const x = centre(drawn, SIDE, SIDE), outputs = x && answer(layers, x);
      result = outputs && softmax(outputs[outputs.length - 1]);
      seen.show(x || []);
      const hidden = outputs ? outputs[0] : [], most = Math.max(1e-9, ...hidden);
      inner.show(Array.from(hidden, v => Math.max(0, v / most)));
      const on = hidden.filter(v => v > (layers[0].activation === "sigmoid" ? 0.5 : 0)).length;
      inner.caption.textContent = `Tầng ẩn: ${on}/${layers[0].shape[1]} nơ-ron bật`;
      const best = result ? result.indexOf(Math.max(...result)) : -1;
      bars.forEach(({ row, fill, text }, digit) => {
        row.classList.toggle("is-best", digit === best);
        fill.style.width = result ? `${100 * result[digit]}%` : "0";
        text.textContent = result ? percent(result[digit]) : "";
      });
    }

    function reading() {
      if (!result) return "Tờ giấy còn trắng. Hãy viết một chữ số, hoặc chọn một chữ viết sẵn.";
      const order = result.map((_, digit) => digit).sort((a, b) => result[b] - result[a]);
      return `${mine ? "Chữ bạn viết" : `Chữ viết sẵn “${sample}”`}: mạng đoán ${order[0]} (${percent(result[order[0]])}), ` +
        `rồi đến ${order[1]} (${percent(result[order[1]])}).`;
    }

    function own() { // from now on it is the reader's; any sample may be chosen again
      mine = true;
      choice.selectedIndex = -1;
    }

    const place = event => {
      const room = sheet.getBoundingClientRect();
      return [(event.clientX - room.left) / room.width * SIDE, (event.clientY - room.top) / room.height * SIDE];
    };
    const soon = () => { waiting = waiting || requestAnimationFrame(() => { waiting = 0; show(); }); };
    sheet.addEventListener("pointerdown", event => {
      if (event.button || stroke) return;
      event.preventDefault();
      sheet.setPointerCapture(event.pointerId);
      if (!mine) { strokes = []; drawn = ink(strokes); } // a sample gives way to the reader's first stroke
      own();
      stroke = { id: event.pointerId, points: [place(event)] };
      strokes.push(stroke.points);
      addSegment(drawn, ...stroke.points[0], ...stroke.points[0]);
      soon();
    });
    sheet.addEventListener("pointermove", event => {
      if (!stroke || event.pointerId !== stroke.id) return;
      const moves = event.getCoalescedEvents ? event.getCoalescedEvents() : [];
      for (const move of moves.length ? moves : [event]) {
        const last = stroke.points[stroke.points.length - 1], point = place(move);
        if (Math.hypot(point[0] - last[0], point[1] - last[1]) < 0.7) continue;
        addSegment(drawn, ...last, ...point);
        stroke.points.push(point);
      }
      soon();
    });
    for (const end of ["pointerup", "pointercancel"])
      sheet.addEventListener(end, event => {
        if (!stroke || event.pointerId !== stroke.id) return;
        stroke = null;
        show();
        set({});
      });

    function update(values) {
      if (values.sample !== sample || (mine && choice.selectedIndex >= 0)) {
        sample = values.sample;
        mine = false;
        strokes = spec.data.samples[sample].map(points => points.slice());
        drawn = ink(strokes);
        show();
      }
      return reading();
    }

    dip();
    const redraw = () => { if (drawn) { dip(); show(); } };
    new MutationObserver(redraw).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    new ResizeObserver(redraw).observe(paper);
    return update;
  }

  page.longest = () => ["Chữ viết sẵn “4 viết kín”: mạng đoán 0 (100.0\u00a0%), rồi đến 0 (00.0\u00a0%)."];
  page.ink = ink;
  page.centre = centre;
  page.answer = (network, x) => answer(unpack(network), x).map(values => [...values]);
  (window.hocsauLive = window.hocsauLive || {}).canvas = page;
})();
