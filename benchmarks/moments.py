"""The table of moments with the agreement of its three routes: `python -m benchmarks.moments > docs/moment-table.md`.

Words (`normal`), entries (Isserlis over coordinates in exact rationals, d and N from 1 to 2), and Gauss-Hermite
quadrature at d = N = 2, where the figure is the largest difference in units of the counted rounding error.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "algebra"))

from moment_table import MOMENTS
from test_moments import instance as entries_at
from test_moments_by_quadrature import instance as numbers_at

from lsa_theory.algebra.normal import equal, normal
from lsa_theory.values.arithmetic.bounded import Floats
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.quadrature.gauss_hermite import GaussHermite

SIZES = [(1, 1), (1, 2), (2, 1), (2, 2)]


def main() -> None:
    """Print one line a moment."""
    print("# A table of moments, by three routes\n")
    print(
        "Made by `python -m benchmarks.moments`; the tests hold each line. `print` is a right side typed from a book.\n"
    )
    print("| moment | words | entries, exact | quadrature | print |")
    print("|---|---|---|---|---|")
    for name, tree, printed in MOMENTS:
        words = normal(tree)
        same = all(
            entries_at(d, n).value(words.as_expression()) == entries_at(d, n).value(tree) for d, n in SIZES
        )
        at = numbers_at(tree)
        left = Evaluator(Floats(), at).evaluate(words.as_expression())
        right = Evaluator(Floats(), at, GaussHermite()).evaluate(tree)
        allowed = np.maximum(left.error + right.error, np.finfo(float).tiny)
        units = float((np.abs(left.value - right.value) / allowed).max())
        shown = "-" if printed is None else "equal" if equal(tree, printed) else "DIFFERENT"
        text = repr(words)
        text = text if len(text) < 90 else f"{len(words)} words"
        cells = [name, f"`{text}`", "equal" if same else "DIFFERENT", f"{units:.2f}", shown]
        print("| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |")


if __name__ == "__main__":
    main()
