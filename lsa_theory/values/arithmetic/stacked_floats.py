"""Double precision for several instances at once, of which some may have no value: these become NaN."""

# What the methods do is documented once, on Arithmetic.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from lsa_theory.values.arithmetic.pointwise import Pointwise
from lsa_theory.values.arithmetic.stacked import Stack, Stacked


class StackedFloats(Stacked):
    """float64 values of shape (..., rows, cols, instances or 1).

    Examples
    --------
    >>> floats = StackedFloats()
    >>> floats.inverse(floats.array(Stack(np.array([[[2.0, 0.0]]])))).tolist()
    [[[0.5, nan]]]
    """

    name = "pointwise"

    def __init__(self) -> None:
        self._pointwise = Pointwise()

    def array(self, entries: Any) -> Any:
        return entries.values if isinstance(entries, Stack) else np.asarray(entries).astype(float)[..., None]

    def multiply(self, a: Any, b: Any) -> Any:
        return a * b

    def matmul(self, a: Any, b: Any) -> Any:
        # Entry by entry over whole rows of instances: small matrices have few entries, and many instances.
        if a.shape[-2] == 1:
            return a * b
        total = a[..., :1, :] * b[..., :1, :, :]
        for k in range(1, a.shape[-2]):
            total += a[..., k : k + 1, :] * b[..., k : k + 1, :, :]
        return total

    def trace(self, a: Any) -> Any:
        result = a[..., :1, :1, :]
        for i in range(1, a.shape[-2]):
            result = result + a[..., i : i + 1, i : i + 1, :]
        return result

    def inverse(self, a: Any) -> Any:
        if a.shape[-2] == 1:
            nothing = a == 0
            return np.where(nothing, np.nan, 1.0 / np.where(nothing, 1.0, a)) if nothing.any() else 1.0 / a
        return self._through(self._pointwise.inverse, a)

    def function(self, name: str, a: Any) -> Any:
        return self._pointwise.function(name, a)

    def scalar_root(self, a: Any, order: int) -> Any:
        return self._pointwise.scalar_root(a, order)

    def matrix_root(self, a: Any, order: int) -> Any:
        return self._through(lambda m: self._pointwise.matrix_root(m, order), a)

    def operator_norm(self, a: Any) -> Any:
        if a.shape[-3:-1] == (1, 1):
            return np.abs(a)
        if 1 in a.shape[-3:-1]:
            # The norm of a vector; the largest entry is taken out, whose square may be too large or too small.
            largest = np.abs(a).max(axis=(-3, -2), keepdims=True)
            sound = np.where(largest > 0, largest, 1.0)
            return largest * np.sqrt(((a / sound) ** 2).sum(axis=(-3, -2), keepdims=True))
        return self._through(self._pointwise.operator_norm, a)

    def rank(self, a: Any) -> Any:
        return self._through(self._pointwise.rank, a)

    def determinant(self, a: Any) -> Any:
        return self._through(self._pointwise.determinant, a)

    def negative_eigenvalues(self, factors: Sequence[Sequence[Sequence[Any]]]) -> Any:
        moved = [[[_in_front(block) for block in row] for row in rows] for rows in factors]
        return _behind(self._pointwise.negative_eigenvalues(moved))

    def pi(self) -> Any:
        return self._pointwise.pi()[..., None]

    def digamma(self, value: Fraction) -> Any:
        return self._pointwise.digamma(value)[..., None]

    def _through(self, function: Callable[[Any], Any], a: Any) -> Any:
        return _behind(function(_in_front(a)))


def _in_front(a: Any) -> Any:
    """Return a value with its last axis first; `np.moveaxis` takes longer than a product of small matrices."""
    last = a.ndim - 1
    return a.transpose(last, *range(last))


def _behind(a: Any) -> Any:
    """Return a value with its first axis last."""
    return a.transpose(*range(1, a.ndim), 0)
