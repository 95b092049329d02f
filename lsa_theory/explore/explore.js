// The setting, the flow in time, and the three figures.
const by = (id) => document.getElementById(id);
const STEPS = 20000;

function spaced(low, high, count) {
  return Array.from({ length: count }, (_, k) => low * (high / low) ** (k / (count - 1)));
}
// The pair of Bogacki and Shampine: third order, with an estimate of the error that sets the step.
function follow(rate, state, times) {
  const found = [];
  let t = 0, h = times[0] / 100, steps = 0, y = state, k1 = rate(y);
  const moved = (...pairs) => y.map((v, i) => v + pairs.reduce((sum, [c, k]) => sum + c * k[i], 0));
  for (const target of times) {
    while (t < target) {
      if (++steps > STEPS) return found;
      const step = Math.min(h, target - t);
      let error = Infinity, next, k4;
      try {
        const k2 = rate(moved([step / 2, k1])), k3 = rate(moved([(3 * step) / 4, k2]));
        next = moved([(2 * step) / 9, k1], [step / 3, k2], [(4 * step) / 9, k3]);
        k4 = rate(next);
        error = Math.max(...next.map((v, i) => Math.abs(step * (-5 / 72 * k1[i] + k2[i] / 12 + k3[i] / 9 - k4[i] / 8)) / (1e-9 + 1e-6 * Math.abs(v))));
      } catch (refusal) {
        // A step that leaves what the formulas are for is one that was too long.
        if (!(refusal instanceof RangeError || refusal instanceof TypeError) || step < 1e-12) throw refusal;
      }
      if (error <= 1) { t = target - t <= step ? target : t + step; y = next; k1 = k4; }
      const grown = Math.min(4, Math.max(0.2, 0.9 * error ** (-1 / 3)));
      if (error > 1 || step === h) h = step * grown;
    }
    found.push(y);
  }
  return found;
}

function spectrumOf(d) {
  const shape = by("shape").value;
  if (shape === "own") return own.slice(0, d);
  const list = [];
  for (let i = 0; i < d; i++) {
    list.push(shape === "power" ? (i + 1) ** -Number(by("decay").value)
      : (10 ** Number(by("condition").value)) ** -(i / Math.max(1, d - 1)));
  }
  return list;
}
let own = [];
const MOST = 16;

function setting() {
  const d = Number(by("d").value);
  return { d, N: Number(by("N").value), M: Number(by("M").value), noise: Number(by("noise").value),
    shift: 2 ** Number(by("shift").value), condition: 10 ** Number(by("condition").value), Lambda: spectrumOf(d) };
}
function bakedFor(now) {
  const close = (a, b) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
  if (by("shape").value !== "geometric") return { at: null, points: { flow: [], length: [], shift: [] } };
  const found = BAKED.settings.find((s) => s.d === now.d && s.N === now.N && close(s.noise, now.noise) && close(s.condition, now.condition));
  if (!found) return { at: null, points: { flow: [], length: [], shift: [] } };
  // Points of the risk against M are drawn without a shift, points against the shift at one M.
  return { at: found, points: { flow: found.points.flow, length: now.shift === 1 ? found.points.length : [],
    shift: now.M === found.M ? found.points.shift : [] } };
}

const plots = {};
function update() {
  const now = setting(), { d, N, M, noise, Lambda } = now;
  const shown_ = { d, N, M, noise, shift: now.shift, condition: now.condition, decay: Number(by("decay").value) };
  for (const [id, value] of Object.entries(shown_)) {
    document.querySelector(`output[for=${id}]`).value = shown(value);
    by(id).setAttribute("aria-valuetext", shown(value));
  }
  by("condition-row").hidden = by("shape").value !== "geometric";
  by("decay-row").hidden = by("shape").value !== "power";
  const baked = bakedFor(now);
  by("told").textContent = baked.at ? "Simulated points were drawn for this setting." : "No points were simulated for this setting; lines only.";

  const slowest = Math.min(...Lambda) ** 2, times = spaced(0.05, Math.min(4000, Math.max(60, 20 / slowest)), 90);
  const rate = (state) => {
    const { U_rate, u_rate } = flow({ K: state.slice(0, d), u: state[d], Lambda, N, noise });
    return [...U_rate, u_rate];
  };
  const states = follow(rate, [...Array(d).fill(BAKED.start / Math.sqrt(d)), BAKED.start], times);
  const reached = times.slice(0, states.length), bottom = least({ Lambda, N, noise });
  const losses = states.map((s) => loss({ K: s.slice(0, d), u: s[d], Lambda, N, noise }));
  plots.flow.draw(reached, [{ name: "loss", look: "one", values: losses },
    { name: "least loss", look: "two", values: reached.map(() => bottom) }], baked.points.flow);
  if (states.length < times.length) by("told").textContent += " The flow is too stiff here to be followed to its end.";

  const lengths = spaced(1, 1000, 61), shifted = Lambda.map((l) => l * now.shift);
  const nothing = zero({ Test: shifted });
  plots.length.draw(lengths, [{ name: "trained layer", look: "one", values: lengths.map((m) => risk({ Lambda, Test: shifted, N, M: m, noise })) },
    { name: "predicting 0", look: "two", values: lengths.map(() => nothing) }], baked.points.length);

  const shifts = spaced(1 / 8, 8, 61), at = (c) => Lambda.map((l) => l * c);
  plots.shift.draw(shifts, [{ name: `trained layer, M = ${M}`, look: "one", values: shifts.map((c) => risk({ Lambda, Test: at(c), N, M, noise })) },
    { name: "predicting 0", look: "two", values: shifts.map((c) => zero({ Test: at(c) })) },
    { name: "trained anew", look: "three", values: shifts.map((c) => risk({ Lambda: at(c), Test: at(c), N, M, noise })) }], baked.points.shift);
}

function list() {
  const d = Number(by("d").value), values = spectrumOf(d);
  own = [...values, ...own.slice(d)];
  while (own.length < MOST) own.push(1);
  const rows = values.map((value, i) => {
    const input = element("input", { type: "number", min: 0, step: "any", value: Number(value.toPrecision(6)), "aria-label": `Eigenvalue ${i + 1}` });
    input.addEventListener("change", () => {
      const typed = Number(input.value);
      if (!(typed > 0 && Number.isFinite(typed))) { input.value = own[i]; by("told").textContent = "An eigenvalue must be a positive number."; return; }
      own[i] = typed;
      by("shape").value = "own";
      update();
    });
    return element("tr", {}, element("th", { scope: "row" }, String(i + 1)), element("td", {}, input));
  });
  by("eigenvalues").replaceChildren(element("table", {}, element("tr", {}, element("th", { scope: "col" }, "i"), element("th", { scope: "col" }, "eigenvalue")), ...rows));
}
function choose(s) {
  const at = { d: s.d, N: s.N, M: s.M, noise: s.noise, condition: Math.log10(s.condition), shift: 0 };
  for (const [id, value] of Object.entries(at)) {
    // A slider would round what it has no step for.
    if (id === "condition") by(id).step = "any";
    by(id).value = value;
  }
  by("shape").value = "geometric";
  list();
  update();
}

plots.flow = new Figure(by("plots"), "flow", "Loss along the training flow", "time", "loss", true);
plots.length = new Figure(by("plots"), "length", "Risk against the test length", "M", "risk", true);
plots.shift = new Figure(by("plots"), "shift", "Risk under covariate shift", "test covariance / Λ", "risk", true);
const first = BAKED.settings.length ? BAKED.settings : [{ title: "Five dimensions", d: 5, N: 20, M: 20, condition: 10, noise: 0 }];
by("decay").value = 1;
first.forEach((s, k) => by("preset").append(element("option", { value: k }, s.title)));
by("preset").addEventListener("change", () => choose(first[Number(by("preset").value)]));
by("controls").addEventListener("submit", (event) => event.preventDefault());
for (const id of ["d", "N", "M", "noise", "shift", "condition", "decay", "shape"]) {
  by(id).addEventListener("input", () => { if (["d", "condition", "decay", "shape"].includes(id)) list(); update(); });
}
by("baked").textContent = BAKED.settings.length ? `Simulated with ${BAKED.draws} prompts a point, seed ${BAKED.seed}.` : "";
choose(first[0]);
// Within another page: its frame grows with this one, so that there is one thing to scroll, and it says what is dark.
if (parent !== window) {
  const tell = () => parent.postMessage({ height: Math.ceil(document.body.getBoundingClientRect().bottom + scrollY) }, "*");
  new ResizeObserver(tell).observe(document.body);
  addEventListener("message", ({ source, data }) => {
    if (source === parent && ["light", "dark"].includes(data?.scheme)) document.documentElement.dataset.scheme = data.scheme;
  });
}
