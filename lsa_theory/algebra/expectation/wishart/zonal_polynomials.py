"""Zonal polynomials, in integers: what they are in monomials, and monomials in power sums.

J_kappa, the Jack polynomial with alpha = 2 in the integral normalisation (Macdonald VI.10), has integer coefficients in
the monomial symmetric functions. They follow from the Laplace-Beltrami operator, of which J_kappa is an eigenvector and
which is triangular in the dominance order (Lapointe, Lascoux and Morse 2000).
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from lsa_theory.algebra.expectation.pairing_weights import Type, partitions


def contents(shape: Type) -> list[int]:
    """Return 2j - i for the boxes (i, j) of a diagram, rows and columns counted from 0.

    >>> contents((2, 1))
    [0, 2, -1]
    """
    return [2 * j - i for i, row in enumerate(shape) for j in range(row)]


class Zonal:
    """The zonal polynomials of one degree.

    Parameters
    ----------
    degree : int
        At least one.

    Examples
    --------
    J_(2) = p_1^2 + 2 p_2, which is 3 m_2 + 2 m_11:

    >>> Zonal(2).in_monomials((2,))
    [3, 2]
    """

    def __init__(self, degree: int) -> None:
        # Reverse lexicographic order refines dominance: what follows a shape holds all that is below it.
        self.shapes = list(partitions(degree))
        self.place = {shape: i for i, shape in enumerate(self.shapes)}
        self._energy = [sum(contents(shape)) for shape in self.shapes]
        self._raised = [list(self._raisings(shape).items()) for shape in self.shapes]

    def in_monomials(self, shape: Type) -> list[int]:
        """Return the coefficient in J_shape of every monomial function, in the order of `shapes`."""
        start = self.place[shape]
        out = [0] * len(self.shapes)
        out[start] = _lower_hooks(shape)
        for m in range(start + 1, len(self.shapes)):
            if total := sum(times * out[n] for n, times in self._raised[m] if n >= start):
                out[m] = total // (self._energy[start] - self._energy[m])
        return out

    def _raisings(self, shape: Type) -> Counter[int]:
        """Return the shapes that moving t boxes from a row to a longer one leads to, with their weights."""
        found = Counter[int]()
        for j, short in enumerate(shape):
            for i, long in enumerate(shape[:j]):
                for t in range(1, short + 1):
                    rows = list(shape)
                    rows[i] += t
                    rows[j] -= t
                    up = tuple(sorted((row for row in rows if row), reverse=True))
                    found[self.place[up]] += long - short + 2 * t
        return found


@lru_cache(maxsize=4)
def zonal(degree: int) -> Zonal:
    """Return the zonal polynomials of a degree."""
    return Zonal(degree)


@lru_cache(maxsize=4096)
def power_sums_in_monomials(shape: Type) -> tuple[tuple[Type, int], ...]:
    """Return the product of the power sums p_a for the parts a of a shape, as monomial functions.

    >>> power_sums_in_monomials((1, 1))
    (((2,), 1), ((1, 1), 2))
    """
    if not shape:
        return (((), 1),)
    part = shape[0]
    out = Counter[Type]()
    for mu, times in power_sums_in_monomials(shape[1:]):
        for row in sorted({*mu, 0}, reverse=True):
            rows = list(mu)
            if row:
                rows.remove(row)
            rows.append(row + part)
            out[tuple(sorted(rows, reverse=True))] += times * rows.count(row + part)
    return tuple(out.items())


def _lower_hooks(shape: Type) -> int:
    """Return the coefficient of the leading monomial: the product of 2 arm + leg + 1 over the boxes."""
    value = 1
    for i, row in enumerate(shape):
        for j in range(row):
            leg = sum(other > j for other in shape[i + 1 :])
            value *= 2 * (row - j - 1) + leg + 1
    return value
