"""Local minima of the full loss, and where flows end: `python -m benchmarks.landscape > docs/landscape.md`."""

from __future__ import annotations

from typing import Any

import numpy as np
import sympy

from lsa_theory.algebra.normal import normal
from lsa_theory.codegen import compile as compiled
from lsa_theory.expressions import gradient
from lsa_theory.theory.landscape import least_loss, local_minima
from lsa_theory.theory.population_loss import full_loss
from lsa_theory.theory.setting import Lambda, N, U, u, u_12, u_21

LENGTHS = (1, 2, 3, 4, 5, 10, 20, 50, 100, 1000)
DIMENSIONS = (1, 2, 3, 4, 5, 10, 20)
FLOWS = [(2, 1), (2, 2), (2, 20), (3, 1), (3, 100)]
SCALES = (0.01, 0.1, 1.0)
STARTS = 100
BLOCKS = (U, u_12, u_21, u)

INTRODUCTION = """# Are all local minima global? No

Made by `python -m benchmarks.landscape` with `lsa_theory.theory.landscape`. All blocks of the layer are free, the
covariates isotropic (Lambda = I). The argument, in short (in full in the module): for given v = (u_12, u_-1) the loss
is a convex quadratic in (U_11, u_21), so local minima of L are those of F(v), the least value; by rotation and scaling
F is a rational function of t = |u_12|^2 / u_-1^2, and Sturm's theorem counts its minima on [0, oo]. Nothing is
sampled: each entry is decided in exact arithmetic, and each minimum is strict but for rotations and scaling.

t = 0 is the global minimum. An entry lists the others: t (oo means u_-1 = 0, the claims `descriptions.landscape.*`) and
the loss above the minimum; "-" means that all local minima are global.
"""


def table() -> None:
    """Print the minima that are not global."""
    print("| d \\ N | " + " | ".join(map(str, LENGTHS)) + " |")
    print("|" + "---|" * (len(LENGTHS) + 1))
    for size in DIMENSIONS:
        cells = []
        for length in LENGTHS:
            others = [m for m in local_minima(size, length)[1:] if not m.is_global]
            cells.append("; ".join(shown(m) for m in others) or "-")
        print(f"| {size} | " + " | ".join(cells) + " |", flush=True)


def shown(minimum: Any) -> str:
    """Return t and the excess."""
    place = "oo" if minimum.low is sympy.oo else f"{float(minimum.low):.2f}"
    return f"t = {place}, +{float(minimum.excess):.3f}"


def flows() -> None:
    """Print where the flow from random small parameters ends."""
    print("| d, N | start | to the global minimum | to another | not settled |")
    print("|---|---|---|---|---|")
    rates = {b.name: normal(-gradient(full_loss().as_expression(), b)).as_expression() for b in BLOCKS}
    speed = compiled(rates, arguments=(*BLOCKS, Lambda, N), constants=(Lambda, N))
    height = compiled(full_loss().as_expression(), arguments=(*BLOCKS, Lambda, N), constants=(Lambda, N))
    for size, length in FLOWS:
        minima = local_minima(size, length)
        for scale in SCALES:
            ends = [0, 0, 0]
            for seed in range(STARTS):
                loss = followed(speed(np.eye(size), length), height(np.eye(size), length), size, scale, seed)
                gaps = [abs(loss - float(m.loss)) for m in minima]
                ends[min(int(np.argmin(gaps)), 1) if min(gaps) < 1e-4 else 2] += 1
            print(f"| {size}, {length} | {scale:g} | " + " | ".join(map(str, ends)) + " |", flush=True)


def followed(speed: Any, height: Any, size: int, scale: float, seed: int) -> float:
    """Return the loss at the end of the flow from normal parameters of a given scale."""
    from scipy.integrate import solve_ivp

    start = scale * np.random.default_rng(seed).standard_normal((size + 1) ** 2)
    cuts = (size * size, size * size + size, size * size + 2 * size)

    def blocks(x: Any) -> Any:
        first, second, third, last = np.split(x, cuts)
        return first.reshape(size, size), second[:, None], third[:, None], last[0]

    def rate(_: float, x: Any) -> Any:
        return np.concatenate([np.ravel(part) for part in speed(*blocks(x))])

    end = solve_ivp(rate, (0.0, 3000.0), start, "LSODA", rtol=1e-7, atol=1e-9).y[:, -1]
    return float(height(*blocks(end)))


def main() -> None:
    """Print the page."""
    print(INTRODUCTION)
    table()
    print("\nF as a rational function of t at d = N = 2:\n")
    print(f"    F(t) = {sympy.factor(least_loss(2, 2)[0])}\n")
    print("## Where the flow ends\n")
    print(
        "All (d + 1)^2 parameters start as independent normal numbers of standard deviation `start`;\n"
        f"{STARTS} starts each, followed for 3000 units of time. The seed paper's initialisation never leaves\n"
        "u_12 = u_21 = 0 and always ends at the global minimum (`convergence.any-scale`).\n"
    )
    flows()


if __name__ == "__main__":
    main()
