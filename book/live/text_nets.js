// Small recurrent networks with int8 weights, for the pictures that restore marks and go on with verse.
// Twin of code/hocsau/text/light.py: float64, the same numbers to 1e-9.
(function () {
  "use strict";
  const { bytes: raw64 } = window.hocsauParts;

  function unpack(sent) { // { name: { shape, kind, bytes } } -> { name: { rows, columns, data } }, int8 widened by its scale
    const raw = {}, made = {};
    for (const [name, { shape, kind, bytes }] of Object.entries(sent)) {
      const buffer = raw64(bytes).buffer;
      raw[name] = { shape, data: kind === "i1" ? new Int8Array(buffer) : new Float32Array(buffer) };
    }
    for (const [name, { shape, data }] of Object.entries(raw)) {
      if (name.endsWith("#scale")) continue;
      const columns = shape[shape.length - 1], scale = raw[name + "#scale"], wide = new Float64Array(data.length);
      for (let k = 0; k < data.length; k++) wide[k] = scale ? data[k] * scale.data[k % columns] : data[k];
      made[name] = { rows: shape.length > 1 ? shape[0] : 1, columns, data: wide };
    }
    return made;
  }

  const cell = (weights, prefix) => ({ x: weights[`${prefix}.weight_x`], h: weights[`${prefix}.weight_h`], bias: weights[`${prefix}.bias`] });

  function times(vector, matrix, start) { // vector @ matrix + start
    const out = Float64Array.from(start), { columns, data } = matrix;
    for (let i = 0; i < vector.length; i++) {
      const v = vector[i], at = i * columns;
      if (v !== 0) for (let k = 0; k < columns; k++) out[k] += v * data[at + k];
    }
    return out;
  }
  const sigmoid = v => 0.5 * Math.tanh(0.5 * v) + 0.5;

  function step(x, [h, c], { x: wx, h: wh, bias }) { // i, f, g, o
    const z = times(h, wh, times(x, wx, bias.data)), n = h.length, newH = new Float64Array(n), newC = new Float64Array(n);
    for (let k = 0; k < n; k++) {
      newC[k] = sigmoid(z[n + k]) * c[k] + sigmoid(z[k]) * Math.tanh(z[2 * n + k]);
      newH[k] = sigmoid(z[3 * n + k]) * Math.tanh(newC[k]);
    }
    return [newH, newC];
  }
  const start = one => [new Float64Array(one.h.rows), new Float64Array(one.h.rows)];
  const row = (matrix, k) => matrix.data.subarray(k * matrix.columns, (k + 1) * matrix.columns);

  function scan(rows, one, back) { // h after every step
    const out = Array(rows.length);
    let state = start(one);
    for (let k = 0; k < rows.length; k++) {
      const t = back ? rows.length - 1 - k : k;
      state = step(rows[t], state, one);
      out[t] = state[0];
    }
    return out;
  }

  function logSoftmax(z) {
    const top = Math.max(...z), shifted = Array.from(z, v => v - top), sum = shifted.reduce((s, v) => s + Math.exp(v), 0);
    return shifted.map(v => v - Math.log(sum));
  }

  // --- marks: a syllable at a time, both ways, with a bigram ---
  const bareOf = { "đ": "d", "Đ": "D" };
  function stripMarks(text) { // of Vietnamese letters only, character by character; text is NFC
    return Array.from(text, char => {
      if (char < "\u0080") return char;
      if (bareOf[char]) return bareOf[char];
      const apart = char.normalize("NFD");
      return "aeiouyAEIOUY".includes(apart[0]) && /^[\u0300\u0301\u0309\u0303\u0323\u0302\u0306\u031b]*$/.test(apart.slice(1)) ? apart[0] : char;
    }).join("");
  }

  function marks({ weights, forms, counts, pairs, beside, pair, alpha }) {
    const net = unpack(weights), known = new Map(), order = forms.split(" "), place = new Map(order.map((form, k) => [form, k]));
    for (const form of order) {
      const bare = stripMarks(form);
      if (!known.has(bare)) known.set(bare, []);
      known.get(bare).push(form);
    }
    const index = new Map(Array.from(known.keys(), (word, k) => [word, k + 2]));
    const words = text => new Uint16Array(raw64(text).buffer);
    const singles = words(counts), list = words(pairs), both = new Map(), before = new Float64Array(order.length + 1);
    for (let k = 0; k < list.length; k += 3) {
      both.set(list[k] * 65536 + list[k + 1], list[k + 2]);
      before[list[k]] += list[k + 2];
    }
    const layers = [];
    for (let k = 0; net[`reading.${k}.0.bias`]; k++) layers.push([cell(net, `reading.${k}.0`), cell(net, `reading.${k}.1`)]);
    return { net, known, order, place, index, singles, both, before, total: singles.reduce((s, v) => s + v, 0), layers, beside, pair, alpha };
  }
  function scores(words, model) { // per word: [[form, ln p of the network], …]
    const given = words.map(word => row(model.net.words, model.index.get(word) || 1));
    let rows = given;
    const joined = (a, b) => { const both = new Float64Array(a.length + b.length); both.set(a); both.set(b, a.length); return both; };
    for (const [ahead, back] of model.layers) {
      const a = scan(rows, ahead, false), b = scan(rows, back, true);
      rows = a.map((h, t) => joined(h, b[t]));
    }
    const head = model.net["head.weight"], bias = model.net["head.bias"].data;
    return words.map((word, t) => {
      const forms = model.known.get(word);
      if (!forms) return [[word, 0]];
      const q = times(joined(rows[t], given[t]), model.net["neck.weight"], model.net["neck.bias"].data);
      const z = forms.map(form => {
        const k = model.place.get(form);
        let sum = bias[k];
        for (let d = 0; d < q.length; d++) sum += q[d] * head.data[d * head.columns + k];
        return sum;
      });
      const logs = logSoftmax(z);
      return forms.map((form, k) => [form, logs[k]]);
    });
  }
  function logPair(form, before, { place, singles, total, order, before: seenOf, both, pair, alpha }) { // before: null at the start
    const here = place.has(form) ? place.get(form) : -1, there = before === null ? 0 : place.has(before) ? place.get(before) + 1 : -1;
    const single = ((here < 0 ? 0 : singles[here]) + alpha) / (total + alpha * (order.length + 1)), seen = there < 0 ? 0 : seenOf[there];
    const share = seen && here >= 0 ? (both.get(there * 65536 + here) || 0) / seen : 0;
    return Math.log(pair * share + (1 - pair) * single);
  }
  function choose(scored, model) { // Viterbi
    let best = [[null, 0, []]];
    for (const forms of scored)
      best = forms.map(([form, own]) => {
        let top = -Infinity, way = null;
        for (const [last, sum, path] of best) {
          const value = sum + model.beside * logPair(form, last, model);
          if (value > top) { top = value; way = path; }
        }
        return [form, top + own, [...way, form]];
      });
    return best.reduce((a, b) => (b[1] > a[1] ? b : a))[2];
  }
  function shares(scored, chosen, model) { // of each form, its neighbours as chosen
    return scored.map((forms, k) => {
      const total = forms.map(([form, own]) => own + model.beside * (logPair(form, k ? chosen[k - 1] : null, model) +
        (k + 1 < chosen.length ? logPair(chosen[k + 1], form, model) : 0)));
      const top = Math.max(...total), parts = total.map(v => Math.exp(v - top)), whole = parts.reduce((s, v) => s + v, 0);
      return forms.map(([form], i) => [form, parts[i] / whole]);
    });
  }

  const CODE = /[\d_@/\\]|[\p{L}\p{N}_]\.[\p{L}\p{N}_]/u, WORD = /(?:\p{L}[\u0300-\u036f]*)+/gu, STOP = /[.!?…;:][^\p{L}\p{N}_]*$/u, LONGEST = 40;
  function sentences(text, model) { // of words { start, end, bare, open }
    const all = [];
    let at = 0;
    for (const line of text.match(/[^\n]*\n|[^\n]+$/g) || []) {
      const words = [], ends = [];
      const end = () => { if (words.length && ends[ends.length - 1] !== words.length) ends.push(words.length); };
      for (const chunk of line.matchAll(/\S+/g)) {
        if (!CODE.test(chunk[0]))
          for (const found of chunk[0].matchAll(WORD)) {
            const bare = stripMarks(found[0].normalize("NFC")).toLowerCase(), from = at + chunk.index + found.index;
            const open = /^[\x00-\x7f]*$/.test(found[0]) && model.known.has(bare);
            words.push({ start: from, end: from + found[0].length, bare, open });
          }
        if (STOP.test(chunk[0])) end();
      }
      end();
      at += line.length;
      if (2 * words.filter(word => model.known.has(word.bare)).length < words.length) continue;
      let first = 0;
      for (const last of ends) {
        for (let k = first; k < last; k += LONGEST) all.push(words.slice(k, Math.min(k + LONGEST, last)));
        first = last;
      }
    }
    return all;
  }
  const dressed = (form, given) => Array.from(form, (c, k) => (given[k] !== given[k].toLowerCase() ? c.toUpperCase() : c)).join("");
  function restore(text, model) { // -> { text, words: [{ given, form, ways: [[form, share]…] }] }
    let made = "", last = 0;
    const words = [];
    for (const sentence of sentences(text, model)) {
      const scored = scores(sentence.map(word => word.bare), model), chosen = choose(scored, model), all = shares(scored, chosen, model);
      sentence.forEach((word, k) => {
        const given = text.slice(word.start, word.end), form = word.open ? dressed(chosen[k], given) : given;
        if (word.open) { made += text.slice(last, word.start) + form; last = word.end; }
        words.push({ given, form, ways: word.open ? all[k].sort((a, b) => b[1] - a[1]) : [[given, 1]] });
      });
    }
    return { text: made + text.slice(last), words };
  }

  // --- verse: a character at a time ---
  function verse({ weights, alphabet }) {
    const net = unpack(weights), index = {};
    Array.from(alphabet).forEach((c, k) => { index[c] = k; });
    return { net, index, alphabet: Array.from(alphabet), cell: cell(net, "reading.0") };
  }
  function read(text, state, model) {
    for (const c of text) state = step(row(model.net.words, model.index[c]), state, model.cell);
    return state;
  }
  const logits = (state, model) => times(state[0], model.net["head.weight"], model.net["head.bias"].data);

  const text_nets = { unpack, stripMarks, marks, scores, restore, verse, read, logits, begin: model => start(model.cell), logSoftmax };
  (window.hocsauLive = window.hocsauLive || {}).text_nets = text_nets;
})();
