"use strict";

// Ages tick on between two readings of the page. They are counted from the server's clock, as the page tells it:
// the visitor's own may be wrong, and a simulated world has its own time.
const ages = {
  clock: Number(document.documentElement.dataset.clock),
  heard: performance.now(),

  hear(clock) {
    this.clock = clock;
    this.heard = performance.now();
  },

  text(iso) {
    const words = document.body.dataset;
    const minutes = Math.floor((this.clock + performance.now() - this.heard - Date.parse(iso)) / 60000);
    if (minutes < 1) return words.justNow;
    if (minutes < 60) return words.minutesAgo.replace("{n}", minutes);
    if (minutes < 48 * 60) return words.hoursAgo.replace("{n}", Math.floor(minutes / 60));
    return words.daysAgo.replace("{n}", Math.floor(minutes / 1440));
  },

  tick() {
    for (const time of document.querySelectorAll("time[data-age]")) {
      const text = this.text(time.dateTime);
      if (time.textContent !== text) time.textContent = text;
    }
  },
};

setInterval(() => ages.tick(), 10000);
