"""What rationals, digits and balls share: NumPy arrays whose entries are Python objects."""

# What the methods do is documented once, on Arithmetic.
# ruff: noqa: D102

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from lsa_theory.values.arithmetic.base import Arithmetic
from lsa_theory.values.refusals import NotApplicable


class ObjectArithmetic(Arithmetic):
    """Entry-wise arithmetic on object arrays; a kind of number supplies conversion, inverse and roots."""

    @abstractmethod
    def from_fraction(self, value: Fraction | int) -> Any:
        """Return one number."""

    @abstractmethod
    def invert_rows(self, rows: Sequence[Sequence[Any]]) -> Sequence[Sequence[Any]]:
        """Return the inverse of one matrix given and returned as rows."""

    @abstractmethod
    def root_of(self, value: Any, order: int) -> Any:
        """Return the positive root of one number."""

    def array(self, entries: Any) -> Any:
        given = np.asarray(entries, dtype=object)
        result = np.empty(given.size, dtype=object)
        known: dict[Any, Any] = {}
        for place, value in enumerate(given.ravel().tolist()):
            if type(value) is Fraction:
                # To hash it takes longer than to convert it.
                result[place] = self.from_fraction(value)
                continue
            if value not in known:
                known[value] = self.from_fraction(value if type(value) is int else Fraction(value))
            result[place] = known[value]
        return result.reshape(given.shape)

    def identity(self, size: int) -> Any:
        made = super().identity
        return self.remembered(("identity", size), lambda: _unchanging(made(size)))

    def zeros(self, rows: int, cols: int) -> Any:
        made = super().zeros
        return self.remembered(("zeros", rows, cols), lambda: _unchanging(made(rows, cols)))

    def multiply(self, a: Any, b: Any) -> Any:
        return a * b

    def matmul(self, a: Any, b: Any) -> Any:
        return a * b if a.shape[-1] == 1 else a @ b

    def inverse(self, a: Any) -> Any:
        result = np.empty(a.shape, dtype=object)
        for position in np.ndindex(a.shape[:-2]):
            rows = self.invert_rows(a[position].tolist())
            for i, row in enumerate(rows):
                for j, value in enumerate(row):
                    result[(*position, i, j)] = value
        return result

    def scalar_root(self, a: Any, order: int) -> Any:
        result = np.empty(a.shape, dtype=object)
        for position in np.ndindex(a.shape):
            result[position] = self.root_of(a[position], order)
        return result

    def norm_of(self, rows: Sequence[Sequence[Any]]) -> Any:
        """Return the largest singular value of one matrix given as rows."""
        raise NotApplicable(f"operator norms are not evaluated in {self.name}")

    def rank_of(self, rows: Sequence[Sequence[Any]]) -> int:
        """Return the rank of one matrix given as rows."""
        raise NotApplicable(f"ranks are not evaluated in {self.name}")

    def operator_norm(self, a: Any) -> Any:
        return self._of_each(self.norm_of, a)

    def rank(self, a: Any) -> Any:
        return self._of_each(lambda rows: self.from_fraction(Fraction(self.rank_of(rows))), a)

    def _of_each(self, function: Callable[[Any], Any], a: Any) -> Any:
        result = np.empty((*a.shape[:-2], 1, 1), dtype=object)
        for position in np.ndindex(a.shape[:-2]):
            result[(*position, 0, 0)] = function(a[position].tolist())
        return result

    def matrix_root(self, a: Any, order: int) -> Any:
        size = a.shape[-1]
        result = self.zeros(size, size) * np.ones((*a.shape[:-2], 1, 1), dtype=object)
        if any(a[(*p, i, j)] != 0 for *p, i, j in np.ndindex(a.shape) if i != j):
            raise NotApplicable("a fractional power of a matrix that is not diagonal at the instance")
        for *position, i, j in np.ndindex(a.shape):
            if i == j:
                result[(*position, i, j)] = self.root_of(a[(*position, i, j)], order)
        return result


def _unchanging(made: Any) -> Any:
    made.setflags(write=False)
    return made
