"""A rule on the line for one of many independent coordinates, from its values or from its moments."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

from lsa_theory.values.arithmetic.base import Arithmetic
from lsa_theory.values.quadrature.laws import LawAt


def line(arithmetic: Arithmetic, law: LawAt, degree: int) -> tuple[Any, Any]:
    """Return nodes and weights, each of shape (n,), exact for polynomials of one centred coordinate up to a degree.

    Without few values to take, the nodes are whole numbers around 0, and their weights have the right moments.
    """
    if law.coordinate is None:
        raise ValueError(f"the coordinates of {law.name} are not independent and alike")
    if law.atoms is not None:
        pairs = law.atoms()
        nodes, weights = (arithmetic.stack_rows([pair[k] for pair in pairs]) for k in (0, 1))
        return arithmetic.reshape(nodes, (len(pairs),)), arithmetic.reshape(weights, (len(pairs),))
    places = _places(degree)
    moments = arithmetic.stack_rows([law.coordinate(k) for k in range(degree + 1)])
    weights = arithmetic.matmul(arithmetic.array(_lagrange(places)), moments)
    nodes = arithmetic.array([[place] for place in places])
    return arithmetic.reshape(nodes, (len(places),)), arithmetic.reshape(weights, (len(places),))


def _places(degree: int) -> tuple[int, ...]:
    return tuple((k + 1) // 2 * (-1) ** k for k in range(degree + 1))


@lru_cache(maxsize=32)
def _lagrange(places: tuple[int, ...]) -> tuple[tuple[Fraction, ...], ...]:
    """Return, for each place, the coefficients of the polynomial that is 1 there and 0 at the others."""
    rows = []
    for place in places:
        coefficients = [Fraction(1)]
        for other in places:
            if other != place:
                shifted = [Fraction(0), *coefficients]
                lowered = [*(-other * c for c in coefficients), Fraction(0)]
                coefficients = [(p + q) / (place - other) for p, q in zip(shifted, lowered, strict=True)]
        rows.append(tuple(coefficients))
    return tuple(rows)
