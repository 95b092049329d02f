"""What a dimension is worth after a substitution such as N + 1 for N: an integer, whatever the arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from lsa_theory.expressions.expression import Expression, Number, Power, Product, Scale, Sum, Symbol
from lsa_theory.expressions.traversal import everything


def is_shape(tree: Expression, symbol: Symbol) -> bool:
    """Whether a dimension is the size of anything in a tree, as opposed to a scalar of the formula.

    >>> from lsa_theory.expressions import dimension, identity, trace
    >>> d, N = dimension("d"), dimension("N")
    >>> is_shape(N * trace(identity(d)), N), is_shape(N * trace(identity(d)), d)
    (False, True)
    """
    return any(
        symbol in node.shape or getattr(getattr(node, "index", None), "count", None) == symbol
        for node in everything([tree])
    )


def length(value: Expression, sizes: Mapping[Symbol, int]) -> int | None:
    """Return the positive integer that an expression in dimensions is at given sizes; None if it is none."""
    exact = _exact(value, sizes)
    return int(exact) if exact is not None and exact.denominator == 1 and exact > 0 else None


def _exact(node: Expression, sizes: Mapping[Symbol, int]) -> Fraction | None:
    match node:
        case Number():
            return node.value
        case Symbol():
            return Fraction(sizes[node]) if node in sizes else None
        case Sum():
            terms = [_exact(term, sizes) for term in node.terms]
            return None if None in terms else sum((t for t in terms if t is not None), Fraction(0))
        case Scale() | Product():
            first, second = (_exact(child, sizes) for child in node.children)
            return None if first is None or second is None else first * second
        case Power() if node.exponent.denominator == 1:
            base = _exact(node.child, sizes)
            return None if base is None or (base == 0 and node.exponent < 0) else base ** int(node.exponent)
    return None
