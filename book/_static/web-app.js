/* Over http(s) the book can be installed, and keeps the pages that were read for when there is no network
   (booktools.offline). From disk there is nothing to do, and browsers would complain. */
"use strict";
(() => {
  const secure = location.protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(location.hostname);
  if (!location.protocol.startsWith("http") || !secure || !("serviceWorker" in navigator)) return;
  const root = new URL("..", document.currentScript.src);

  const manifest = document.createElement("link");
  manifest.rel = "manifest";
  manifest.href = new URL("manifest.webmanifest", root).href;
  document.head.append(manifest);

  /* This page, what it loaded, and the pictures further down and behind its controls. */
  function used() {
    const urls = [location.href.split(/[?#]/)[0], ...performance.getEntriesByType("resource").map((entry) => entry.name)];
    if (navigator.connection?.saveData) return urls;
    for (const image of document.querySelectorAll("article img[src]")) urls.push(image.src);
    for (const other of document.querySelectorAll("article source[srcset]")) urls.push(new URL(other.srcset, location.href).href);
    for (const script of document.querySelectorAll(".hs-explore script[type='application/json']")) {
      const { base, strips = [], narrow = { strips: [] } } = JSON.parse(script.textContent);
      for (const strip of [...strips, ...narrow.strips]) urls.push(new URL(base + strip, location.href).href);
    }
    return [...new Set(urls)];
  }

  addEventListener("load", async () => {
    try {
      await navigator.serviceWorker.register(new URL("sw.js", root), { scope: root.pathname, updateViaCache: "none" });
      const { active } = await navigator.serviceWorker.ready;
      active.postMessage({ keep: used() });
    } catch (error) {
      console.info("Không lưu được sách để đọc khi mất mạng:", error); // a private window, or a full disk
    }
  });
})();
