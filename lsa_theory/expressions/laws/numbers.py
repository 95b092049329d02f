"""Parameters that are numbers stay numbers: trees of numbers alone are evaluated."""

from __future__ import annotations

from fractions import Fraction

from lsa_theory.expressions.expression import Expression, Number, Power, Product, Scale, Sum


def folded(tree: Expression) -> Expression:
    """Return the number that a tree of numbers is worth; any other tree as it is.

    >>> from lsa_theory.expressions import as_expression, scalar
    >>> folded(2 * as_expression(Fraction(1, 2)) - 1), folded(2 * scalar("p") - 1)
    (0, 2 * p - 1)
    """
    value = _value(tree)
    return tree if value is None else Number(value)


def _value(tree: Expression) -> Fraction | None:
    if isinstance(tree, Number):
        return tree.value
    parts = [_value(child) for child in tree.children]
    known = [part for part in parts if part is not None]
    if not parts or len(known) < len(parts):
        return None
    match tree:
        case Sum():
            return sum(known, Fraction(0))
        case Scale() | Product():
            return known[0] * known[1]
        case Power() if tree.exponent.denominator == 1 and (known[0] or tree.exponent > 0):
            return known[0] ** int(tree.exponent)
    return None
