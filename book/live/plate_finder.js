// A motorbike put into a scene by hand; one small network looks for its plate, another reads it. Networks and pictures come when the
// reader first touches the box. Twin of code/hocsau/live/plate_finder.py: same pixels, same words.
(function () {
  "use strict";
  const { bytes, html, lazily, paint, rint, script } = window.hocsauParts;
  const here = document.currentScript ? document.currentScript.src : "";
  const beside = name => here.replace(/plate_finder\.js/, name);
  const load = lazily(() => { // the pictures and the network, for every box of the page
    const engines = ["darknet", "plate_reader"].map(name => window.hocsauLive[name] || script(beside(`${name}.js`)));
    return Promise.all([...engines, script(beside("plate_finder.data.js"))]).then(() => {
      const { net, reader, grounds, bike, cover } = window.hocsauLiveData.plate_finder, floors = {};
      for (const name of Object.keys(grounds)) floors[name] = bytes(grounds[name]);
      const { darknet, plate_reader: letters } = window.hocsauLive;
      return { net: darknet.build(net), reader: letters.build(reader), grounds: floors, bike: bytes(bike), cover: bytes(cover), large: {} };
    });
  });

  // --- the scene ---
  function enlarged(small, [height, width], by) {
    const rows = height / by, columns = width / by, tall = new Float64Array(height * columns * 3), made = new Float64Array(height * width * 3);
    const places = (n, count) => Array.from({ length: count }, (_, k) => {
      const at = Math.min(Math.max((k + 0.5) / by - 0.5, 0), n - 1), low = Math.floor(at);
      return [low, Math.min(low + 1, n - 1), at - low];
    });
    places(rows, height).forEach(([low, high, part], i) => {
      for (let k = 0; k < columns * 3; k++) tall[i * columns * 3 + k] = small[low * columns * 3 + k] * (1 - part) + small[high * columns * 3 + k] * part;
    });
    const across = places(columns, width);
    for (let i = 0; i < height; i++)
      across.forEach(([low, high, part], j) => {
        for (let c = 0; c < 3; c++)
          made[(i * width + j) * 3 + c] = tall[(i * columns + low) * 3 + c] * (1 - part) + tall[(i * columns + high) * 3 + c] * part;
      });
    return made;
  }

  function compose({ place, x, y, size, turn, light }, data, loaded) {
    const [height, width] = data.shape, { unit, left, top, width: wide, height: high } = data.bike, n = data.fine;
    const base = loaded.large[place] || (loaded.large[place] = enlarged(loaded.grounds[place], data.shape, data.coarse));
    const scale = size / unit, angle = turn * Math.PI / 180, c = Math.cos(angle), s = Math.sin(angle);
    const made = new Uint8ClampedArray(3 * height * width), reach = scale * Math.hypot(Math.max(left, wide - left), Math.max(top, high - top)) + 1;
    for (let i = 0, k = 0; i < height; i++)
      for (let j = 0; j < width; j++, k++) {
        let amount = 0, red = 0, green = 0, blue = 0;
        if (Math.abs(i - y) <= reach && Math.abs(j - x) <= reach)
          for (let u = 0; u < n; u++)
            for (let v = 0; v < n; v++) {
              const dx = j + (v + 0.5) / n - x, dy = i + (u + 0.5) / n - y;
              const column = Math.floor((c * dx + s * dy) / scale + left), row = Math.floor((c * dy - s * dx) / scale + top);
              if (column < 0 || column >= wide || row < 0 || row >= high) continue;
              const at = row * wide + column, share = loaded.cover[at] / 255;
              amount += share;
              red += loaded.bike[3 * at] * share;
              green += loaded.bike[3 * at + 1] * share;
              blue += loaded.bike[3 * at + 2] * share;
            }
        const rest = 1 - amount / (n * n);
        made[3 * k] = rint(light * (base[3 * k] * rest + red / (n * n)));
        made[3 * k + 1] = rint(light * (base[3 * k + 1] * rest + green / (n * n)));
        made[3 * k + 2] = rint(light * (base[3 * k + 2] * rest + blue / (n * n)));
      }
    return made;
  }

  function trueBox({ x, y, size, turn }, [wide, high]) {
    const w = size / 2, h = size / 2 * high / wide, angle = turn * Math.PI / 180;
    const c = Math.abs(Math.cos(angle)), s = Math.abs(Math.sin(angle)), rx = w * c + h * s, ry = w * s + h * c;
    return [x - rx, y - ry, x + rx, y + ry];
  }

  function find(image, threshold, data, loaded) {
    const [height, width] = data.shape, { run, choose } = window.hocsauLive.darknet;
    return choose(run(loaded.net, image, height, width), loaded.net, height, threshold / 100, data.overlap);
  }

  const percent = share => Math.floor(100 * share + 0.5);
  const hundredths = value => (Math.floor(100 * value + 0.5) / 100).toFixed(2);
  function spelled(text) {
    const parts = /^(\d\d)([A-Z][0-9A-Z])(\d{3})(\d\d?)$/.exec(text);
    if (!parts) return text || "?";
    const [, code, series, order, rest] = parts;
    return `${code}-${series} ${order}${rest.length === 2 ? "." : ""}${rest}`;
  }

  function said(found, truth, threshold, image, data, loaded) {
    if (!found.length) return `Không thấy biển số nào đáng tin từ ${threshold} %.`;
    const overlaps = found.map(one => window.hocsauLive.darknet.overlap(one.box, truth));
    const most = Math.max(...overlaps), best = found[overlaps.indexOf(most)];
    const words = `Thấy ${found.length} khung, chắc nhất ${percent(found[0].score)} %. `;
    if (most < 0.5) return words + "Không khung nào trùng biển tới một nửa (IoU dưới 0.5).";
    const [height, width] = data.shape, text = spelled(window.hocsauLive.plate_reader.read(loaded.reader, image, height, width, best.box));
    const right = text === data.number ? "đúng" : `biển ghi ${data.number}`;
    return words + `Có khung trùng biển (IoU ${hundredths(most)}), đọc ra ${text}: ${right}.`;
  }

  // --- the picture ---
  const make = html("hs-finder-");

  // page(box, spec, set) draws into box and returns update(values) -> the reading; set(values) moves the controls.
  function page(box, spec, set) {
    const data = spec.data, [height, width] = data.shape, root = box.closest(".hs-explore");
    root.classList.add("hs-finder-root");
    const screen = make(box, "div", "screen"), canvas = make(screen, "canvas", "canvas"), note = make(box, "p", "note");
    canvas.width = 2 * width;
    canvas.height = 2 * height;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", spec.alt);
    note.textContent = "Kéo xe tới chỗ khác, hay bấm các nút.";
    const pen = canvas.getContext("2d"), scratch = document.createElement("canvas"), sheet = scratch.getContext("2d");
    let loaded = null, words = data.start.reading, latest = null, answered = "", waiting = 0, drawn = null;
    const busy = is => box.classList.toggle("is-loading", is); // as a picture that waits for its frame

    async function begin() {
      if (loaded) return;
      note.textContent = "Đang tải hai mạng, khoảng nửa MB…";
      busy(true);
      try {
        loaded = await load();
        set({});
      } catch {
        note.textContent = "Chưa tải được mạng. Hãy thử chạm lại.";
        busy(false);
      }
    }
    for (const event of ["pointerdown", "focusin"]) root.addEventListener(event, begin, { passive: true });

    function show(image, found, part = 1) { // part: the image is so many times smaller than the scene
      scratch.width = width / part;
      scratch.height = height / part;
      paint(sheet, scratch.width, scratch.height, (k, c) => image[3 * k + c]);
      pen.drawImage(scratch, 0, 0, canvas.width, canvas.height);
      pen.font = "600 20px sans-serif";
      pen.lineWidth = 4;
      for (const { box: [x1, y1, x2, y2], score } of found) {
        pen.strokeStyle = pen.fillStyle = "#ff9a1f";
        pen.strokeRect(2 * x1, 2 * y1, 2 * (x2 - x1), 2 * (y2 - y1));
        const text = `${percent(score)} %`, top = Math.max(2 * y1 - 26, 0);
        pen.fillRect(2 * x1 - 2, top, pen.measureText(text).width + 12, 26);
        pen.fillStyle = "#000";
        pen.fillText(text, 2 * x1 + 4, top + 20);
      }
    }

    function answer() { // the network looks; then the reading is asked for once more
      waiting = 0;
      const start = performance.now(), found = find(drawn, latest.threshold, data, loaded);
      words = said(found, trueBox(latest, data.plate), latest.threshold, drawn, data, loaded);
      const spent = performance.now() - start;
      show(drawn, found);
      answered = JSON.stringify(latest);
      note.textContent = `Hai mạng trả lời trong ${Math.max(1, Math.round(spent))} phần nghìn giây.`;
      busy(false);
      set({});
    }

    show(bytes(data.start.image), data.start.found, 2);
    canvas.style.touchAction = "none";
    let held = null;
    const at = event => {
      const frame = canvas.getBoundingClientRect();
      return [(event.clientX - frame.left) / frame.width * width, (event.clientY - frame.top) / frame.height * height];
    };
    canvas.addEventListener("pointerdown", event => {
      const [x, y] = at(event);
      held = [latest.x - x, latest.y - y];
      canvas.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    canvas.addEventListener("pointermove", event => {
      if (!held) return;
      const [x, y] = at(event), step = (v, most) => Math.min(Math.max(4 * Math.round(v / 4), 0), most);
      const moved = { x: step(x + held[0], width), y: step(y + held[1], height) };
      if (moved.x !== latest.x || moved.y !== latest.y) set(moved);
    });
    for (const event of ["pointerup", "pointercancel"]) canvas.addEventListener(event, () => { held = null; });

    return function update(values) {
      const asked = JSON.stringify(values);
      if (!loaded) {
        if (latest) begin(); // the first time nobody has asked for anything
        latest = { ...values };
        return words;
      }
      if (asked === answered) return words;
      if (asked !== JSON.stringify(latest) || !drawn) {
        latest = { ...values };
        drawn = compose(latest, data, loaded);
        show(drawn, []);
      }
      busy(true);
      clearTimeout(waiting);
      waiting = setTimeout(answer, 20);
      return words;
    };
  }
  page.load = load;
  page.compose = (values, data, loaded) => Array.from(compose(values, data, loaded));
  page.raw = (image, data, loaded) => window.hocsauLive.darknet.run(loaded.net, image, ...data.shape).map(map => Array.from(map.data));
  page.answer = (image, values, data, loaded) =>
    said(find(image, values.threshold, data, loaded), trueBox(values, data.plate), values.threshold, image, data, loaded);
  page.reading = (values, data, loaded) => page.answer(compose(values, data, loaded), values, data, loaded);
  page.longest = ({ data }) => [`Thấy 10 khung, chắc nhất 100 %. Có khung trùng biển (IoU 0.88), đọc ra ${data.number}: biển ghi ${data.number}.`];
  (window.hocsauLive = window.hocsauLive || {}).plate_finder = page;
})();
