"""The difference of two scalars, what stands on both sides left out."""

from __future__ import annotations

from collections.abc import Iterator

from lsa_theory.expressions.expression import Expression, Number, Scale, Sum, Zero, as_expression


def gap(upper: Expression, lower: Expression) -> Expression:
    """Return the difference, what stands on both sides left out.

    >>> from lsa_theory.expressions import scalar
    >>> a, b = scalar("a"), scalar("b")
    >>> gap(a**2 + b, b)
    a**2
    """
    above, below = list(_terms(upper)), list(_terms(lower))
    for term in [t for t in below if t in above]:
        # Of a term that stands twice below and once above one is left.
        if term in above:
            above.remove(term)
            below.remove(term)
    left = [*above, *(_turned(term) for term in below)]
    return left[0] if len(left) == 1 else Sum(tuple(left)) if left else Zero(1, 1)


def _turned(term: Expression) -> Expression:
    if isinstance(term, Number):
        return Number(-term.value)
    return term.child if isinstance(term, Scale) and term == -term.child else -term


def _terms(node: Expression) -> Iterator[Expression]:
    if isinstance(node, Sum):
        for term in node.terms:
            yield from _terms(term)
    elif not isinstance(node, Zero) and node != as_expression(0):
        yield node
