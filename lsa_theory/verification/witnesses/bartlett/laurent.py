"""Laurent polynomials in independent variables with known even moments, and matrices of them.

A polynomial maps a monomial, the sorted tuple of (variable, exponent), to a rational coefficient. Variables are
numbers; what they stand for is a `Chi` or a `Normal`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lsa_theory.values.refusals import NotApplicable, SingularInstance

Monomial = tuple[tuple[int, int], ...]
Laurent = dict[Monomial, Fraction]
Matrix = list[list[Laurent]]

_MOST_TERMS = 40_000


class NoMoment(NotApplicable):
    """An expectation does not exist at these sizes."""


@dataclass(frozen=True)
class Normal:
    """A centred normal variable of a variance."""

    variance: Fraction

    def moment(self, exponent: int) -> Fraction:
        """Return E z^k, zero for odd k."""
        if exponent < 0:
            raise NotApplicable("a normal variable is divided by")
        if exponent % 2:
            return Fraction(0)
        value = Fraction(1)
        for k in range(1, exponent, 2):
            value *= k * self.variance
        return value


@dataclass(frozen=True)
class Chi:
    """The root of variance times a chi-square variable with a number of degrees of freedom."""

    variance: Fraction
    degrees: int

    def moment(self, exponent: int) -> Fraction:
        """Return E t^k for even k, negative ones included."""
        if exponent % 2:
            raise NotApplicable("an odd power of a chi variable has no rational moment")
        if self.degrees + exponent <= 0:
            raise NoMoment(f"E t^{exponent} does not exist for t^2 with {self.degrees} degrees of freedom")
        value = self.variance ** (exponent // 2)
        for k in range(0, exponent, 2):
            value *= self.degrees + k
        for k in range(-2, exponent - 2, -2):
            value /= self.degrees + k
        return value


Variable = Normal | Chi


def number(value: Fraction | int) -> Laurent:
    """Return a constant."""
    return {(): Fraction(value)} if value else {}


def power_of(variable: int, exponent: int = 1) -> Laurent:
    """Return one variable to a power."""
    return {((variable, exponent),): Fraction(1)}


def plus(parts: Iterable[Laurent]) -> Laurent:
    """Return the sum."""
    total: Laurent = {}
    for part in parts:
        for monomial, c in part.items():
            value = total.get(monomial, Fraction(0)) + c
            if value:
                total[monomial] = value
            else:
                total.pop(monomial, None)
    return total


def times(a: Laurent, b: Laurent) -> Laurent:
    """Return the product.

    Raises
    ------
    NotApplicable
        If it has too many terms.
    """
    if len(a) * len(b) > _MOST_TERMS:
        raise NotApplicable("the polynomials in the Bartlett factors have too many terms")
    return plus({_merged(m, n): p * q} for m, p in a.items() for n, q in b.items())


def inverse_of_scalar(a: Laurent) -> Laurent:
    """Return 1 / a of a single monomial."""
    if not a:
        raise SingularInstance("something is divided by zero")
    if len(a) > 1:
        raise NotApplicable("what is divided by is no product of Bartlett factors")
    ((monomial, c),) = a.items()
    return {tuple((v, -e) for v, e in monomial): 1 / c}


def averaged(a: Laurent, variables: Mapping[int, Variable]) -> Laurent:
    """Return the expectation over the given variables."""
    parts: list[Laurent] = []
    for monomial, c in a.items():
        normals = [(v, e) for v, e in monomial if isinstance(variables.get(v), Normal)]
        if any(e % 2 for _, e in normals):
            continue
        value = c
        for v, e in monomial:
            if v in variables:
                value *= variables[v].moment(e)
        parts.append({tuple((v, e) for v, e in monomial if v not in variables): value} if value else {})
    return plus(parts)


def product(a: Matrix, b: Matrix) -> Matrix:
    """Return the matrix product."""
    columns = list(zip(*b, strict=True))
    return [[plus(times(p, q) for p, q in zip(row, column, strict=True)) for column in columns] for row in a]


def transposed(a: Matrix) -> Matrix:
    """Return the transpose."""
    return [list(column) for column in zip(*a, strict=True)]


def inverse(a: Matrix) -> Matrix:
    """Return the inverse, by elimination with pivots that are products of Bartlett factors, or by the adjugate."""
    size = len(a)
    if size == 2:
        (p, q), (r, s) = a
        minus = number(-1)
        below = inverse_of_scalar(plus((times(p, s), times(minus, times(q, r)))))
        return [
            [times(s, below), times(minus, times(q, below))],
            [times(minus, times(r, below)), times(p, below)],
        ]
    rows = [list(row) + [number(int(i == j)) for j in range(size)] for i, row in enumerate(a)]
    for k in range(size):
        pivot = next((i for i in range(k, size) if len(rows[i][k]) == 1), None)
        if pivot is None:
            if any(rows[i][k] for i in range(k, size)):
                raise NotApplicable(
                    "a matrix that is inverted has no pivot that is a product of Bartlett factors"
                )
            raise SingularInstance("a matrix that is inverted is singular")
        rows[k], rows[pivot] = rows[pivot], rows[k]
        below = inverse_of_scalar(rows[k][k])
        rows[k] = [times(below, x) for x in rows[k]]
        for i in range(size):
            if i != k and rows[i][k]:
                factor = times(number(-1), rows[i][k])
                rows[i] = [plus((x, times(factor, y))) for x, y in zip(rows[i], rows[k], strict=True)]
    return [row[size:] for row in rows]


def pivots(covariance: Sequence[Sequence[Fraction]]) -> tuple[list[list[Fraction]], list[Fraction]]:
    """Return L, unit lower triangular, and D >= 0 with L D L' a covariance: no root is taken.

    Raises
    ------
    SingularInstance
        If it is not positive semidefinite.
    """
    size = len(covariance)
    left = [[Fraction(int(i == j)) for j in range(size)] for i in range(size)]
    rest = [list(row) for row in covariance]
    diagonal: list[Fraction] = []
    for k in range(size):
        pivot = rest[k][k]
        if pivot < 0 or (pivot == 0 and any(rest[i][k] for i in range(k, size))):
            raise SingularInstance("a covariance is not positive semidefinite at this instance")
        diagonal.append(pivot)
        for i in range(k + 1, size):
            left[i][k] = rest[i][k] / pivot if pivot else Fraction(0)
        for i in range(k + 1, size):
            for j in range(k + 1, size):
                rest[i][j] -= left[i][k] * left[j][k] * pivot
    return left, diagonal


def _merged(m: Monomial, n: Monomial) -> Monomial:
    if not m or not n:
        return m or n
    exponents = dict(m)
    for v, e in n:
        exponents[v] = exponents.get(v, 0) + e
    return tuple(sorted((v, e) for v, e in exponents.items() if e))
