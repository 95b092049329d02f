"""Polynomials in random entries and in infinitesimals, with rational coefficients, and matrices of them.

A polynomial maps a monomial, the sorted tuple of its variables with repetition, to a coefficient. Variables are
positive numbers for random entries and negative ones for infinitesimals, whose squares are 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

from flint import fmpq, fmpq_mat

from lsa_theory.values.refusals import NotApplicable, SingularInstance

Monomial = tuple[int, ...]
Polynomial = dict[Monomial, fmpq]
Matrix = list[list[Polynomial]]

# Products of terms for one claim; each takes about two microseconds.
_MOST_PRODUCTS = 400_000


class Ring:
    """Sums and products within a budget of work."""

    def __init__(self) -> None:
        self._spent = 0

    def times(self, a: Polynomial, b: Polynomial) -> Polynomial:
        """Return the product."""
        self._spent += len(a) * len(b)
        if self._spent > _MOST_PRODUCTS:
            raise NotApplicable("the polynomials in the random entries have too many terms")
        result: Polynomial = {}
        for one, p in a.items():
            for other, q in b.items():
                monomial = tuple(sorted(one + other)) if one and other else one or other
                if not _vanishes(monomial):
                    _accumulate(result, monomial, p * q)
        return result

    def product(self, a: Matrix, b: Matrix) -> Matrix:
        """Return the matrix product."""
        columns = list(zip(*b, strict=True))
        return [
            [plus(self.times(p, q) for p, q in zip(row, column, strict=True)) for column in columns]
            for row in a
        ]

    def elementwise(self, a: Matrix, b: Matrix) -> Matrix:
        """Return the elementwise product of two matrices."""
        return [
            [self.times(x, y) for x, y in zip(row, other, strict=True)]
            for row, other in zip(a, b, strict=True)
        ]

    def scaled(self, factor: Polynomial, a: Matrix) -> Matrix:
        """Return every entry times a polynomial."""
        return [[self.times(factor, entry) for entry in row] for row in a]

    def inverse(self, a: Matrix) -> Matrix:
        """Return the inverse of a matrix of numbers and infinitesimals: a series that ends.

        Raises
        ------
        NotApplicable
            If an entry is random.
        SingularInstance
            If the matrix of numbers is singular.
        """
        if any(variable > 0 for row in a for entry in row for monomial in entry for variable in monomial):
            raise NotApplicable("an inverse of something random is no polynomial in its entries")
        size = len(a)
        plain = fmpq_mat(size, size, [entry.get((), fmpq(0)) for row in a for entry in row])
        try:
            inverted = plain.inv()
        except ZeroDivisionError:
            raise SingularInstance("a matrix that is inverted is singular") from None
        first = [[number(inverted[i, j]) for j in range(size)] for i in range(size)]
        rest = [[{m: c for m, c in entry.items() if m} for entry in row] for row in a]
        total, term = first, first
        while any(entry for row in rest for entry in row):
            term = negative(self.product(self.product(first, rest), term))
            if not any(entry for row in term for entry in row):
                break
            total = add(total, term)
        return total


def number(value: Fraction | int | fmpq) -> Polynomial:
    """Return a constant; zero has no terms."""
    exact = fmpq(value.numerator, value.denominator) if isinstance(value, Fraction) else fmpq(value)
    return {(): exact} if exact else {}


def variable(index: int) -> Polynomial:
    """Return a single variable."""
    return {(index,): fmpq(1)}


def plus(parts: Iterable[Polynomial]) -> Polynomial:
    """Return the sum."""
    result: Polynomial = {}
    for part in parts:
        for monomial, coefficient in part.items():
            _accumulate(result, monomial, coefficient)
    return result


def add(a: Matrix, b: Matrix) -> Matrix:
    """Return the sum of two matrices."""
    return [[plus((p, q)) for p, q in zip(r, s, strict=True)] for r, s in zip(a, b, strict=True)]


def negative(a: Matrix) -> Matrix:
    """Return minus a matrix."""
    return [[{m: -c for m, c in entry.items()} for entry in row] for row in a]


def transposed(a: Matrix) -> Matrix:
    """Return the transpose."""
    return [list(column) for column in zip(*a, strict=True)]


def constant(rows: Sequence[Sequence[Fraction | int]]) -> Matrix:
    """Return a matrix of numbers."""
    return [[number(value) for value in row] for row in rows]


def _accumulate(total: Polynomial, monomial: Monomial, coefficient: fmpq) -> None:
    value = total.get(monomial, fmpq(0)) + coefficient
    if value:
        total[monomial] = value
    else:
        total.pop(monomial, None)


def _vanishes(monomial: Monomial) -> bool:
    """Whether an infinitesimal stands in it twice; they come first, being negative."""
    return any(a == b and a < 0 for a, b in pairwise(monomial))
