// Keeps the shell on the phone. Answers about people are never kept. A new version waits until the app says that
// nothing is left to send.
const NAME = "field-{{ version }}";
const SHELL = "/lapangan/";
const FILES = [SHELL, "/lapangan/app.webmanifest", {% for file in files %}"{{ file }}"{% if not forloop.last %}, {% endif %}{% endfor %}];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(FILES.map((file) => new Request(file, {cache: "reload"})))));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith("field-") && name !== NAME) await caches.delete(name);
    await self.clients.claim();
  })());
});

self.addEventListener("message", (event) => {
  if (event.data === "renew") self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin || address.pathname.startsWith("/lapangan/api/")) return;
  const isShell = address.pathname === SHELL;
  if (!isShell && !FILES.includes(address.pathname)) return;
  event.respondWith((async () => {
    const kept = await (await caches.open(NAME)).match(isShell ? SHELL : address.pathname);
    return kept || fetch(event.request);
  })());
});
