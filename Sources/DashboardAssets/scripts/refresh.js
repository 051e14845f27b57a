"use strict";

// Loads the page again and replaces the panels that changed:
// the focus is kept, a panel with selected text is not replaced, and the chart keeps its canvas and its view.
const refresh = {
  every: 30000,
  pending: null,

  // What the server draws depends on these only.
  get address() {
    const address = new URL(location.pathname, location.href);
    const words = new URLSearchParams(location.search);
    for (const name of ["lang", "range", "interval", "before", "q", "language", "publisher", "mood", "id"]) {
      if (words.has(name)) address.searchParams.set(name, words.get(name));
    }
    return address;
  },

  // Resolves to whether the page is up to date.
  async now() {
    const banner = document.getElementById("connection");
    try {
      // The browser sends If-None-Match and returns its cached copy on a 304.
      const response = await fetch(this.address, { cache: "no-cache", headers: { Accept: "text/html" } });
      // The page of an error, or one without any data yet, stays what it is.
      if (response.status >= 400 && (response.status < 500 || document.getElementById("empty"))) return false;
      if (!response.ok) throw new Error(response.statusText);
      this.apply(new DOMParser().parseFromString(await response.text(), "text/html"));
      banner.hidden = true;
      return true;
    } catch {
      // Ages are those of now, also of a page that was kept for a time without a connection.
      if (!document.querySelector("#simulated .banner") && Date.now() > ages.now) ages.sync(Date.now());
      ages.update();
      banner.textContent = navigator.onLine ? banner.dataset.lost : banner.dataset.offline;
      banner.hidden = false;
      return false;
    }
  },

  // Once for the events that come together.
  soon() {
    this.pending ??= setTimeout(() => {
      this.pending = null;
      if (!document.hidden) this.now();
    }, 300);
  },

  apply(page) {
    const clock = Number(page.documentElement.dataset.clock);
    // A cached copy (304) has no new time.
    if (clock !== ages.clock) ages.sync(clock);
    const names = (root) => [...root.querySelectorAll("[data-panel]")].map((panel) => panel.id).join();
    // Another page than before: the first data, or none.
    if (names(document) !== names(page)) return location.reload();
    document.title = page.title;
    this.announce(page);
    for (const panel of document.querySelectorAll("[data-panel]")) {
      const fresh = page.getElementById(panel.id);
      if (fresh && fresh.outerHTML !== this.markup.get(panel.id)) this.replace(panel, fresh);
    }
    ages.update();
  },

  // Each panel as sent by the server: in the document, ages and the chart change.
  markup: new Map([...document.querySelectorAll("[data-panel]")].map((panel) => [panel.id, panel.outerHTML])),

  replace(panel, fresh) {
    const selection = getSelection();
    if (!selection.isCollapsed && panel.contains(selection.anchorNode)) return;
    this.markup.set(panel.id, fresh.outerHTML);
    if (panel.id === "chart" && chart.shown && fresh.querySelector(".plot") && panel.contains(chart.shown.plot)) {
      for (const element of panel.querySelectorAll("[data-replace], #chart-data, .drawing")) {
        const name = element.dataset.replace;
        const other = fresh.querySelector(name ? `[data-replace=${name}]` : element.id ? "#" + element.id : ".drawing");
        if (!other || other.innerHTML === element.innerHTML) continue;
        const focused = element.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
        element.innerHTML = other.innerHTML;
        this.focus(element, focused);
      }
      chart.draw();
      return;
    }
    const focused = panel.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    const open = [...panel.querySelectorAll("details")].map((details) => details.open);
    panel.replaceWith(document.adoptNode(fresh));
    fresh.querySelectorAll("details").forEach((details, index) => (details.open = open[index] ?? details.open));
    zone.apply(fresh);
    this.focus(fresh, focused);
    if (panel.id === "chart") chart.draw();
  },

  focus(root, href) {
    if (href === null) return;
    [...root.querySelectorAll("a[href]")].find((link) => link.getAttribute("href") === href)
      ?.focus({ preventScroll: true });
  },

  announce(page) {
    const announcement = page.getElementById("price")?.dataset.announcement;
    if (announcement && announcement !== document.getElementById("price")?.dataset.announcement) {
      document.getElementById("announcer").textContent = announcement;
    }
  },
};

setInterval(() => document.hidden || refresh.now(), refresh.every);
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return live.stop();
  refresh.now();
  live.start();
});
window.addEventListener("online", () => refresh.now());
window.addEventListener("offline", () => refresh.now());

// The other language shows the same: range, view, theme.
document.addEventListener("click", (click) => {
  const link = click.target.closest?.("nav a[hreflang]");
  if (!link) return;
  const address = new URL(location.href);
  address.searchParams.set("lang", link.hreflang);
  link.href = address;
});

zone.apply();
chart.draw();
live.start();
// An old copy, of a time with a connection.
if (Date.now() - ages.clock > 90000) refresh.now();
// An installed page opens without a connection too.
navigator.serviceWorker?.register("/sw.js").catch(() => {});
