// A darknet network with int8 weights, in plain JavaScript: YOLOv4-tiny a quarter as wide answers in a few
// hundredths of a second. Twin of code/hocsau/darknet/integer.py and decode.py: same layers, same numbers to 1e-3.
(function () {
  "use strict";

  // --- the cfg's text, as far as a trained network needs it ---
  function sections(text) {
    const found = [];
    for (const raw of text.split("\n")) {
      const line = raw.split("#")[0].split(";")[0].trim();
      if (line.startsWith("[")) found.push({ kind: line.slice(1, -1) });
      else if (line) {
        const at = line.indexOf("=");
        found[found.length - 1][line.slice(0, at).trim()] = line.slice(at + 1).trim();
      }
    }
    return found;
  }
  const list = text => text.split(",").map(Number);

  function build(content) {
    const [net, ...parts] = sections(content.cfg), channels = [], heads = [];
    const layers = parts.map((part, i) => {
      const before = i ? channels[i - 1] : +(net.channels || 3), layer = { kind: part.kind, from: [i - 1] };
      let count = before;
      if (part.kind === "convolutional") {
        const stored = content.layers[i], size = +(part.size || 1);
        count = +part.filters;
        Object.assign(layer, { size, stride: +(part.stride || 1), padding: +part.pad ? size >> 1 : 0, filters: count, depth: before, activation: part.activation });
        layer.weights = blocks(stored, count, before * size * size);
        layer.bias = stored.bias;
      } else if (part.kind === "route") {
        layer.from = list(part.layers).map(n => (n < 0 ? i + n : n));
        layer.groups = +(part.groups || 1);
        layer.group = +(part.group_id || 0);
        count = layer.from.reduce((sum, n) => sum + channels[n] / layer.groups, 0);
      } else if (part.kind === "yolo") {
        const flat = list(part.anchors);
        layer.head = { anchors: list(part.mask).map(k => [flat[2 * k], flat[2 * k + 1]]), classes: +part.classes, scale: +(part.scale_x_y || 1) };
        heads.push(layer.head);
      } else if (part.kind === "upsample") layer.stride = +(part.stride || 2);
      channels.push(count);
      return layer;
    });
    return { layers, heads, size: [+net.height, +net.width] };
  }

  // Weights of four kernels side by side: [block][c, u, v][4], so that one number of the picture meets four.
  function blocks({ kernel, scale }, filters, depth) {
    const bytes = Uint8Array.from(atob(kernel), c => c.charCodeAt(0)), whole = new Int8Array(bytes.buffer);
    const count = Math.ceil(filters / 4), made = new Float64Array(4 * count * depth);
    for (let f = 0; f < filters; f++) {
      const step = Math.fround(scale[f]); // as float32 has it
      for (let k = 0; k < depth; k++) made[((f >> 2) * depth + k) * 4 + (f & 3)] = whole[f * depth + k] * step;
    }
    return made;
  }

  // --- the layers; a map is {data, depth, height, width} ---
  function convolve(x, layer) {
    const { size, stride, padding, filters, weights, bias } = layer, taps = x.depth * size * size;
    const height = Math.floor((x.height + 2 * padding - size) / stride) + 1;
    const width = Math.floor((x.width + 2 * padding - size) / stride) + 1;
    const made = new Float64Array(filters * height * width), area = height * width, plane = x.height * x.width;
    const leaky = layer.activation === "leaky", relu = layer.activation === "relu";
    // One row of the result at a time: its windows laid out, pixel after pixel; an even number of pixels.
    const wide = width + (width & 1), row = new Float64Array(wide * taps), total = Math.ceil(filters / 4);
    for (let i = 0; i < height; i++) {
      for (let u = 0; u < size; u++) {
        const from = i * stride + u - padding, inside = from >= 0 && from < x.height;
        for (let c = 0; c < x.depth; c++) {
          const start = c * plane + from * x.width;
          for (let v = 0; v < size; v++) {
            let at = (c * size + u) * size + v;
            for (let j = 0, column = v - padding; j < width; j++, column += stride, at += taps)
              row[at] = inside && column >= 0 && column < x.width ? x.data[start + column] : 0;
          }
        }
      }
      for (let block = 0; block < total; block++) {
        const first = 4 * block * taps;
        for (let j = 0; j < width; j += 2) {
          let a0 = 0, a1 = 0, a2 = 0, a3 = 0, b0 = 0, b1 = 0, b2 = 0, b3 = 0;
          for (let k = 0, w = first, p = j * taps, q = p + taps; k < taps; k++, w += 4, p++, q++) {
            const a = row[p], b = row[q], w0 = weights[w], w1 = weights[w + 1], w2 = weights[w + 2], w3 = weights[w + 3];
            a0 += a * w0; a1 += a * w1; a2 += a * w2; a3 += a * w3;
            b0 += b * w0; b1 += b * w1; b2 += b * w2; b3 += b * w3;
          }
          const sums = [a0, a1, a2, a3, b0, b1, b2, b3];
          for (let n = 0; n < 8; n++) {
            const f = 4 * block + (n & 3), column = j + (n >> 2);
            if (f >= filters || column >= width) continue;
            const y = sums[n] + bias[f];
            made[f * area + i * width + column] = y >= 0 ? y : leaky ? 0.1 * y : relu ? 0 : y;
          }
        }
      }
    }
    return { data: made, depth: filters, height, width };
  }

  function shrink({ data, depth, height, width }) {
    const h = height >> 1, w = width >> 1, made = new Float64Array(depth * h * w);
    for (let c = 0, k = 0; c < depth; c++)
      for (let i = 0; i < h; i++)
        for (let j = 0; j < w; j++, k++) {
          const at = (c * height + 2 * i) * width + 2 * j;
          made[k] = Math.max(data[at], data[at + 1], data[at + width], data[at + width + 1]);
        }
    return { data: made, depth, height: h, width: w };
  }

  function grow({ data, depth, height, width }, by) {
    const h = height * by, w = width * by, made = new Float64Array(depth * h * w);
    for (let c = 0, k = 0; c < depth; c++)
      for (let i = 0; i < h; i++)
        for (let j = 0; j < w; j++, k++) made[k] = data[(c * height + Math.floor(i / by)) * width + Math.floor(j / by)];
    return { data: made, depth, height: h, width: w };
  }

  function stack(maps, groups, group) {
    const { height, width } = maps[0], area = height * width;
    const pieces = maps.map(({ data, depth }) => {
      const share = depth / groups * area;
      return data.subarray(group * share, (group + 1) * share);
    });
    if (pieces.length === 1) return { data: pieces[0], depth: pieces[0].length / area, height, width };
    const made = new Float64Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) { made.set(piece, at); at += piece.length; }
    return { data: made, depth: made.length / area, height, width };
  }

  // rgb: three bytes a point, row after row. -> the raw map of every [yolo].
  function run(net, rgb, height, width) {
    const area = height * width, data = new Float64Array(3 * area), maps = [], found = [];
    for (let k = 0; k < area; k++) for (let c = 0; c < 3; c++) data[c * area + k] = rgb[3 * k + c] / 255;
    const picture = { data, depth: 3, height, width };
    for (const layer of net.layers) {
      const inputs = layer.from.map(n => (n < 0 ? picture : maps[n]));
      let made = inputs[0];
      if (layer.kind === "convolutional") made = convolve(made, layer);
      else if (layer.kind === "maxpool") made = shrink(made);
      else if (layer.kind === "upsample") made = grow(made, layer.stride);
      else if (layer.kind === "route") made = stack(inputs, layer.groups, layer.group);
      else found.push(made);
      maps.push(made);
    }
    return found;
  }

  // --- from maps to boxes ---
  const sigmoid = z => 1 / (1 + Math.exp(-z));
  function decode({ data, height, width }, head, stride) {
    const area = height * width, found = [], s = head.scale;
    head.anchors.forEach(([aw, ah], a) => {
      const value = (k, at) => data[(a * (5 + head.classes) + k) * area + at];
      for (let i = 0, at = 0; i < height; i++)
        for (let j = 0; j < width; j++, at++) {
          const sure = sigmoid(value(4, at));
          const x = (s * sigmoid(value(0, at)) - (s - 1) / 2 + j) * stride, y = (s * sigmoid(value(1, at)) - (s - 1) / 2 + i) * stride;
          const w = aw * Math.exp(Math.min(value(2, at), 8)), h = ah * Math.exp(Math.min(value(3, at), 8));
          for (let label = 0; label < head.classes; label++)
            found.push({ box: [x - w / 2, y - h / 2, x + w / 2, y + h / 2], score: sure * sigmoid(value(5 + label, at)), label });
        }
    });
    return found;
  }

  function overlap(a, b) {
    const w = Math.min(a[2], b[2]) - Math.max(a[0], b[0]), h = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
    const common = Math.max(w, 0) * Math.max(h, 0), area = c => (c[2] - c[0]) * (c[3] - c[1]);
    const union = area(a) + area(b) - common;
    return union > 0 ? common / union : 0;
  }

  // The surest first; of those of one label that overlap more than `most`, only the surest stays.
  function choose(outputs, net, height, threshold, most) {
    const all = outputs.flatMap((map, n) => decode(map, net.heads[n], height / map.height));
    const left = all.filter(one => one.score >= threshold).sort((a, b) => b.score - a.score), kept = [];
    for (const one of left)
      if (kept.every(other => other.label !== one.label || overlap(other.box, one.box) <= most)) kept.push(one);
    return kept;
  }

  const page = { build, run, choose, overlap };
  (window.hocsauLive = window.hocsauLive || {}).darknet = page;
})();
