"""Trees made readable without changing what they say: named parts, squares, repeated factors.

What is printed as the author's formula may differ from the typed tree in these respects alone: a part that has a
name (Gamma, the prediction, the loss) is shown by its name, equal neighbours in a product become a power, and factors
I and terms 0 are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from lsa_theory.expressions.expression import (
    Expression,
    Identity,
    Number,
    Power,
    Product,
    Scale,
    Sum,
    Symbol,
    Trace,
    Transpose,
    Zero,
)
from lsa_theory.expressions.rebuilding import replaced


def named(node: Expression, names: Mapping[Expression, Symbol]) -> Expression:
    """Return the tree with every part that has a name shown by it."""
    return replaced(node, names.get)


def tidied(node: Expression) -> Expression:
    """Return the tree with equal neighbours of a product as a power, and without products with 0.

    >>> from lsa_theory.expressions import dimension, positive_definite, scalar
    >>> G = positive_definite("G", dimension("d"))
    >>> tidied(G**-1 @ G**-1 @ G), tidied(scalar("c") * scalar("c")), tidied(0 * G)
    (G**(-2) @ G, c**2, 0)
    """
    return replaced(node, _tidy)


def _tidy(node: Expression) -> Expression | None:
    match node:
        case Trace(Product(first, Transpose(second))) if first == second:
            # The square of a norm; taken apart it would no longer be seen as one.
            inside = tidied(first)
            return Trace(inside @ inside.T)
        case Product():
            factors = [tidied(f) for f in _factors(node)]
            if any(isinstance(f, Zero) for f in factors):
                return Zero(*node.shape)
            factors = [f for f in factors if not isinstance(f, Identity)] or factors[:1]
            merged: list[Expression] = []
            for factor in factors:
                together = _together(merged[-1], factor) if merged else None
                if together is None:
                    merged.append(factor)
                else:
                    merged[-1] = together
            result = merged[0]
            for factor in merged[1:]:
                result = result @ factor
            return result
        case Transpose(Identity() as one):
            return one
        case Transpose(Zero() as nothing):
            return Zero(nothing.cols, nothing.rows)
        case Sum():
            terms = [term for term in map(tidied, node.terms) if not isinstance(term, Zero)]
            return Sum(tuple(terms)) if len(terms) > 1 else terms[0] if terms else Zero(*node.shape)
        case Scale():
            scalar, child = tidied(node.scalar), tidied(node.child)
            if scalar == Number(Fraction(0)) or isinstance(scalar, Zero) or isinstance(child, Zero):
                return Zero(*child.shape)
            if scalar == child:
                return scalar**2
            if isinstance(child, Scale) and child.scalar == scalar and not isinstance(scalar, Number):
                return Scale(scalar**2, child.child)
            if isinstance(scalar, Scale) and scalar.child == child and not isinstance(child, Number):
                return Scale(scalar.scalar, child**2)
            return Scale(scalar, child)
    return None


def _factors(node: Expression) -> list[Expression]:
    if isinstance(node, Product):
        return [*_factors(node.left), *_factors(node.right)]
    return [node]


def _together(left: Expression, right: Expression) -> Expression | None:
    """Return the power that two equal square factors make, with exponents of one sign."""
    (a, p), (b, q) = _power(left), _power(right)
    if a != b or a.rows != a.cols or p * q < 0:
        return None
    return a ** (p + q)


def _power(node: Expression) -> tuple[Expression, Fraction]:
    return (node.child, node.exponent) if isinstance(node, Power) else (node, Fraction(1))
