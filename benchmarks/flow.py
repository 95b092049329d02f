"""The gradient flow to 10^-10: `OMP_NUM_THREADS=1 python -m benchmarks.flow [--repeats R]`.

In the eigenbasis of Lambda (`train_by_bordered_flow`) against SciPy's solvers on the matrices as they stand, written
by hand with what is constant taken out. CPU time, in turns, medians. Printed beside: the distance of each to the limit,
and that of our path to a tighter one of another order at times on the way.
"""

from __future__ import annotations

import argparse
import os

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.ratios import interleaved, line
from benchmarks.simulation import Flow
from lsa_theory.simulation import train_by_bordered_flow

CASES = ((5, 10), (20, 10), (100, 10), (5, 100), (20, 100))
TARGETS = {(5, 10): {"DOP853": 50, "LSODA": 5}, (20, 10): {"DOP853": 50}, (100, 10): {"DOP853": 100}}


def on_matrices(flow: Flow, method: str, tolerance: float) -> Callable[[], tuple[Any, float]]:
    """Return the flow of full matrices in a basis in which nothing is diagonal."""
    from scipy.integrate import solve_ivp

    d = len(flow.gains)
    basis = np.linalg.qr(np.random.default_rng(0).standard_normal((d, d)))[0]
    Lambda, Gamma, start = (basis @ A @ basis.T for A in (flow.Lambda, flow.Gamma, flow.full[0]))
    square, product = Lambda @ Lambda, Gamma @ Lambda

    def field(_: float, state: Any) -> Any:
        U, u = state[:-1].reshape(d, d), state[-1]
        inner = square - u * (product @ U @ Lambda)
        return np.append((u * inner).ravel(), (U * inner).sum())

    def run() -> tuple[Any, float]:
        first = np.append(start.ravel(), flow.full[1])
        found = solve_ivp(field, (0, flow.time), first, method=method, rtol=tolerance, atol=tolerance).y[
            :, -1
        ]
        return np.diagonal(basis.T @ found[:-1].reshape(d, d) @ basis), float(found[-1])

    return run


def miss(flow: Flow, state: tuple[Any, float]) -> float:
    """Return the relative distance to the limit."""
    return max(float(np.abs(state[0] / flow.limit - 1).max()), abs(state[1] / flow.norm - 1))


def off_the_path(flow: Flow) -> float:
    """Return the largest relative distance, at times on the way, to a path of another order and a tighter tolerance."""
    worst = 0.0
    for time in np.geomspace(1e-4, 0.1, 6) * flow.time:
        options = {"jacobian": flow.jacobian, "record": 2}
        ours = train_by_bordered_flow(
            flow.fields, flow.start, time, tolerance=flow.tolerance, stages=9, batched=True, **options
        ).final
        tight = train_by_bordered_flow(
            flow.field, flow.start, time, tolerance=1e-12, stages=7, **options
        ).final
        worst = max(
            worst,
            float(np.abs(ours[0] - tight[0]).max() / np.abs(tight[0]).max()),
            abs(ours[1] / tight[1] - 1),
        )
    return worst


def main() -> None:
    """Print a row for each case and peer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=3)
    repeats = parser.parse_args().repeats
    for d, condition in CASES:
        flow = Flow(d, condition)
        peers = {"DOP853": 1e-10} if condition <= 10 else {}
        peers |= {"LSODA": 1e-12} if d <= 20 else {}
        cases: dict[str, Callable[[], Any]] = {"ours": lambda f=flow: f.run("bordered").final}
        cases |= {name: on_matrices(flow, name, tolerance) for name, tolerance in peers.items()}
        misses = {name: miss(flow, case()) for name, case in cases.items()}
        taken = interleaved(cases, repeats)
        path = off_the_path(flow)
        for name in peers:
            target = TARGETS.get((d, condition), {}).get(name)
            shown = (
                f"  {1e3 * taken['ours']:.1f} ms, off {misses['ours']:.0e} at the end, {path:.0e} on the way"
            )
            label = f"{name} on matrices / ours, d = {d}, condition {condition}"
            print(
                line(label, taken[name] / taken["ours"], target) + f"{shown}; {name} off {misses[name]:.0e}"
            )


if __name__ == "__main__":
    main()
