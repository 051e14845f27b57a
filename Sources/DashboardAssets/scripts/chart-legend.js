"use strict";

// The line above the chart with the values of a candle, and the table of what is in view.
const chartLegend = {
  // - time: that of the candle under the pointer; null for the newest one in view.
  show(time) {
    const legend = chart.shown?.legend;
    if (!legend) return;
    const index = time === null ? this.newestIndex() : candles.times.indexOf(time);
    const row = candles.row(candles.times[index]);
    if (!row) {
      const empty = candles.times[index] ? this.span(candles.times[index]) : "";
      legend.replaceChildren(this.item("", empty), this.item("", candles.times[index] ? "–" : ""));
      return;
    }
    const { labels } = chart.data;
    const before = candles.row(candles.times[index - 1]);
    const items = [
      this.item("", this.span(row[0])),
      ...[["open", 1], ["high", 2], ["low", 3], ["close", 4]].map(([name, column]) =>
        this.item(labels[name], chart.price(row[column]))),
      ...(before ? [this.change(row[4] / before[4] - 1)] : []),
      this.item(labels.volume, this.volume(row[5])),
      ...chartOverlays.texts(index, labels).map(([label, text, color]) => this.item(label, text, color)),
      ...chartMarks.at(row[0]).map((mark) => this.item("⚑", mark.text)),
      ...(candles.doubtful.has(row[0]) ? [this.item("", "? " + labels.doubt)] : []),
    ];
    legend.replaceChildren(...items);
  },

  newestIndex() {
    const range = chart.shown.scale.getVisibleLogicalRange();
    let index = Math.min(candles.times.length - 1, Math.floor(range?.to ?? Infinity));
    while (index > 0 && !candles.row(candles.times[index])) index -= 1;
    return index;
  },

  item(label, text, color) {
    const item = document.createElement("span");
    if (label) {
      const name = document.createElement("i");
      name.textContent = label;
      if (color) name.style.color = `var(${color})`;
      item.append(name, " ");
    }
    item.append(text);
    return item;
  },

  change(share) {
    const item = this.item("", this.percent(share));
    item.className = share > 0 ? "up" : share < 0 ? "down" : "flat";
    return item;
  },

  percent(share) {
    const format = new Intl.NumberFormat(document.documentElement.lang, {
      style: "percent", minimumFractionDigits: 2, maximumFractionDigits: 2, signDisplay: "exceptZero",
    });
    return format.format(share).replace("-", "−");
  },

  volume(value) {
    return new Intl.NumberFormat(document.documentElement.lang, {
      notation: "compact", maximumFractionDigits: 1,
    }).format(value);
  },

  // When a candle opened and closed.
  span(time) {
    const [start, end] = [time * 1000, (time + candles.step) * 1000];
    if (candles.step >= 604800) return `${zone.day(start)} – ${zone.day(end)}`;
    if (candles.step >= 86400) return zone.day(start);
    return `${zone.hour(start)}–${zone.clock(end)}`;
  },

  // A table of the candles in view, newest first, for those who do not see the chart.
  table(details) {
    const { labels } = chart.data;
    const range = chart.shown.scale.getVisibleLogicalRange();
    const table = document.createElement("table");
    const head = table.createTHead().insertRow();
    const names = [labels.time, labels.openLong, labels.highLong, labels.lowLong, labels.closeLong, labels.volume];
    for (const label of names) {
      const cell = document.createElement("th");
      cell.scope = "col";
      cell.textContent = label;
      if (head.cells.length > 0) cell.className = "number";
      head.append(cell);
    }
    const body = table.createTBody();
    const last = Math.min(candles.times.length - 1, Math.floor(range.to));
    for (let index = last; index >= Math.max(0, Math.ceil(range.from), last - 999); index -= 1) {
      const row = candles.row(candles.times[index]);
      if (!row) continue;
      const line = body.insertRow();
      const time = document.createElement("th");
      time.scope = "row";
      time.textContent = this.span(row[0]);
      line.append(time);
      for (const column of [1, 2, 3, 4, 5]) {
        const cell = line.insertCell();
        cell.className = "number";
        cell.textContent = column === 5 ? this.volume(row[5]) : chart.price(row[column]);
      }
    }
    details.querySelector(".scroll").replaceChildren(table);
  },
};
