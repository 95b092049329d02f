"""Double precision with the prompts as the last axis, several times faster for small matrices."""

from __future__ import annotations

# What the methods do is documented once, on Arithmetic.
# ruff: noqa: D102
from fractions import Fraction
from typing import Any

import numpy as np

from lsa_theory.values.arithmetic.base import Arithmetic
from lsa_theory.values.arithmetic.plain import Plain, float_function


class Prompts(Arithmetic):
    """float64 values of shape (rows, cols, n), one matrix for each of n prompts, or n = 1 for a constant."""

    name = "prompts"
    _plain = Plain()

    def array(self, entries: Any) -> Any:
        return np.asarray(entries).astype(float)[..., None]

    def shape(self, a: Any) -> tuple[int, ...]:
        rows, cols, n = a.shape
        return (rows, cols) if n == 1 else (n, rows, cols)

    def multiply(self, a: Any, b: Any) -> Any:
        return a * b

    def matmul(self, a: Any, b: Any) -> Any:
        total = a[:, :1] * b[:1]
        for k in range(1, a.shape[1]):
            total += a[:, k : k + 1] * b[k : k + 1]
        return total

    def transpose(self, a: Any) -> Any:
        return a.swapaxes(0, 1)

    def entries(self, a: Any, index: Any) -> Any:
        return a[index[1:]] if index[0] is ... else a[index]

    def stack_rows(self, rows: Any) -> Any:
        return np.concatenate(rows, axis=0)

    def inverse(self, a: Any) -> Any:
        return self._through_plain(self._plain.inverse, a)

    def scalar_root(self, a: Any, order: int) -> Any:
        return self._plain.scalar_root(a, order)

    def function(self, name: str, a: Any) -> Any:
        return float_function(name, a)

    def pi(self) -> Any:
        return self._plain.pi()[..., None]

    def digamma(self, value: Fraction) -> Any:
        return self._plain.digamma(value)[..., None]

    def determinant(self, a: Any) -> Any:
        return self._through_plain(self._plain.determinant, a)

    def matrix_root(self, a: Any, order: int) -> Any:
        return self._through_plain(lambda m: self._plain.matrix_root(m, order), a)

    def _through_plain(self, function: Any, a: Any) -> Any:
        return np.moveaxis(function(np.moveaxis(a, -1, 0)), 0, -1)
