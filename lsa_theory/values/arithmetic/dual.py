"""Dual numbers over any arithmetic: each value carries its derivative in one direction, by the rules of calculus.

Where a formula is no polynomial in a symbol, its gradient cannot be interpolated; it is differentiated along with being
evaluated, exactly in an exact arithmetic. No formula for a derivative of the algebra is used.
"""

# What the methods do is documented once, on Arithmetic.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from lsa_theory.values.arithmetic.base import LARGEST_BY_MINORS, Arithmetic
from lsa_theory.values.arithmetic.minors import by_minors
from lsa_theory.values.refusals import NotApplicable, SingularInstance


@dataclass(frozen=True)
class Pair:
    """A value and its slope; None where it does not move."""

    value: Any
    slope: Any = None


class Dual(Arithmetic):
    """Pairs of a value and a slope over another arithmetic; values of that arithmetic do not move.

    Examples
    --------
    >>> from lsa_theory.values.arithmetic.rational import Rationals
    >>> ring = Rationals(); dual = Dual(ring)
    >>> moving = Pair(ring.number(2), ring.number(1))
    >>> dual.slope(dual.inverse(moving)).tolist()
    [[-1/4]]
    """

    name = "dual numbers"

    def __init__(self, ring: Arithmetic) -> None:
        self._ring = ring

    def slope(self, a: Any) -> Any:
        """Return the derivative, zero where a value does not move."""
        pair = _pair(a)
        return (
            self._ring.multiply(self._ring.number(0), pair.value) if pair.slope is None else self._full(pair)
        )

    def _full(self, pair: Pair) -> Any:
        """Return a slope with all batch axes that its value has."""
        if self._ring.shape(pair.slope) == self._ring.shape(pair.value):
            return pair.slope
        return self._ring.add(pair.slope, self._ring.multiply(self._ring.number(0), pair.value))

    def array(self, entries: Any) -> Any:
        return Pair(self._ring.array(entries))

    def shape(self, a: Any) -> tuple[int, ...]:
        return self._ring.shape(_pair(a).value)

    def add(self, a: Any, b: Any) -> Any:
        left, right = _pair(a), _pair(b)
        return Pair(self._ring.add(left.value, right.value), self._sum(left.slope, right.slope))

    def _sum(self, a: Any, b: Any) -> Any:
        return b if a is None else a if b is None else self._ring.add(a, b)

    def multiply(self, a: Any, b: Any) -> Any:
        return self._product(self._ring.multiply, _pair(a), _pair(b))

    def matmul(self, a: Any, b: Any) -> Any:
        return self._product(self._ring.matmul, _pair(a), _pair(b))

    def _product(self, times: Any, left: Pair, right: Pair) -> Pair:
        first = None if left.slope is None else times(left.slope, right.value)
        second = None if right.slope is None else times(left.value, right.slope)
        return Pair(times(left.value, right.value), self._sum(first, second))

    def total(self, a: Any) -> Any:
        pair = _pair(a)
        return Pair(
            self._ring.total(pair.value), None if pair.slope is None else self._ring.total(self._full(pair))
        )

    def map(self, function: Any, a: Any) -> Any:
        return self._both(lambda part: self._ring.map(function, part), a)

    def transpose(self, a: Any) -> Any:
        return self._both(self._ring.transpose, a)

    def reshape(self, a: Any, shape: tuple[int, ...]) -> Any:
        return self._both(lambda part: self._ring.reshape(part, shape), a)

    def entries(self, a: Any, index: Any) -> Any:
        return self._both(lambda part: self._ring.entries(part, index), a)

    def _both(self, function: Any, a: Any) -> Any:
        """Move the entries of a value and of its slope about alike, as the arithmetic does it."""
        pair = _pair(a)
        return Pair(function(pair.value), None if pair.slope is None else function(self._full(pair)))

    def stack_rows(self, rows: Any) -> Any:
        pairs = [_pair(row) for row in rows]
        value = self._ring.stack_rows([pair.value for pair in pairs])
        if all(pair.slope is None for pair in pairs):
            return Pair(value)
        return Pair(value, self._ring.stack_rows([self.slope(pair) for pair in pairs]))

    def inverse(self, a: Any) -> Any:
        pair = _pair(a)
        inverse = self._ring.inverse(pair.value)
        if pair.slope is None:
            return Pair(inverse)
        moved = self._ring.matmul(inverse, self._ring.matmul(pair.slope, inverse))
        return Pair(inverse, self._ring.multiply(self._ring.number(-1), moved))

    def scalar_root(self, a: Any, order: int) -> Any:
        pair = _pair(a)
        root = self._ring.scalar_root(pair.value, order)
        return Pair(root, self._along(pair, lambda: self._divided(root, pair.value, Fraction(1, order))))

    def matrix_root(self, a: Any, order: int) -> Any:
        if _pair(a).slope is not None:
            raise NotApplicable("a root of a matrix is not differentiated along with being evaluated")
        return Pair(self._ring.matrix_root(_pair(a).value, order))

    def determinant(self, a: Any) -> Any:
        pair = _pair(a)
        if pair.slope is None:
            return Pair(self._ring.determinant(pair.value))
        if self.shape(a)[-1] > LARGEST_BY_MINORS:
            raise NotApplicable(f"a determinant of size {self.shape(a)[-1]} has too many minors")
        return by_minors(self, pair)

    def function(self, name: str, a: Any) -> Any:
        pair, ring = _pair(a), self._ring
        value = ring.function(name, pair.value)
        if pair.slope is None or name == "sign":
            self._check_jump(pair)
            return Pair(value)
        square = ring.multiply(pair.value, pair.value)
        match name:
            case "exp":
                slope = value
            case "log":
                slope = ring.inverse(pair.value)
            case "arcsin":
                slope = ring.inverse(ring.scalar_root(ring.subtract(ring.number(1), square), 2))
            case _:
                bell = ring.function("exp", ring.multiply(ring.number(-1), square))
                slope = self._divided(bell, ring.scalar_root(ring.pi(), 2), Fraction(2))
        return Pair(value, ring.multiply(slope, pair.slope))

    def _check_jump(self, pair: Pair) -> None:
        """Refuse the derivative of a sign at its jump; among points of an average one such has no weight."""
        parts = pair.value, pair.slope
        # What carries its rounding with it refuses the sign of what may be 0 itself.
        alone = all(isinstance(part, np.ndarray) and part.shape == (1, 1) for part in parts)
        if alone and parts[0].flat[0] == 0 and parts[1].flat[0] != 0:
            raise SingularInstance("a sign has no derivative where it jumps")

    def _along(self, pair: Pair, slope: Any) -> Any:
        return None if pair.slope is None else self._ring.multiply(slope(), pair.slope)

    def _divided(self, above: Any, below: Any, factor: Fraction) -> Any:
        over = self._ring.multiply(above, self._ring.inverse(below))
        return self._ring.multiply(self._ring.number(factor), over)

    def pi(self) -> Any:
        return Pair(self._ring.pi())

    def digamma(self, value: Fraction) -> Any:
        return Pair(self._ring.digamma(value))

    def operator_norm(self, a: Any) -> Any:
        return Pair(self._ring.operator_norm(self._still(a)))

    def rank(self, a: Any) -> Any:
        return Pair(self._ring.rank(self._still(a)))

    def negative_eigenvalues(self, factors: Sequence[Sequence[Sequence[Any]]]) -> Any:
        still = [[[self._still(block) for block in row] for row in rows] for rows in factors]
        return Pair(self._ring.negative_eigenvalues(still))

    def _still(self, a: Any) -> Any:
        if _pair(a).slope is not None:
            raise NotApplicable("a norm, rank or count is not differentiated")
        return _pair(a).value


def _pair(a: Any) -> Pair:
    return a if isinstance(a, Pair) else Pair(a)
