"""Double precision with a running bound on the rounding error, from which tolerances are derived."""

# What the methods do is documented once, on Arithmetic.
# ruff: noqa: D102

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from lsa_theory.values.arithmetic.base import Arithmetic
from lsa_theory.values.arithmetic.plain import MP, float_function
from lsa_theory.values.refusals import SingularInstance

EPS = float(np.finfo(float).eps)


@dataclass(frozen=True)
class Bounded:
    """An array and, for every entry, a first-order bound on how far rounding has moved it."""

    value: Any
    error: Any

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the value."""
        shape: tuple[int, ...] = self.value.shape
        return shape


def _product(a: Any, b: Any) -> Any:
    """Return a @ b; of rows with columns term by term, over whole batches, which NumPy goes through one by one."""
    if a.shape[-2] != 1 or b.shape[-1] != 1:
        return a @ b
    total = a[..., :1] * b[..., :1, :]
    for k in range(1, a.shape[-1]):
        total += a[..., k : k + 1] * b[..., k : k + 1, :]
    return total


class Floats(Arithmetic):
    """float64 with the standard running error analysis (Higham 2002, chapter 3).

    fl(a op b) = (a op b)(1 + delta) with |delta| <= eps; a sum of n products adds n eps sum |a| |b|. Bounds
    are to first order in eps.
    """

    name = "floats"

    def array(self, entries: Any) -> Bounded:
        value = np.asarray(entries).astype(float)
        return Bounded(value, EPS * np.abs(value))

    def add(self, a: Bounded, b: Bounded) -> Bounded:
        value = a.value + b.value
        error = np.abs(value)
        error *= EPS
        error += a.error
        error += b.error
        return Bounded(value, error)

    def multiply(self, a: Bounded, b: Bounded) -> Bounded:
        right = np.abs(b.value)
        # The product's own rounding, eps |a| |b|, goes with the error of the second factor, which is often small.
        error = np.abs(a.value) * (b.error + EPS * right)
        error += a.error * right
        return Bounded(a.value * b.value, error)

    def matmul(self, a: Bounded, b: Bounded) -> Bounded:
        if a.shape[-1] == 1:
            return self.multiply(a, b)
        left, right = np.abs(a.value), np.abs(b.value)
        error = _product(left, b.error + a.shape[-1] * EPS * right)
        error += _product(a.error, right)
        return Bounded(_product(a.value, b.value), error)

    def total(self, a: Bounded) -> Bounded:
        n = a.shape[0]
        # NumPy adds pairwise: the error grows with log2 n, not n.
        growth = (1 + np.ceil(np.log2(max(n, 2)))) * EPS
        return Bounded(a.value.sum(axis=0), a.error.sum(axis=0) + growth * np.abs(a.value).sum(axis=0))

    def map(self, function: Any, a: Bounded) -> Bounded:
        return Bounded(function(a.value), function(a.error))

    def stack_rows(self, rows: Any) -> Bounded:
        return Bounded(
            np.concatenate([r.value for r in rows], axis=-2), np.concatenate([r.error for r in rows], axis=-2)
        )

    def inverse(self, a: Bounded) -> Bounded:
        """Bound the residual of LU by 4 n eps |A|, then |dX| <= |X| |dA| |X|."""
        try:
            value = np.linalg.inv(a.value)
        except np.linalg.LinAlgError:
            raise SingularInstance("a matrix that is inverted is singular at this instance") from None
        size = np.abs(value)
        moved = a.error + 4 * a.shape[-1] * EPS * np.abs(a.value)
        return Bounded(value, size @ moved @ size)

    def function(self, name: str, a: Bounded) -> Bounded:
        """Bound what the error of the argument does by the slope; NumPy's functions are good to a few units."""
        value = float_function(name, a.value)
        match name:
            case "sign":
                if np.any((a.value != 0) & (np.abs(a.value) <= 4 * a.error)):
                    raise SingularInstance("rounding hides a sign at this instance")
                return Bounded(value, np.zeros_like(value))
            case "exp":
                slope = value
            case "log":
                slope = 1 / a.value
            case "arcsin":
                if np.any(np.abs(a.value) >= 1):
                    raise SingularInstance("rounding hides an arcsine at this instance")
                slope = 1 / np.sqrt(1 - a.value**2)
            case _:
                slope = np.full_like(value, 2 / np.sqrt(np.pi))
        return Bounded(value, np.abs(slope) * a.error + 4 * EPS * np.abs(value))

    def pi(self) -> Bounded:
        return Bounded(np.array([[np.pi]]), np.array([[EPS * np.pi]]))

    def digamma(self, value: Fraction) -> Bounded:
        number = np.array([[float(MP.digamma(MP.mpf(value.numerator) / value.denominator))]])
        return Bounded(number, 8 * EPS * np.abs(number))

    def scalar_root(self, a: Bounded, order: int) -> Bounded:
        if np.any(a.value <= 0):
            raise SingularInstance("a number below a root is not positive")
        value = a.value ** (1 / order)
        return Bounded(value, value * (a.error / (order * a.value) + 4 * EPS))

    def matrix_root(self, a: Bounded, order: int) -> Bounded:
        """Root of the eigenvalues; the derivative of t^(1/k) is largest at the smallest eigenvalue."""
        symmetric = (a.value + np.swapaxes(a.value, -1, -2)) / 2
        values, vectors = np.linalg.eigh(symmetric)
        if np.any(values <= 0):
            raise SingularInstance("a matrix below a root is not positive definite")
        roots = values ** (1 / order)
        value = vectors * roots[..., None, :] @ np.swapaxes(vectors, -1, -2)
        n = a.shape[-1]
        moved = np.linalg.norm(a.error, axis=(-2, -1)) + 4 * n * EPS * values.max(axis=-1)
        slope = (values.min(axis=-1) ** (1 / order - 1)) / order
        bound = moved * slope + 4 * n * EPS * roots.max(axis=-1)
        return Bounded(value, np.broadcast_to(bound[..., None, None], value.shape).copy())
