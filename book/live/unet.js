// A small U-Net paints the cells of a picture, and those that the reader draws into it.
// Twin of code/hocsau/live/unet.py: float64, the same layers, the same words.
(function () {
  "use strict";
  const { button, bytes, paint } = window.hocsauParts;
  function half(bits) { // float16 -> number
    const sign = bits & 0x8000 ? -1 : 1, power = bits >> 10 & 31, part = bits & 1023;
    if (power === 0) return sign * part * 2 ** -24;
    return sign * (1 + part / 1024) * 2 ** (power - 15);
  }

  // -> { name: numbers }, in the order in which Python has written them.
  function unpack({ weights, shapes }) {
    const raw = bytes(weights), view = new DataView(raw.buffer), found = {};
    let at = 0;
    for (const [name, size] of shapes) {
      found[name] = Float64Array.from({ length: size }, (_, k) => half(view.getUint16(2 * (at + k), true)));
      at += size;
    }
    return found;
  }

  // x: channels of side × side, one after the other.
  function conv(x, side, weight, bias, k, relu) {
    const area = side * side, filters = bias.length, channels = x.length / area, pad = (k - 1) / 2;
    const y = new Float64Array(filters * area);
    for (let f = 0; f < filters; f++) {
      const out = y.subarray(f * area, (f + 1) * area).fill(bias[f]);
      for (let c = 0; c < channels; c++)
        for (let u = 0; u < k; u++)
          for (let v = 0; v < k; v++) {
            const w = weight[((f * channels + c) * k + u) * k + v], down = u - pad, right = v - pad;
            const first = Math.max(0, -right), last = Math.min(side, side - right);
            for (let i = Math.max(0, -down); i < Math.min(side, side - down); i++) {
              const from = c * area + (i + down) * side + right, to = i * side;
              for (let j = first; j < last; j++) out[to + j] += w * x[from + j];
            }
          }
      if (relu) for (let p = 0; p < area; p++) if (out[p] < 0) out[p] = 0;
    }
    return y;
  }

  function pool(x, side) {
    const small = side / 2, channels = x.length / (side * side), y = new Float64Array(x.length / 4);
    for (let c = 0; c < channels; c++)
      for (let i = 0; i < small; i++)
        for (let j = 0; j < small; j++) {
          const p = c * side * side + 2 * i * side + 2 * j;
          y[c * small * small + i * small + j] = Math.max(x[p], x[p + 1], x[p + side], x[p + side + 1]);
        }
    return y;
  }

  function grow(x, side, weight, bias) { // transposed convolution 2×2, stride 2
    const area = side * side, channels = x.length / area, filters = bias.length, large = 2 * side;
    const y = new Float64Array(filters * 4 * area);
    for (let f = 0; f < filters; f++) y.fill(bias[f], f * 4 * area, (f + 1) * 4 * area);
    for (let c = 0; c < channels; c++)
      for (let f = 0; f < filters; f++)
        for (let u = 0; u < 2; u++)
          for (let v = 0; v < 2; v++) {
            const w = weight[((c * filters + f) * 2 + u) * 2 + v];
            for (let i = 0; i < side; i++)
              for (let j = 0; j < side; j++)
                y[f * 4 * area + (2 * i + u) * large + 2 * j + v] += w * x[c * area + i * side + j];
          }
    return y;
  }

  function logits(image, data, net) {
    const { side, mean, scale, depth } = data, bridges = [];
    const twice = (x, at, name) => [0, 2].reduce((y, k) => conv(y, at, net[`${name}.${k}.weight`], net[`${name}.${k}.bias`], 3, true), x);
    let x = Float64Array.from(image, v => (v - mean) / scale), at = side;
    for (let level = 0; level <= depth; level++) {
      if (level) { x = pool(x, at); at /= 2; }
      x = twice(x, at, `down.${level}`);
      bridges.push(x);
    }
    bridges.pop();
    for (let k = 0; k < depth; k++) {
      const up = grow(x, at, net[`grow.${k}.weight`], net[`grow.${k}.bias`]), bridge = bridges.pop();
      at *= 2;
      const both = new Float64Array(bridge.length + up.length);
      both.set(bridge);
      both.set(up, bridge.length);
      x = twice(both, at, `up.${k}`);
    }
    return conv(x, at, net["head.weight"], net["head.bias"], 1, false);
  }

  // A dab of the brush: `bright` lighter than the picture below, within `radius` of (row, column).
  function dabbed(image, places, { side, radius, bright }) {
    const made = Float64Array.from(image);
    for (const [row, column] of places)
      for (let i = 0; i < side; i++)
        for (let j = 0; j < side; j++)
          if ((i - row) ** 2 + (j - column) ** 2 < radius * radius) made[i * side + j] = Math.min(255, image[i * side + j] + bright);
    return made;
  }

  function patches(mask, side) {
    const seen = new Uint8Array(mask.length);
    let count = 0;
    for (let start = 0; start < mask.length; start++) {
      if (!mask[start] || seen[start]) continue;
      count++;
      const waiting = [start];
      seen[start] = 1;
      while (waiting.length) {
        const p = waiting.pop(), j = p % side;
        for (const q of [p - side, p + side, j > 0 ? p - 1 : -1, j < side - 1 ? p + 1 : -1])
          if (q >= 0 && q < mask.length && mask[q] && !seen[q]) { seen[q] = 1; waiting.push(q); }
      }
    }
    return count;
  }

  function answer(image, level, data, net) {
    const bar = Math.log(level / (1 - level)), mask = Array.from(logits(image, data, net), z => z > bar);
    return { mask, pixels: mask.filter(Boolean).length, count: patches(mask, data.side) };
  }
  const words = ({ mask, pixels, count }) => `Mạng tô ${pixels} điểm (${Math.floor(100 * pixels / mask.length + 0.5)} % ảnh), thành ${count} mảng rời nhau.`;

  // page(box, spec, set) draws into box and returns update(values) -> the reading; set(values) asks for it again.
  function page(box, spec, set) {
    const { data } = spec, { side } = data, net = unpack(data);
    box.closest(".hs-explore").classList.add("hs-unet-root");
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = side;
    canvas.className = "hs-unet-sheet";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", spec.alt);
    const tools = document.createElement("p");
    tools.className = "hs-unet-tools";
    box.append(canvas, tools);
    let places = [], name = null, waiting = 0, drawing = false;
    const again = () => { if (!waiting) waiting = requestAnimationFrame(() => { waiting = 0; set({}); }); };
    const at = event => {
      const edge = canvas.getBoundingClientRect();
      return [(event.clientY - edge.top) / edge.height * side - 0.5, (event.clientX - edge.left) / edge.width * side - 0.5];
    };
    const dab = place => { places.push(place); again(); };
    canvas.addEventListener("pointerdown", event => { drawing = true; canvas.setPointerCapture(event.pointerId); dab(at(event)); event.preventDefault(); });
    canvas.addEventListener("pointermove", event => { if (drawing) dab(at(event)); });
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { drawing = false; });
    button(tools, "Thêm một đốm", () => { const k = places.length; dab([8 + 37 * k % (side - 16), 8 + 23 * (k + 1) % (side - 16)]); });
    button(tools, "Xoá nét vẽ", () => { places = []; again(); });

    return values => {
      if (values.sample !== name) { name = values.sample; places = []; }
      const image = dabbed(bytes(data.pictures[name]), places, data), found = answer(image, values.level, data, net);
      const tint = (v, c) => [0.45 * v + 117, 0.55 * v + 40, 0.5 * v][c];
      paint(canvas.getContext("2d"), side, side, (p, c) => (found.mask[p] ? tint(image[p], c) : image[p]));
      return words(found);
    };
  }

  page.unpack = unpack;
  page.logits = logits;
  page.dabbed = dabbed;
  page.answer = answer;
  page.words = words;
  page.longest = () => ["Mạng tô 4096 điểm (100 % ảnh), thành 100 mảng rời nhau."];
  (window.hocsauLive = window.hocsauLive || {}).unet = page;
})();
