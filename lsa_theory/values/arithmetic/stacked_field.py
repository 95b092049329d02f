"""Arithmetic modulo primes for several instances at once, each with a prime of its own."""

# What the methods do is documented once, on Arithmetic.
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from fractions import Fraction
from typing import Any

import numpy as np

from lsa_theory.values.arithmetic.field import BITS, PrimeField
from lsa_theory.values.arithmetic.stacked import Stack, Stacked
from lsa_theory.values.refusals import NotApplicable, SingularInstance

_CHUNK = 32
# Below so many entries Python's own powers are faster than 29 squarings of an array.
_FEW = 200
# What a word holds.
_WORD = 2**63


class StackedField(Stacked):
    """The integers modulo several safe primes; values have shape (..., rows, cols, instances or 1).

    Where an instance has no inverse or no root it is marked in `failed`, and computed on with a one in its place.

    Parameters
    ----------
    primes : sequence of int
        Safe primes below 2^29, one for each instance.

    Raises
    ------
    SingularInstance
        By every method, once all instances have failed.

    Examples
    --------
    >>> field = StackedField([11, 23])
    >>> field.inverse(field.number(2)).tolist(), field.failed.tolist()
    ([[[6, 12]]], [False, False])
    >>> field.inverse(field.array(Stack(np.array([[[0, 3]]])))).tolist(), field.failed.tolist()
    ([[[1, 8]]], [True, False])
    """

    name = "field"
    exact = True

    def __init__(self, primes: Sequence[int]) -> None:
        self.primes = np.array(primes, dtype=np.int64)
        self.failed = np.zeros(len(primes), dtype=bool)
        # For which no constant exists that was asked for, whatever the instance.
        self._unfit = np.zeros(len(primes), dtype=bool)
        self._fields = [PrimeField(int(p)) for p in primes]

    def again(self) -> StackedField:
        """Return the same field for other instances, none of which has failed; constants are kept."""
        # Made before they are shared.
        _ = self._known, self._placed
        other = copy(self)
        other.failed = self._unfit.copy()
        return other

    def array(self, entries: Any) -> Any:
        if isinstance(entries, Stack):
            return entries.values
        given = np.asarray(entries)
        if given.dtype == object:
            return self._fractions(given)
        whole = given.astype(np.int64)[..., None]
        # Residues that are alike modulo all primes need no copy for each of them.
        alike = whole.size == 0 or (whole.min() >= 0 and whole.max() < 2 ** (BITS - 1))
        return whole if alike else whole % self.primes

    def _fractions(self, given: Any) -> Any:
        """Return residues of integers and fractions; the few denominators are inverted once each."""
        flat = [v if type(v) in (int, Fraction) else Fraction(v) for v in given.ravel().tolist()]
        above, below = [v.numerator for v in flat], [v.denominator for v in flat]
        if set(below) <= {1} and min(above, default=0) >= 0 and max(above, default=0) < 2 ** (BITS - 1):
            return np.array(above, dtype=np.int64).reshape((*given.shape, 1))
        residues = np.empty((len(flat), len(self._fields)), dtype=np.int64)
        small = max(map(abs, above)) < _WORD
        for k, field in enumerate(self._fields):
            prime = field.prime
            if any(v % prime == 0 for v in set(below)):
                self._unfit[k] = True
                self._mark(self._unfit, f"a denominator vanishes modulo {prime}")
            inverse = {v: pow(v, -1, prime) if v % prime else 1 for v in set(below)}
            tops = np.array(above if small else [v % prime for v in above], dtype=np.int64) % prime
            residues[:, k] = tops * np.array([inverse[v] for v in below], dtype=np.int64) % prime
        return residues.reshape((*given.shape, len(self._fields)))

    def _inverses(self, a: Any) -> Any:
        """Return the inverse of one matrix at each instance."""
        count = len(self._fields)
        wide = np.broadcast_to(a, (*a.shape[:-1], count))
        parts: list[Any] = []
        for k, field in enumerate(self._fields):
            try:
                parts.append(field.inverse(wide[..., k]))
            except SingularInstance as error:
                self._mark(np.arange(count) == k, str(error))
                parts.append(None)
        return np.stack([np.eye(a.shape[-2], dtype=np.int64) if p is None else p for p in parts], axis=-1)

    def _mark(self, fails: Any, reason: str) -> None:
        self.failed |= fails
        if self.failed.all():
            raise SingularInstance(reason)

    def _reduced(self, fresh: Any) -> Any:
        """Return the residues of an array that is nobody else's: in place, as more memory costs more than dividing."""
        if fresh.shape[-1] != len(self.primes):
            return fresh % self.primes
        fresh %= self.primes
        return fresh

    def add(self, a: Any, b: Any) -> Any:
        return self._reduced(a + b)

    def multiply(self, a: Any, b: Any) -> Any:
        return self._reduced(a * b)

    def total(self, a: Any) -> Any:
        return self._reduced(a.sum(axis=0))

    def matmul(self, a: Any, b: Any) -> Any:
        inner = a.shape[-2]
        if inner == 1:
            return self._reduced(a * b)
        parts = [slice(i, i + _CHUNK) for i in range(0, inner, _CHUNK)]
        result = None
        for part in parts:
            left, right = (a, b) if len(parts) == 1 else (a[..., part, :], b[..., part, :, :])
            term = self._reduced(np.matmul(left, right, axes=[(-3, -2)] * 3))
            result = term if result is None else self._reduced(result + term)
        return result

    def inverse(self, a: Any) -> Any:
        if a.shape[-2] == 1:
            return self._reciprocal(a)
        if a.ndim == 3:
            return self._inverses(a)
        return self._eliminated(a)

    def _reciprocal(self, a: Any) -> Any:
        zero = a == 0
        if zero.any():
            self._mark(self._anywhere(zero), "a number that is inverted vanishes modulo the prime")
            a = np.where(zero, 1, a)
        if a.size <= _FEW:
            # Euclid's algorithm, several times faster than a power.
            wide = np.broadcast_to(a, (*a.shape[:-1], len(self.primes)))
            rows, primes = wide.reshape(-1, len(self.primes)).tolist(), self.primes.tolist()
            inverses = [[pow(v, -1, p) for v, p in zip(row, primes, strict=True)] for row in rows]
            return np.array(inverses, dtype=np.int64).reshape(wide.shape)
        return self._to_the(a, [int(p) - 2 for p in self.primes])

    def _eliminated(self, a: Any) -> Any:
        """Gauss-Jordan without exchanging rows; a zero pivot, probability 1/p, asks for another instance."""
        size = a.shape[-2]
        work = np.broadcast_to(a, (*a.shape[:-1], len(self.primes)))
        unit = np.broadcast_to(np.eye(size, dtype=np.int64)[..., None], work.shape)
        work = np.concatenate([work, unit], axis=-2)
        for k in range(size):
            row = work[..., k, :, :] * self._reciprocal(work[..., k, k, None, :]) % self.primes
            column = work[..., :, k, :].copy()
            column[..., k, :] = 0
            work = (work - column[..., :, None, :] * row[..., None, :, :]) % self.primes
            work[..., k, :, :] = row
        inverse = work[..., size:, :]
        # What failed is replaced by what is symmetric, as covariances have to be.
        return np.where(self.failed, unit, inverse) if self.failed.any() else inverse

    def _anywhere(self, mask: Any) -> Any:
        return mask.any(axis=tuple(range(mask.ndim - 1)))

    def scalar_root(self, a: Any, order: int) -> Any:
        """Return the root that is itself a square; an entry that is no square has none."""
        orders = [(int(p) - 1) // 2 for p in self.primes]
        fails = self._anywhere(self._to_the(a, orders) != 1)
        if fails.any():
            self._mark(fails, "an entry below a root is not a square modulo the prime")
        return self._to_the(a, [pow(order, -1, q) for q in orders])

    def matrix_root(self, a: Any, order: int) -> Any:
        eye = np.eye(a.shape[-2], dtype=bool)
        if np.any(a[..., ~eye, :]):
            raise NotApplicable("a fractional power of a matrix that is not diagonal at the tested instances")
        roots = self.scalar_root(a[..., eye, :], order)
        return roots[..., None, :] * eye.astype(np.int64)[..., None]

    def _to_the(self, a: Any, exponents: Sequence[int]) -> Any:
        count = len(self.primes)
        wide = np.broadcast_to(a, (*a.shape[:-1], count))
        if wide.size <= _FEW:
            primes = self.primes.tolist()
            rows = wide.reshape(-1, count).tolist()
            powers = [list(map(pow, row, exponents, primes)) for row in rows]
            return np.array(powers, dtype=np.int64).reshape(wide.shape)
        left = np.array(exponents, dtype=np.int64)
        result, base = np.ones_like(wide), wide % self.primes
        while left.any():
            result = np.where(left & 1, result * base % self.primes, result)
            base = base * base % self.primes
            left >>= 1
        return result
