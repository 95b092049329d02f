"""Where a formula holds: what has to be positive, or positive definite, carried by the tree of a result.

As a name does, it belongs to the place and not to the formula: equality and the witnesses see the tree alone, and the
algebra adds it to the conditions of whatever the tree becomes a part of.
"""

from __future__ import annotations

from copy import copy

from lsa_theory.expressions.expression import Expression


def holding_where(tree: Expression, needed: tuple[Expression, ...]) -> Expression:
    """Return a tree that holds only where some scalars are positive and some matrices positive definite.

    >>> from lsa_theory.expressions import dimension
    >>> d, N = dimension("d"), dimension("N")
    >>> needed_of(holding_where(1 / (N - d), (N - d,)))
    (N - d,)
    """
    if not needed:
        return tree
    marked = copy(tree)
    object.__setattr__(marked, "_needed", needed)
    return marked


def needed_of(node: Expression) -> tuple[Expression, ...]:
    """Return what has to be positive, or positive definite, where a node holds."""
    found: tuple[Expression, ...] = getattr(node, "_needed", ())
    return found
