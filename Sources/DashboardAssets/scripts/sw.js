"use strict";

// Keeps the files of the page and the last copy of each public page, for a time without a connection.
const files = [/* files */];
const cacheName = "bitcoin-analyzer";
const pages = ["/", "/news", "/analysis"];
// They lead to the market page while there is no connection: what they show is of the moment, or for operators.
const others = ["/operations", "/incidents", "/sources", "/alerts"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(files)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(cacheName);
    for (const request of await cache.keys()) {
      const { pathname } = new URL(request.url);
      if (pathname.startsWith("/assets/") && !files.includes(pathname)) await cache.delete(request);
    }
    await self.clients.claim();
  })());
});

async function page(request, path) {
  const cache = await caches.open(cacheName);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(path, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(path) ?? await cache.match("/");
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (files.includes(pathname)) {
    event.respondWith(caches.match(pathname).then((kept) => kept ?? fetch(request)));
  } else if (request.mode === "navigate" && pages.includes(pathname)) {
    event.respondWith(page(request, pathname));
  } else if (request.mode === "navigate" && others.some((start) => pathname.startsWith(start))) {
    event.respondWith(fetch(request).catch(() => Response.redirect("/", 302)));
  }
});

// A notification of the service, also while no page is open. Every push has to show something.
self.addEventListener("push", (event) => {
  let notice = {};
  try {
    notice = event.data?.json() ?? {};
  } catch {
    // Not of this service; whoever sent it had the keys.
  }
  const text = (value) => (typeof value === "string" ? value : undefined);
  const [id, tag] = [text(notice.id), text(notice.tag)];
  event.waitUntil((async () => {
    const shown = tag ? await self.registration.getNotifications({ tag }).catch(() => []) : [];
    await self.registration.showNotification(text(notice.title) ?? "Bitcoin Analyzer", {
      body: text(notice.body),
      lang: text(notice.lang),
      tag,
      // Heard and seen again, also where it replaces another one, but not a copy of it.
      renotify: Boolean(tag) && !(id && shown.some((other) => other.data?.id === id)),
      timestamp: typeof notice.timestamp === "number" ? notice.timestamp : undefined,
      icon: files.find((file) => file.startsWith("/assets/icon-192.")),
      data: { id, url: text(notice.url) },
    });
  })());
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil((async () => {
    const home = new URL("/", self.location.href);
    let page = home;
    try {
      page = new URL(event.notification.data?.url ?? "/", home);
    } catch {
      // No address.
    }
    // Pages of this origin only.
    if (page.origin !== home.origin) page = home;
    const [open] = await self.clients.matchAll({ type: "window" });
    if (!open) return self.clients.openWindow(page.href);
    await open.focus();
    return open.navigate(page.href);
  })());
});
