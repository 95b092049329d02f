"""Matrices of exact numbers: arrays of NumPy and matrices of SymPy, as they come in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from numbers import Rational
from typing import Any

from lsa_theory.errors import InvalidArgument, UnsupportedExpression
from lsa_theory.expressions.expression import Expression, Identity, Number, Zero, reads

# A float is taken for the number it is only if that is a fraction that somebody may have meant.
LARGEST_DENOMINATOR = 2**20


@dataclass(frozen=True, repr=False)
class Array(Expression, kind=True):
    """A matrix of exact numbers."""

    entries: tuple[tuple[Fraction, ...], ...]

    @property
    def rows(self) -> int:  # type: ignore[override]
        """How many rows."""
        return len(self.entries)

    @property
    def cols(self) -> int:  # type: ignore[override]
        """How many columns."""
        return len(self.entries[0])


def array(entries: Sequence[Sequence[Fraction]]) -> Expression:
    """Return a matrix of numbers; the identity, zero and a single number as such.

    >>> array([[Fraction(1), Fraction(0)], [Fraction(0), Fraction(1)]]), array([[Fraction(1, 2)], [Fraction(3)]])
    (I, array([[1/2], [3]]))
    """
    rows = tuple(tuple(Fraction(x) for x in row) for row in entries)
    n, m = len(rows), len(rows[0]) if rows else 0
    if not m:
        raise InvalidArgument("an array without entries is no matrix")
    if n == m == 1:
        return Number(rows[0][0])
    if not any(x for row in rows for x in row):
        return Zero(n, m)
    if n == m and all(rows[i][j] == int(i == j) for i in range(n) for j in range(n)):
        return Identity(n)
    return Array(rows)


@reads("array")
def from_array(value: Any, _: object = None) -> Expression:
    """Return an array of NumPy, or a matrix of SymPy, as a matrix of exact numbers; one axis is a column.

    Raises
    ------
    UnsupportedExpression
        If an entry is no exact number, nor a float that is a fraction of a small denominator.
    InvalidArgument
        If there are more than two axes.
    """
    shape = tuple(value.shape)
    if len(shape) > 2:
        raise InvalidArgument(
            f"an array of {len(shape)} axes is no matrix; give one of two, or of one for a column"
        )
    entries = value.tolist()
    if not shape:
        return Number(_exact(entries))
    rows = entries if len(shape) == 2 else [[x] for x in entries]
    return array([[_exact(x) for x in row] for row in rows])


def _exact(value: Any) -> Fraction:
    if isinstance(value, Rational) and not isinstance(value, bool):
        # SymPy's rationals are registered as such, and name their parts otherwise.
        return Fraction(int(value.numerator), int(value.denominator))
    if isinstance(value, float) and value == value and abs(value) != float("inf"):
        exact = Fraction(value)
        if exact.denominator <= LARGEST_DENOMINATOR:
            return exact
        near = exact.limit_denominator(1000)
        raise UnsupportedExpression(
            f"the entry {value!r} of an array is no fraction of a small denominator, and symbolic code is exact; write "
            f"Fraction({near.numerator}, {near.denominator}), in an array of dtype=object, if that is meant"
        )
    raise UnsupportedExpression(
        f"the entry {value!r} ({type(value).__name__}) of an array is no exact number; give whole numbers, fractions, "
        "or floats such as 0.5 that are fractions of a small denominator"
    )


def is_positive_semidefinite(matrix: Array) -> bool:
    """Whether a symmetric matrix of numbers has no negative eigenvalue."""
    found = _pivots(matrix)
    return found is not None and all(p >= 0 for p in found)


def is_positive_definite(matrix: Array) -> bool:
    """Whether a symmetric matrix of numbers has positive eigenvalues only."""
    found = _pivots(matrix)
    return found is not None and all(p > 0 for p in found)


def _pivots(matrix: Array) -> list[Fraction] | None:
    """Return the pivots of the elimination; None where a zero pivot has something beside it."""
    rows = [list(row) for row in matrix.entries]
    found: list[Fraction] = []
    for k in range(len(rows)):
        pivot = rows[k][k]
        found.append(pivot)
        for i in range(k + 1, len(rows)):
            if not pivot:
                if rows[i][k]:
                    return None
                continue
            factor = rows[i][k] / pivot
            rows[i] = [x - factor * y for x, y in zip(rows[i], rows[k], strict=True)]
    return found
