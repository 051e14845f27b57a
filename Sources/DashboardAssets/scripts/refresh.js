"use strict";

// Reloads the page every 30 seconds and replaces the panels that changed:
// the focus is kept, a panel with selected text is not replaced, and the chart keeps its canvas.
const refresh = {
  every: 30000,

  async now() {
    if (document.hidden) return;
    const banner = document.getElementById("connection");
    try {
      // The browser sends If-None-Match and returns its cached copy on a 304.
      const response = await fetch(location.href, { cache: "no-cache", headers: { Accept: "text/html" } });
      if (!response.ok) throw new Error(response.statusText);
      this.apply(new DOMParser().parseFromString(await response.text(), "text/html"));
      banner.hidden = true;
    } catch {
      banner.hidden = false;
    }
  },

  apply(page) {
    const clock = Number(page.documentElement.dataset.clock);
    // A cached copy (304) has no new time.
    if (clock !== ages.clock) ages.sync(clock);
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
        if (other) element.innerHTML = other.innerHTML;
      }
      chart.draw();
      return;
    }
    const focused = panel.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    panel.replaceWith(document.adoptNode(fresh));
    if (focused !== null) {
      const link = [...fresh.querySelectorAll("a[href]")].find((link) => link.getAttribute("href") === focused);
      link?.focus({ preventScroll: true });
    }
    if (panel.id === "chart") chart.draw();
  },

  announce(page) {
    const announcement = page.getElementById("price")?.dataset.announcement;
    if (announcement && announcement !== document.getElementById("price")?.dataset.announcement) {
      document.getElementById("announcer").textContent = announcement;
    }
  },
};

setInterval(() => refresh.now(), refresh.every);
document.addEventListener("visibilitychange", () => refresh.now());
chart.draw();
