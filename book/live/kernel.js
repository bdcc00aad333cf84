// A free 3×3 kernel slides over a photo: nine numbers, the photo, the result, and one window opened.
// Twin of code/hocsau/live/kernel.py: float64, the same order of operations, the same numbers.
(function () {
  "use strict";
  const { button, bytes, html, paint, rint } = window.hocsauParts;
  const NO_SUM = 1e-9, LIMIT = 1000;

  const total = list => list.reduce((sum, v) => sum + v, 0);
  const divisible = weights => Math.abs(total(weights)) >= NO_SUM;
  function applied(weights, divide) {
    const sum = total(weights);
    return divide && divisible(weights) ? weights.map(w => w / sum) : weights;
  }

  // Beyond the edge the picture is mirrored about its edge pixels: -1 is 1, n is n - 2.
  function mirror(i, n) {
    if (n === 1) return 0;
    return i < 0 ? -i : i >= n ? 2 * n - 2 - i : i;
  }

  function filter(photo, [h, w], kernel) {
    const sums = new Float64Array(h * w), columns = [-1, 0, 1].map(d => Int32Array.from({ length: w }, (_, j) => mirror(j + d, w)));
    for (let u = 0; u < 3; u++)
      for (let v = 0; v < 3; v++) {
        const weight = kernel[3 * u + v];
        if (!weight) continue;
        for (let i = 0; i < h; i++) {
          const from = mirror(i + u - 1, h) * w;
          for (let j = 0; j < w; j++) sums[i * w + j] += weight * photo[from + columns[v][j]];
        }
      }
    return sums;
  }

  const grey = v => Math.min(Math.max(rint(v), 0), 255);

  function around(photo, [h, w], row, column) {
    return Array.from({ length: 9 }, (_, k) =>
      photo[mirror(row + Math.floor(k / 3) - 1, h) * w + mirror(column + k % 3 - 1, w)]);
  }

  const number = v => String(+v.toFixed(4)).replace(/^-0$/, "0").replace("-", "−");

  // --- the picture ---
  const make = html("hs-kernel-");

  // page(box, spec, set) draws into box and returns update(values) -> the reading; set(values) asks for it again.
  function page(box, spec, set) {
    const { shape, kernels, opened } = spec.data, [h, w] = shape, photo = bytes(spec.data.photo);
    const choice = document.getElementById(`${spec.id}-kernel`);
    let [row, column] = spec.data.place, weights = [], name = null, mine = false, waiting = 0;
    box.closest(".hs-explore").classList.add("hs-kernel-root");

    // Nine numbers.
    const head = make(box, "div", "head"), grid = make(head, "div", "grid");
    grid.setAttribute("role", "group");
    grid.setAttribute("aria-label", "Kernel: chín số");
    const fields = Array.from({ length: 9 }, (_, k) => {
      const cell = make(grid, "div", "cell"), where = `hàng ${Math.floor(k / 3) + 1}, cột ${k % 3 + 1}`;
      const field = make(cell, "input");
      field.type = "number";
      field.step = "any";
      field.autocomplete = "off";
      field.setAttribute("aria-label", `Kernel, ${where}`);
      field.addEventListener("input", () => change(k, field.valueAsNumber));
      field.addEventListener("change", () => { field.value = weights[k]; field.removeAttribute("aria-invalid"); });
      const step = by => () => { change(k, +(weights[k] + by).toFixed(10)); field.value = weights[k]; };
      button(cell, "−", step(-1), `Bớt 1 ở ${where}`);
      button(cell, "+", step(1), `Thêm 1 ở ${where}`);
      return field;
    });
    const label = make(head, "label", "divide"), divide = make(label, "input"), about = make(label, "span");
    divide.type = "checkbox";
    divide.autocomplete = "off";
    divide.addEventListener("change", () => { own(); refresh(); });

    function own() { // from now on it is the reader's; any named kernel may be chosen again
      mine = true;
      choice.selectedIndex = -1;
    }
    function change(k, value) {
      own();
      fields[k].toggleAttribute("aria-invalid", false);
      if (!Number.isFinite(value)) fields[k].setAttribute("aria-invalid", "true"); // blank while it is typed: 0
      weights[k] = Number.isFinite(value) ? Math.min(Math.max(value, -LIMIT), LIMIT) : 0;
      refresh();
    }
    function refresh() { show(); set({}); }

    // Photo and result.
    const screens = make(box, "div", "screens");
    screens.dataset.main = ""; // to be seen together with the numbers
    const screen = (title, side) => {
      const figure = make(screens, "div", "screen"), frame = make(figure, "div", "frame");
      const canvas = make(frame, "canvas"), mark = make(frame, "span", "mark");
      canvas.width = w;
      canvas.height = h;
      canvas.setAttribute("role", "img");
      mark.style.width = `${100 * side / w}%`;
      mark.style.height = `${100 * side / h}%`;
      make(figure, "p", "", title);
      const pen = canvas.getContext("2d");
      const at = event => {
        const room = canvas.getBoundingClientRect(), clamp = (v, n) => Math.min(Math.max(Math.floor(v * n), 0), n - 1);
        go(clamp((event.clientY - room.top) / room.height, h), clamp((event.clientX - room.left) / room.width, w));
      };
      mark.hidden = !opened;
      if (opened) {
        canvas.addEventListener("click", at);
        canvas.addEventListener("pointermove", event => { if (event.pointerType === "mouse") at(event); });
      }
      return {
        canvas,
        show: values => paint(pen, w, h, k => values[k]), // grey
        point() {
          mark.style.left = `${100 * (column + 0.5 - side / 2) / w}%`;
          mark.style.top = `${100 * (row + 0.5 - side / 2) / h}%`;
        },
      };
    };
    const before = screen("Ảnh", 3), after = screen("Sau khi lọc", 1);
    before.canvas.setAttribute("aria-label", "Ảnh xám: bến cảng có núi, thuyền buồm, nhà ngói và cây");
    after.canvas.setAttribute("aria-label", "Ảnh sau khi lọc bằng kernel đang chọn");
    before.show(photo);

    // One window, opened.
    const open = make(box, "div", "window");
    open.hidden = !opened; // a chapter's door shows the photo alone
    const table = make(open, "div", "products");
    const cells = Array.from({ length: 9 }, () => {
      const cell = make(table, "div", "product"), chip = make(cell, "i"), text = make(cell, "span"), value = make(cell, "b");
      return { chip, text, value };
    });
    const side = make(open, "div", "side"), sum = make(side, "p", "sum");
    const pad = make(side, "div", "pad");
    pad.setAttribute("role", "group");
    pad.setAttribute("aria-label", "Chuyển cửa sổ 3×3");
    for (const [text, name, down, right] of [["←", "Sang trái", 0, -1], ["↑", "Lên trên", -1, 0], ["↓", "Xuống dưới", 1, 0], ["→", "Sang phải", 0, 1]])
      button(pad, text, () => go(Math.min(Math.max(row + down, 0), h - 1), Math.min(Math.max(column + right, 0), w - 1)), `${name} một điểm`);

    function go(toRow, toColumn) {
      if (toRow === row && toColumn === column) return;
      row = toRow;
      column = toColumn;
      look();
      clearTimeout(waiting); // a moving mouse is read out when it rests
      waiting = setTimeout(() => set({}), 150);
    }

    function look() {
      const kernel = applied(weights, divide.checked), seen = around(photo, shape, row, column);
      const products = seen.map((v, k) => v * kernel[k]), value = total(products);
      cells.forEach(({ chip, text, value }, k) => {
        chip.style.backgroundColor = `rgb(${seen[k]}, ${seen[k]}, ${seen[k]})`;
        text.textContent = `${seen[k]} × ${kernel[k] < 0 ? `(${number(kernel[k])})` : number(kernel[k])}`;
        value.textContent = `= ${number(products[k])}`;
      });
      sum.textContent = `Tổng ${number(value)} → điểm mới ${grey(value)}`;
      before.point();
      after.point();
      return value;
    }

    function show() {
      about.textContent = `Chia cho tổng (${number(total(weights))})`;
      after.show(Array.from(filter(photo, shape, applied(weights, divide.checked)), grey));
      look();
    }

    function reading() {
      const value = look(), whole = rint(value);
      const cut = whole < 0 ? " (âm nên cắt về 0)" : whole > 255 ? " (quá 255 nên cắt về 255)" : "";
      const undivided = divide.checked && !divisible(weights) ? " Tổng của kernel bằng 0 nên không chia được." : "";
      const whose = `Kernel ${mine ? "của bạn" : `“${name}”`}`;
      if (!opened) return `${whose}: chín số cộng lại được ${number(total(weights))}.${undivided}`;
      return `${whose}: ở hàng ${row}, cột ${column}, tổng chín tích là ${number(value)}, ` +
        `điểm mới ${grey(value)}${cut}.${undivided}`;
    }

    return function update(values) {
      if (values.kernel !== name || (mine && choice.selectedIndex >= 0)) {
        name = values.kernel;
        mine = false;
        weights = kernels[name].weights.slice();
        divide.checked = kernels[name].divide;
        fields.forEach((field, k) => { field.value = weights[k]; field.removeAttribute("aria-invalid"); });
        show();
      }
      return reading();
    };
  }

  page.result = (photo, shape, weights, divide) => Array.from(filter(photo, shape, applied(weights, divide)), grey);
  page.sums = (photo, shape, weights, divide) => Array.from(filter(photo, shape, applied(weights, divide)));
  page.unpack = bytes;
  page.longest = ({ data }) => Object.keys(data.kernels).map(name => `Kernel “${name}”: ở hàng 100, cột 100, tổng chín tích là ` +
    "−1000.0000, điểm mới 255 (quá 255 nên cắt về 255). Tổng của kernel bằng 0 nên không chia được.");
  (window.hocsauLive = window.hocsauLive || {}).kernel = page;
})();
