// The points and the network of playground.js: a generator of random numbers, two layers or more, gradient descent.
// Twin of code/hocsau/live/playground/generator.py, points.py and training.py: same order of operations, float64, numbers.
(function () {
  "use strict";
  const { abs, cos, exp, floor, max, PI, sin, sqrt } = Math;
  const COUNT = 100; // points to train on, and as many to test on

  // --- random numbers and points ---
  function mulberry32(seed) {
    let state = seed >>> 0;
    const random = () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let t = Math.imul(state ^ (state >>> 15), state | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
    const normal = () => {
      const u = 1 - random();
      return sqrt(-2 * Math.log(u)) * cos(2 * PI * random());
    };
    const permutation = n => {
      const order = Array.from({ length: n }, (_, i) => i);
      for (let i = n - 1; i > 0; i--) {
        const j = floor(random() * (i + 1));
        [order[i], order[j]] = [order[j], order[i]];
      }
      return order;
    };
    return { random, normal, permutation };
  }

  const SHAPES = {
    xor(label, { random }) {
      const a = 0.25 + 2.25 * random(), b = 0.25 + 2.25 * random(), sign = random() < 0.5 ? 1 : -1;
      return [sign * a, sign * b * (1 - 2 * label)];
    },
    circles(label, { random }) {
      const radius = (label ? 0 : 1.7) + (label ? 1.1 : 0.8) * random(), angle = 2 * PI * random();
      return [radius * cos(angle), radius * sin(angle)];
    },
    moons(label, { random }) {
      const angle = PI * random(), x = 1.5 * cos(angle), y = 1.5 * sin(angle);
      return label ? [0.75 - x, 0.4 - y] : [x - 0.75, y - 0.4];
    },
    spirals(label, { random }) {
      const t = random(), radius = 0.2 + 2.4 * t, angle = 2.6 * PI * t + PI * label;
      return [radius * cos(angle), radius * sin(angle)];
    },
  };

  function points(shape, noise, seed) {
    const rng = mulberry32(seed), x = new Float64Array(4 * COUNT), y = new Float64Array(2 * COUNT);
    for (let i = 0; i < 2 * COUNT; i++) {
      y[i] = i % 2;
      const [a, b] = SHAPES[shape](y[i], rng);
      x[2 * i] = a + noise / 100 * rng.normal();
      x[2 * i + 1] = b + noise / 100 * rng.normal();
    }
    return { x, y };
  }

  // --- the network ---
  const sigmoid = z => {
    const e = exp(-abs(z));
    return z >= 0 ? 1 / (1 + e) : e / (1 + e);
  };
  const ACTIVATIONS = { // the function, and its derivative from its own value
    tanh: [Math.tanh, a => 1 - a * a],
    sigmoid: [sigmoid, a => a * (1 - a)],
    relu: [z => (z > 0 ? z : 0), a => (a > 0 ? 1 : 0)],
    linear: [z => z, () => 1],
  };

  function create(settings) {
    const { x, y } = points(settings.data, settings.noise, settings.sample);
    const [act, slope] = ACTIVATIONS[settings.activation];
    const weights = mulberry32(settings.start), order = mulberry32(settings.start + 1000000);
    const sizes = [2, ...settings.hidden, 1];
    const layers = sizes.slice(1).map((out, i) => {
      const std = sqrt(2 / (sizes[i] + out));
      const w = Float64Array.from({ length: sizes[i] * out }, () => std * weights.normal());
      return { in: sizes[i], out, w, b: new Float64Array(out), dw: new Float64Array(w.length), db: new Float64Array(out) };
    });
    const rooms = count => layers.map(layer => new Float64Array(count * layer.out));

    // Every layer's values at `count` points; the last layer gives the logit itself.
    function forward(input, count, values) {
      layers.forEach((layer, l) => {
        const { w, b, in: n, out: m } = layer, from = l ? values[l - 1] : input, to = values[l];
        const last = l === layers.length - 1;
        for (let i = 0; i < count; i++)
          for (let j = 0; j < m; j++) {
            let z = 0;
            for (let k = 0; k < n; k++) z += from[i * n + k] * w[k * m + j];
            z += b[j];
            to[i * m + j] = last ? z : act(z);
          }
      });
      return values[layers.length - 1];
    }

    const batchX = new Float64Array(2 * COUNT), batchValues = rooms(COUNT), deltas = rooms(COUNT), all = rooms(2 * COUNT);
    let queue = [];
    const net = { settings, x, y, sizes, layers, rooms, forward, steps: 0, epoch: 0 };

    net.step = () => {
      if (!queue.length) queue = order.permutation(COUNT);
      const rows = queue.splice(0, settings.batch), count = rows.length, top = layers.length - 1;
      rows.forEach((row, i) => { batchX[2 * i] = x[2 * row]; batchX[2 * i + 1] = x[2 * row + 1]; });
      const logits = forward(batchX, count, batchValues);
      rows.forEach((row, i) => { deltas[top][i] = (sigmoid(logits[i]) - y[row]) / count; });
      for (let l = top; l >= 0; l--) {
        const { w, dw, db, in: n, out: m } = layers[l], from = l ? batchValues[l - 1] : batchX, delta = deltas[l];
        dw.fill(0);
        db.fill(0);
        for (let i = 0; i < count; i++)
          for (let j = 0; j < m; j++) {
            const d = delta[i * m + j];
            db[j] += d;
            for (let k = 0; k < n; k++) dw[k * m + j] += from[i * n + k] * d;
          }
        if (l) for (let i = 0; i < count; i++)
          for (let k = 0; k < n; k++) {
            let sum = 0;
            for (let j = 0; j < m; j++) sum += delta[i * m + j] * w[k * m + j];
            deltas[l - 1][i * n + k] = sum * slope(from[i * n + k]);
          }
      }
      for (const { w, b, dw, db } of layers) {
        for (let i = 0; i < w.length; i++) w[i] -= settings.rate * (dw[i] + settings.l2 * w[i]);
        for (let j = 0; j < b.length; j++) b[j] -= settings.rate * db[j];
      }
      net.steps++;
      if (!queue.length) net.epoch++;
    };

    net.losses = () => {
      const logits = forward(x, 2 * COUNT, all);
      let train = 0, test = 0, right = 0;
      for (let i = 0; i < 2 * COUNT; i++) {
        const z = logits[i], loss = max(z, 0) - z * y[i] + Math.log1p(exp(-abs(z)));
        if (i < COUNT) train += loss; else { test += loss; right += (z > 0) === (y[i] === 1); }
      }
      return { train: train / COUNT, test: test / COUNT, accuracy: right / COUNT };
    };
    return net;
  }

  function train(settings, steps) { // for the test that compares with Python
    const net = create(settings);
    while (net.steps < steps) net.step();
    return { ...net.losses(), epoch: net.epoch, x: [...net.x], y: [...net.y],
      weights: net.layers.map(l => [...l.w]), biases: net.layers.map(l => [...l.b]) };
  }

  (window.hocsauLive = window.hocsauLive || {}).playground_net = { COUNT, create, sigmoid, train };
})();
