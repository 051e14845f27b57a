"use strict";

// Reads the page again every half minute and swaps the parts that changed, in place:
// the focus stays where it is, selected text is left alone, and the chart keeps its canvas.
const refresh = {
  every: 30000,

  async now() {
    if (document.hidden) return;
    const lost = document.getElementById("connection");
    try {
      // The browser sends If-None-Match by itself and gives back what it kept on a 304.
      const answer = await fetch(location.href, { cache: "no-cache", headers: { Accept: "text/html" } });
      if (!answer.ok) throw new Error(answer.statusText);
      this.take(new DOMParser().parseFromString(await answer.text(), "text/html"));
      lost.hidden = true;
    } catch {
      lost.hidden = false;
    }
  },

  take(page) {
    const clock = Number(page.documentElement.dataset.clock);
    // A kept answer (304) tells no new time.
    if (clock !== ages.clock) ages.hear(clock);
    document.title = page.title;
    this.announce(page);
    for (const panel of document.querySelectorAll("[data-panel]")) {
      const fresh = page.getElementById(panel.id);
      if (fresh && fresh.outerHTML !== this.seen.get(panel.id)) this.swap(panel, fresh);
    }
    ages.tick();
  },

  // Each part as it was sent: in the document itself ages tick and the chart is drawn over.
  seen: new Map([...document.querySelectorAll("[data-panel]")].map((panel) => [panel.id, panel.outerHTML])),

  swap(panel, fresh) {
    const selection = getSelection();
    if (!selection.isCollapsed && panel.contains(selection.anchorNode)) return;
    this.seen.set(panel.id, fresh.outerHTML);
    if (panel.id === "chart" && chart.shown && fresh.querySelector(".plot") && panel.contains(chart.shown.plot)) {
      for (const part of panel.querySelectorAll("[data-swap], #chart-data, .drawing")) {
        const other = part.dataset.swap ? fresh.querySelector(`[data-swap=${part.dataset.swap}]`) : fresh.querySelector(part.id ? "#" + part.id : ".drawing");
        if (other) part.innerHTML = other.innerHTML;
      }
      chart.draw();
      return;
    }
    const focused = panel.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    panel.replaceWith(document.adoptNode(fresh));
    if (focused !== null) {
      [...fresh.querySelectorAll("a[href]")].find((link) => link.getAttribute("href") === focused)?.focus({ preventScroll: true });
    }
    if (panel.id === "chart") chart.draw();
  },

  announce(page) {
    const said = page.getElementById("price")?.dataset.announcement;
    if (said && said !== document.getElementById("price")?.dataset.announcement) {
      document.getElementById("announcer").textContent = said;
    }
  },
};

setInterval(() => refresh.now(), refresh.every);
document.addEventListener("visibilitychange", () => refresh.now());
chart.draw();
