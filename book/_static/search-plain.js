/* The text of pages without a server: the whole book is one classic script (booktools.offline.plain_index). */
"use strict";
globalThis.HOCSAU_PLAIN = (() => {
  const loading = new Map();

  /* A classic script of the site that leaves its data in a global name; asked for again after a failure. */
  function script(file, name, base) {
    if (!loading.has(file)) {
      const promise = new Promise((resolve, reject) => {
        const element = document.createElement("script");
        element.src = new URL(file, base).href;
        element.onload = () => resolve(globalThis[name]);
        element.onerror = () => {
          loading.delete(file);
          element.remove();
          reject(new Error(file));
        };
        document.head.append(element);
      });
      loading.set(file, promise);
    }
    return loading.get(file);
  }

  /* The texts of a page's parts, in the order of the map; of every page at once, since all of them are here. */
  async function texts(map, base) {
    const pages = await script("search-index.js", "HOCSAU_INDEX", base);
    const byUrl = new Map(pages.map(([url, , parts]) => [url, parts]));
    return (numbers) => numbers.map((number) => byUrl.get(map.pages[number].url).map(([, , text]) => text));
  }

  return { script, texts };
})();
