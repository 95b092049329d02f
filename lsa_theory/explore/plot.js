// One figure: lines, points with errors, axes, a cursor by mouse or keyboard, and the same numbers as a table.
const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 460, HEIGHT = 290, LEFT = 62, RIGHT = 20, TOP = 10, BOTTOM = 44;

function drawn(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}
function shown(x) {
  if (x === 0) return "0";
  const size = Math.abs(x);
  return size >= 1e4 || size < 1e-3 ? x.toExponential(2) : String(Number(x.toPrecision(4)));
}
function ticks(low, high, log) {
  const found = [];
  if (log) {
    const decades = Math.log10(high / low), steps = decades > 2 ? [1] : decades > 0.9 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9];
    const skip = Math.max(1, Math.ceil(decades / 5));
    for (let e = Math.floor(Math.log10(low)); e <= Math.ceil(Math.log10(high)); e++) {
      if (e % skip) continue;
      for (const s of steps) {
        const x = s * 10 ** e;
        if (x >= low * 0.999999 && x <= high * 1.000001) found.push(x);
      }
    }
    return found;
  }
  const rough = (high - low) / 5, unit = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((k) => k * unit).find((s) => s >= rough);
  for (let k = Math.ceil(low / step); k * step <= high + step * 1e-9; k++) found.push(k * step);
  return found;
}
function scaleOf(values, log, first, last) {
  const usable = values.filter((v) => Number.isFinite(v) && (!log || v > 0));
  let low = Math.min(...usable), high = Math.max(...usable);
  if (log && high / low < 1.2) { low /= 1.3; high *= 1.3; }
  if (!log && high === low) { low -= 1; high += 1; }
  const to = log ? Math.log : (v) => v;
  const place = (v) => first + ((to(v) - to(low)) / (to(high) - to(low))) * (last - first);
  return { low, high, place, usable: (v) => Number.isFinite(v) && (!log || v > 0) };
}

class Figure {
  constructor(home, id, title, xLabel, yLabel, log) {
    this.title = title; this.xLabel = xLabel; this.yLabel = yLabel; this.log = log;
    this.picture = drawn("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" });
    this.legend = element("ul", { class: "legend" });
    this.slider = element("input", { type: "range", min: 0, step: 1, value: 0, id: `${id}-at`, "aria-label": `Read ${title} at` });
    this.read = element("output", { class: "read", for: `${id}-at` });
    this.table = element("div", { class: "wide", tabindex: 0, role: "group", "aria-label": `${title} as a table` });
    home.append(element("figure", { id }, element("h2", {}, title), this.picture, this.legend, this.slider, this.read,
      element("details", {}, element("summary", {}, "As a table"), this.table)));
    this.slider.addEventListener("input", () => this.point());
    this.picture.addEventListener("pointermove", (event) => {
      const box = this.picture.getBoundingClientRect(), x = ((event.clientX - box.left) / box.width) * WIDTH;
      const away = this.xs.map((v) => Math.abs(this.x.place(v) - x));
      this.slider.value = away.indexOf(Math.min(...away));
      this.point();
    });
  }
  draw(xs, series, observed) {
    const before = this.xs ? this.xs[Number(this.slider.value)] : undefined;
    this.xs = xs; this.series = series; this.observed = observed;
    const all = series.flatMap((s) => s.values).concat(observed.flatMap(([, y, e]) => [y - 2 * e, y + 2 * e]));
    this.x = scaleOf(xs, true, LEFT, WIDTH - RIGHT);
    this.y = scaleOf(all, this.log, HEIGHT - BOTTOM, TOP);
    const parts = [];
    for (const t of ticks(this.x.low, this.x.high, true)) {
      const at = this.x.place(t);
      parts.push(drawn("line", { class: "grid", x1: at, x2: at, y1: TOP, y2: HEIGHT - BOTTOM }),
        drawn("text", { x: at, y: HEIGHT - BOTTOM + 17, "text-anchor": "middle" }, shown(t)));
    }
    for (const t of ticks(this.y.low, this.y.high, this.log)) {
      const at = this.y.place(t);
      parts.push(drawn("line", { class: "grid", x1: LEFT, x2: WIDTH - RIGHT, y1: at, y2: at }),
        drawn("text", { x: LEFT - 6, y: at + 4, "text-anchor": "end" }, shown(t)));
    }
    parts.push(drawn("path", { class: "axis", d: `M${LEFT},${TOP}V${HEIGHT - BOTTOM}H${WIDTH - RIGHT}` }),
      drawn("text", { x: (LEFT + WIDTH - RIGHT) / 2, y: HEIGHT - 6, "text-anchor": "middle" }, this.xLabel),
      drawn("text", { transform: `translate(13,${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)`, "text-anchor": "middle" }, this.yLabel));
    for (const s of series) {
      let path = "";
      s.values.forEach((v, k) => {
        if (this.y.usable(v)) path += `${path ? "L" : "M"}${this.x.place(xs[k]).toFixed(2)},${this.y.place(v).toFixed(2)}`;
      });
      parts.push(drawn("path", { class: `line ${s.look}`, d: path }));
    }
    for (const [at, y, error] of observed) {
      const x = this.x.place(at), bottom = this.log ? Math.max(y - 2 * error, this.y.low) : y - 2 * error;
      if (!(at >= this.x.low && at <= this.x.high)) continue;
      parts.push(drawn("line", { class: "bar", x1: x, x2: x, y1: this.y.place(bottom), y2: this.y.place(y + 2 * error) }),
        drawn("circle", { class: "mark", cx: x, cy: this.y.place(y), r: 4 }));
    }
    this.cursor = drawn("line", { class: "cursor", y1: TOP, y2: HEIGHT - BOTTOM });
    this.picture.replaceChildren(...parts, this.cursor);
    const last = series.map((s) => `${s.name} from ${shown(s.values[0])} to ${shown(s.values.at(-1))}`).join("; ");
    this.picture.setAttribute("aria-label", `${this.title}: ${this.yLabel} against ${this.xLabel}. ${last}.`);
    const key = (look) => drawn("svg", { viewBox: "0 0 28 10", "aria-hidden": "true" }, look);
    this.legend.replaceChildren(...series.map((s) => element("li", {}, key(drawn("line", { class: `line ${s.look}`, x1: 0, x2: 28, y1: 5, y2: 5 })), s.name)),
      ...(observed.length ? [element("li", {}, key(drawn("circle", { class: "mark", cx: 14, cy: 5, r: 4 })), "simulated ± 2 standard errors")] : []));
    this.slider.max = xs.length - 1;
    const middle = before === undefined ? xs[Math.floor(xs.length / 2)] : before;
    const away = xs.map((v) => Math.abs(Math.log(v / middle)));
    this.slider.value = away.indexOf(Math.min(...away));
    this.tabulate();
    this.point();
  }
  point() {
    const k = Number(this.slider.value), x = this.xs[k], at = this.x.place(x);
    this.cursor.setAttribute("x1", at); this.cursor.setAttribute("x2", at);
    const words = [`${this.xLabel} = ${shown(x)}`, ...this.series.map((s) => `${s.name}: ${shown(s.values[k])}`)].join("; ");
    this.read.value = words;
    this.slider.setAttribute("aria-valuetext", words);
  }
  tabulate() {
    const rows = [element("tr", {}, ...[this.xLabel, ...this.series.map((s) => s.name)].map((t) => element("th", { scope: "col" }, t)))];
    const step = Math.max(1, Math.ceil(this.xs.length / 16));
    this.xs.forEach((x, k) => {
      if (k % step && k !== this.xs.length - 1) return;
      rows.push(element("tr", {}, element("th", { scope: "row" }, shown(x)), ...this.series.map((s) => element("td", {}, shown(s.values[k])))));
    });
    const parts = [element("table", {}, ...rows)];
    if (this.observed.length) {
      parts.push(element("table", {}, element("caption", {}, "Simulated"),
        element("tr", {}, ...[this.xLabel, "mean", "standard error"].map((t) => element("th", { scope: "col" }, t))),
        ...this.observed.map(([x, y, e]) => element("tr", {}, element("th", { scope: "row" }, shown(x)), element("td", {}, shown(y)), element("td", {}, shown(e))))));
    }
    this.table.replaceChildren(...parts);
  }
}
