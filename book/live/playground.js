// A small network that learns in the page: playground_net.js computes, playground_draw.js draws; here are the buttons and
// the clock. Twin of code/hocsau/live/playground/picture.py: the same words.
(function () {
  "use strict";
  const { button, html } = window.hocsauParts;
  const { playground_net: { create }, playground_draw: draw } = window.hocsauLive;
  const { abs, floor, max, min, round } = Math;
  const make = html("hs-play-");

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
    button(bar, "Một bước", () => { stop(); advance(1); show(); say(); });
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
      const node = button(net, "", () => { chosen = l === 4 ? null : [l, j]; show(); say(); }, name);
      node.className = "hs-play-node";
      node.screen = draw.screen(make(node, "canvas"), draw.GRID / 2);
      return node;
    }));
    const formula = make(left, "p", "formula");
    const title = make(right, "p", "title"), region = make(right, "div", "region");
    region.setAttribute("role", "img");
    region.dataset.main = ""; // to be seen together with the head
    const field = draw.screen(make(region, "canvas"), draw.GRID), dots = make(region, "canvas");
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
    let colours, place, pens, drawn = 0, told = 0, written = 0, last = 0, owed = 0, half = 0, turn = 0;

    function dip() { colours = draw.palette(getComputedStyle(main)); } // again when the theme turns

    function layout() { // after a new size or a new network
      const wide = left.clientWidth || 300, side = min(right.clientWidth || 300, 340);
      const columns = game.sizes.length, most = max(4, ...game.sizes), beside = abs(left.offsetTop - right.offsetTop) < 60;
      const narrow = (wide - 50) / (columns - 1) < 80, top = narrow ? 120 : 74, room = beside ? side + 132 : 0;
      const size = max(26, min(beside ? 50 : 42, wide / (columns * 1.8), beside ? (room - top) / most - 8 : 99));
      const row = max(size + 8, min((room - top) / most, size + 26)), tall = max(room, top + most * row);
      const pitch = (wide - size - 4) / (columns - 1), x = l => size / 2 + 2 + l * pitch;
      const y = (l, j) => top + (tall - top) / 2 + (j - (game.sizes[l] - 1) / 2) * (l ? row : max(row, size + 24));
      place = { size, x, y, wide, tall, side, top };
      pens = { net: draw.fit(netCanvas, wide, tall), dots: draw.fit(dots, side, side), curve: draw.fit(curve, side, draw.TALL) };
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

    const drawDots = () => draw.dots(pens.dots, game, colours, place.side, showTest.checked);

    function write() { // what the chosen node computes, in numbers
      const words = draw.words(game, ...(chosen || [game.sizes.length - 1, 0]));
      title.textContent = words.title;
      if (formula.textContent !== words.formula) formula.textContent = words.formula;
    }

    function drawRegions(half) {
      const top = game.sizes.length - 1, mine = chosen || [top, 0];
      game.forward(draw.GRID_X, draw.GRID ** 2, grid);
      draw.region(game, grid, colours.shades, ...mine, field);
      game.sizes.forEach((n, l) => {
        if (half === undefined || turn % (top + 1) === l) nodes[l < top ? l : 4].slice(0, n).forEach((node, j) => {
          draw.region(game, grid, colours.shades, l, j, node.screen);
          node.setAttribute("aria-pressed", mine[0] === l && mine[1] === j);
        });
      });
      turn++;
    }

    function show(half) { // while it runs, a frame draws one half and a layer's small screens: no frame is long
      [game.steps, game.epoch, now.train.toFixed(3), now.test.toFixed(3), percent()].forEach((text, i) => { stats[i].textContent = text; });
      if (half !== 1) drawRegions(half);
      if (half === 0) return;
      draw.net(pens.net, game, colours, place);
      draw.curve(pens.curve, colours, place.side, [...history, { steps: game.steps, ...now }]);
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
      show(still.matches ? undefined : (half = 1 - half));
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
    const label = () => {
      run.textContent = running ? "Dừng" : "Chạy";
      run.classList.toggle("is-on", running);
    };
    function start() {
      if (broken()) return;
      running = true;
      last = told = performance.now();
      owed = 1;
      label();
      say();
      request = requestAnimationFrame(frame);
    }
    function stop() {
      if (!running) return;
      running = false;
      cancelAnimationFrame(request);
      live.setAttribute("aria-live", "polite");
      label();
      show();
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
        grid = game.rooms(draw.GRID ** 2);
        now = game.losses();
        history = [{ steps: 0, ...now }];
        every = 1;
        if (chosen && !(chosen[0] < game.sizes.length - 1 && chosen[1] < game.sizes[chosen[0]])) chosen = null;
        layout();
        drawDots();
        show();
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

    dip();
    label();
    const redraw = () => { if (game) { dip(); layout(); drawDots(); show(); } };
    new MutationObserver(redraw).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    let width = 0;
    new ResizeObserver(() => {
      if (box.clientWidth === width) return;
      width = box.clientWidth;
      if (width >= 700) settings.open = true; // as wide as in playground.css
      redraw();
    }).observe(box);
    new IntersectionObserver(seen => { visible = seen[seen.length - 1].isIntersecting; }).observe(box);
    return update;
  }

  page.longest = ({ data }) => Object.keys(data.shapes).map(shape => `${shape} (nhiễu 00\u00a0%), mạng 2-8-8-8-1, sigmoid, ` +
    "η = 0.03, batch 100, L2 = 0.003. Đang học, lúc bước 10000: loss huấn luyện 0.000, loss kiểm tra 0.000, đoán đúng 100\u00a0% điểm kiểm tra.");
  page.train = window.hocsauLive.playground_net.train;
  (window.hocsauLive = window.hocsauLive || {}).playground = page;
})();
