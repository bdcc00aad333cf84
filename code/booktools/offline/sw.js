/* The book's service worker, written into the site's root by booktools.offline.web_app.

   Pages come from the network, and from what was kept when there is none; everything else is kept at the first use.
   A new build is a new version: what the reader had kept is taken over, unchanged files without asking for them again,
   and the old version is deleted. */
"use strict";
const VERSION = "VERSION";
// address -> hash
const FILES = "FILES";
const SCOPE = new URL("./", self.location).href;
const PREFIX = `hoc-sau ${SCOPE} `; // other sites of the same host have caches too
const CACHE = PREFIX + VERSION;
const LISTING = `${SCOPE}?files`;
const FIRST = ["offline.html", "index.html", "book/index.html", "_static/favicon.svg", "search-map.js", "search-index.js", "previews.js"];
const PATIENCE = 5000; // milliseconds to wait for a slow network when the page is kept

/* What a file is kept by: without ?v=…, which the pages of each build add anew to a style or script. */
const address = (url) => url.split(/[?#]/)[0].replace(/\/$/, "/index.html");
/* The file's name in FILES. Cut before it is decoded: the scope itself may hold encoded letters, or a bare %. */
function name(url) {
  const file = address(url).slice(SCOPE.length);
  try {
    return decodeURIComponent(file);
  } catch {
    return file; // no name that we gave
  }
}
const ours = async () => (await caches.keys()).filter((key) => key.startsWith(PREFIX) && key !== CACHE);

async function get(url, cache) {
  const answer = await fetch(url, { cache: "no-cache" });
  if (answer.ok && !answer.redirected) await cache.put(url, answer.clone());
  return answer;
}

/* Take over what older versions kept, as it is now; a page that is gone is let go. */
async function takeOver(cache) {
  for (const key of await ours()) {
    const old = await caches.open(key);
    const listing = await old.match(LISTING);
    const before = listing ? await listing.json() : {};
    for (const { url } of await old.keys()) {
      const file = name(url);
      if (url === LISTING || !(file in FILES) || (await cache.match(url))) continue;
      if (before[file] === FILES[file]) await cache.put(url, await old.match(url));
      else await get(url, cache);
    }
  }
}

async function install() {
  const cache = await caches.open(CACHE);
  await takeOver(cache);
  for (const file of FIRST) {
    const url = SCOPE + file;
    if (file in FILES && !(await cache.match(url))) await get(url, cache);
  }
  await cache.put(LISTING, new Response(JSON.stringify(FILES)));
  await self.skipWaiting();
}

async function activate() {
  for (const key of await ours()) await caches.delete(key);
  await self.clients.claim();
}

async function offline() {
  const kept = await caches.match(`${SCOPE}offline.html`);
  const base = `<base href="${SCOPE.replaceAll("&", "&amp;")}">`;
  const text = (await kept.text()).replace('<base href="./">', () => base); // "$" is a sign of replace's own
  return new Response(text, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

/* Pages and small tables of contents: the newest there is. */
async function newest(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(address(request.url));
  const asked = fetch(request).then(async (answer) => {
    if (answer.ok && !answer.redirected) await cache.put(address(request.url), answer.clone());
    return answer;
  });
  if (!kept) return asked.catch((error) => (request.mode === "navigate" ? offline() : Promise.reject(error)));
  const late = new Promise((resolve) => setTimeout(() => resolve(kept), PATIENCE));
  return Promise.race([asked.catch(() => kept), late]);
}

/* Styles, scripts, pictures: what was kept under this very address, ?v=… and all; without a network, what there is. */
async function keptFirst(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(address(request.url));
  if (kept?.url === request.url) return kept;
  try {
    const answer = await fetch(request);
    if (answer.status === 200) await cache.put(address(request.url), answer.clone());
    return answer;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
}

/* What a page already showed before the worker came, and what its pictures will need. */
async function keep(urls) {
  const cache = await caches.open(CACHE);
  for (const url of urls) {
    if (!url.startsWith(SCOPE) || !(name(url) in FILES)) continue;
    if ((await cache.match(address(url)))?.url === url) continue;
    await fetch(url).then((answer) => answer.ok && cache.put(address(url), answer)).catch(() => {}); // the next time
  }
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  if (Array.isArray(event.data?.keep)) event.waitUntil(keep(event.data.keep));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(SCOPE) || request.headers.has("range")) return;
  const page = request.mode === "navigate" || /\.(html|json)$|(search-(index|map)|previews)\.js$/.test(address(request.url));
  event.respondWith(page ? newest(request) : keptFirst(request));
});
