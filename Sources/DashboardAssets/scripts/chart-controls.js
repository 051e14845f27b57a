"use strict";

// The buttons and keys of the chart. They exist only where the interactive chart does.
const chartControls = {
  mount(shown) {
    const { labels } = chart.data;
    const tools = document.createElement("div");
    tools.className = "chart-tools";
    const styles = document.createElement("div");
    styles.className = "segmented";
    styles.setAttribute("role", "group");
    styles.setAttribute("aria-label", labels.style);
    for (const [style, label] of [["line", labels.line], ["candles", labels.candles]]) {
      styles.append(this.button(label, { style }, () => this.choose(style)));
    }
    const menu = document.createElement("details");
    menu.className = "menu";
    const summary = document.createElement("summary");
    summary.textContent = labels.indicators;
    const list = document.createElement("div");
    list.className = "menu-list";
    for (const [name, kind] of Object.entries(chartOverlays.kinds)) list.append(this.check(name, kind.label(labels)));
    menu.append(summary, list);
    shown.legend = document.createElement("p");
    shown.legend.className = "chart-legend";
    shown.now = this.button(labels.now, {}, () => this.toNow());
    shown.now.className = "now";
    shown.now.hidden = true;
    tools.append(styles, menu);
    const table = document.createElement("details");
    table.className = "chart-table";
    const title = document.createElement("summary");
    title.textContent = labels.table;
    const scroll = document.createElement("div");
    scroll.className = "scroll";
    scroll.tabIndex = 0;
    scroll.setAttribute("role", "group");
    scroll.setAttribute("aria-label", labels.table);
    table.append(title, scroll);
    table.addEventListener("toggle", () => table.open && chartLegend.table(table));
    document.querySelector("#chart .controls").append(tools);
    shown.plot.before(shown.legend);
    shown.plot.append(shown.now);
    shown.plot.after(table);
    if (chart.data.forecast) {
      const note = document.createElement("p");
      note.className = "meta chart-note";
      note.textContent = labels.forecast;
      table.before(note);
    }
    this.listen(shown);
    this.mark();
  },

  button(label, data, onClick) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    Object.assign(button.dataset, data);
    button.addEventListener("click", onClick);
    return button;
  },

  check(name, label) {
    const [line, box] = [document.createElement("label"), document.createElement("input")];
    box.type = "checkbox";
    box.name = name;
    box.checked = chart.indicators.has(name);
    box.addEventListener("change", () => {
      if (box.checked) chart.indicators.add(name);
      else chart.indicators.delete(name);
      preferences.write("indicators", [...chart.indicators].join(","));
      chart.shown.plot.classList.toggle("with-pane", chart.indicators.has("rsi14"));
      chart.fill();
      chart.follow();
      chart.warmUp();
    });
    line.append(box, " ", label);
    return line;
  },

  choose(style) {
    chart.style = style;
    preferences.write("chart", style);
    this.mark();
    chart.fill();
    chart.follow();
  },

  mark() {
    for (const button of document.querySelectorAll("#chart [data-style]")) {
      button.setAttribute("aria-pressed", String(button.dataset.style === chart.style));
    }
    chart.shown.plot.classList.toggle("with-pane", chart.indicators.has("rsi14"));
  },

  update(shown) {
    shown.now.hidden = !chart.moved || chart.isAtNow;
  },

  toNow() {
    chart.show();
    chart.follow();
    chart.shown.box.focus({ preventScroll: true });
  },

  listen(shown) {
    const { box, scale } = shown;
    const move = () => (chart.moved = true);
    // The reader is about to move back: the older candles should be there.
    for (const kind of ["pointerenter", "focus", "touchstart"]) {
      box.addEventListener(kind, () => chart.loadOlder(), { passive: true });
    }
    for (const kind of ["pointerdown", "wheel", "touchstart"]) box.addEventListener(kind, move, { passive: true });
    box.addEventListener("dblclick", () => this.toNow());
    box.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const range = scale.getVisibleLogicalRange();
      if (!range) return;
      const width = range.to - range.from;
      const shift = (by) => ({ from: range.from + by, to: range.to + by });
      const zoom = (factor) => {
        const kept = Math.max(width * factor, 5);
        return { from: range.to - kept, to: range.to };
      };
      const views = {
        ArrowLeft: () => shift(-width / 10), ArrowRight: () => shift(width / 10),
        PageUp: () => shift(-width), PageDown: () => shift(width),
        "+": () => zoom(0.8), "=": () => zoom(0.8), "-": () => zoom(1.25),
        Home: () => ({ from: -0.5, to: width - 0.5 }),
      };
      if (event.key === "End" || event.key === "0") this.toNow();
      else if (views[event.key]) {
        move();
        scale.setVisibleLogicalRange(views[event.key]());
      } else return;
      event.preventDefault();
    });
  },
};

// A range, an interval: the chart of another address, without a new page.
document.addEventListener("click", async (click) => {
  const link = click.target.closest?.("#chart nav a");
  if (!link || !chart.shown || click.ctrlKey || click.metaKey || click.shiftKey || click.button !== 0) return;
  click.preventDefault();
  const target = new URL(link.href);
  const address = new URL(location.href);
  address.searchParams.delete("interval");
  for (const [name, value] of target.searchParams) address.searchParams.set(name, value);
  history.replaceState(null, "", address);
  chart.moved = false;
  for (const other of link.parentElement.children) other.removeAttribute("aria-current");
  link.setAttribute("aria-current", "true");
  if (!(await refresh.now())) location.reload();
});
