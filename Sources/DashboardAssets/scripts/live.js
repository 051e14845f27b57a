"use strict";

// Events of the server: what is new appears at once. Without them, the page is asked for every half minute.
const live = {
  source: null,
  retry: null,

  start() {
    const state = document.getElementById("live");
    if (!state || this.source || document.hidden) return;
    // A dashboard apart from its API has no events.
    if (!window.EventSource || !("events" in state.dataset)) return this.show(false);
    clearTimeout(this.retry);
    const source = new EventSource("/v1/events?lang=" + document.documentElement.lang);
    this.source = source;
    source.addEventListener("open", () => this.show(true));
    source.addEventListener("error", () => {
      this.show(false);
      // Whether the server is away too.
      refresh.soon();
      // The browser connects again by itself, and says which event it has seen last, unless the server refused.
      if (source.readyState !== EventSource.CLOSED) return;
      this.source = null;
      this.retry = setTimeout(() => this.start(), 60000);
    });
    source.addEventListener("incident", () => chartMarks.reset());
    for (const kind of ["candle", "article", "analysis", "incident", "reset"]) {
      source.addEventListener(kind, () => refresh.soon());
    }
  },

  stop() {
    this.source?.close();
    this.source = null;
    clearTimeout(this.retry);
  },

  show(isLive) {
    const state = document.getElementById("live");
    if (!state) return;
    const text = isLive ? state.dataset.live : state.dataset.notLive;
    state.hidden = false;
    state.classList.toggle("is-live", isLive);
    state.title = text;
    state.querySelector("span").textContent = text;
    if (isLive && this.wasLost) refresh.soon();
    this.wasLost = !isLive;
  },
};
