// The reader types without marks, a small network puts them back. The network comes when the box is first touched.
// Twin of code/hocsau/live/diacritics.py: same words, same shares.
(function () {
  "use strict";
  const { fixed, html, lazily, onTouch, place, script, strokes, svg: draw } = window.hocsauParts;
  const add = html("hs-typed-");
  const here = document.currentScript ? document.currentScript.src : "";
  const beside = name => here.replace(/diacritics\.js/, name);
  const load = lazily(() => Promise.all([window.hocsauLive.text_nets || script(beside("text_nets.js")), script(beside("diacritics.data.js"))])
    .then(() => window.hocsauLive.text_nets.marks(window.hocsauLiveData.diacritics)));

  const restored = (text, model) => window.hocsauLive.text_nets.restore(text, model);
  function said({ words }, word) {
    if (!words.length) return "Chưa có tiếng Việt nào để thêm dấu.";
    const k = Math.min(word, words.length), { given, ways } = words[k - 1];
    const listed = ways.slice(0, 3).map(([form, share]) => `${form} ${fixed(100 * share, 0)} %`).join(", ");
    return `“${words.map(one => one.form).join(" ")}”. Tiếng ${k}, “${given}”: ${listed}.`;
  }
  function bars({ words }, word, { ways: most, row, left, full }) {
    if (!words.length) return [];
    return words[Math.min(word, words.length) - 1].ways.slice(0, most).flatMap(([form, share], k) => [
      ["text", "word", { x: 4, y: k * row + 18 }, form],
      ["rect", "moves", { x: left, y: k * row + 4, width: place(full * share), height: 18 }, ""],
      ["text", "word", { x: place(left + 6 + full * share), y: k * row + 18 }, `${fixed(100 * share, 1)} %`],
    ]);
  }

  // page(box, spec, set) draws into box and returns update(values) -> the reading; set({}) asks for it once more.
  function page(box, spec, set) {
    const { data } = spec, { width, row, ways } = data, root = box.closest(".hs-explore");
    root.classList.add("hs-typed-root");
    const field = add(box, "textarea", "field"), shown = add(box, "p", "shown");
    field.rows = 2;
    field.maxLength = 300;
    field.setAttribute("aria-label", "Câu không dấu của bạn");
    field.spellcheck = false;
    field.setAttribute("autocapitalize", "off");
    shown.lang = "vi";
    shown.textContent = data.start.text;
    const sheet = draw(box, "svg", { class: "hs-shapes", viewBox: `0 0 ${width} ${ways * row}`, role: "img", "aria-label": spec.alt });
    const paint = list => strokes(sheet, list, "");
    paint(data.start.shapes);
    const net = onTouch(box, load, set);
    let chosen = null;
    field.addEventListener("input", () => { if (net.model) set({}); else net.begin(); });

    return function update(values) {
      if (values.sentence !== chosen) field.value = chosen = values.sentence;
      if (!net.model) return net.meanwhile(data.start.reading);
      const found = restored(field.value, net.model);
      shown.textContent = found.text;
      paint(bars(found, values.word, data));
      return said(found, values.word);
    };
  }
  page.load = load;
  page.restored = restored;
  page.said = said;
  page.bars = bars;
  page.longest = () => ["“chúng ta phải học tiếng Việt”. Tiếng 12, “truong”: trường 100 %, trương 100 %, trưởng 100 %."];
  (window.hocsauLive = window.hocsauLive || {}).diacritics = page;
})();
