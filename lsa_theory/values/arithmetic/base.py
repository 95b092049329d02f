"""What an arithmetic supplies: matrices with leading batch axes, and what may be done with them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from lsa_theory.values.arithmetic.minors import by_minors
from lsa_theory.values.refusals import NotApplicable

# A determinant of this size has a thousand minors.
LARGEST_BY_MINORS = 10


_NOTHING_TO_SET = nullcontext()


class Arithmetic(ABC):
    """Matrices over one kind of number.

    A value has shape (..., rows, cols): the leading axes are batch axes, which broadcast as NumPy's do. The
    defaults store a value as one NumPy array; an arithmetic that stores more overrides `map` as well.
    """

    name: ClassVar[str]
    # Whether two equal results are equal as objects, so that inequality refutes.
    exact: ClassVar[bool] = False
    # Whether results have a sign that can be trusted, so that a negative variance is one.
    signed: ClassVar[bool] = False

    @abstractmethod
    def array(self, entries: Any) -> Any:
        """Return the value with the given entries: nested ints, Fractions (or floats, where they fit)."""

    @abstractmethod
    def multiply(self, a: Any, b: Any) -> Any:
        """Return the entry-wise product; shapes broadcast."""

    @abstractmethod
    def matmul(self, a: Any, b: Any) -> Any:
        """Return the matrix product over the last two axes."""

    @abstractmethod
    def inverse(self, a: Any) -> Any:
        """Return the inverse over the last two axes; raise SingularInstance where there is none."""

    @abstractmethod
    def scalar_root(self, a: Any, order: int) -> Any:
        """Return the positive root of every entry."""

    @abstractmethod
    def matrix_root(self, a: Any, order: int) -> Any:
        """Return the positive definite root over the last two axes."""

    def operator_norm(self, a: Any) -> Any:
        """Return the largest singular value over the last two axes, as 1 x 1 matrices."""
        raise NotApplicable(f"operator norms are not evaluated in {self.name}")

    def rank(self, a: Any) -> Any:
        """Return the rank over the last two axes, as 1 x 1 matrices."""
        raise NotApplicable(f"ranks are not evaluated in {self.name}")

    def negative_eigenvalues(self, factors: Sequence[Sequence[Sequence[Any]]]) -> Any:
        """Return how many eigenvalues of a Kronecker product of block matrices are negative, as a 1 x 1 matrix."""
        raise NotApplicable(f"eigenvalues are not counted in {self.name}")

    def function(self, name: str, a: Any) -> Any:
        """Return exp, log, sign, arcsin or erf of 1 x 1 values."""
        raise NotApplicable(f"{name} is not evaluated in {self.name}")

    def pi(self) -> Any:
        """Return the number pi as a 1 x 1 value."""
        raise NotApplicable(f"pi is no number of {self.name}")

    def digamma(self, value: Fraction) -> Any:
        """Return the digamma function of a rational number that is no pole, as a 1 x 1 value."""
        raise NotApplicable(f"the digamma function is not evaluated in {self.name}")

    def determinant(self, a: Any) -> Any:
        """Return the determinant over the last two axes, as 1 x 1 matrices."""
        if self.shape(a)[-1] > LARGEST_BY_MINORS:
            raise NotApplicable(f"a determinant of size {self.shape(a)[-1]} has too many minors")
        return by_minors(self, a)

    def add(self, a: Any, b: Any) -> Any:
        """Return the sum; shapes broadcast."""
        return a + b

    def subtract(self, a: Any, b: Any) -> Any:
        """Return the difference; shapes broadcast."""
        return self.add(a, self.multiply(self.array([[-1]]), b))

    def contract(self, a: Any, weights: Any) -> Any:
        """Return sum_n weights[n] a[n] over the first axis; `weights` is a value of shape (n, 1, 1)."""
        n, depth = self.shape(a)[0], len(self.shape(a))
        shaped = self.reshape(weights, (n,) + (1,) * (depth - 1))
        return self.total(self.multiply(a, shaped))

    def total(self, a: Any) -> Any:
        """Return the sum over the first axis."""
        return a.sum(axis=0)

    def map(self, function: Any, a: Any) -> Any:
        """Apply a function that only moves entries about."""
        return function(a)

    def transpose(self, a: Any) -> Any:
        """Exchange the last two axes."""
        return self.map(lambda m: np.swapaxes(m, -1, -2), a)

    def reshape(self, a: Any, shape: tuple[int, ...]) -> Any:
        """Return the same entries in another shape."""
        return self.map(lambda m: m.reshape(shape), a)

    def entries(self, a: Any, index: Any) -> Any:
        """Return a part of a value, as NumPy indexing does."""
        return self.map(lambda m: m[index], a)

    def stack_rows(self, rows: Any) -> Any:
        """Return the value whose rows are given as values of shape (..., 1, cols)."""
        return np.concatenate(rows, axis=-2)

    def trace(self, a: Any) -> Any:
        """Return the traces as 1 x 1 matrices."""
        size = self.shape(a)[-1]
        result = self.entries(a, (..., slice(0, 1), slice(0, 1)))
        for i in range(1, size):
            result = self.add(result, self.entries(a, (..., slice(i, i + 1), slice(i, i + 1))))
        return result

    def shape(self, a: Any) -> tuple[int, ...]:
        """Return the shape, batch axes first."""
        shape: tuple[int, ...] = a.shape
        return shape

    def number(self, value: Fraction | int) -> Any:
        """Return a 1 x 1 value."""
        # Two integers are hashed and compared in a fraction of the time that a fraction takes.
        key = "number", value.numerator, value.denominator
        return self.remembered(key, lambda: self.array([[value]]))

    def placed(self, node: object, part: object, make: Callable[[], Any]) -> Any:
        """Return what belongs to a node of a tree, made once: to hash a fraction takes longer than a product does."""
        key = id(node), part
        if key not in self._placed:
            # The entry keeps the node alive, so that its identity stays its own.
            self._placed[key] = node, make()
        return self._placed[key][1]

    @cached_property
    def _placed(self) -> dict[tuple[int, object], tuple[object, Any]]:
        return {}

    @cached_property
    def _known(self) -> dict[Any, Any]:
        return {}

    def remembered(self, key: Any, make: Callable[[], Any]) -> Any:
        """Return a constant of this arithmetic, made when it is first asked for."""
        if key not in self._known:
            self._known[key] = make()
        return self._known[key]

    def identity(self, size: int) -> Any:
        """Return the identity matrix."""
        return self.array([[int(i == j) for j in range(size)] for i in range(size)])

    def zeros(self, rows: int, cols: int) -> Any:
        """Return the zero matrix."""
        return self.array([[0] * cols for _ in range(rows)])

    def power(self, a: Any, exponent: Fraction) -> Any:
        """Return a rational power over the last two axes: of scalars when 1 x 1, else of matrices."""
        times = exponent.numerator
        if times < 0:
            a, times = self.inverse(a), -times
        if exponent.denominator != 1:
            root = self.scalar_root if self.shape(a)[-2:] == (1, 1) else self.matrix_root
            a = root(a, exponent.denominator)
        result = None
        while times:
            if times & 1:
                result = a if result is None else self.matmul(result, a)
            times >>= 1
            if times:
                a = self.matmul(a, a)
        return self.identity(self.shape(a)[-1]) if result is None else result

    def at_work(self) -> AbstractContextManager[None]:
        """Surround every calculation; an arithmetic with a precision sets it here and restores it."""
        return _NOTHING_TO_SET
