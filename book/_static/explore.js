// Pictures that move (hocsau.interactive.explore): controls, picture and reading change together.
// Plain script, no modules, no fetch: it also runs from file://. A picture that the page itself computes is
// window.hocsauLive.NAME = (box, spec, set) => update; update(values) -> reading, set(values) moves the controls;
// NAME.longest(spec), if it is there, lists the longest readings, so that nothing jumps when one comes.
(() => {
  "use strict";
  const narrow = window.matchMedia("(max-width: 640px)");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

  // Several frames side by side in one WebP: move the strip behind a window of one frame's size.
  function framePicture(box, spec) {
    const files = new Map(), still = box.querySelector("picture, img"), photo = box.querySelector("img").className;
    const set = () => (spec.narrow && narrow.matches ? spec.narrow : spec); // a phone may have drawings of its own
    const get = name => {
      if (!files.has(name)) {
        const image = new Image();
        image.alt = "";
        image.className = `hs-explore-strip ${photo}`.trim(); // a photo stays one
        image.decoding = "sync";
        files.set(name, new Promise((done, fail) => {
          image.onload = () => done(image);
          image.onerror = () => { files.delete(name); fail(new Error("no image")); };
        }));
        image.src = spec.base + name;
      }
      return files.get(name);
    };
    const show = async frame => {
      const { strips, per } = set(), n = Math.floor(frame / per), image = await get(strips[n]);
      return () => {
        const count = Math.min(per, spec.readings.length - n * per);
        image.style.width = `${count * 100}%`;
        image.style.height = "100%";
        image.style.transform = `translateX(${-(frame % per) * 100 / count}%)`;
        box.replaceChildren(still, image);
      };
    };
    show.preload = frame => get(set().strips[Math.floor(frame / set().per)]).catch(() => {});
    return show;
  }

  function htmlPicture(box, spec) {
    return async frame => () => { box.innerHTML = spec.html[frame]; };
  }

  // The picture's shape, by which the style sheet keeps it within the window.
  function shape(box, spec) {
    const image = box.querySelector("img");
    if (!image) return;
    const put = () => {
      const { width, height } = spec.narrow && narrow.matches ? spec.narrow : { width: image.getAttribute("width"), height: image.getAttribute("height") };
      box.style.setProperty("--ratio", width / height);
    };
    put();
    narrow.addEventListener("change", put);
  }

  // Room for the longest reading at every width: all that are nearly as long lie unseen behind the one shown.
  function reserve(said) {
    let most = 0;
    const ghosts = document.createElement("div");
    ghosts.className = "hs-explore-ghosts";
    ghosts.setAttribute("aria-hidden", "true");
    said.append(ghosts);
    return texts => {
      const longest = Math.max(...texts.map(text => text.length));
      if (longest <= most) return;
      most = longest;
      for (const text of new Set(texts.filter(text => text.length >= 0.85 * most)))
        ghosts.append(Object.assign(document.createElement("span"), { textContent: text }));
    };
  }

  function start(root) {
    const spec = JSON.parse(root.querySelector("script").textContent);
    const inputs = [...root.querySelectorAll(".hs-explore-controls :is(input, select)")];
    const box = root.querySelector(".hs-explore-picture"), head = root.querySelector(".hs-explore-head");
    const reading = root.querySelector(".hs-explore-reading"), keep = reserve(reading.parentNode);
    const field = i => inputs[i].closest(".hs-explore-control");
    const place = i => inputs[i].tagName === "SELECT" ? inputs[i].selectedIndex : Number(inputs[i].value);
    const say = text => {
      if (spec.page) keep([text]);
      if (reading.textContent !== text) reading.textContent = text;
    };
    const label = (i, text) => {
      const value = field(i).querySelector(".hs-explore-value");
      if (!value) return;
      value.textContent = text;
      inputs[i].setAttribute("aria-valuetext", text);
      const ends = [[".hs-explore-less", inputs[i].min], [".hs-explore-more", inputs[i].max]];
      for (const [button, end] of ends) field(i).querySelector(button).setAttribute("aria-disabled", inputs[i].value === end);
    };
    const labelAll = () => spec.controls.forEach((c, i) => label(i, c.texts[place(i)]));
    root.querySelector(".hs-explore-controls").hidden = false;
    shape(box, spec);
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
        const live = window.hocsauLive[spec.page];
        update = live(box, spec, set);
        say(update(values));
        if (live.longest) keep(live.longest(spec));
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
      let turn = 0, shown = false;
      change = async () => {
        const mine = ++turn, frame = frameAt(inputs.map((_, i) => place(i)));
        shown = true;
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
      if (spec.narrow) narrow.addEventListener("change", () => { if (shown) change(); });
      keep(spec.readings);
      // A browser that comes back to the page puts the controls where they were.
      if (spec.controls.some((c, i) => place(i) !== c.index)) change();
    }

    labelAll();

    // --- buttons ---
    const move = (input, to) => {
      input.value = to;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    };
    let stop = () => {};
    inputs.forEach((input, i) => {
      input.addEventListener("input", event => {
        if (event.isTrusted) stop();
        return change();
      });
      for (const [name, by] of [["less", -1], ["more", 1]]) {
        const button = field(i).querySelector(`.hs-explore-${name}`);
        if (button) button.addEventListener("click", () => { stop(); move(input, Number(input.value) + by); });
      }
      const play = field(i).querySelector(".hs-explore-play");
      if (play) play.addEventListener("click", () => (play.classList.contains("is-on") ? stop() : run(input, play)));
    });
    // Plays to the end, one place after another, while it is seen; begins anew at the end. Slower for those who
    // asked for little motion; told only when it stops.
    function run(input, play) {
      stop();
      const last = Number(input.max), pause = calm.matches ? 1200 : Math.min(Math.max(9000 / last, 250), 900);
      let timer = 0;
      stop = () => {
        clearTimeout(timer);
        stop = () => {};
        play.classList.remove("is-on");
        play.setAttribute("aria-label", "Chạy từng bước");
        reading.setAttribute("aria-live", "polite");
      };
      const tick = async () => {
        const { top, bottom } = root.getBoundingClientRect();
        if (bottom < 0 || top > window.innerHeight || Number(input.value) >= last) { stop(); return; }
        input.value = Number(input.value) + 1;
        await change();
        if (Number(input.value) >= last) stop();
        else if (play.classList.contains("is-on")) timer = setTimeout(tick, pause);
      };
      play.classList.add("is-on");
      play.setAttribute("aria-label", "Dừng");
      reading.setAttribute("aria-live", "off");
      if (Number(input.value) < last) { tick(); return; }
      input.value = 0;
      change();
      timer = setTimeout(tick, pause);
    }

    // On a phone what is moved stays in view over its picture, unless it would hide the picture.
    const fit = () => root.classList.toggle("is-tall", head.offsetHeight > 0.42 * window.innerHeight);
    if (window.ResizeObserver) new ResizeObserver(fit).observe(head);
    root.classList.add("is-alive");
  }

  const all = () => document.querySelectorAll(".hs-explore").forEach(root => {
    try { start(root); } catch (error) { console.error(error); } // the other pictures go on
  });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", all);
  else all();
})();
