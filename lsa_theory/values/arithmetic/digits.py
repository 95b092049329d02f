"""Arithmetic at a chosen number of digits, in an mpmath context of its own."""

# What the methods do is documented once, on Arithmetic.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import mpmath
import numpy as np

from lsa_theory.values.arithmetic.objects import ObjectArithmetic
from lsa_theory.values.refusals import SingularInstance

# Sums of some thousand terms and inverses of small matrices lose a few digits; these are kept in reserve.
GUARD = 15


class Digits(ObjectArithmetic):
    """mpmath numbers with `digits` + 15 decimal digits; mpmath's global precision stays as it is.

    Parameters
    ----------
    digits : int
        The digits asked for; results are meant to be compared to this many.
    """

    name = "digits"

    def __init__(self, digits: int) -> None:
        self.digits = digits
        self.context: Any = mpmath.MPContext()
        self.context.dps = digits + GUARD

    def from_fraction(self, value: Fraction | int) -> Any:
        return self.context.mpf(value.numerator) / value.denominator

    def invert_rows(self, rows: Sequence[Sequence[Any]]) -> Sequence[Sequence[Any]]:
        if len(rows) == 1 and rows[0][0] != 0:
            # Most inverses are of numbers, and a decomposition takes ten times longer.
            return [[1 / rows[0][0]]]
        try:
            inverted = self.context.inverse(self.context.matrix(rows))
        except ZeroDivisionError:
            raise SingularInstance("a matrix that is inverted is singular at this instance") from None
        result: list[list[Any]] = inverted.tolist()
        return result

    def norm_of(self, rows: Sequence[Sequence[Any]]) -> Any:
        return max(self.context.svd(self.context.matrix(rows), compute_uv=False))

    def function(self, name: str, a: Any) -> Any:
        return self._of_each(lambda rows: self._function_of(name, rows[0][0]), a)

    def _function_of(self, name: str, value: Any) -> Any:
        if name == "log" and value <= 0:
            raise SingularInstance("the logarithm of a number that is not positive")
        if name == "arcsin" and abs(value) > 1:
            raise SingularInstance("the arcsine of a number beyond 1")
        return getattr(self.context, {"arcsin": "asin"}.get(name, name))(value)

    def pi(self) -> Any:
        return np.array([[+self.context.pi]], dtype=object)

    def digamma(self, value: Fraction) -> Any:
        return np.array([[self.context.digamma(self.from_fraction(value))]], dtype=object)

    def root_of(self, value: Any, order: int) -> Any:
        if value < 0:
            raise SingularInstance("a number below a root is negative")
        return self.context.root(value, order)

    def matrix_root(self, a: Any, order: int) -> Any:
        """Take the root of the eigenvalues of the symmetric matrix."""
        result = np.empty(a.shape, dtype=object)
        for position in np.ndindex(a.shape[:-2]):
            values, vectors = self.context.eigsy(self.context.matrix(a[position].tolist()))
            roots = self.context.diag([self.root_of(v, order) for v in values])
            result[position] = np.array((vectors * roots * vectors.T).tolist(), dtype=object)
        return result
