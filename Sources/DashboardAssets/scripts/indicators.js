"use strict";

// Indicators of closing prices as `/v1/indicators` has them (Documentation/Analysis.md). null is a missing candle: it is
// skipped, as on charts, and has no value itself.
const indicators = {
  // What `compute` makes of the known values, at their places.
  overKnown(values, compute) {
    const found = compute(values.filter((value) => value !== null));
    let next = 0;
    return values.map((value) => (value === null ? null : found[next++]));
  },

  // The simple moving average of the last `length` values.
  average(values, length) {
    return this.overKnown(values, (known) => {
      let sum = 0;
      return known.map((value, index) => {
        sum += value - (index >= length ? known[index - length] : 0);
        return index + 1 >= length ? sum / length : null;
      });
    });
  },

  // The exponential moving average, which begins with the simple one.
  exponential(values, length) {
    return this.overKnown(values, (known) => {
      const simple = this.average(known.slice(0, length), length);
      let last = null;
      return known.map((value, index) => {
        last = last === null ? simple[index] ?? null : last + (value - last) * 2 / (length + 1);
        return last;
      });
    });
  },

  // Bollinger bands: two standard deviations (of the population) around the simple average.
  bands(values, length) {
    return this.overKnown(values, (known) =>
      this.average(known, length).map((middle, index) => {
        if (middle === null) return null;
        const window = known.slice(index - length + 1, index + 1);
        const deviation = Math.sqrt(window.reduce((sum, value) => sum + (value - middle) ** 2, 0) / length);
        return { upper: middle + 2 * deviation, lower: middle - 2 * deviation };
      }));
  },

  // The relative strength index with Wilder's smoothing, which begins with the simple average.
  strength(values, length) {
    return this.overKnown(values, (known) => {
      let [gain, loss] = [0, 0];
      return known.map((value, index) => {
        if (index === 0) return null;
        const change = value - known[index - 1];
        const weight = Math.min(index, length);
        gain += (Math.max(change, 0) - gain) / weight;
        loss += (Math.max(-change, 0) - loss) / weight;
        if (index < length) return null;
        // As TA-Lib has it where the price has not moved.
        return gain + loss < 1e-14 ? 0 : 100 * gain / (gain + loss);
      });
    });
  },
};
