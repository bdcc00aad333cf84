// "Đoán trước": what stands behind a guess waits until the reader commits to one, or passes; then both stand side
// by side (see booktools/guess). The answer is the page's own folded key; guesses are kept on this device (memory.js).
(() => {
  "use strict";
  const { all, near, read, stamp } = window.hocsauAnswers, memory = window.hocsauMemory;
  const signed = (value) => String(value).replace("-", "\u2212");

  // Each kind gives value() -> {value} or {why}, judge(value) -> {hit, yours, truth, cases}, restore(value) -> whether
  // it can be that, and freeze().
  const KINDS = {
    choice(guess, cases) {
      const inputs = all(guess, ".quiz-options input");
      const right = cases.find((c) => c.right);
      return {
        value() {
          const picked = inputs.findIndex((input) => input.checked);
          return picked < 0 ? { why: "Bạn chọn một đáp án đã." } : { value: cases[picked].answer };
        },
        judge: (value) => ({
          hit: value === right.answer, yours: `chọn ${value}`, truth: right.answer,
          cases: cases.filter((c) => c.right || c.answer === value),
        }),
        restore(value) {
          inputs.forEach((input, i) => { input.checked = cases[i].answer === value; });
          return inputs.some((input) => input.checked);
        },
        show(value) {
          cases.forEach((c, i) => {
            if (c.right || c.answer === value) inputs[i].closest("li").dataset.mark = c.right ? "✓" : "✗";
          });
        },
      };
    },

    number(guess, cases) {
      const entry = guess.querySelector(".guess-entry input"), { unit, truth, low, high } = guess.dataset;
      const words = (number) => `${signed(number)} ${unit}`.trim();
      const wrong = (value) => {
        const hit = cases.find((c) => !c.right && near(value, Number(c.answer), c.tolerance));
        return hit || cases.find((c) => c.answer === "*");
      };
      return {
        value() {
          const got = read(entry.value, unit);
          entry.setAttribute("aria-invalid", "why" in got);
          return got.why ? got : { value: got.value };
        },
        judge(value) {
          const hit = near(value, (+low + +high) / 2, (high - low) / 2);
          const also = hit || value === null ? null : wrong(value);
          return { hit, yours: `đoán ${words(value)}`, truth: words(truth), cases: cases.filter((c) => c.right || c === also) };
        },
        restore(value) { entry.value = value; return Number.isFinite(value); },
        show() {},
      };
    },

    point: (guess, cases) => drawn(guess, cases, true),
    line: (guess, cases) => drawn(guess, cases, false),
  };

  const [LEFT, TOP, WIDTH, HEIGHT] = [52, 12, 296, 186]; // of the picture, see guess_nodes.py
  function drawn(guess, cases, isPoint) {
    const box = guess.querySelector(".guess-axes"), svg = box.querySelector("svg"), sliders = all(box, "input");
    const [x0, x1, y0, y1] = JSON.parse(box.dataset.axes), truth = JSON.parse(guess.dataset.truth);
    const values = () => sliders.map((s) => +s.value);
    const places = (v) => (isPoint ? [v] : v.map((y, i) => [x0 + ((x1 - x0) * i) / (v.length - 1), y]))
      .map(([x, y]) => [LEFT + (WIDTH * (x - x0)) / (x1 - x0), TOP + HEIGHT - (HEIGHT * (y - y0)) / (y1 - y0)]);
    const words = (v) => (isPoint ? `(${v.map(signed).join(", ")})` : v.map(signed).join(" → "));
    const add = (name, mark) => {
      const element = svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", name));
      element.setAttribute("class", mark);
      return element;
    };
    const put = (knob, [x, y]) => { knob.setAttribute("cx", x); knob.setAttribute("cy", y); knob.setAttribute("r", 8); };
    const line = add("polyline", "guess-line");
    const knobs = (isPoint ? [0] : sliders).map(() => add("circle", "guess-knob"));
    let touched = false, held = null, frozen = false;
    function draw() {
      const at = places(values());
      line.setAttribute("points", at.join(" "));
      at.forEach((place, i) => put(knobs[i], place));
      for (const s of sliders) s.nextElementSibling.textContent = signed(+s.value);
      svg.classList.toggle("guess-untouched", !touched);
    }
    function move(event) {
      const frame = svg.getBoundingClientRect(), scale = svg.viewBox.baseVal.width / frame.width;
      const x = ((event.clientX - frame.left) * scale - LEFT) / WIDTH, y = 1 - ((event.clientY - frame.top) * scale - TOP) / HEIGHT;
      held ??= isPoint ? 0 : Math.min(sliders.length - 1, Math.max(0, Math.round(x * (sliders.length - 1))));
      if (isPoint) sliders[0].value = x0 + x * (x1 - x0);
      sliders[isPoint ? 1 : held].value = y0 + y * (y1 - y0);
      touched = true;
      draw();
    }
    // A finger that slides over the picture scrolls the page, unless it has taken a knob; a tap moves the nearest.
    svg.addEventListener("pointerdown", (event) => {
      if (frozen || (event.pointerType === "touch" && !event.target.closest(".guess-knob"))) return;
      svg.setPointerCapture(event.pointerId);
      held = null;
      move(event);
    });
    svg.addEventListener("pointermove", (event) => { if (!frozen && svg.hasPointerCapture(event.pointerId)) move(event); });
    svg.addEventListener("click", (event) => {
      if (frozen) return;
      move(event);
      held = null;
    });
    box.addEventListener("input", () => { touched = true; draw(); });
    draw();
    return {
      value: () => (touched ? { value: values() } : { why: "Bạn kéo chấm, hay thanh trượt, tới chỗ mình đoán đã." }),
      judge: (value) => ({
        hit: value !== null && value.every((v, i) => near(v, truth[i], guess.dataset.share * (isPoint && !i ? x1 - x0 : y1 - y0))),
        yours: `đoán ${words(value ?? [])}`, truth: words(truth), cases,
      }),
      restore(value) {
        if (!Array.isArray(value) || value.length !== sliders.length || !value.every(Number.isFinite)) return false;
        sliders.forEach((s, i) => { s.value = value[i]; });
        touched = true;
        draw();
        return true;
      },
      show(value) {
        frozen = true;
        if (value === null) [line, ...knobs].forEach((mark) => mark.remove()); // who passed has drawn nothing
        const at = places(truth);
        add("polyline", "guess-line guess-truth").setAttribute("points", at.join(" "));
        at.forEach((place) => put(add("circle", "guess-knob guess-truth"), place));
      },
    };
  }

  const veils = all(document, ".guess-veil"), done = new Set();
  /* A way back to the guess, once for all that waits for it: the first veil has it. */
  function wayBack(veil) {
    const button = veil.appendChild(document.createElement("button"));
    button.type = "button";
    button.className = "guess-first";
    button.textContent = "Bạn đoán trước đã";
    button.addEventListener("click", () => {
      const guess = document.getElementById(veil.dataset.guesses.split(" ").find((id) => !done.has(id)));
      guess.scrollIntoView({ block: "center" });
      guess.querySelector("input, button").focus({ preventScroll: true });
    });
  }
  function lift() {
    for (const veil of veils) {
      const waits = !veil.dataset.guesses.split(" ").every((id) => done.has(id));
      if (waits === veil.classList.contains("guess-waits")) continue;
      veil.classList.toggle("guess-waits", waits);
      [...veil.children].forEach((child) => { child.inert = waits; });
      if (!waits) veil.querySelector(".guess-first")?.remove();
      else if (veils.find((first) => first.dataset.guesses === veil.dataset.guesses) === veil) wayBack(veil);
    }
  }

  function start(guess) {
    const said = guess.querySelector(".guess-said"), key = guess.querySelector(".guess-key"), id = guess.id.slice(6);
    const written = stamp(all(guess, ".quiz-prompt, .quiz-options .quiz-text, .quiz-case"));
    const cases = all(key, ".quiz-case").map((item) => (
      { answer: item.dataset.answer, right: "right" in item.dataset, tolerance: +item.dataset.tolerance || 0, item }));
    const part = KINDS[guess.dataset.kind](guess, cases);
    const say = (text, name) => {
      const p = document.createElement("p");
      p.textContent = text;
      if (name) p.className = name;
      said.append(p);
    };
    // value null: the reader passed.
    function finish(value) {
      const { hit, yours, truth, cases: shown } = part.judge(value);
      said.replaceChildren();
      if (value === null) say(`Đúng: ${truth}`, "guess-truth-said");
      else say(hit ? `✓ Bạn ${yours}; đúng: ${truth}. Trúng!` : `✗ Bạn ${yours}; đúng: ${truth}.`, hit ? "quiz-right" : "quiz-wrong");
      const whys = said.appendChild(document.createElement("ul"));
      whys.append(...shown.map((c) => c.item.cloneNode(true)));
      part.show(value);
      all(guess, "input").forEach((input) => { input.disabled = true; });
      guess.querySelector(".guess-buttons").hidden = true;
      guess.classList.add("guess-done");
      done.add(guess.id);
      lift();
      return hit;
    }
    function keep(value) {
      const hit = finish(value);
      const kept = value === null ? { stamp: written, passed: true } : { stamp: written, value, right: hit };
      memory?.save((data) => { data.guesses[id] = kept; });
      said.tabIndex = -1; // the buttons are gone: the keyboard goes on from here
      said.focus({ preventScroll: true });
    }
    function commit() {
      const { why, value } = part.value();
      if (!why) return keep(value);
      said.replaceChildren();
      say(why);
    }
    guess.querySelector(".guess-commit").addEventListener("click", commit);
    guess.querySelector(".guess-pass").addEventListener("click", () => keep(null));
    guess.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.type === "text") commit();
    });
    key.hidden = true;
    all(guess, ".quiz-options input").forEach((input) => { input.hidden = false; });
    return () => {
      const kept = memory?.load().guesses[id];
      if (done.has(guess.id) || !kept || kept.stamp !== written) return;
      if (kept.passed) finish(null);
      else if (part.restore(kept.value)) finish(kept.value);
    };
  }

  const takeOver = all(document, ".guess").map(start);
  const take = () => takeOver.forEach((one) => one());
  take();
  lift();
  addEventListener("hocsau-memory", take);
})();
