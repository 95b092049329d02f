"""Plain double precision, for what is measured rather than proved: flows and Monte Carlo."""

# What the methods do is documented once, on Arithmetic.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import erf
from typing import Any

import mpmath
import numpy as np

from lsa_theory.values.arithmetic.base import Arithmetic
from lsa_theory.values.refusals import SingularInstance

# A context of its own at double precision; nothing sets its digits.
MP: Any = mpmath.MPContext()
_LARGEST_EXPONENT = 700.0


def float_function(name: str, a: Any) -> Any:
    """Return a function of numbers in double precision.

    Raises
    ------
    SingularInstance
        If it is not defined there.
    """
    if name == "log" and np.any(a <= 0):
        raise SingularInstance("the logarithm of a number that is not positive")
    if name == "arcsin" and np.any(np.abs(a) > 1 + 1e-12):
        raise SingularInstance("the arcsine of a number beyond 1")
    if name == "exp" and np.any(a > _LARGEST_EXPONENT):
        raise SingularInstance("an exponential overflows at this instance")
    functions: dict[str, Callable[[Any], Any]] = {
        "exp": np.exp,
        "log": np.log,
        "sign": np.sign,
        "arcsin": lambda x: np.arcsin(np.clip(x, -1, 1)),
        "erf": np.vectorize(erf, otypes=[float]),
    }
    return functions[name](a)


class Plain(Arithmetic):
    """float64 on NumPy arrays."""

    name = "plain"

    def array(self, entries: Any) -> Any:
        return np.asarray(entries).astype(float)

    def multiply(self, a: Any, b: Any) -> Any:
        return a * b

    def matmul(self, a: Any, b: Any) -> Any:
        if a.shape[-1] == 1:
            return a * b
        if a.shape[-2] * b.shape[-1] == 1 and a.ndim == b.ndim and a.shape[:-2] == b.shape[:-2]:
            # A batch of inner products: many times faster than a batch of 1 x n by n x 1 products.
            return np.einsum("...k,...k->...", a[..., 0, :], b[..., :, 0])[..., None, None]
        return a @ b

    def trace(self, a: Any) -> Any:
        return a if a.shape[-1] == 1 else a.trace(axis1=-2, axis2=-1)[..., None, None]

    def inverse(self, a: Any) -> Any:
        try:
            return np.linalg.inv(a)
        except np.linalg.LinAlgError:
            raise SingularInstance("a matrix that is inverted is singular") from None

    def function(self, name: str, a: Any) -> Any:
        return float_function(name, a)

    def pi(self) -> Any:
        return np.array([[np.pi]])

    def digamma(self, value: Fraction) -> Any:
        return np.array([[float(MP.digamma(MP.mpf(value.numerator) / value.denominator))]])

    def determinant(self, a: Any) -> Any:
        return np.asarray(np.linalg.det(a))[..., None, None]

    def operator_norm(self, a: Any) -> Any:
        return np.linalg.norm(a, ord=2, axis=(-2, -1))[..., None, None]

    def rank(self, a: Any) -> Any:
        return np.atleast_1d(np.linalg.matrix_rank(a))[..., None].reshape((*a.shape[:-2], 1, 1)).astype(float)

    def scalar_root(self, a: Any, order: int) -> Any:
        if np.any(a < 0):
            raise SingularInstance("a number below a root is negative")
        return a ** (1 / order)

    def matrix_root(self, a: Any, order: int) -> Any:
        values, vectors = np.linalg.eigh((a + np.swapaxes(a, -1, -2)) / 2)
        if np.any(values < 0):
            raise SingularInstance("a matrix below a root is not positive semi-definite")
        return vectors * values[..., None, :] ** (1 / order) @ np.swapaxes(vectors, -1, -2)
