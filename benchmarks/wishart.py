"""Moments of a Wishart matrix by zonal polynomials and by pairings, side by side: `python -m benchmarks.wishart [K]`.

CPU seconds of `normal(E(...))` in one process, caches cleared before each; pairings up to the power K (10). Only the
ratios mean anything. The terms of both are compared, and the table says so.
"""

from __future__ import annotations

import sys
import time
from unittest.mock import patch

from lsa_theory.algebra.expectation import wick
from lsa_theory.algebra.expectation.wishart import moments
from lsa_theory.algebra.expectation.wishart.zonal_polynomials import power_sums_in_monomials, zonal
from lsa_theory.algebra.normal import Normal, normal
from lsa_theory.expressions import E, Expression, dimension, positive_definite, samples, trace

CASES = (4, 6, 8, 9, 10, 11, 12, 14, 16, 18, 20)


def measured(tree: Expression) -> tuple[Normal, float]:
    """Return the normal form and the seconds it took."""
    for cache in (moments.moment, moments._of_traces, power_sums_in_monomials, zonal):
        cache.cache_clear()
    start = time.process_time()
    return normal(tree), time.process_time() - start


def by_pairings(tree: Expression) -> tuple[Normal, float]:
    """Return the same with no state taken from the pairing engine."""
    with patch.object(wick, "wishart_state", lambda *_: None):
        return measured(tree)


def main() -> None:
    """Print one line a power."""
    last = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    d, N = dimension("d"), dimension("N")
    S = samples("x", covariance=positive_definite("Lambda", d), count=N).covariance
    print("| moment | words | zonal, s | pairings, s | ratio | terms |\n|---|---|---|---|---|---|")
    for k in CASES:
        for name, tree in (
            (f"E[S^{k}]", E(S**k)),
            (f"E tr(S^{k - 2}) tr(S^2)", E(trace(S ** (k - 2)) * trace(S**2))),
        ):
            form, zonal_seconds = measured(tree)
            row = [name, str(len(form)), f"{zonal_seconds:.4f}", "-", "-", "-"]
            if k <= last:
                other, seconds = by_pairings(tree)
                same = "equal" if other.key == form.key else "DIFFERENT"
                row[3:] = [f"{seconds:.4f}", f"{seconds / zonal_seconds:.1f}", same]
            print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
