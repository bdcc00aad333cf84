// Reads a plate: the crop of a box, five convolutions, a GRU in both directions, CTC read greedily.
// Twin of code/hocsau/plates/light_reader.py and crops.py: same numbers to 1e-3, same letters.
(function () {
  "use strict";
  const TALL = 64, WIDE = 96, MARGIN = 0.04;

  function build({ characters, pools, parts }) {
    const matrices = parts.map(({ rows, scale, bias }) => {
      const bytes = Uint8Array.from(atob(rows), c => c.charCodeAt(0)), whole = new Int8Array(bytes.buffer);
      const columns = whole.length / scale.length, made = new Float64Array(whole.length);
      for (let i = 0; i < whole.length; i++) made[i] = whole[i] * Math.fround(scale[Math.floor(i / columns)]);
      return { rows: made, count: scale.length, columns, bias };
    });
    return { characters, pools, matrices };
  }

  // The box and a little around it, as grey numbers of the reader's size.
  function crop(rgb, height, width, [x1, y1, x2, y2]) {
    const mx = MARGIN * (x2 - x1), my = MARGIN * (y2 - y1), left = x1 - mx, top = y1 - my, right = x2 + mx, bottom = y2 + my;
    const down = Math.min(Math.max(Math.ceil((bottom - top) / TALL), 1), 16), across = Math.min(Math.max(Math.ceil((right - left) / WIDE), 1), 16);
    const rows = TALL * down, columns = WIDE * across, made = new Float64Array(TALL * WIDE);
    const place = (k, count, from, to, most) => {
      const at = Math.min(Math.max(from + (k + 0.5) / count * (to - from) - 0.5, 0), most - 1), low = Math.floor(at);
      return [low, Math.min(low + 1, most - 1), at - low];
    };
    const xs = Array.from({ length: columns }, (_, k) => place(k, columns, left, right, width));
    for (let i = 0; i < rows; i++) {
      const [r, r2, v] = place(i, rows, top, bottom, height);
      for (let j = 0; j < columns; j++) {
        const [c, c2, u] = xs[j];
        let grey = 0;
        for (let channel = 0; channel < 3; channel++) {
          const at = (row, column) => rgb[3 * (row * width + column) + channel];
          const value = (at(r, c) * (1 - u) + at(r, c2) * u) * (1 - v) + (at(r2, c) * (1 - u) + at(r2, c2) * u) * v;
          grey += [0.299, 0.587, 0.114][channel] * value;
        }
        made[Math.floor(i / down) * WIDE + Math.floor(j / across)] += grey / (down * across);
      }
    }
    return made;
  }

  function standardised(x) {
    let mean = 0, square = 0;
    for (const v of x) mean += v / x.length;
    for (const v of x) square += (v - mean) ** 2 / x.length;
    const spread = Math.sqrt(square) + 4;
    return x.map(v => (v - mean) / spread);
  }

  function convolve(x, depth, height, width, { rows, count, columns, bias }) {
    const made = new Float64Array(count * height * width);
    for (let f = 0; f < count; f++) {
      const out = made.subarray(f * height * width, (f + 1) * height * width).fill(bias[f]);
      for (let c = 0; c < depth; c++)
        for (let u = 0; u < 3; u++)
          for (let v = 0; v < 3; v++) {
            const weight = rows[f * columns + (c * 3 + u) * 3 + v], first = Math.max(0, 1 - v), last = Math.min(width, width + 1 - v);
            for (let i = Math.max(0, 1 - u); i < Math.min(height, height + 1 - u); i++) {
              const from = (c * height + i + u - 1) * width + v - 1, to = i * width;
              for (let j = first; j < last; j++) out[to + j] += weight * x[from + j];
            }
          }
      for (let k = 0; k < out.length; k++) if (out[k] < 0) out[k] = 0;
    }
    return made;
  }

  function pool(x, depth, height, width, [tall, wide]) {
    const h = height / tall, w = width / wide, made = new Float64Array(depth * h * w).fill(-Infinity);
    for (let c = 0; c < depth; c++)
      for (let i = 0; i < height; i++)
        for (let j = 0; j < width; j++) {
          const at = (c * h + Math.floor(i / tall)) * w + Math.floor(j / wide);
          made[at] = Math.max(made[at], x[(c * height + i) * width + j]);
        }
    return made;
  }

  function times({ rows, count, columns, bias }, x) {
    const made = Float64Array.from(bias);
    for (let i = 0; i < count; i++) for (let j = 0; j < columns; j++) made[i] += rows[i * columns + j] * x[j];
    return made;
  }
  const sigmoid = z => 1 / (1 + Math.exp(-z));

  function gru(steps, input, own) {
    const size = own.columns;
    let h = new Float64Array(size);
    return steps.map(step => {
      const a = times(input, step), b = times(own, h);
      h = h.map((old, k) => {
        const r = sigmoid(a[k] + b[k]), z = sigmoid(a[size + k] + b[size + k]), n = Math.tanh(a[2 * size + k] + r * b[2 * size + k]);
        return (1 - z) * n + z * old;
      });
      return h;
    });
  }

  // crop: 64 × 96 numbers, 0–255 -> for every step the score of every letter (0 is the blank).
  function logits(net, crop) {
    let x = standardised(crop), depth = 1, height = TALL, width = WIDE;
    net.pools.forEach((size, k) => {
      x = pool(convolve(x, depth, height, width, net.matrices[k]), net.matrices[k].count, height, width, size);
      depth = net.matrices[k].count;
      height /= size[0];
      width /= size[1];
    });
    const [ahead, own, back, backOwn, head] = net.matrices.slice(net.pools.length), found = [];
    for (let i = 0; i < height; i += 2) {
      // each row of letters is read by itself
      const steps = Array.from({ length: width }, (_, j) =>
        Float64Array.from({ length: 2 * depth }, (_, k) => x[((k >> 1) * height + i + (k & 1)) * width + j]));
      const forth = gru(steps, ahead, own), reversed = gru(steps.slice().reverse(), back, backOwn).reverse();
      forth.forEach((h, t) => found.push(times(head, [...h, ...reversed[t]])));
    }
    return found;
  }

  function read(net, rgb, height, width, box) {
    let before = 0, text = "";
    const steps = logits(net, crop(rgb, height, width, box)), across = steps.length / (TALL / 32);
    for (const [t, scores] of steps.entries()) {
      if (t % across === 0) before = 0; // a row begins anew: its first letter may be the last one's twin
      const best = scores.indexOf(Math.max(...scores));
      if (best && best !== before) text += net.characters[best - 1];
      before = best;
    }
    return text;
  }

  const page = { build, crop, logits, read };
  (window.hocsauLive = window.hocsauLive || {}).plate_reader = page;
})();
