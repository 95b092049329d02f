"""Exponents, factorials, harmonic numbers and digammas at an instance: of lengths, which are exact numbers there."""

from __future__ import annotations

from fractions import Fraction
from math import factorial
from typing import Any

from lsa_theory.expressions.analysis.kinds import Applied
from lsa_theory.expressions.expression import Expression
from lsa_theory.values.arithmetic.base import Arithmetic
from lsa_theory.values.lengths import exact_at
from lsa_theory.values.refusals import NotApplicable, SingularInstance
from lsa_theory.values.scope import Scope

# The functions whose arguments are lengths.
NAMES = ("factorial", "digamma", "harmonic")
_LARGEST = 1000


def exponent_at(exponent: Expression, scope: Scope) -> Fraction:
    """Return what an exponent made of dimensions is worth.

    Raises
    ------
    NotApplicable
        If it holds anything else, or a dimension without a size.
    """
    value = exact_at(exponent, scope.sizes, scope.indices)
    if value is None:
        raise NotApplicable(f"{exponent!r} is not made of lengths that have a size here")
    return value


def of_lengths(ring: Arithmetic, node: Applied, scope: Scope) -> Any:
    """Return a factorial, a harmonic number or a digamma of lengths.

    Raises
    ------
    SingularInstance
        If it has a pole there.
    """
    values = [exponent_at(argument, scope) for argument in node.arguments]
    first = values[0]
    if node.function == "factorial":
        if first.denominator != 1 or first > _LARGEST:
            raise NotApplicable(f"the factorial of {first} is not evaluated")
        if first < 0:
            raise SingularInstance(f"the factorial of {first} is infinite")
        return ring.number(factorial(int(first)))
    if node.function == "harmonic":
        return ring.number(_harmonic(first, values[1]))
    count = values[1]
    if count.denominator != 1 or not 0 <= count <= _LARGEST:
        raise NotApplicable(f"a digamma function of dimension {count} is not evaluated")
    total = ring.number(0)
    for i in range(int(count)):
        one = first - Fraction(i, 2)
        if one.denominator == 1 and one <= 0:
            raise SingularInstance(f"the digamma function has a pole at {one}")
        total = ring.add(total, ring.digamma(one))
    return total


def _harmonic(first: Fraction, order: Fraction) -> Fraction:
    """Return sum_{i=1}^n i^-r."""
    if first.denominator != 1 or first > _LARGEST or order.denominator != 1:
        raise NotApplicable(f"the harmonic number of {first} and order {order} is not evaluated")
    if first < 0:
        raise SingularInstance(f"the harmonic number of {first} is infinite")
    return sum((Fraction(1, i ** int(order)) for i in range(1, int(first) + 1)), Fraction(0))
