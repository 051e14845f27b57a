"use strict";

// Indicators of closing prices, in which null is a missing one: what would need it is unknown, null.
const indicators = {
  // The simple moving average of the last `length` values.
  average(values, length) {
    let [sum, known] = [0, 0];
    return values.map((value, index) => {
      if (value === null) [sum, known] = [0, 0];
      else [sum, known] = [sum + value - (known >= length ? values[index - length] : 0), known + 1];
      return known >= length ? sum / length : null;
    });
  },

  // The exponential moving average, which begins with the simple one; a gap begins it anew.
  exponential(values, length) {
    const simple = this.average(values, length);
    let last = null;
    return values.map((value, index) => {
      if (value === null) last = null;
      else if (last === null) last = simple[index];
      else last += (value - last) * 2 / (length + 1);
      return last;
    });
  },

  // Bollinger bands: two standard deviations (of the population) around the simple average.
  bands(values, length) {
    return this.average(values, length).map((middle, index) => {
      if (middle === null) return null;
      const window = values.slice(index - length + 1, index + 1);
      const deviation = Math.sqrt(window.reduce((sum, value) => sum + (value - middle) ** 2, 0) / length);
      return { upper: middle + 2 * deviation, lower: middle - 2 * deviation };
    });
  },

  // The relative strength index with Wilder's smoothing; a gap begins it anew.
  strength(values, length) {
    let [gain, loss, known] = [0, 0, 0];
    return values.map((value, index) => {
      const before = values[index - 1] ?? null;
      if (value === null || before === null) {
        [gain, loss, known] = [0, 0, 0];
        return null;
      }
      const change = value - before;
      known += 1;
      const weight = Math.min(known, length);
      gain += (Math.max(change, 0) - gain) / weight;
      loss += (Math.max(-change, 0) - loss) / weight;
      if (known < length) return null;
      return loss === 0 ? (gain === 0 ? 50 : 100) : 100 - 100 / (1 + gain / loss);
    });
  },
};
