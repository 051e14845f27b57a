"use strict";

// The indicators over and below the price.
const chartOverlays = {
  kinds: {
    sma20: { label: (labels) => labels.average.replace("{n}", 20), color: "--line-1" },
    sma50: { label: (labels) => labels.average.replace("{n}", 50), color: "--line-2" },
    ema20: { label: (labels) => labels.exponential.replace("{n}", 20), color: "--line-3" },
    bands: { label: (labels) => labels.bands, color: "--line-4" },
    rsi14: { label: (labels) => labels.strength.replace("{n}", 14), color: "--line-3" },
  },

  values: new Map(),

  fill(shown) {
    this.values.clear();
    const closes = candles.closes();
    for (const name of Object.keys(this.kinds)) {
      if (!chart.indicators.has(name)) continue;
      const color = chart.color(this.kinds[name].color);
      if (name === "bands") {
        const bands = indicators.bands(closes, 20);
        this.line(shown, "bands-upper", bands.map((band) => band?.upper ?? null), { color, lineStyle: 2 });
        this.line(shown, "bands-lower", bands.map((band) => band?.lower ?? null), { color, lineStyle: 2 });
        this.values.set(name, bands.map((band) => (band ? [band.lower, band.upper] : null)));
        continue;
      }
      const values = name === "rsi14" ? indicators.strength(closes, 14)
        : name === "ema20" ? indicators.exponential(closes, 20)
          : indicators.average(closes, name === "sma20" ? 20 : 50);
      this.line(shown, name, values, { color }, name === "rsi14" ? 1 : 0);
      this.values.set(name, values.map((value) => (value === null ? null : [value])));
    }
  },

  line(shown, name, values, options, pane = 0) {
    if (!shown.series[name]) {
      shown.series[name] = shown.made.addSeries(LightweightCharts.LineSeries, {
        lineWidth: 1.5, priceLineVisible: false, lastValueVisible: false, crosshairMarkerVisible: false,
        priceFormat: pane === 1
          ? { type: "custom", minMove: 0.1, formatter: (value) => chart.number(value, 0) } : chart.priceFormat(),
      }, pane);
      if (pane === 1) this.boundStrength(shown, shown.series[name]);
    }
    shown.series[name].applyOptions(options);
    shown.series[name].setData(
      candles.times.map((time, index) => (values[index] === null ? { time } : {
        time, value: values[index], ...(values[index + 1] === null ? { color: "transparent" } : {}),
      })));
  },

  // From 0 to 100, with lines at 30 and 70.
  boundStrength(shown, series) {
    series.applyOptions({ autoscaleInfoProvider: () => ({ priceRange: { minValue: 0, maxValue: 100 } }) });
    series.priceScale().applyOptions({ scaleMargins: { top: 0.14, bottom: 0.14 }, borderVisible: false });
    for (const price of [30, 70]) {
      series.createPriceLine({
        price, color: chart.color("--muted", 0.6), lineWidth: 1, lineStyle: 3, axisLabelVisible: false, title: "",
      });
    }
    shown.made.panes()[1].setStretchFactor(0.32);
  },

  // The values of a bar, as `[label, text]`.
  texts(index, labels) {
    return [...this.values].flatMap(([name, values]) => {
      const value = values[index];
      if (!value) return [];
      const text = value.map((each) => (name === "rsi14" ? chart.number(each, 0) : chart.price(each))).join(" – ");
      return [[this.kinds[name].label(labels), text, this.kinds[name].color]];
    });
  },
};
