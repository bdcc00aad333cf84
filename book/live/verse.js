// A small LSTM goes on with the reader's verse, a character at a time; its chances are bars. Twin of code/hocsau/live/verse.py.
(function () {
  "use strict";
  const { fixed, html, lazily, onTouch, place, script, strokes, svg: draw } = window.hocsauParts;
  const add = html("hs-typed-");
  const here = document.currentScript ? document.currentScript.src : "";
  const beside = name => here.replace(/verse\.js/, name);
  const END = "\n";
  const load = lazily(() =>
    Promise.all([window.hocsauLive.text_nets || script(beside("text_nets.js")), script(beside("verse.data.js"))]).then(() => {
      const sent = window.hocsauLiveData.verse, group = new Map();
      for (const pair of sent.groups.split(" ")) { const [word, k] = pair.split(":"); group.set(word, Number(k)); }
      const near = sent.near.map(list => new Set(list));
      const words = sent.words.split(" ").map(word => ({ word, tone: tone(word), group: group.get(toneless(word)) }));
      return { ...window.hocsauLive.text_nets.verse(sent), words, group, near };
    }));

  // --- syllables ---
  const MARKS = /[\u0300\u0301\u0309\u0303\u0323]/g;
  const tone = word => (word.normalize("NFD").match(MARKS) || [""])[0];
  const toneless = word => word.normalize("NFD").replace(MARKS, "").normalize("NFC");
  const level = mark => mark === "" || mark === "\u0300";
  const spelt = (word, model) => model.group.has(toneless(word)) && (word.normalize("NFD").match(MARKS) || []).length < 2 &&
    (!/(c|ch|p|t)$/.test(toneless(word)) || "\u0301\u0323".includes(tone(word)) && tone(word) !== "");
  const stripped = (word, stops) => { // of stops at both ends
    let a = 0, b = word.length;
    while (a < b && stops.includes(word[a])) a++;
    while (b > a && stops.includes(word[b - 1])) b--;
    return word.slice(a, b);
  };
  const split = text => text.split(/\s+/).filter(Boolean);

  // --- the law: which characters lead to a syllable that may stand here ---
  function law(before, model) {
    const last = before.length ? syllables(before[before.length - 1]) : [], count = last.length;
    return { length: count === 6 ? 8 : 6, rhyme: count === 6 || count === 8 ? last[count - 1] : null, model };
  }
  const syllables = verse => (verse.match(/\p{L}+/gu) || []);
  function fitting({ length, rhyme, model }, done) {
    const spot = done.length + 1, wanted = { 2: true, 4: false, 6: true, 8: true }[spot];
    let kept = model.words.filter(w => wanted === undefined || level(w.tone) === wanted);
    if (spot === 8 && done.length > 5 && spelt(done[5], model)) {
      const apart = kept.filter(w => w.tone !== tone(done[5]));
      if (apart.length) kept = apart;
    }
    if (spot === 6 && rhyme !== null && spelt(rhyme, model)) {
      const near = model.near[model.group.get(toneless(rhyme))], rhyming = kept.filter(w => w.word !== rhyme && level(w.tone) === level(tone(rhyme)) && near.has(w.group));
      if (rhyming.length) kept = rhyming;
    }
    return kept;
  }
  function follow(rule, current, stops) { // a set of characters
    const done = split(current);
    let part = "";
    if (current && !/\s$/.test(current)) part = done.pop();
    if (part && stops.includes(part[part.length - 1])) return new Set([done.length + 1 >= rule.length ? END : " "]);
    if (done.length >= rule.length) return new Set([END]);
    const list = fitting(rule, done.map(word => stripped(word, stops))), found = new Set();
    for (const { word } of list) if (word.length > part.length && word.startsWith(part)) found.add(word[part.length]);
    if (part && (!found.size || list.some(w => w.word === part))) {
      if (done.length + 1 === rule.length) for (const c of [",", ".", END]) found.add(c);
      else found.add(" ");
    }
    return found;
  }

  // --- writing ---
  function random(seed) { // mulberry32
    let state = Math.imul(seed, 0x9E3779B9) >>> 0;
    return () => {
      state = (state + 0x6D2B79F5) >>> 0;
      let t = state;
      t = Math.imul(t ^ (t >>> 15), t | 1) >>> 0;
      t = (t ^ ((t + Math.imul(t ^ (t >>> 7), t | 61)) >>> 0)) >>> 0;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
  }
  function openingVerses(text, { stops }, model) {
    const verses = text.normalize("NFC").toLowerCase().split(/\r?\n/).map(line => split(line).join(" ")).filter(Boolean);
    for (const verse of verses) {
      const words = syllables(verse), strange = words.find(word => !spelt(word, model)), rest = Array.from(verse).find(c => !/\p{L}/u.test(c) && !(" " + stops).includes(c));
      if (strange || rest || !words.length) throw new Error(`«${strange || rest || verse}» không phải tiếng Việt; hãy gõ một câu thơ.`);
      if (words.length > 8) throw new Error(`Câu có ${words.length} tiếng; câu lục bát có sáu hay tám tiếng.`);
    }
    return verses;
  }
  function chances(logits, allowed, heat, alphabet) {
    const z = Array.from(logits, (v, k) => (!allowed || allowed.has(alphabet[k]) ? v / heat : -Infinity)), top = Math.max(...z);
    const p = z.map(v => Math.exp(v - top)), sum = p.reduce((s, v) => s + v, 0);
    return p.map(v => v / sum);
  }
  function written({ opening, way, heat, seed, step }, data, model) {
    const nets = window.hocsauLive.text_nets, draw = random(seed), { alphabet } = model;
    const verses = openingVerses(opening, data, model), done = verses.slice(0, -1);
    let current = verses.length ? verses[verses.length - 1] : "";
    let state = nets.read(END + done.map(verse => verse + END).join("") + current, nets.begin(model), model), p = [];
    if ([6, 8].includes(split(current).length)) {
      state = nets.read(END, state, model);
      done.push(current);
      current = "";
    }
    const letters = new Set(alphabet.filter(c => /\p{L}/u.test(c)));
    for (let k = 0; k <= step; k++) {
      let allowed = way === data.lawful ? follow(law(done, model), current, data.stops) : null;
      if (!current.trim()) allowed = allowed || letters;
      if (current.length >= data.longest) allowed = new Set([END]);
      p = chances(nets.logits(state, model), allowed, heat, alphabet);
      if (k === step) break;
      let left = draw(), chosen = p.indexOf(Math.max(...p));
      for (let i = 0; i < p.length; i++) {
        left -= p[i];
        if (left < 0) { chosen = i; break; }
      }
      const char = alphabet[chosen];
      state = nets.read(char, state, model);
      if (char === END) { done.push(current); current = ""; } else current += char;
    }
    return { verses: [...done, current], chances: p };
  }

  // --- the picture ---
  const marked = (verse, { stops }, model) => split(verse).map(word => stripped(word, stops)).filter(Boolean)
    .map(word => (spelt(word, model) ? (level(tone(word)) ? "B" : "T") : "?")).join(" ");
  function said(found, data, model) {
    const lines = found.verses.filter(Boolean), last = lines.length ? lines[lines.length - 1] : "", top = found.chances.indexOf(Math.max(...found.chances));
    const tones = marked(last, data, model), char = model.alphabet[top], name = { " ": "dấu cách", [END]: "hết câu" }[char] || `“${char}”`;
    return `Câu ${lines.length}: “${last}”, ${split(tones).length} tiếng, ${tones || "chưa có tiếng"}. Kế tiếp dễ là ${name}, ${fixed(100 * found.chances[top], 0)} %.`;
  }
  function bars(found, { bars: most, row, left, full }, { alphabet }) {
    const order = found.chances.map((_, k) => k).sort((a, b) => found.chances[b] - found.chances[a] || a - b).slice(0, most);
    return order.flatMap((which, k) => {
      const share = found.chances[which], name = { " ": "cách", [END]: "hết" }[alphabet[which]] || alphabet[which];
      return [
        ["text", "word", { x: 4, y: k * row + 15 }, name],
        ["rect", "moves", { x: left, y: k * row + 3, width: place(full * share), height: 14 }, ""],
        ["text", "word", { x: place(left + 6 + full * share), y: k * row + 15 }, `${fixed(100 * share, 1)} %`],
      ];
    });
  }

  // page(box, spec, set) draws into box and returns update(values) -> the reading; set({}) asks for it once more.
  function page(box, spec, set) {
    const { data } = spec, { width, row, bars: most } = data, root = box.closest(".hs-explore");
    root.classList.add("hs-typed-root");
    const field = add(box, "input", "field"), shown = add(box, "p", "verses");
    field.type = "text";
    field.maxLength = 120;
    field.setAttribute("aria-label", "Câu mở đầu của bạn");
    field.spellcheck = false;
    shown.lang = "vi";
    const sheet = draw(box, "svg", { class: "hs-shapes", viewBox: `0 0 ${width} ${most * row}`, role: "img", "aria-label": spec.alt });
    const paint = (list, verses, tones) => {
      strokes(sheet, list, "");
      shown.replaceChildren();
      verses.filter(Boolean).slice(-4).forEach((verse, k, all) => {
        const line = document.createElement("span");
        line.textContent = verse.slice(0, 1).toUpperCase() + verse.slice(1) + (tones ? `  · ${tones[tones.length - all.length + k]}` : "");
        shown.append(line, document.createElement("br"));
      });
    };
    paint(data.start.shapes, data.start.verses, null);
    const net = onTouch(box, load, set);
    let chosen = null;
    field.addEventListener("input", () => { if (net.model) set({}); else net.begin(); });

    return function update(values) {
      if (values.opening !== chosen) field.value = chosen = values.opening;
      if (!net.model) return net.meanwhile(data.start.reading);
      try {
        const found = written({ ...values, opening: field.value }, data, net.model), lines = found.verses.filter(Boolean);
        paint(bars(found, data, net.model), found.verses, lines.map(verse => marked(verse, data, net.model)));
        return said(found, data, net.model);
      } catch (error) {
        return error.message;
      }
    };
  }
  page.load = load;
  page.written = written;
  page.said = said;
  page.bars = bars;
  page.random = random;
  page.longest = () => ["Câu 4: “trăm năm trong cõi người ta nghiêng nghiêng”, 8 tiếng, B B T T B B T B. Kế tiếp dễ là dấu cách, 100 %."];
  (window.hocsauLive = window.hocsauLive || {}).verse = page;
})();
