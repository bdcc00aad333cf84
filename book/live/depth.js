// How large the gradient is at every layer of a deep network, and how large its outputs.
// Twin of code/hocsau/live/depth.py, which does the same with the layers of hocsau.nn: same numbers, same words.
(function () {
  "use strict";
  const { blank, onWidth, svg } = window.hocsauParts;
  const sigmoid = z => { const e = Math.exp(-Math.abs(z)); return (z >= 0 ? 1 : e) / (1 + e); };
  const ACTIVATIONS = { // value and slope
    sigmoid: z => { const s = sigmoid(z); return [s, s * (1 - s)]; },
    tanh: z => { const t = Math.tanh(z); return [t, 1 - t * t]; },
    ReLU: z => z > 0 ? [z, 1] : [0, 0],
    SiLU: z => { const s = sigmoid(z); return [z * s, s * (1 + z * (1 - s))]; },
  };

  // The numbers of depth.py, drawn again: each is the sum of twelve bytes of a 32-bit generator, nearly normal.
  let drawn = null;
  function draws({ seed, deepest, width: n, batch: m }) {
    if (!drawn) {
      let state = seed;
      const twelve = () => {
        let sum = 0;
        for (let k = 0; k < 12; k++) sum += (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24;
        return sum;
      };
      const numbers = Float64Array.from({ length: 2 * m * n + deepest * n * n }, () => (twelve() - 1530) / 256);
      drawn = { x: numbers.subarray(0, m * n), last: numbers.subarray(m * n, 2 * m * n), weights: numbers.subarray(2 * m * n) };
    }
    return drawn;
  }

  // Rows or columns of an (m, n) table, as lists of places, each list normalised together.
  function groups(norm, m, n) {
    if (norm === "batch norm") return Array.from({ length: n }, (_, j) => Array.from({ length: m }, (_, i) => i * n + j));
    return Array.from({ length: m }, (_, i) => Array.from({ length: n }, (_, j) => i * n + j));
  }
  const mean = (places, f) => places.reduce((sum, p) => sum + f(p), 0) / places.length;

  // -> { slope, spread }: root mean square of dW, and the standard deviation of the output, layer by layer.
  function measure({ layers, activation, init, norm, residual }, data) {
    const { width: n, batch: m, eps } = data, { x, last, weights } = draws(data), scale = data.spreads[init];
    const f = ACTIVATIONS[activation], grouped = norm === "không" ? [] : groups(norm, m, n), kept = [], spread = [];
    let a = Float64Array.from(x);
    for (let k = 0; k < layers; k++) {
      const W = weights.subarray(k * n * n, (k + 1) * n * n).map(v => v * scale), z = new Float64Array(m * n);
      for (let i = 0; i < m; i++)
        for (let l = 0; l < n; l++)
          for (let j = 0; j < n; j++) z[i * n + j] += a[i * n + l] * W[l * n + j];
      const shrink = grouped.map(places => {
        const mu = mean(places, p => z[p]), inverse = 1 / Math.sqrt(mean(places, p => (z[p] - mu) ** 2) + eps);
        for (const p of places) z[p] = (z[p] - mu) * inverse;
        return inverse;
      });
      const out = new Float64Array(m * n), slopes = new Float64Array(m * n);
      z.forEach((v, p) => { [out[p], slopes[p]] = f(v); });
      if (residual === "có") out.forEach((v, p) => { out[p] = a[p] + v; });
      kept.push({ a, W, z, slopes, shrink });
      a = out;
      const all = Array.from(a.keys()), centre = mean(all, p => a[p]);
      spread.push(Math.sqrt(mean(all, p => (a[p] - centre) ** 2)));
    }
    let d = last.map(v => v / m);
    const slope = new Array(layers);
    for (let k = layers - 1; k >= 0; k--) {
      const { a: input, W, z, slopes, shrink } = kept[k], dz = d.map((v, p) => v * slopes[p]);
      grouped.forEach((places, g) => {
        const even = mean(places, p => dz[p]), along = mean(places, p => dz[p] * z[p]);
        const moved = places.map(p => shrink[g] * (dz[p] - even - z[p] * along));
        places.forEach((p, i) => { dz[p] = moved[i]; });
      });
      let squares = 0;
      for (let l = 0; l < n; l++)
        for (let j = 0; j < n; j++) {
          let sum = 0;
          for (let i = 0; i < m; i++) sum += input[i * n + l] * dz[i * n + j];
          squares += sum * sum;
        }
      slope[k] = Math.sqrt(squares / (n * n));
      const back = new Float64Array(m * n);
      for (let i = 0; i < m; i++)
        for (let l = 0; l < n; l++) {
          for (let j = 0; j < n; j++) back[i * n + l] += dz[i * n + j] * W[l * n + j];
          if (residual === "có") back[i * n + l] += d[i * n + l];
        }
      d = back;
    }
    return { slope, spread };
  }

  const number = v => v === 0 ? "0" : v.toExponential(1).replace("e+", "e");
  function words(slope) {
    const first = slope[0], last = slope[slope.length - 1], ratio = last ? first / last : 0;
    const verdict = Math.max(...slope) < 1e-6 ? "tầng nào cũng gần như không có gradient"
      : Math.min(...slope) > 1e3 ? "gradient của tầng nào cũng quá lớn"
      : ratio < 1e-3 ? "gradient tắt dần khi đi ngược về đầu"
      : ratio > 1e3 ? "gradient nổ khi đi ngược về đầu" : "tầng đầu và tầng cuối không lệch nhau quá nghìn lần";
    return `Cỡ gradient: tầng 1 ${number(first)}, tầng ${slope.length} ${number(last)}; ${verdict}.`;
  }

  const SMALL = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
  const power = p => p === 0 ? "1" : "10" + [...String(p)].map(c => SMALL[c]).join("");

  // page(box, spec) draws into box and returns update(values) -> the reading.
  function page(box, spec) {
    const { data } = spec, deepest = Math.max(...spec.controls.find(c => c.name === "layers").values);
    const drawing = svg(box, "svg", { role: "img", "aria-label": spec.alt, class: "hs-depth" });
    let now;
    function show() {
      const width = Math.max(260, box.clientWidth), height = Math.round(Math.min(380, Math.max(240, 0.6 * width)));
      const left = 44, right = 12, top = 42, bottom = 40;
      const X = k => left + k / (deepest + 1) * (width - left - right);
      const Y = v => {
        const share = Math.min(Math.max(Math.log10(v || 1e-300), data.low), data.high);
        return height - bottom - (share - data.low) / (data.high - data.low) * (height - top - bottom);
      };
      blank(drawing, width, height);
      for (let p = data.low + 1; p <= data.high; p += 5) {
        svg(drawing, "line", { class: "hs-depth-grid", x1: left, x2: width - right, y1: Y(10 ** p), y2: Y(10 ** p) });
        svg(drawing, "text", { x: left - 6, y: Y(10 ** p) + 4, "text-anchor": "end" }, power(p));
      }
      for (let k = 5; k <= deepest; k += 5) svg(drawing, "text", { x: X(k), y: height - bottom + 18, "text-anchor": "middle" }, k);
      svg(drawing, "text", { x: (left + width - right) / 2, y: height - 5, "text-anchor": "middle" }, "tầng");
      const { slope, spread } = measure(now, data);
      [["out", spread, "độ lệch chuẩn của đầu ra", 14], ["slope", slope, "cỡ gradient theo trọng số", 32]].forEach(([name, values, label, y]) => {
        svg(drawing, "line", { class: `hs-depth-${name}`, x1: left, x2: left + 28, y1: y - 4, y2: y - 4 });
        svg(drawing, "text", { x: left + 36, y, class: `hs-depth-${name}-name` }, label);
        svg(drawing, "polyline", { class: `hs-depth-${name}`, points: values.map((v, i) => `${X(i + 1).toFixed(1)},${Y(v).toFixed(1)}`).join(" ") });
        for (const [i, v] of values.entries())
          svg(drawing, "circle", { class: `hs-depth-${name}-dot`, cx: X(i + 1).toFixed(1), cy: Y(v).toFixed(1), r: name === "slope" ? 3.6 : 2.4 });
      });
      return words(slope);
    }
    onWidth(box, () => { if (now) show(); });
    return values => { now = values; return show(); };
  }

  page.measure = measure;
  page.reading = (values, data) => words(measure(values, data).slope);
  page.longest = () => ["0.0e-00", "0.0e-000"].map(size =>
    `Cỡ gradient: tầng 1 ${size}, tầng 00 ${size}; tầng đầu và tầng cuối không lệch nhau quá nghìn lần.`);
  (window.hocsauLive = window.hocsauLive || {}).depth = page;
})();
