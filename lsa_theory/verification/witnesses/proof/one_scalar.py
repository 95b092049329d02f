"""The sign of a rational function of one scalar on an interval, decided exactly: contact with 0 included.

Halving boxes can never enclose a slack that is 0 somewhere. With one scalar there is no need to: between two
neighbouring roots, which Sturm's theorem counts, a polynomial has the sign of any one point.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from flint import fmpq, fmpq_poly

from lsa_theory.expressions.expression import Expression, Number, Power, Product, Scale, Sum, Symbol
from lsa_theory.values.instances.instance import Instance

# Numerator and denominator.
Ratio = tuple[fmpq_poly, fmpq_poly]


@dataclass(frozen=True)
class Decided:
    """Whether the function is non-negative on the interval; a point where it is negative, else."""

    holds: bool
    point: Fraction | None = None


def sign_on_interval(
    slack: Expression,
    variable: Symbol,
    ends: tuple[Fraction, Fraction],
    instance: Instance,
    strict: bool = False,
) -> Decided | None:
    """Decide slack >= 0, or strictly slack > 0, on an interval.

    None where it is no rational function of the scalar, has a pole there, or vanishes at an irrational place.

    >>> from lsa_theory.expressions import scalar
    >>> t = scalar("t", positive=True)
    >>> sign_on_interval(t + 1 / t, t, (Fraction(1, 2), Fraction(3)), Instance({}, {}))
    Decided(holds=True, point=None)
    >>> sign_on_interval(t + 1 / t - 2, t, (Fraction(1, 2), Fraction(3)), Instance({}, {})).holds
    True
    """
    ratio = _ratio(slack, variable, instance)
    if ratio is None:
        return None
    upper, lower = ratio
    low, high = ends
    if not lower or _roots(lower, low, high) or lower(_q(low)) == 0:
        return None
    signed = upper * lower
    for point in _between_roots(signed, low, high):
        value = signed(_q(point))
        if value < 0 or (strict and value == 0):
            return Decided(False, point)
    if strict and _roots(signed, low, high):
        # It vanishes inside; where that is no rational place, no point can be named.
        inside = [root for root in _rational_roots(signed) if low <= root <= high]
        return Decided(False, inside[0]) if inside else None
    return Decided(True)


def _ratio(node: Expression, variable: Symbol, instance: Instance) -> Ratio | None:
    one = fmpq_poly([1])
    match node:
        case Number():
            return fmpq_poly([_q(node.value)]), one
        case Symbol():
            if node == variable:
                return fmpq_poly([0, 1]), one
            return (fmpq_poly([instance.sizes[node]]), one) if node in instance.sizes else None
        case Sum():
            total: Ratio = fmpq_poly([0]), one
            for term in node.terms:
                part = _ratio(term, variable, instance)
                if part is None:
                    return None
                total = total[0] * part[1] + part[0] * total[1], total[1] * part[1]
            return total
        case Scale() | Product():
            left, right = (_ratio(child, variable, instance) for child in node.children)
            return None if left is None or right is None else (left[0] * right[0], left[1] * right[1])
        case Power() if node.exponent.denominator == 1:
            base = _ratio(node.child, variable, instance)
            if base is None or (node.exponent < 0 and not base[0]):
                return None
            upper, lower = base if node.exponent >= 0 else (base[1], base[0])
            k = abs(int(node.exponent))
            return upper**k, lower**k
    return None


def _q(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def _between_roots(polynomial: fmpq_poly, low: Fraction, high: Fraction) -> Iterator[Fraction]:
    """Yield a point in every stretch of the interval that has no root inside, and the ends."""
    yield low
    yield high
    stretches = [(low, high)]
    while stretches:
        a, b = stretches.pop()
        yield (a + b) / 2
        at_ends = polynomial(_q(a)) == 0 or polynomial(_q(b)) == 0
        inside = _roots(polynomial, a, b) - (polynomial(_q(b)) == 0)
        # One root with a look at both ends needs no further cut, unless an end is a root too.
        if inside > 1 or (inside == 1 and at_ends):
            stretches += [(a, (a + b) / 2), ((a + b) / 2, b)]


def _rational_roots(polynomial: fmpq_poly) -> list[Fraction]:
    linear = [factor for factor, _ in polynomial.factor()[1] if factor.degree() == 1]
    roots = [-factor[0] / factor[1] for factor in linear]
    return [Fraction(int(root.p), int(root.q)) for root in roots]


def _roots(polynomial: fmpq_poly, low: Fraction, high: Fraction) -> int:
    """Return the number of distinct roots in (low, high], by Sturm's theorem."""
    if low == high or polynomial.degree() < 1:
        return 0
    chain = [polynomial, polynomial.derivative()]
    while chain[-1]:
        chain.append(-(chain[-2] % chain[-1]))
    common = chain[-2]
    signs = [_changes([(p // common)(_q(x)) for p in chain[:-1]]) for x in (low, high)]
    return signs[0] - signs[1]


def _changes(values: list[fmpq]) -> int:
    signs = [v > 0 for v in values if v != 0]
    return sum(a != b for a, b in pairwise(signs))
