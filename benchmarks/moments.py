"""The tables of moments with the agreement of their routes: `python -m benchmarks.moments > docs/moment-table.md`.

Words (`normal`) against entries (moments of coordinates in exact rationals, d and N from 1 to 2) and Gauss-Hermite
quadrature at d = N = 2, where the figure is the largest difference in units of the counted rounding error; what is no
polynomial against integrals over panels, Bartlett factors and draws.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "algebra"))

import test_moments_of_functions as functions
import test_moments_of_laws as laws
from moment_table import MOMENTS
from moment_table_of_functions import FUNCTIONS, GRAM, LARGE
from moment_table_of_laws import MORE
from test_moments import instance as entries_at
from test_moments_by_quadrature import instance as numbers_at

from lsa_theory.algebra.normal import equal, normal
from lsa_theory.expressions.expression import Expression
from lsa_theory.values.arithmetic.bounded import Floats
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.quadrature.gauss_hermite import GaussHermite

SIZES = [(1, 1), (1, 2), (2, 1), (2, 2)]
Row = tuple[str, Any, Any]


def main() -> None:
    """Print one line a moment."""
    print("# A table of moments, by routes that share nothing\n")
    print(
        f"{len(MOMENTS) + len(MORE) + len(FUNCTIONS) + len(GRAM) + len(LARGE)} moments. Made by "
        "`python -m benchmarks.moments`; the tests hold each line. `print` is a right side typed from a book.\n"
    )
    print("## Gaussian vectors and samples\n")
    polynomials(MOMENTS, entries_at, numbers_at, lambda name: SIZES)
    print("\n## Other laws, between samples, elementwise, determinants\n")
    print(
        "Entries are averaged coordinate by coordinate with the moments of the law, typed from its definition; "
        "e_0 is the first unit vector, 1 the vector of ones, o the elementwise product.\n"
    )
    polynomials(MORE, laws.instance, laws.numbers, laws.sizes_of)
    print("\n## Functions of Gaussian vectors\n")
    print(
        "Integrated over panels, twice as fine once (the largest relative difference), and drawn 40 000 times (the "
        "largest difference in standard errors).\n"
    )
    header("moment", "words", "panels", "drawn", "print")
    for name, tree, printed in FUNCTIONS:
        value, _ = functions.by_panels(tree)
        apart = np.abs(functions.words_at(tree) - value).max() / np.abs(value).max()
        line(name, written(normal(tree)), f"{apart:.0e}", f"{drawn(tree):.1f}", same(tree, printed))
    print("\n## Gram matrices beside their inverses, determinants, leverages\n")
    print(
        "Through Bartlett factors at d = 2, N = 13, exactly, where only the Gram matrix enters; and drawn.\n"
    )
    header("moment", "words", "Bartlett factors", "drawn", "print")
    for name, tree, printed in GRAM:
        value = functions.by_factors(tree)
        read = (
            "-"
            if value is None
            else verdict(np.allclose(functions.words_at(tree), value, rtol=1e-12, atol=0))
        )
        line(name, written(normal(tree)), read, f"{drawn(tree):.1f}", same(tree, printed))
    print("\n## Large dimensions\n")
    print(
        "The leading order of `large_d` as d and N = d / r grow; against the moments of the Marchenko-Pastur density "
        "(the difference at r = 1/2), against 400 draws at d = 60, N = 120 (the relative difference, of order 1 / d), "
        "and against print.\n"
    )
    header("moment", "words", "density", "drawn", "print")
    powers = [1, 2, 3, 4, 5, 6, -1, -2]
    for k, (name, tree, printed) in enumerate(LARGE):
        limit = functions.leading_at_half(tree)
        density = f"{abs(limit - functions.by_density(powers[k])):.0e}" if k < len(powers) else "-"
        mean, _ = functions.drawn(sizes={"d": 60, "N": 120}).mean(tree)
        off = abs(mean.item() / limit - 1)
        line(
            name,
            written(functions.leading(tree)),
            density,
            f"{off:.0e}",
            verdict(equal(functions.leading(tree), printed)),
        )


def polynomials(
    rows: Iterable[Row], entries: Callable[..., Any], numbers: Callable[..., Any], sizes: Callable[[str], Any]
) -> None:
    """Print the lines of moments that are polynomials in what is random."""
    header("moment", "words", "entries, exact", "quadrature", "print")
    for name, tree, printed in rows:
        words = normal(tree)
        told = all(
            entries(d, n).value(words.as_expression()) == entries(d, n).value(tree) for d, n in sizes(name)
        )
        at = numbers(tree)
        left = Evaluator(Floats(), at).evaluate(words.as_expression())
        right = Evaluator(Floats(), at, GaussHermite()).evaluate(tree)
        allowed = np.maximum(left.error + right.error, np.finfo(float).tiny)
        units = float((np.abs(left.value - right.value) / allowed).max())
        line(name, written(words), verdict(told), f"{units:.2f}", same(tree, printed))


def drawn(tree: Expression) -> float:
    """Return by how many standard errors the words differ from draws."""
    mean, error = functions.drawn().mean(tree)
    return float((np.abs(functions.words_at(tree) - mean) / np.maximum(error, 1e-12)).max())


def written(words: Any) -> str:
    """Return a form, or how many words it has."""
    text = repr(words)
    return f"`{text}`" if len(text) < 90 else f"`{len(normal(words))} words`"


def verdict(told: bool) -> str:
    """Return how a route agrees."""
    return "equal" if told else "DIFFERENT"


def same(tree: Expression, printed: Any) -> str:
    """Return whether a moment is what is printed."""
    return "-" if printed is None else verdict(equal(tree, printed))


def header(*cells: str) -> None:
    """Print the head of a table."""
    line(*cells)
    print("|" + "---|" * len(cells))


def line(*cells: str) -> None:
    """Print a row of a table."""
    print("| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |")


if __name__ == "__main__":
    main()
