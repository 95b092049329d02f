"""Arithmetic modulo a prime, vectorised on 64-bit integers."""

# What the methods do is documented once, on Arithmetic.
# ruff: noqa: D102

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from lsa_theory.values.arithmetic.base import Arithmetic
from lsa_theory.values.refusals import NotApplicable, SingularInstance

BITS = 29
# Products of two residues stay below 2^58, so that this many of them can be added in 63 bits.
_CHUNK = 32


class PrimeField(Arithmetic):
    """The integers modulo a safe prime p = 2 q + 1, q prime.

    The nonzero squares modulo p form a group of odd prime order q, in which every element has exactly one
    k-th root for every k < q. They take the part of the positive numbers: roots of products are products of
    roots. Unlike the positive numbers they are not closed under addition.

    Parameters
    ----------
    prime : int
        A safe prime below 2^29; `safe_prime` draws one.
    """

    name = "field"
    exact = True

    def __init__(self, prime: int) -> None:
        self.prime = prime
        self.order = (prime - 1) // 2

    def array(self, entries: Any) -> Any:
        given = np.asarray(entries)
        if given.dtype != object:
            return given.astype(np.int64) % self.prime
        flat = [self._residue(value) for value in given.ravel().tolist()]
        return np.array(flat, dtype=np.int64).reshape(given.shape)

    def _residue(self, value: Any) -> int:
        if isinstance(value, int):
            return value % self.prime
        fraction = value if isinstance(value, Fraction) else Fraction(value)
        if fraction.denominator % self.prime == 0:
            raise SingularInstance(f"{fraction} has no residue modulo {self.prime}")
        return fraction.numerator * pow(fraction.denominator, -1, self.prime) % self.prime

    def add(self, a: Any, b: Any) -> Any:
        return (a + b) % self.prime

    def multiply(self, a: Any, b: Any) -> Any:
        return a * b % self.prime

    def total(self, a: Any) -> Any:
        return a.sum(axis=0) % self.prime

    def matmul(self, a: Any, b: Any) -> Any:
        inner = a.shape[-1]
        if a.shape[-1] == 1:
            return a * b % self.prime
        if inner <= _CHUNK:
            return a @ b % self.prime
        parts = (slice(i, i + _CHUNK) for i in range(0, inner, _CHUNK))
        return sum((a[..., :, s] @ b[..., s, :] % self.prime for s in parts), start=np.int64(0)) % self.prime

    def inverse(self, a: Any) -> Any:
        """Gauss-Jordan without exchanging rows; a zero pivot, probability 1/p, asks for another instance."""
        size = a.shape[-1]
        if a.ndim == 2:
            return self._inverse_of_one(a)
        work = np.concatenate([a, np.broadcast_to(np.eye(size, dtype=np.int64), a.shape)], axis=-1)
        for k in range(size):
            pivot = work[..., k, k]
            if not np.all(pivot):
                raise SingularInstance("a pivot vanishes modulo the prime")
            scale = self._to_the(pivot, self.prime - 2)[..., None]
            row = work[..., k, :] * scale % self.prime
            column = work[..., :, k].copy()
            column[..., k] = 0
            work = (work - column[..., :, None] * row[..., None, :]) % self.prime
            work[..., k, :] = row
        return work[..., size:]

    def _inverse_of_one(self, a: Any) -> Any:
        """Invert a single matrix by FLINT, ten times faster than array operations on so few entries."""
        from flint import nmod_mat

        rows, cols = a.shape
        try:
            inverse = nmod_mat(rows, cols, a.ravel().tolist(), self.prime).inv()
        except ZeroDivisionError:
            raise SingularInstance("a matrix that is inverted is singular modulo the prime") from None
        return np.array([int(v) for v in inverse.entries()], dtype=np.int64).reshape(rows, cols)

    def scalar_root(self, a: Any, order: int) -> Any:
        """Return the root that is itself a square; an entry that is no square has none."""
        if not np.all(self._to_the(a, self.order) == 1):
            raise SingularInstance("an entry below a root is not a square modulo the prime")
        return self._to_the(a, pow(order, -1, self.order))

    def matrix_root(self, a: Any, order: int) -> Any:
        off_diagonal = ~np.eye(a.shape[-1], dtype=bool)
        if np.any(a[..., off_diagonal]):
            raise NotApplicable("a fractional power of a matrix that is not diagonal at the tested instances")
        roots = self.scalar_root(np.diagonal(a, axis1=-2, axis2=-1), order)
        return roots[..., None] * np.eye(a.shape[-1], dtype=np.int64)

    def _to_the(self, a: Any, exponent: int) -> Any:
        if a.size == 1:
            return np.full_like(a, pow(int(a.flat[0]), exponent, self.prime))
        result = np.ones_like(a)
        base = a % self.prime
        while exponent:
            if exponent & 1:
                result = result * base % self.prime
            base = base * base % self.prime
            exponent >>= 1
        return result


def safe_prime(rng: np.random.Generator) -> int:
    """Return a random safe prime of 29 bits: p = 2 q + 1 with p and q prime.

    >>> p = safe_prime(np.random.default_rng(0))
    >>> p.bit_length(), pow(2, p - 1, p)
    (29, 1)
    """
    from flint import fmpz

    while True:
        # Of the residues modulo 6 only 5 leaves neither q nor 2 q + 1 divisible by 2 or 3.
        half = 6 * int(rng.integers(2 ** (BITS - 2) // 6, 2 ** (BITS - 1) // 6)) + 5
        # 1.2 % of the candidates pass; each test takes about a microsecond.
        if fmpz(half).is_prime() and fmpz(2 * half + 1).is_prime():
            return 2 * half + 1
