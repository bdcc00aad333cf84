/* The cover's valley: drag the ball, let go, and gradient descent on the loss of the thirty houses carries it. */
"use strict";
(() => {
  const box = document.querySelector(".cover-play");
  if (!box) return;
  const data = JSON.parse(box.dataset.cover);
  const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const curve = mean(data.x.map((x) => x * x)); // J''
  const best = mean(data.x.map((x, i) => x * data.y[i])) / curve;
  const slope = (w) => mean(data.x.map((x, i) => x * (w * x - data.y[i]))); // dJ/dw
  const miss = (w) => mean(data.x.map((x, i) => Math.abs(w * x - data.y[i])));
  const [left, unit] = data.across; // where w = 0 stands, and how far apart are w and w + 1
  const across = (w) => left + unit * w;
  const down = (w) => data.floor - data.deep * (w - best) ** 2;
  const up = (y) => data.up[0] + data.up[1] * y;
  const valley = box.querySelector(".cover-valley"), ball = box.querySelector(".cover-ball");
  const way = box.querySelector(".cover-way"), line = box.querySelector(".cover-line");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const MOST = 60; // steps
  let w = data.low, run = 0;

  const said = document.createElement("p"), rate = document.createElement("p");
  said.className = "cover-said";
  said.setAttribute("role", "status");
  rate.className = "cover-rate";
  rate.innerHTML = '<label for="cover-rate">Learning rate (bước dài chừng nào)</label><input id="cover-rate" type="range" min="0" step="1"><output for="cover-rate"></output>';
  const [, range, shown] = rate.children;
  range.max = data.rates.length - 1;
  range.value = 2;
  const eta = () => data.rates[range.value];
  const showRate = () => {
    shown.textContent = String(Number(eta().toPrecision(2)));
    range.setAttribute("aria-valuetext", shown.textContent);
  };
  range.addEventListener("input", showRate);

  function draw() {
    ball.setAttribute("cx", across(w));
    ball.setAttribute("cy", down(w));
    const ends = data.ends.map(([x, at]) => `${at} ${up(data.middle + w * x)}`);
    line.setAttribute("d", `M${ends.join("L")}`);
    valley.setAttribute("aria-valuenow", w.toFixed(1));
    valley.setAttribute("aria-valuetext", `mỗi mét vuông ${w.toFixed(1)} triệu, trung bình lệch ${miss(w).toFixed(0)} triệu`);
  }
  const tell = (before) => {
    said.textContent = `${before} Mỗi m² thêm ${w.toFixed(1)} triệu; trung bình mỗi căn đoán lệch ${miss(w).toFixed(0)} triệu.`;
  };
  function leaveMark() {
    const mark = ball.cloneNode();
    mark.setAttribute("class", "cover-trail");
    mark.setAttribute("r", 4);
    way.append(mark);
  }
  function place(value) {
    run += 1; // what was rolling stops
    way.replaceChildren();
    w = Math.min(data.high, Math.max(data.low, value));
    draw();
    tell("Thả ra là bóng lăn.");
  }

  /* One step after another until the ball lies still, has flown out, or has taken MOST steps. */
  async function letGo() {
    const mine = (run += 1);
    for (let step = 1; step <= MOST; step++) {
      const from = w, to = w - eta() * slope(w);
      leaveMark();
      await slide(from, to, mine);
      if (mine !== run) return;
      if (to < data.low || to > data.high) {
        said.textContent = `Văng khỏi thung lũng sau ${step} bước: bước dài quá thì càng đi càng xa đáy. Giảm learning rate rồi kéo bóng lại.`;
        return;
      }
      if (Math.abs(to - best) < 0.002 * (data.high - data.low)) {
        tell(`Tới đáy sau ${step} bước, không ai nói cho máy giá một mét vuông.`);
        return;
      }
      tell(`Bước ${step}.`);
    }
    tell(`${MOST} bước mà chưa tới đáy: bước ngắn quá.`);
  }
  function slide(from, to, mine) {
    if (calm.matches) {
      w = to;
      draw();
      return Promise.resolve();
    }
    return new Promise((done) => {
      const start = performance.now();
      const frame = (now) => {
        if (mine !== run) return done();
        const part = Math.min(1, (now - start) / 280);
        w = from + (to - from) * part * part * (3 - 2 * part);
        draw();
        if (part < 1) requestAnimationFrame(frame);
        else setTimeout(done, 120);
      };
      requestAnimationFrame(frame);
    });
  }

  const under = (event) => {
    const frame = valley.getBoundingClientRect();
    return (((event.clientX - frame.left) / frame.width) * data.width - left) / unit;
  };
  valley.addEventListener("pointerdown", (event) => {
    valley.setPointerCapture(event.pointerId);
    place(under(event));
  });
  valley.addEventListener("pointermove", (event) => {
    if (valley.hasPointerCapture(event.pointerId)) place(under(event));
  });
  for (const name of ["pointerup", "pointercancel"])
    valley.addEventListener(name, (event) => {
      if (valley.hasPointerCapture(event.pointerId)) letGo();
    });
  valley.addEventListener("keydown", (event) => {
    const moved = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -5, PageUp: 5 }[event.key];
    if (moved) place(w + moved);
    else if (event.key === "Home") place(data.low);
    else if (event.key === "End") place(data.high);
    else if (event.key === "Enter" || event.key === " ") letGo();
    else return;
    event.preventDefault();
  });

  box.querySelector(".cover-pictures").removeAttribute("role");
  box.querySelector(".cover-pictures").removeAttribute("aria-label");
  for (const [name, value] of Object.entries({
    tabindex: 0, role: "slider", "aria-label": "Quả bóng trên thung lũng: phím mũi tên để kéo, Enter để thả",
    "aria-valuemin": data.low.toFixed(1), "aria-valuemax": data.high.toFixed(1),
  }))
    valley.setAttribute(name, value);
  valley.removeAttribute("aria-hidden");
  valley.classList.add("is-alive");
  box.append(said, rate);
  box.classList.add("is-alive");
  showRate();
  way.replaceChildren();
  w = data.low + 0.12 * (data.high - data.low);
  draw();
  said.textContent = "Kéo quả bóng lên sườn dốc rồi thả ra. Bên cạnh là 30 căn nhà: bóng xuống tới đâu, đường đoán giá khít tới đó.";
})();
