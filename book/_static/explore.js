// Pictures that move (hocsau.interactive.explore): controls, picture and reading change together.
// Plain script, no modules, no fetch: it also runs from file://. A picture that the page itself computes is
// window.hocsauLive.NAME = (box, spec, set) => update; update(values) -> reading, set(values) moves the controls.
(() => {
  "use strict";

  // Several frames side by side in one WebP: move the strip behind a window of one frame's size.
  function framePicture(box, spec) {
    const files = new Map();
    const still = box.querySelector("img");
    const get = n => {
      if (!files.has(n)) {
        const image = new Image();
        image.alt = "";
        image.className = `hs-explore-strip ${still.className}`.trim(); // a photo stays one
        image.decoding = "sync";
        files.set(n, new Promise((done, fail) => {
          image.onload = () => done(image);
          image.onerror = () => { files.delete(n); fail(new Error("no image")); };
        }));
        image.src = spec.base + spec.strips[n];
      }
      return files.get(n);
    };
    const show = async frame => {
      const n = Math.floor(frame / spec.per);
      const image = await get(n);
      return () => {
        const count = Math.min(spec.per, spec.readings.length - n * spec.per);
        image.style.width = `${count * 100}%`;
        image.style.height = "100%";
        image.style.transform = `translateX(${-(frame % spec.per) * 100 / count}%)`;
        box.replaceChildren(still, image);
      };
    };
    show.preload = frame => get(Math.floor(frame / spec.per)).catch(() => {});
    return show;
  }

  function htmlPicture(box, spec) {
    return async frame => () => { box.innerHTML = spec.html[frame]; };
  }

  function start(root) {
    const spec = JSON.parse(root.querySelector("script").textContent);
    const inputs = [...root.querySelectorAll(".hs-explore-controls input, .hs-explore-controls select")];
    const box = root.querySelector(".hs-explore-picture");
    const reading = root.querySelector(".hs-explore-reading");
    const place = i => inputs[i].tagName === "SELECT" ? inputs[i].selectedIndex : Number(inputs[i].value);
    const say = text => { if (reading.textContent !== text) reading.textContent = text; };
    const label = (i, text) => {
      const value = inputs[i].parentNode.querySelector(".hs-explore-value");
      if (value) value.textContent = text;
      if (value) inputs[i].setAttribute("aria-valuetext", text);
    };
    const labelAll = () => spec.controls.forEach((c, i) => label(i, c.texts[place(i)]));
    root.querySelector(".hs-explore-controls").hidden = false;
    let change;

    if (spec.page) {
      const values = Object.fromEntries(spec.controls.map(c => [c.name, (c.values || c.texts)[c.index]]));
      const still = [...box.childNodes];
      still.forEach(node => node.remove());
      let update;
      const set = moved => {
        Object.assign(values, moved);
        spec.controls.forEach((c, i) => {
          if (!(c.name in moved) || !c.values) return;
          const off = c.values.map(v => Math.abs(v - values[c.name]));
          inputs[i].value = off.indexOf(Math.min(...off));
          label(i, String(values[c.name]));
        });
        say(update(values));
      };
      try {
        update = window.hocsauLive[spec.page](box, spec, set);
        say(update(values));
      } catch (error) {
        box.replaceChildren(...still);
        root.querySelector(".hs-explore-controls").hidden = true;
        throw error;
      }
      change = () => {
        spec.controls.forEach((c, i) => { values[c.name] = (c.values || c.texts)[place(i)]; });
        labelAll();
        say(update(values));
      };
    } else {
      const show = (spec.html ? htmlPicture : framePicture)(box, spec);
      const sizes = spec.controls.map(c => c.texts.length);
      const frameAt = places => places.reduce((frame, p, i) => frame * sizes[i] + p, 0);
      const neighbours = () => {
        const here = inputs.map((_, i) => place(i));
        if (show.preload) here.forEach((p, i) => [0, 1, -1].forEach(d => {
          if (p + d >= 0 && p + d < sizes[i]) show.preload(frameAt(here.map((q, j) => (j === i ? p + d : q))));
        }));
      };
      let turn = 0;
      change = async () => {
        const mine = ++turn;
        const frame = frameAt(inputs.map((_, i) => place(i)));
        labelAll();
        box.classList.add("is-loading");
        try {
          const put = await show(frame);
          if (mine !== turn) return;
          put();
          say(spec.readings[frame]);
        } catch {
          if (mine !== turn) return;
          say(`${spec.readings[frame]} (chưa tải được hình)`);
        }
        box.classList.remove("is-loading");
        neighbours();
      };
      for (const event of ["pointerenter", "focusin", "touchstart"])
        root.addEventListener(event, neighbours, { once: true, passive: true });
      // A browser that comes back to the page puts the controls where they were.
      if (spec.controls.some((c, i) => place(i) !== c.index)) change();
    }
    inputs.forEach(input => input.addEventListener("input", () => change()));
    root.classList.add("is-alive");
  }

  const all = () => document.querySelectorAll(".hs-explore").forEach(root => {
    try { start(root); } catch (error) { console.error(error); } // the other pictures go on
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all);
  else all();
})();
