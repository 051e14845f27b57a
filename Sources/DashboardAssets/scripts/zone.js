"use strict";

// Times in the reader's zone, or in UTC on demand. The server writes UTC.
const zone = {
  isLocal: preferences.read("zone") !== "utc",
  formats: new Map(),

  get name() {
    return this.isLocal ? Intl.DateTimeFormat().resolvedOptions().timeZone : "UTC";
  },

  // The day before the month, as in the dates of the server.
  locale: document.documentElement.lang === "fr" ? "fr" : "en-GB",

  format(milliseconds, parts) {
    const key = JSON.stringify(parts) + this.isLocal;
    if (!this.formats.has(key)) {
      this.formats.set(
        key, new Intl.DateTimeFormat(this.locale, { ...parts, hourCycle: "h23", timeZone: this.name }));
    }
    return this.formats.get(key).format(milliseconds);
  },

  // `23 Nov 2026, 19:34 CET`
  full(milliseconds) {
    const parts = { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" };
    return `${this.format(milliseconds, parts)} ${this.abbreviation(milliseconds)}`;
  },

  // `23 Nov, 19:00`
  hour(milliseconds) {
    return this.format(milliseconds, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  },

  day(milliseconds) {
    return this.format(milliseconds, { day: "numeric", month: "short", year: "numeric" });
  },

  clock(milliseconds) {
    return this.format(milliseconds, { hour: "2-digit", minute: "2-digit" });
  },

  // `19:34:07`
  second(milliseconds) {
    return this.format(milliseconds, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  },

  abbreviation(milliseconds) {
    if (!this.isLocal) return "UTC";
    const format = new Intl.DateTimeFormat(this.locale, { timeZone: this.name, timeZoneName: "short" });
    return format.formatToParts(milliseconds).find((part) => part.type === "timeZoneName")?.value ?? this.name;
  },

  // Year, month, day, hour and minute as numbers: much faster than a format.
  parts(milliseconds) {
    const time = new Date(milliseconds);
    return this.isLocal
      ? [time.getFullYear(), time.getMonth(), time.getDate(), time.getHours(), time.getMinutes()]
      : [time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate(), time.getUTCHours(), time.getUTCMinutes()];
  },

  apply(root = document) {
    for (const time of root.querySelectorAll("time[datetime]")) {
      const at = Date.parse(time.dateTime);
      if (Number.isNaN(at)) continue;
      if (time.dataset.local === "full") time.textContent = this.full(at);
      if (time.dataset.local === "hour") time.textContent = this.hour(at);
      if (time.dataset.local === "clock") time.textContent = this.second(at);
      if (time.title) time.title = this.full(at);
    }
    const now = Date.now();
    for (const element of root.querySelectorAll("[data-zone-name]")) element.textContent = this.abbreviation(now);
    const note = document.getElementById("zone-note");
    if (note) note.textContent = note.dataset.text.replace("{zone}", this.name);
  },

  toggle() {
    this.isLocal = !this.isLocal;
    preferences.write("zone", this.isLocal ? "local" : "utc");
    this.show();
    this.apply();
    chart.redraw();
  },

  show() {
    const button = document.getElementById("zone");
    button.textContent = this.isLocal ? button.dataset.local : "UTC";
    button.hidden = false;
  },
};

{
  const button = document.getElementById("theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (document.documentElement.dataset.theme ?? (dark.matches ? "dark" : "light")) === "dark";
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  button.hidden = false;
  button.addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    preferences.write("theme", theme);
    show();
    chart.recolor();
  });
  dark.addEventListener("change", () => {
    show();
    chart.recolor();
  });
  show();
  document.getElementById("zone").addEventListener("click", () => zone.toggle());
}
zone.show();
