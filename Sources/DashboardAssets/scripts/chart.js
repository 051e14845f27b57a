"use strict";

// The interactive chart over the server's drawing, where the page includes Lightweight Charts.
const chart = {
  hours: { "24h": 24, "7d": 168, "30d": 720 },
  range: null,
  shown: null,

  // Draws the chart, again after its data changed. Without the library the server's drawing remains.
  draw() {
    const plot = document.querySelector("#chart .plot");
    const block = document.getElementById("chart-data");
    if (!window.LightweightCharts || !plot || !block) return;
    this.data = JSON.parse(block.textContent);
    this.range ??= document.querySelector("#chart [data-range][aria-current]")?.dataset.range ?? "7d";
    if (this.shown?.plot !== plot) this.mount(plot);
    this.fill();
  },

  mount(plot) {
    this.shown?.chart.remove();
    const drawing = plot.querySelector(".drawing");
    const box = document.createElement("div");
    const tooltip = document.createElement("p");
    // Screen readers get the description of the drawing and the table; they cannot read a canvas.
    box.className = "live";
    box.setAttribute("aria-hidden", "true");
    tooltip.className = "tooltip";
    tooltip.hidden = true;
    plot.append(box, tooltip);
    const made = LightweightCharts.createChart(box, this.options());
    made.subscribeCrosshairMove((move) => this.showTooltip(move));
    // A vertical swipe scrolls the page, not the chart.
    made.applyOptions({
      handleScroll: { vertTouchDrag: false, mouseWheel: false },
      handleScale: { mouseWheel: false, axisPressedMouseMove: false },
    });
    this.shown = { plot, chart: made, tooltip, lines: [], markers: new Map() };
    drawing.classList.add("visually-hidden");
  },

  color(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  },

  options() {
    return {
      autoSize: true,
      layout: {
        background: { color: "transparent" }, textColor: this.color("--muted"), fontSize: 12,
        fontFamily: getComputedStyle(document.body).fontFamily,
        // The logo would add a <style> element, which the content policy forbids; the footer has the credit.
        attributionLogo: false,
      },
      grid: { vertLines: { visible: false }, horzLines: { color: this.color("--border") } },
      rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.14, bottom: 0.06 } },
      timeScale: {
        borderVisible: false, timeVisible: true, secondsVisible: false, allowBoldLabels: false,
        fixLeftEdge: true, fixRightEdge: true, lockVisibleTimeRangeOnResize: true,
        tickMarkFormatter: (time, kind) => this.tickLabel(time, kind),
      },
      crosshair: {
        horzLine: { visible: false, labelVisible: false },
        vertLine: { labelVisible: false, color: this.color("--muted") },
      },
      localization: { locale: document.documentElement.lang, priceFormatter: (price) => this.price(price) },
    };
  },

  // Draws one series for each segment without a missing hour: the library would connect the points beside a gap.
  fill() {
    const { start, closes, latest } = this.data;
    const segments = [];
    const hours = [];
    let segment = null;
    closes.forEach((value, index) => {
      const time = start + index * 3600;
      hours.push({ time, missing: value === null });
      if (value === null) {
        segment = null;
        return;
      }
      if (!segment) segments.push((segment = []));
      segment.push({ time, value });
    });
    if (latest) {
      const last = segment?.at(-1);
      if (!last || latest.time - last.time > 3600) segments.push((segment = []));
      segment.push({ time: latest.time, value: latest.price });
      hours.push({ time: latest.time, missing: false });
    }
    const { chart: made, lines } = this.shown;
    while (lines.length > segments.length + 1) {
      this.shown.markers.delete(lines.at(-1));
      made.removeSeries(lines.pop());
    }
    if (lines.length === 0) lines.push(this.gapSeries(made));
    while (lines.length < segments.length + 1) lines.push(made.addSeries(LightweightCharts.AreaSeries, this.style()));
    lines[0].setData(this.shading(hours));
    segments.forEach((points, index) => {
      lines[index + 1].setData(points);
      const isLast = index === segments.length - 1;
      lines[index + 1].applyOptions({ pointMarkersVisible: points.length === 1, lastValueVisible: isLast });
      this.markDoubts(lines[index + 1], points);
    });
    this.count = hours.length;
    this.show(this.range);
  },

  // Marks the closes on which the sources disagree, as the server's drawing does.
  markDoubts(series, points) {
    const { markers } = this.shown;
    if (!markers.has(series)) markers.set(series, LightweightCharts.createSeriesMarkers(series, []));
    const color = this.color("--warn");
    markers.get(series).setMarkers(
      points.filter(({ time }) => this.data.doubtful.includes(time))
        .map(({ time }) => ({ time, position: "inBar", shape: "circle", size: 0.6, color })));
  },

  // Contains every hour, so that missing ones keep their place, and shades the gaps.
  gapSeries(made) {
    const series = made.addSeries(LightweightCharts.AreaSeries, {
      priceScaleId: "", lineVisible: false, priceLineVisible: false, lastValueVisible: false,
      crosshairMarkerVisible: false,
      autoscaleInfoProvider: () => ({ priceRange: { minValue: 0, maxValue: 1 } }),
    });
    series.priceScale().applyOptions({ scaleMargins: { top: 0, bottom: 0 } });
    return series;
  },

  shading(hours) {
    const [shade, none] = [this.color("--gap"), "transparent"];
    return hours.map(({ time, missing }, index) => {
      const color = missing || hours[index + 1]?.missing ? shade : none;
      return { time, value: 1, lineColor: none, topColor: color, bottomColor: color };
    });
  },

  style() {
    const accent = this.color("--accent");
    return {
      lineColor: accent, lineWidth: 2, topColor: accent + "3d", bottomColor: accent + "05",
      priceLineVisible: false, lastValueVisible: false, crosshairMarkerRadius: 5, pointMarkersRadius: 2,
    };
  },

  show(range) {
    this.range = range;
    const to = this.count - 1;
    this.shown.chart.timeScale().setVisibleLogicalRange({ from: Math.max(0, to - this.hours[range]), to });
    for (const link of document.querySelectorAll("#chart [data-range]")) {
      if (link.dataset.range === range) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  },

  showTooltip(move) {
    const { tooltip, lines, plot } = this.shown;
    const line = lines.slice(1).find((series) => move.seriesData.get(series)?.value !== undefined);
    tooltip.hidden = !line || !move.point;
    if (tooltip.hidden) return;
    const price = document.createElement("strong");
    price.textContent = this.price(move.seriesData.get(line).value);
    const time = this.format(move.time, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
    tooltip.replaceChildren(price, time + " UTC");
    if (this.data.doubtful.includes(move.time)) tooltip.append(document.createElement("br"), this.data.doubt);
    const left = Math.max(0, move.point.x - tooltip.offsetWidth / 2);
    tooltip.style.left = Math.min(left, plot.clientWidth - tooltip.offsetWidth) + "px";
  },

  price(value) {
    const digits = value >= 1000 ? 0 : 2;
    const format = new Intl.NumberFormat(document.documentElement.lang, {
      minimumFractionDigits: digits, maximumFractionDigits: digits,
    });
    return this.data.price.replace("{n}", format.format(value));
  },

  tickLabel(time, kind) {
    return this.format(time, kind >= 3 ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short" });
  },

  format(time, parts) {
    // The day before the month, as in the dates of the server.
    const locale = document.documentElement.lang === "fr" ? "fr" : "en-GB";
    return new Intl.DateTimeFormat(locale, { ...parts, hourCycle: "h23", timeZone: "UTC" }).format(time * 1000);
  },
};

document.addEventListener("click", (click) => {
  const link = click.target.closest?.("#chart [data-range]");
  if (!link || !chart.shown || click.ctrlKey || click.metaKey || click.shiftKey) return;
  click.preventDefault();
  chart.show(link.dataset.range);
  history.replaceState(null, "", link.href);
});

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  if (!chart.shown) return;
  chart.shown.chart.applyOptions(chart.options());
  for (const line of chart.shown.lines.slice(1)) line.applyOptions(chart.style());
  chart.fill();
});
