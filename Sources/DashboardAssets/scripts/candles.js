"use strict";

// The candles that the chart has: those of the page, and older ones that it loads while the reader moves back.
const candles = {
  rows: new Map(),
  doubtful: new Set(),
  times: [],
  step: 3600,
  key: "",
  more: false,
  loading: null,
  // No request before this moment, after one that failed.
  retryAt: 0,

  // Takes the candles of a page; keeps older ones of the same interval and currency.
  take(data, currency) {
    const key = data.interval + currency;
    if (key !== this.key) {
      Object.assign(this, { rows: new Map(), doubtful: new Set(), more: data.more, key, retryAt: 0 });
    }
    this.interval = data.interval;
    this.step = data.step;
    // An open candle that was withdrawn must not stay; closed ones may be replaced.
    const oldest = data.candles[0]?.[0] ?? Infinity;
    for (const time of this.rows.keys()) if (time >= oldest) this.rows.delete(time);
    if (this.rows.size === 0) this.more = data.more;
    this.add(data);
  },

  add(data) {
    for (const row of data.candles) this.rows.set(row[0], row);
    for (const time of data.doubtful) this.doubtful.add(time);
    const [first, last] = [Math.min(...this.bounds(data)[0]), Math.max(...this.bounds(data)[1])];
    this.times = [];
    for (let time = first; time <= last; time += this.step) this.times.push(time);
  },

  bounds(data) {
    const rows = data.candles;
    const known = this.times.filter((time) => this.rows.has(time));
    return [
      [...(rows.length ? [rows[0][0]] : []), ...(known.length ? [known[0]] : [])],
      [...(rows.length ? [rows.at(-1)[0]] : []), ...(known.length ? [known.at(-1)] : [])],
    ];
  },

  row(time) {
    return this.rows.get(time) ?? null;
  },

  // The closes in order of time, null where one is missing.
  closes() {
    return this.times.map((time) => this.rows.get(time)?.[4] ?? null);
  },

  // Loads a page of older candles.
  // Resolves to whether there were any.
  async older(quote) {
    if (this.loading || !this.more || this.times.length === 0 || performance.now() < this.retryAt) return false;
    const key = this.key;
    const words = new URLSearchParams({ interval: this.interval, quote, before: this.times[0], limit: 1000 });
    this.loading = fetch("/chart/candles?" + words, { headers: { Accept: "application/json" } });
    try {
      const response = await this.loading;
      if (!response.ok) throw new Error(response.statusText);
      const data = await response.json();
      if (key !== this.key) return false;
      this.more = data.more && data.candles.length > 0;
      if (data.candles.length > 0) this.add(data);
      return data.candles.length > 0;
    } catch {
      this.retryAt = performance.now() + 3000;
      setTimeout(() => chart.moved && chart.loadOlder(), 3100);
      return false;
    } finally {
      this.loading = null;
    }
  },
};
