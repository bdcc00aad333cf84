// What the live pictures share. A page loads it before any of them (booktools.sphinx.live_files), and each names at its
// head what it uses: const { bytes, paint } = window.hocsauParts;
(function () {
  "use strict";

  // --- numbers, as the Python twins round and write them ---
  const place = v => Math.floor(v * 100 + 0.5) / 100; // where a stroke stands
  function fixed(v, digits) {
    const text = (Math.floor(v * 10 ** digits + 0.5) / 10 ** digits).toFixed(digits);
    return (Number(text) ? text : text.replace("-", "")).replace("-", "−");
  }
  function three(value) {
    const thousandths = Math.floor(Math.abs(value) * 1000 + 0.5);
    return (value < 0 && thousandths ? "−" : "") + `${Math.floor(thousandths / 1000)}.${String(thousandths % 1000).padStart(3, "0")}`;
  }
  function rint(v) { // a half goes to the even neighbour, as numpy has it
    const low = Math.floor(v), part = v - low;
    return part > 0.5 || (part === 0.5 && low % 2 !== 0) ? low + 1 : low;
  }
  const bytes = text => Uint8Array.from(atob(text), c => c.charCodeAt(0));

  // --- boxes ---
  function iou(a, b) { // [left, top, right, bottom]
    const w = Math.max(Math.min(a[2], b[2]) - Math.max(a[0], b[0]), 0), h = Math.max(Math.min(a[3], b[3]) - Math.max(a[1], b[1]), 0);
    const common = w * h, union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - common;
    return union > 0 ? common / union : 0;
  }
  function iouOfSizes(a, b) { // [width, height], laid middle on middle
    const both = Math.min(a[0], b[0]) * Math.min(a[1], b[1]);
    return both / (a[0] * a[1] + b[0] * b[1] - both);
  }

  // --- elements: each is made last in its parent ---
  function filled(parent, node, text) {
    if (text !== undefined) node.textContent = text;
    parent.append(node);
    return node;
  }
  function svg(parent, tag, attributes, text) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    return filled(parent, node, text);
  }
  // html("hs-near-") -> make(parent, tag, name, text), whose classes are hs-near-name.
  const html = prefix => (parent, tag, name, text) => {
    const node = document.createElement(tag);
    if (name) node.className = prefix + name;
    return filled(parent, node, text);
  };
  function button(parent, text, action, label) {
    const node = html("")(parent, "button", "", text);
    node.type = "button";
    if (label) node.setAttribute("aria-label", label);
    node.addEventListener("click", action);
    return node;
  }

  // --- drawings ---
  const sheet = (box, spec, look, width, height, role = "img") =>
    svg(box, "svg", { class: look, viewBox: `0 0 ${width} ${height}`, width, height, role, "aria-label": spec.alt });
  function blank(drawing, width, height) { // nothing on it, of another size
    drawing.replaceChildren();
    for (const [name, value] of Object.entries({ viewBox: `0 0 ${width} ${height}`, width, height })) drawing.setAttribute(name, value);
  }
  // Strokes [tag, look, attributes, text] in place of those that were there; a style sheet colours them by their looks.
  function strokes(parent, list, prefix) {
    parent.replaceChildren();
    for (const [tag, look, attributes, text] of list) svg(parent, tag, { class: prefix + look, ...attributes }, text);
  }
  // A picture that is nothing but strokes, as page(box, spec, set); hand(drawing, spec, set) lets the reader touch it.
  const PREFIXES = { "hs-det": "hs-det-", "hs-shapes": "" };
  function drawn(family, size, shapes, reading, hand) {
    function page(box, spec, set) {
      const drawing = sheet(box, spec, family, ...size(spec.data));
      if (hand) hand(drawing, spec, set);
      return values => {
        strokes(drawing, shapes(values, spec.data), PREFIXES[family]);
        return reading(values, spec.data);
      };
    }
    return Object.assign(page, { shapes, reading });
  }
  function paint(pen, width, height, at) { // at(k, c): channel c of pixel k, 0 to 255
    const image = pen.createImageData(width, height);
    for (let k = 0; k < width * height; k++) {
      for (let c = 0; c < 3; c++) image.data[4 * k + c] = at(k, c);
      image.data[4 * k + 3] = 255;
    }
    pen.putImageData(image, 0, 0);
  }

  // --- the reader's hand ---
  // From a press where meets(event) says yes until the finger or the button is lifted.
  function drag(node, meets, begin, follow) {
    let held = null;
    node.addEventListener("pointerdown", event => {
      if (event.button || !meets(event)) return;
      held = event.pointerId;
      node.setPointerCapture(held);
      begin(event);
    });
    node.addEventListener("pointermove", event => { if (event.pointerId === held) follow(event); });
    for (const end of ["pointerup", "pointercancel"])
      node.addEventListener(end, event => { if (event.pointerId === held) held = null; });
  }
  // Knobs, known by a selector, that are dragged, or stepped by the arrow keys: step(across, up).
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  function knobs(drawing, selector, { begin = () => {}, follow, step }) {
    const met = event => event.target.closest(selector);
    // the page must not scroll under the finger
    drawing.addEventListener("touchstart", event => { if (met(event)) event.preventDefault(); }, { passive: false });
    drag(drawing, met, event => {
      met(event).focus({ preventScroll: true });
      event.preventDefault();
      begin(event);
    }, follow);
    drawing.addEventListener("keydown", event => {
      if (!(event.key in ARROWS)) return;
      event.preventDefault();
      step(...ARROWS[event.key]);
    });
  }

  // --- the page around it ---
  // Loads a further script, when it is needed: fetch fails from file://.
  function script(source) {
    return new Promise((done, fail) => {
      const node = document.createElement("script");
      node.src = source;
      node.onload = done;
      node.onerror = () => { node.remove(); fail(new Error("no script")); };
      document.head.append(node);
    });
  }
  function lazily(bring) { // one try at a time; after a failure the next touch tries again
    let coming = null;
    return () => {
      if (!coming) {
        coming = bring();
        coming.catch(() => { coming = null; });
      }
      return coming;
    };
  }
  // A model that comes when the reader first touches the box. While it comes the box looks as one that waits for its
  // frame; then the reading is asked for once more. Until then a picture's update returns meanwhile(its first reading).
  function onTouch(box, load, set) {
    const root = box.closest(".hs-explore"), held = { model: null, begin, meanwhile };
    let asked = false, failed = false, first = true;
    async function begin() {
      if (asked) return;
      asked = true;
      failed = false;
      box.classList.add("is-loading");
      try {
        held.model = await load();
      } catch {
        failed = true;
        asked = false;
      }
      box.classList.remove("is-loading");
      set({});
    }
    function meanwhile(reading) {
      if (!first && !failed) begin();
      first = false;
      return failed ? "Chưa tải được mạng. Hãy thử chạm lại." : reading;
    }
    for (const event of ["pointerdown", "focusin"]) root.addEventListener(event, begin, { passive: true });
    return held;
  }
  function onWidth(box, again) { // whenever the box is as wide as it was not before
    let last = box.clientWidth;
    if (window.ResizeObserver)
      new ResizeObserver(() => {
        if (box.clientWidth === last) return;
        last = box.clientWidth;
        again();
      }).observe(box);
  }
  // Every setting of the controls, for a picture whose longest readings are found by asking for all.
  const everySetting = controls =>
    controls.reduce((list, { name, values }) => list.flatMap(one => values.map(v => ({ ...one, [name]: v }))), [{}]);

  window.hocsauParts = {
    place, fixed, three, rint, bytes, iou, iouOfSizes,
    svg, html, button, sheet, blank, strokes, drawn, paint, drag, knobs, script, lazily, onTouch, onWidth,
    everySetting,
  };
})();
