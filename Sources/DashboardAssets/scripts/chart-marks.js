"use strict";

// What happened beside the prices: incidents, days of unusual news, and the range in which the close is expected.
const chartMarks = {
  items: [],
  from: null,
  loading: null,

  // Loads the marks of what is in view, and somewhat more.
  follow() {
    const { scale } = chart.shown;
    const range = scale.getVisibleLogicalRange();
    if (!range || candles.times.length === 0) return;
    const first = candles.times[Math.max(0, Math.min(candles.times.length - 1, Math.floor(range.from)))];
    if (this.loading || (this.from !== null && first >= this.from)) return;
    const end = this.from ?? candles.times.at(-1) + candles.step + 86400;
    this.loading = setTimeout(() => this.load(first, end), 300);
  },

  async load(from, to) {
    const words = new URLSearchParams({ from, to, lang: document.documentElement.lang });
    try {
      const response = await fetch("/chart/marks?" + words, { headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(response.statusText);
      this.items = [...(await response.json()).marks, ...this.items];
    } catch {
      // A chart without marks is still a chart; the next view asks again no earlier than it has to.
    }
    this.from = from;
    this.loading = null;
    chart.mark();
  },

  // An incident has begun or ended.
  reset() {
    Object.assign(this, { items: [], from: null });
    if (chart.shown) this.follow();
  },

  candle(item) {
    const index = Math.floor((item.time - candles.times[0]) / candles.step);
    return index >= 0 && index < candles.times.length ? candles.times[index] : null;
  },

  // As markers of the chart. A line has none of the missing candles.
  markers() {
    const looks = {
      incident: { position: "aboveBar", shape: "square", size: 0.7, color: chart.color("--down-mark") },
      release: { position: "belowBar", shape: "arrowUp", size: 0.8, color: chart.color("--line-2") },
      positive: { position: "belowBar", shape: "circle", size: 0.6, color: chart.color("--up-mark") },
      negative: { position: "belowBar", shape: "circle", size: 0.6, color: chart.color("--down-mark") },
    };
    return this.items.flatMap((item) => {
      const time = this.candle(item);
      return time !== null && candles.row(time) && looks[item.kind] ? [{ time, ...looks[item.kind] }] : [];
    });
  },

  // The marks of a candle.
  at(time) {
    return this.items.filter((item) => this.candle(item) === time);
  },
};

// The range of the close in 24 hours, ahead of the price: a cone from the newest close. It never looks like data.
const forecastCone = {
  attached({ series }) {
    this.series = series;
  },

  paneViews() {
    return [this];
  },

  zOrder() {
    return "bottom";
  },

  renderer() {
    return this;
  },

  // The bar that closes at a time, which may be ahead.
  index(time) {
    return (time - candles.times[0]) / candles.step - 1;
  },

  autoscaleInfo(start, end) {
    const { forecast } = chart.data;
    if (!forecast || end < this.index(forecast.from)) return null;
    return { priceRange: { minValue: forecast.low80, maxValue: forecast.high80 } };
  },

  draw(target) {
    const { forecast } = chart.data;
    if (!forecast || candles.times.length === 0) return;
    const x = (time) => chart.shown.scale.logicalToCoordinate(this.index(time));
    const y = (price) => this.series.priceToCoordinate(price);
    const points = [
      [x(forecast.from), y(forecast.price)], [x(forecast.until), y(forecast.high80)],
      [x(forecast.until), y(forecast.low80)],
    ];
    if (points.flat().some((value) => value === null)) return;
    target.useMediaCoordinateSpace(({ context }) => {
      context.beginPath();
      points.forEach(([left, top], index) => (index === 0 ? context.moveTo(left, top) : context.lineTo(left, top)));
      context.closePath();
      context.fillStyle = chart.color("--accent", 0.1);
      context.fill();
      context.setLineDash([4, 4]);
      context.strokeStyle = chart.color("--accent", 0.6);
      context.stroke();
    });
  },
};
