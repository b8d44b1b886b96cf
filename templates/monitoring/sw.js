/* The service worker: it keeps the shell and its files, never a page of anybody. Pages come from the network first; when
   it does not answer, the shell draws the form from what the device keeps. */
const CACHE = "jeka-coque-{{ version }}", SHELL = "/hors-ligne/", PATIENCE = 8000;
const FILES = {{ files|safe }};
const OURS = /^\/(rapports\/|hors-ligne\/$|$)/; // the pages the shell can stand for
const DOWN = [502, 503, 504];

addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    // The files bear their own mark in their names: the page has just fetched them, the browser need not again.
    await cache.addAll([new Request(SHELL, { cache: "reload" }), ...FILES]);
    await skipWaiting();
  })());
});

addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("jeka-coque-") && name !== CACHE) await caches.delete(name);
    await clients.claim();
  })());
});

async function page(event) {
  const waiting = new AbortController(), patience = setTimeout(() => waiting.abort(), PATIENCE);
  try {
    const answer = await fetch(event.request, { signal: waiting.signal });
    clearTimeout(patience); // it has begun to answer: the rest may take its time
    if (DOWN.includes(answer.status)) throw new Error("down");
    return answer;
  } catch (error) {
    const shell = await caches.match(SHELL);
    if (shell) return shell;
    throw error;
  }
}

addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") { if (OURS.test(url.pathname)) event.respondWith(page(event)); return; }
  if (FILES.includes(url.pathname)) event.respondWith((async () => (await caches.match(request, { cacheName: CACHE })) || fetch(request))());
});
