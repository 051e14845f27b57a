"use strict";

// Updates ages between two loads of the page. They are computed from the server's clock, which the page contains:
// the browser's own may be wrong, and simulated data have their own time.
const ages = {
  clock: Number(document.documentElement.dataset.clock),
  syncedAt: performance.now(),

  get now() {
    return this.clock + performance.now() - this.syncedAt;
  },

  sync(clock) {
    this.clock = clock;
    this.syncedAt = performance.now();
  },

  text(iso) {
    const formats = document.body.dataset;
    const minutes = Math.floor((this.now - Date.parse(iso)) / 60000);
    if (minutes < 1) return formats.justNow;
    if (minutes < 60) return formats.minutesAgo.replace("{n}", minutes);
    if (minutes < 48 * 60) return formats.hoursAgo.replace("{n}", Math.floor(minutes / 60));
    return formats.daysAgo.replace("{n}", Math.floor(minutes / 1440));
  },

  update() {
    for (const time of document.querySelectorAll("time[data-age]")) {
      const text = this.text(time.dateTime);
      if (time.textContent !== text) time.textContent = text;
    }
  },
};

setInterval(() => ages.update(), 10000);
