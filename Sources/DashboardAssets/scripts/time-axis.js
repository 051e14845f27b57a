"use strict";

// The axis of time below the chart: labels in the reader's zone, of which none is cut off or overlaps another.
const timeAxis = {
  // From the finest: how bars are grouped, and how the first one of a group is labelled.
  steps: [
    ...[1, 2, 3, 6, 12].map((hours) => ({
      seconds: hours * 3600,
      group: ([year, month, day, hour]) => [year, month, day, Math.floor(hour / hours)],
      label: (at, [, , , hour]) => (hour === 0 ? timeAxis.day(at) : zone.clock(at)),
    })),
    { seconds: 86400, group: ([year, month, day]) => [year, month, day], label: (at) => timeAxis.day(at) },
    ...[2, 7, 14].map((days) => ({
      seconds: days * 86400,
      // Weeks begin on Monday.
      group: ([year, month, day]) => [Math.floor((Date.UTC(year, month, day) / 864e5 + 3) / days)],
      label: (at) => timeAxis.day(at),
    })),
    ...[1, 3].map((months) => ({
      seconds: months * 2629800,
      group: ([year, month]) => [year, Math.floor(month / months)],
      label: (at, [year, month]) => (month === 0 ? String(year) : zone.format(at, { month: "short" })),
    })),
    ...[1, 2, 5].map((years) => ({
      seconds: years * 31557600,
      group: ([year]) => [Math.floor(year / years)],
      label: (at, [year]) => String(year),
    })),
  ],

  day(at) {
    return zone.format(at, { day: "numeric", month: "short" });
  },

  // Draws the labels of the visible bars. `times` are the open times of all bars, in seconds.
  draw(axis, scale, width, times, step) {
    const range = scale.getVisibleLogicalRange();
    axis.style.width = width + "px";
    if (!range || width === 0) return;
    const spacing = 60;
    const seconds = (range.to - range.from) * step / (width / spacing);
    const fitting = this.steps.findIndex((each) => each.seconds >= Math.max(seconds, step));
    let chosen = fitting < 0 ? this.steps.length - 1 : fitting;
    let labels = [];
    // Two at least: one says nothing of the distance. Of a finer step, those that would overlap are left out.
    while (labels.length < 2 && chosen >= 0) {
      labels = this.labels(this.steps[chosen], scale, width, range, times);
      chosen -= 1;
    }
    axis.replaceChildren(...labels);
  },

  labels(chosen, scale, width, range, times) {
    const labels = [];
    let [group, edge] = [null, 0];
    for (let index = Math.max(0, Math.floor(range.from) - 1); index <= range.to && index < times.length; index += 1) {
      const at = times[index] * 1000;
      const parts = zone.parts(at);
      const own = chosen.group(parts).join();
      const begins = group !== null && own !== group;
      group = own;
      if (!begins) continue;
      const x = scale.logicalToCoordinate(index);
      const text = chosen.label(at, parts);
      const half = text.length * 3.6 + 6;
      if (x === null || x - half < edge || x + half > width) continue;
      edge = x + half;
      const label = document.createElement("span");
      label.textContent = text;
      label.style.left = x + "px";
      labels.push(label);
    }
    return labels;
  },

  // Dragging the axis zooms around the newest visible bar.
  listen(axis, scale, onMove) {
    let start = null;
    axis.addEventListener("pointerdown", (event) => {
      const range = scale.getVisibleLogicalRange();
      // Counted from the newest bar: older ones may be loaded meanwhile.
      start = range && { x: event.clientX, width: range.to - range.from, ahead: range.to - candles.times.length };
      axis.setPointerCapture(event.pointerId);
    });
    axis.addEventListener("pointermove", (event) => {
      if (!start) return;
      const width = start.width * Math.exp((start.x - event.clientX) / 200);
      const to = candles.times.length + start.ahead;
      onMove();
      scale.setVisibleLogicalRange({ from: to - Math.max(width, 5), to });
    });
    for (const end of ["pointerup", "pointercancel"]) axis.addEventListener(end, () => (start = null));
  },
};
