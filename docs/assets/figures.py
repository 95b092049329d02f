"""The pictures of the pages: `python docs/assets/figures.py` writes them all, from the toolkit's own output.

Nothing is drawn by hand, and no font or script comes from elsewhere; a test writes the refutation again and compares.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
LEMMA = HERE.parent / "tutorial" / "refutation.md"
_FILE = re.compile(r'^```python title="([\w.]+)"\n(.*?)^```', re.MULTILINE | re.DOTALL)


def refutation() -> str:
    """Return what the tutorial's lemma with a slip prints, as a picture of a terminal."""
    from rich._export_format import CONSOLE_SVG_FORMAT
    from rich.console import Console
    from rich.terminal_theme import MONOKAI
    from rich.text import Text

    name, text = next(iter(_FILE.findall(LEMMA.read_text(encoding="utf-8"))))
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, name).write_text(text, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "lsa_theory", "verify", name],
            cwd=folder,
            env={"FORCE_COLOR": "1", "COLUMNS": "80", "TERM": "xterm-256color", "HOME": folder},
            capture_output=True,
            text=True,
            check=False,
        )
    printed = re.sub(r"\d+\.\d s\b", "0.1 s", done.stdout)
    console = Console(record=True, width=80, file=StringIO(), force_terminal=True)
    console.print(Text(f"$ lsa-theory verify {name}", style="bold"))
    console.print(Text.from_ansi(printed))
    # Its template would load a font from the network.
    plain = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    plain = plain.replace("font-family: Fira Code, monospace", "font-family: monospace")
    return console.export_svg(
        title="lsa-theory verify", theme=MONOKAI, code_format=plain, unique_id="refutation"
    )


def _axes() -> Any:
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    plt.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "lsa_theory", "font.size": 10})
    plt.rcParams.update({"axes.grid": True, "grid.linewidth": 0.4, "figure.constrained_layout.use": True})
    return plt.subplots(figsize=(6.4, 3.8))


def _written(figure: Any) -> str:
    import matplotlib.pyplot as plt

    place = StringIO()
    figure.savefig(place, format="svg", metadata={"Date": None})
    plt.close(figure)
    return "\n".join(line.rstrip() for line in place.getvalue().splitlines()) + "\n"


def risk_by_length() -> str:
    """Return the risk against the length of test prompts: generated theory, and a layer that is run."""
    import numpy as np

    from lsa_theory.generated.minimum import flow_limit
    from lsa_theory.generated.risk import linear_risk
    from lsa_theory.simulation import PromptLaw, estimate_risk

    rng, covariance, lengths = np.random.default_rng(0), np.diag([1.0, 2.0, 4.0]), (5, 10, 20, 40, 80)
    figure, axes = _axes()
    for colour, marker, style, N in (("C0", "o", "-", 5), ("C1", "s", "--", 20), ("C2", "^", "-.", 80)):
        U, u = flow_limit(covariance, N)
        key_query, value = np.zeros((4, 4)), np.zeros((4, 4))
        key_query[:3, :3], value[3, 3] = U, u
        fine = np.geomspace(4.5, 90, 60)
        line = [float(linear_risk(covariance, N, M)) for M in fine]
        axes.plot(fine, line, style, color=colour, label=f"theory, N = {N}")
        seen = [
            estimate_risk(rng, PromptLaw(covariance, M), key_query, value, 4000, path="tokens")
            for M in lengths
        ]
        bars = [1.96 * e.standard_error for e in seen]
        axes.errorbar(
            lengths,
            [e.mean for e in seen],
            bars,
            fmt=marker,
            color=colour,
            markersize=4,
            capsize=2,
            label=f"layer on tokens, N = {N}",
        )
    axes.set(xscale="log", yscale="log", xlabel="length of the test prompt, M", ylabel="risk [squared label]")
    axes.set_xticks(lengths, [str(M) for M in lengths])
    axes.legend(ncols=2, fontsize=8)
    return _written(figure)


def loss_along_the_flow() -> str:
    """Return the loss along the gradient flow, down to the minimum of Theorem 4.1."""
    import numpy as np

    from lsa_theory.generated.flow import reduced_flow
    from lsa_theory.generated.loss import reduced_loss
    from lsa_theory.generated.minimum import minimum_value
    from lsa_theory.simulation import estimate_loss, train_by_flow

    rng, covariance, N, theta = np.random.default_rng(0), np.diag([1.0, 2.0, 4.0]), 20, np.eye(3) * 3**-0.25
    start = (0.05 * theta @ theta.T, 0.05)
    flow = train_by_flow(
        lambda state: reduced_flow(state[0], state[1], covariance, N),
        start,
        2.5,
        record=161,
        relative_tolerance=1e-10,
    )
    losses = [float(reduced_loss(U, u, covariance, N)) for U, u in flow.states]
    figure, axes = _axes()
    axes.plot(flow.times, losses, "-", color="C0", label="theory: L along the flow")
    least = float(minimum_value(covariance, N))
    axes.axhline(least, linestyle=":", color="C3", label="theory: least value of L")
    places, seen = range(0, 161, 16), []
    for k in places:
        key_query, value = np.zeros((4, 4)), np.zeros((4, 4))
        key_query[:3, :3], value[3, 3] = flow.states[k]
        seen.append(estimate_loss(rng, key_query, value, covariance, context_length=N, prompts=4000))
    axes.errorbar(
        [flow.times[k] for k in places],
        [e.mean for e in seen],
        [1.96 * e.standard_error for e in seen],
        fmt="o",
        color="C1",
        markersize=4,
        capsize=2,
        label="layer on tokens, at those weights",
    )
    axes.set(xlabel="time t [learning rate times steps]", ylabel="loss L [half the squared label]")
    axes.legend()
    return _written(figure)


def plateaus() -> str:
    """Return the loss of two heads of rank one along the flow, between the values at stationary points."""
    import numpy as np

    from lsa_theory import (
        InContextRegression,
        LinearSelfAttention,
        dimension,
        population_loss,
        positive_definite,
        stationary_points,
    )

    N, two = dimension("N"), positive_definite("Lambda", 2)
    layer = LinearSelfAttention(key_query="separate", rank=1, heads=2, free=("U_11",))
    loss = population_loss(layer, InContextRegression(covariate=two))
    numbers = {two: np.diag([2.0, 1.0]), N: 10}
    roots = stationary_points(loss).solve(numbers, np.random.default_rng(1), starts=15)
    levels = sorted({round(loss.evaluate(numbers | root.value), 6) for root in roots})
    draws = np.random.default_rng(2).standard_normal((4, 2))
    start = {p: 0.0005 * v[:, None] for p, v in zip(loss.parameters, draws, strict=True)}
    path = loss.trajectory(start, numbers, np.linspace(0, 14, 113), tolerance=1e-8)
    figure, axes = _axes()
    for k, level in enumerate(levels):
        label = "theory: stationary points" if k == 0 else None
        axes.axhline(level, linestyle=":", color="C3", linewidth=0.9, label=label)
    line = [loss.evaluate(numbers | path.at(k)) for k in range(len(path.times))]
    axes.plot(path.times, line, "-", color="C0", label="theory: L along the flow")
    axes.set(xlabel="time t [learning rate times steps]", ylabel="loss L [half the squared label]")
    axes.legend()
    return _written(figure)


PICTURES: dict[str, Callable[[], str]] = {
    "refutation.svg": refutation,
    "risk-by-length.svg": risk_by_length,
    "loss-along-the-flow.svg": loss_along_the_flow,
    "plateaus.svg": plateaus,
}

if __name__ == "__main__":
    for name in sys.argv[1:] or PICTURES:
        (HERE / name).write_text(PICTURES[name](), encoding="utf-8")
        print("wrote", HERE / name)
