"""What a dimension is worth after a substitution such as N + 1 for N: an integer, whatever the arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from lsa_theory.expressions.analysis.kinds import Applied
from lsa_theory.expressions.expression import (
    Expression,
    Number,
    Power,
    Product,
    Scale,
    Sum,
    Symbol,
    SymbolicPower,
)
from lsa_theory.expressions.operators import At
from lsa_theory.expressions.random import Index, Position
from lsa_theory.expressions.traversal import everything


def is_shape(tree: Expression, symbol: Symbol) -> bool:
    """Whether a dimension is the size of anything in a tree, as opposed to a scalar of the formula.

    >>> from lsa_theory.expressions import dimension, identity, trace
    >>> d, N = dimension("d"), dimension("N")
    >>> is_shape(N * trace(identity(d)), N), is_shape(N * trace(identity(d)), d)
    (False, True)
    >>> is_shape(At(trace(identity(d)), ((d, N + 1),)), N)
    True
    """
    return any(
        symbol in node.shape
        or (isinstance(node, At) and _in_a_size(node, symbol))
        or getattr(getattr(node, "index", None), "count", None) == symbol
        or any(symbol in everything([part]) for part in _of_lengths(node))
        for node in everything([tree])
    )


def _in_a_size(node: At, symbol: Symbol) -> bool:
    """Whether a dimension is in what is put for a size."""
    return any(
        of.structure == "dimension" and symbol in everything([value]) and is_shape(node.body, of)
        for of, value in node.values
    )


def _of_lengths(node: Expression) -> tuple[Expression, ...]:
    """Return the parts of a node that are made of lengths, which are integers whatever the arithmetic."""
    if isinstance(node, SymbolicPower):
        return (node.exponent,)
    return (
        node.arguments
        if isinstance(node, Applied) and node.function in ("factorial", "digamma", "harmonic")
        else ()
    )


def length(value: Expression, sizes: Mapping[Symbol, int]) -> int | None:
    """Return the positive integer that an expression in dimensions is at given sizes; None if it is none."""
    exact = exact_at(value, sizes)
    return int(exact) if exact is not None and exact.denominator == 1 and exact > 0 else None


def exact_at(
    node: Expression, sizes: Mapping[Symbol, int], indices: Mapping[Index, int] | None = None
) -> Fraction | None:
    """Return what an expression in dimensions and places is worth at given ones; None if it holds anything else.

    >>> from lsa_theory.expressions import dimension
    >>> d, N = dimension("d"), dimension("N")
    >>> exact_at((N - d) / 2, {d: 3, N: 8})
    Fraction(5, 2)
    """
    match node:
        case Number():
            return node.value
        case Symbol():
            return Fraction(sizes[node]) if node in sizes else None
        case Position():
            return Fraction(indices[node.index] + 1) if indices and node.index in indices else None
        case Sum():
            terms = [exact_at(term, sizes, indices) for term in node.terms]
            return None if None in terms else sum((t for t in terms if t is not None), Fraction(0))
        case Scale() | Product():
            first, second = (exact_at(child, sizes, indices) for child in node.children)
            return None if first is None or second is None else first * second
        case Power() if node.exponent.denominator == 1:
            base = exact_at(node.child, sizes, indices)
            return None if base is None or (base == 0 and node.exponent < 0) else base ** int(node.exponent)
    return None
