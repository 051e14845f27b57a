"use strict";

// The interactive chart over the server's drawing, where the page includes Lightweight Charts.
const chart = {
  shown: null,
  style: preferences.read("chart") === "candles" ? "candles" : "line",
  indicators: new Set((preferences.read("indicators") ?? "").split(",").filter(Boolean)),
  // Whether the reader has moved the view: new data then leave it where it is.
  moved: false,

  // Draws the chart, again after its data changed. Without the library the server's drawing remains.
  draw() {
    const plot = document.querySelector("#chart .plot");
    const block = document.getElementById("chart-data");
    if (!window.LightweightCharts || !plot || !block) return;
    this.data = JSON.parse(block.textContent);
    const key = candles.key;
    candles.take(this.data.candles, this.data.price);
    if (key !== candles.key) this.moved = false;
    if (this.shown?.plot !== plot) this.mount(plot);
    this.fill();
    if (!this.moved) this.show();
    this.follow();
    this.warmUp();
  },

  mount(plot) {
    this.shown?.made.remove();
    const box = document.createElement("div");
    box.className = "live";
    box.tabIndex = 0;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", this.data.labels.keys);
    const canvas = document.createElement("div");
    // Screen readers get the description of the drawing and the table; they cannot read a canvas.
    canvas.setAttribute("aria-hidden", "true");
    canvas.className = "canvas";
    const axis = document.createElement("div");
    axis.className = "time-axis";
    axis.setAttribute("aria-hidden", "true");
    const edge = document.createElement("p");
    edge.className = "price-edge";
    edge.hidden = true;
    box.append(canvas, axis, edge);
    plot.append(box);
    const made = LightweightCharts.createChart(canvas, this.options());
    const scale = made.timeScale();
    this.shown = { plot, made, scale, axis, edge, box, series: {} };
    scale.subscribeVisibleLogicalRangeChange((range) => this.follow(range));
    new ResizeObserver(() => this.follow()).observe(canvas);
    made.subscribeCrosshairMove((move) => chartLegend.show(move.time ?? null));
    timeAxis.listen(axis, scale, () => (this.moved = true));
    chartControls.mount(this.shown);
    plot.querySelector(".drawing").classList.add("visually-hidden");
  },

  // Those of the theme, once they were asked for.
  colorParts: new Map(),

  // The value of a colour of the style sheet, for a canvas.
  color(name, alpha = 1) {
    if (!this.colorParts.has(name)) {
      const probe = document.createElement("i");
      probe.style.color = `var(${name})`;
      // High contrast would make them all one.
      probe.style.forcedColorAdjust = "none";
      document.body.append(probe);
      this.colorParts.set(name, getComputedStyle(probe).color.match(/[\d.]+/g).slice(0, 3).join(", "));
      probe.remove();
    }
    return `rgba(${this.colorParts.get(name)}, ${alpha})`;
  },

  options() {
    return {
      autoSize: true,
      layout: {
        background: { color: "transparent" }, textColor: this.color("--muted"), fontSize: 12,
        fontFamily: getComputedStyle(document.body).fontFamily,
        panes: { separatorColor: this.color("--border"), enableResize: false },
        // The logo would add a <style> element, which the content policy forbids; the footer has the credit.
        attributionLogo: false,
      },
      grid: { vertLines: { visible: false }, horzLines: { color: this.color("--border") } },
      rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.08, bottom: 0.24 } },
      timeScale: { visible: false, fixLeftEdge: true, minBarSpacing: 0.3, lockVisibleTimeRangeOnResize: true },
      crosshair: {
        mode: 0,
        horzLine: { color: this.color("--muted"), labelBackgroundColor: this.color("--flat") },
        vertLine: { color: this.color("--muted"), labelVisible: false },
      },
      // A vertical swipe scrolls the page, not the chart.
      handleScroll: { vertTouchDrag: false, horzTouchDrag: true, mouseWheel: true, pressedMouseMove: true },
      handleScale: { mouseWheel: true, pinch: true, axisPressedMouseMove: { time: false, price: true } },
      localization: { locale: zone.locale },
    };
  },

  priceFormat() {
    return {
      type: "custom", minMove: 0.01, formatter: (price) => this.price(price),
      // No label under the tag of the current price.
      tickmarksFormatter: (prices) => prices.map((price) => (this.isUnderTag(price) ? "" : this.price(price))),
    };
  },

  isUnderTag(price) {
    const main = this.shown.series.main;
    const [tag, tick] = [this.data.latest?.price ?? null, price].map((each) =>
      each === null || !main ? null : main.priceToCoordinate(each));
    return tag !== null && tick !== null && Math.abs(tag - tick) < 18;
  },

  // Adds the series that are chosen, and removes the others.
  fill() {
    const { series, made } = this.shown;
    const wanted = ["gaps", "volume", "main", ...this.indicators];
    if (series.main && this.shown.style !== this.style) {
      made.removeSeries(series.main);
      delete series.main;
    }
    this.shown.style = this.style;
    for (const name of Object.keys(series)) {
      if (wanted.includes(name) || wanted.includes(name.split("-")[0])) continue;
      made.removeSeries(series[name]);
      delete series[name];
    }
    series.gaps ??= this.gapSeries();
    series.volume ??= this.volumeSeries();
    series.main ??= this.mainSeries();
    series.gaps.setData(this.shading());
    series.volume.setData(this.volumes());
    series.main.setData(this.style === "candles" ? this.bars() : this.points());
    chartOverlays.fill(this.shown);
    this.markPrice();
    this.mark();
  },

  mainSeries() {
    const shared = { priceLineVisible: false, lastValueVisible: false, priceFormat: this.priceFormat() };
    const series = this.style === "candles"
      ? this.shown.made.addSeries(LightweightCharts.CandlestickSeries, shared)
      : this.shown.made.addSeries(LightweightCharts.AreaSeries, { ...shared, lineWidth: 2, crosshairMarkerRadius: 4 });
    this.shown.markers = LightweightCharts.createSeriesMarkers(series, []);
    this.shown.priceLine = null;
    series.applyOptions(this.colors());
    series.attachPrimitive(forecastCone);
    return series;
  },

  colors() {
    const [up, down, accent] = [this.color("--up-mark"), this.color("--down-mark"), this.color("--accent")];
    return {
      upColor: up, downColor: down, borderUpColor: up, borderDownColor: down, wickUpColor: up, wickDownColor: down,
      lineColor: accent, topColor: this.color("--accent", 0.22), bottomColor: this.color("--accent", 0.02),
    };
  },

  bars() {
    return candles.times.map((time) => {
      const row = candles.row(time);
      return row ? { time, open: row[1], high: row[2], low: row[3], close: row[4] } : { time };
    });
  },

  // A missing candle breaks the line: what leads to the next point is not drawn.
  points() {
    const none = "transparent";
    const hidden = { lineColor: none, topColor: none, bottomColor: none };
    return candles.times.map((time, index) => {
      const row = candles.row(time);
      if (!row) return { time };
      const ends = index + 1 < candles.times.length && !candles.row(candles.times[index + 1]);
      return { time, value: row[4], ...(ends ? hidden : {}) };
    });
  },

  volumes() {
    const [up, down] = [this.color("--up-mark", 0.35), this.color("--down-mark", 0.35)];
    return candles.times.map((time) => {
      const row = candles.row(time);
      return row ? { time, value: row[5], color: row[4] >= row[1] ? up : down } : { time };
    });
  },

  volumeSeries() {
    const series = this.shown.made.addSeries(LightweightCharts.HistogramSeries, {
      priceScaleId: "volume", priceFormat: { type: "volume" }, priceLineVisible: false, lastValueVisible: false,
    });
    series.priceScale().applyOptions({ scaleMargins: { top: 0.82, bottom: 0 } });
    return series;
  },

  // Contains every candle, so that missing ones keep their place, and shades the gaps.
  gapSeries() {
    const series = this.shown.made.addSeries(LightweightCharts.HistogramSeries, {
      priceScaleId: "gaps", priceLineVisible: false, lastValueVisible: false,
      autoscaleInfoProvider: () => ({ priceRange: { minValue: 0, maxValue: 1 } }),
    });
    series.priceScale().applyOptions({ scaleMargins: { top: 0, bottom: 0 } });
    return series;
  },

  shading() {
    const color = this.color("--gap");
    return candles.times.map((time) => ({ time, value: candles.row(time) ? 0 : 1, color }));
  },

  // The line and the tag of the current price, at its own height also where the view is elsewhere.
  markPrice() {
    const latest = this.data.latest;
    if (this.shown.priceLine) this.shown.series.main.removePriceLine(this.shown.priceLine);
    this.shown.priceLine = latest && this.shown.series.main.createPriceLine({
      price: latest.price, color: this.color("--accent"), lineWidth: 1, lineStyle: 2, axisLabelVisible: true,
      axisLabelTextColor: this.color("--card"), title: "",
    });
  },

  // Marks the prices on which the sources disagree, as the server's drawing does, and single points between gaps.
  mark() {
    const [doubt, accent] = [this.color("--warn"), this.color("--accent")];
    const isAlone = (time) => !candles.row(time - candles.step) && !candles.row(time + candles.step);
    this.shown.markers.setMarkers(
      candles.times.filter((time) => candles.row(time)).flatMap((time) => {
        if (candles.doubtful.has(time)) return [{ time, position: "inBar", shape: "circle", size: 0.6, color: doubt }];
        return this.style === "line" && isAlone(time)
          ? [{ time, position: "inBar", shape: "circle", size: 0.3, color: accent }] : [];
      }).concat(chartMarks.markers()).sort((one, other) => one.time - other.time));
  },

  // Shows the chosen range, up to now.
  show() {
    const count = candles.times.length;
    const bars = this.data.length ? Math.round(this.data.length / candles.step) : count;
    this.moved = false;
    // Dragging the axis of prices has set it.
    this.shown.made.priceScale("right").applyOptions({ autoScale: true });
    this.shown.scale.setVisibleLogicalRange({
      from: Math.max(-0.5, count - 1 - bars), to: count - 0.5 + this.ahead(bars),
    });
  },

  // The bars that are shown behind the newest one: some room, and the range of the next close where it has its place.
  ahead(bars) {
    const { forecast } = this.data;
    const wanted = forecast ? Math.ceil((forecast.until - candles.times.at(-1)) / candles.step) : 0;
    return Math.max(1, bars * 0.015, Math.min(wanted, bars / 2));
  },

  // Whether the newest candle is in the view.
  get isAtNow() {
    const range = this.shown.scale.getVisibleLogicalRange();
    return !range || range.to >= candles.times.length - 1;
  },

  // What depends on the view: axis, tag at the edge, button, older candles.
  async follow(range = this.shown?.scale.getVisibleLogicalRange()) {
    if (!range || !this.shown.series.main || this.clamp(range)) return;
    const { axis, scale, made } = this.shown;
    timeAxis.draw(axis, scale, made.paneSize().width, candles.times, candles.step);
    this.showEdge();
    chartControls.update(this.shown);
    chartLegend.show(null);
    chartMarks.follow();
    if (this.moved) await this.loadOlder(range);
  },

  // Loads older candles where fewer than half a view are left of what is shown.
  async loadOlder(range = this.shown.scale.getVisibleLogicalRange()) {
    if (!range || range.from > (range.to - range.from) / 2) return;
    if (!(await candles.older(this.data.candles.quote))) return;
    this.fill();
    this.follow();
  },

  // With an indicator, the candles before the view are loaded too: an average of 50 begins 50 earlier, and one that
  // has a memory depends on where it began.
  async warmUp() {
    const range = this.shown.scale.getVisibleLogicalRange();
    if (this.indicators.size === 0 || !range || range.from > 250) return;
    if (!(await candles.older(this.data.candles.quote))) return;
    this.fill();
    this.follow();
  },

  // Zooming out leaves no emptiness behind the newest candle.
  // Returns whether the view was changed.
  clamp(range) {
    const width = range.to - range.from;
    const limit = candles.times.length - 0.5 + Math.max(2, width * 0.1, this.ahead(width));
    if (range.to <= limit + 0.01) return false;
    const from = Math.max(-0.5, range.from - (range.to - limit));
    this.shown.scale.setVisibleLogicalRange({ from, to: limit });
    return true;
  },

  showEdge() {
    const { series, edge, made } = this.shown;
    const latest = this.data.latest;
    const y = latest ? series.main.priceToCoordinate(latest.price) : null;
    const height = made.panes()[0].getHeight();
    edge.hidden = y === null || (y >= 0 && y <= height);
    if (edge.hidden) return;
    edge.textContent = (y < 0 ? "▲ " : "▼ ") + this.price(latest.price);
    edge.classList.toggle("below", y > 0);
    edge.style.top = y < 0 ? "0" : `${height - 22}px`;
  },

  recolor() {
    this.colorParts.clear();
    if (!this.shown) return;
    this.shown.made.applyOptions(this.options());
    this.shown.series.main.applyOptions(this.colors());
    this.fill();
  },

  redraw() {
    if (this.shown) this.follow();
  },

  price(value) {
    const digits = Math.abs(value) >= 1000 ? 0 : Math.abs(value) >= 1 ? 2 : 6;
    return this.data.price.replace("{n}", this.number(value, digits));
  },

  number(value, digits) {
    return new Intl.NumberFormat(document.documentElement.lang, {
      minimumFractionDigits: digits, maximumFractionDigits: digits,
    }).format(value);
  },
};
