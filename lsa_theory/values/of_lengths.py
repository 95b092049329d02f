"""Exponents, factorials and digammas at an instance: their arguments are made of lengths, exact numbers there."""

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
NAMES = ("factorial", "digamma")
_LARGEST = 1000


def exponent_at(exponent: Expression, scope: Scope) -> Fraction:
    """Return what an exponent made of dimensions is worth.

    Raises
    ------
    NotApplicable
        If it holds anything else, or a dimension without a size.
    """
    value = exact_at(exponent, scope.sizes)
    if value is None:
        raise NotApplicable(f"{exponent!r} is not made of lengths that have a size here")
    return value


def of_lengths(ring: Arithmetic, node: Applied, scope: Scope) -> Any:
    """Return a factorial or a digamma of lengths.

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
