"use strict";

// The interactive chart, laid over the server's drawing where Lightweight Charts came with the page.
const chart = {
  hours: { "24h": 24, "7d": 168, "30d": 720 },
  range: null,
  shown: null,

  // Draws, or draws anew after the page's data changed. The server's drawing stays where this cannot work.
  draw() {
    const plot = document.querySelector("#chart .plot");
    const block = document.getElementById("chart-data");
    if (!window.LightweightCharts || !plot || !block) return;
    this.data = JSON.parse(block.textContent);
    this.range ??= document.querySelector("#chart [data-range][aria-current]")?.dataset.range ?? "7d";
    if (this.shown?.plot !== plot) this.lay(plot);
    this.fill();
  },

  lay(plot) {
    this.shown?.chart.remove();
    const drawing = plot.querySelector(".drawing");
    const box = document.createElement("div");
    const tip = document.createElement("p");
    // What it shows is told by the sentence below it and by the table; a canvas says nothing to a screen reader.
    box.className = "live";
    box.setAttribute("aria-hidden", "true");
    tip.className = "tip";
    tip.hidden = true;
    plot.append(box, tip);
    const made = LightweightCharts.createChart(box, this.options());
    made.subscribeCrosshairMove((move) => this.point(move));
    // On a phone, a finger that moves up or down scrolls the page, not the chart.
    made.applyOptions({ handleScroll: { vertTouchDrag: false, mouseWheel: false }, handleScale: { mouseWheel: false, axisPressedMouseMove: false } });
    this.shown = { plot, chart: made, tip, lines: [] };
    drawing.classList.add("unseen");
  },

  color(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  },

  options() {
    return {
      autoSize: true,
      layout: {
        background: { color: "transparent" }, textColor: this.color("--quiet"), fontSize: 12,
        fontFamily: getComputedStyle(document.body).fontFamily,
        // Its logo would add a <style> element, which the page's policy forbids: the credit stands at the foot of the page.
        attributionLogo: false,
      },
      grid: { vertLines: { visible: false }, horzLines: { color: this.color("--edge") } },
      rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.14, bottom: 0.06 } },
      timeScale: {
        borderVisible: false, timeVisible: true, secondsVisible: false, allowBoldLabels: false, fixLeftEdge: true, fixRightEdge: true,
        lockVisibleTimeRangeOnResize: true, tickMarkFormatter: (time, kind) => this.mark(time, kind),
      },
      crosshair: { horzLine: { visible: false, labelVisible: false }, vertLine: { labelVisible: false, color: this.color("--quiet") } },
      localization: { locale: document.documentElement.lang, priceFormatter: (price) => this.price(price) },
    };
  },

  // One line for each stretch without a missing hour: the library would join what lies on both sides of a gap.
  fill() {
    const { start, closes, latest } = this.data;
    const stretches = [];
    const hours = [];
    let stretch = null;
    closes.forEach((value, index) => {
      const time = start + index * 3600;
      hours.push({ time, missing: value === null });
      if (value === null) {
        stretch = null;
        return;
      }
      if (!stretch) stretches.push((stretch = []));
      stretch.push({ time, value });
    });
    if (latest) {
      const last = stretch?.at(-1);
      if (!last || latest.time - last.time > 3600) stretches.push((stretch = []));
      stretch.push({ time: latest.time, value: latest.price });
      hours.push({ time: latest.time, missing: false });
    }
    const { chart: made, lines } = this.shown;
    while (lines.length > stretches.length + 1) made.removeSeries(lines.pop());
    if (lines.length === 0) lines.push(this.blanks(made));
    while (lines.length < stretches.length + 1) lines.push(made.addSeries(LightweightCharts.AreaSeries, this.style()));
    lines[0].setData(this.shading(hours));
    stretches.forEach((points, index) => {
      lines[index + 1].setData(points);
      lines[index + 1].applyOptions({ pointMarkersVisible: points.length === 1, lastValueVisible: index === stretches.length - 1 });
    });
    this.count = hours.length;
    this.show(this.range);
  },

  // Holds every hour, so that a missing one keeps its place, and shades from the last known to the next known.
  blanks(made) {
    const series = made.addSeries(LightweightCharts.AreaSeries, {
      priceScaleId: "", lineVisible: false, priceLineVisible: false, lastValueVisible: false, crosshairMarkerVisible: false,
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
    this.shown.chart.timeScale().setVisibleLogicalRange({ from: Math.max(0, this.count - 1 - this.hours[range]), to: this.count - 1 });
    for (const link of document.querySelectorAll("#chart [data-range]")) {
      if (link.dataset.range === range) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  },

  point(move) {
    const { tip, lines, plot } = this.shown;
    const line = lines.slice(1).find((series) => move.seriesData.get(series)?.value !== undefined);
    tip.hidden = !line || !move.point;
    if (tip.hidden) return;
    const price = document.createElement("strong");
    price.textContent = this.price(move.seriesData.get(line).value);
    tip.replaceChildren(price, this.format(move.time, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }) + " UTC");
    tip.style.left = Math.min(Math.max(0, move.point.x - tip.offsetWidth / 2), plot.clientWidth - tip.offsetWidth) + "px";
  },

  price(value) {
    const number = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    const whole = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 0 });
    return this.data.price.replace("{n}", (value >= 1000 ? whole : number).format(value));
  },

  mark(time, kind) {
    return this.format(time, kind >= 3 ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short" });
  },

  format(time, parts) {
    // The day before the month, as the server writes it in both languages.
    return new Intl.DateTimeFormat(document.documentElement.lang === "fr" ? "fr" : "en-GB", { ...parts, hourCycle: "h23", timeZone: "UTC" }).format(time * 1000);
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
