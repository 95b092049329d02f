"""Identities between random quantities: they hold for every outcome, so outcomes become arbitrary constants.

A polynomial identity that holds almost surely for a random vector with a density holds for every vector. Random
vectors over which a claim takes no expectation are therefore judged as matrices without structure.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from lsa_theory.algebra.expression import Expression, Symbol
from lsa_theory.algebra.random import Column, Expectation, RandomVector, SampleMatrix, sources
from lsa_theory.verification.constituents import everything


def with_outcomes_fixed(*sides: Expression) -> tuple[Expression, ...]:
    """Return the sides with every source of randomness that stays random replaced by a constant of its shape.

    Sides that are left alone: those in which the same source is both averaged and not, or of which single
    columns are summed; a witness then says that it does not apply.

    >>> from lsa_theory.algebra import dimension, gaussian, identity
    >>> d = dimension("d"); x = gaussian("x", covariance=identity(d))
    >>> type(with_outcomes_fixed(x.T @ x)[0].right).__name__
    'Symbol'
    """
    free = {s for side in sides for s in sources(side)}
    nodes = list(everything(list(sides)))
    averaged = {s for n in nodes if isinstance(n, Expectation) for s in n.over}
    by_column = {n.sample for n in nodes if isinstance(n, Column)}
    if not free or free & (averaged | by_column):
        return sides
    return tuple(_rebuilt(side, free, {}) for side in sides)


def _rebuilt(node: Any, free: set[RandomVector | SampleMatrix], known: dict[int, Any]) -> Any:
    """Return a tree with the given leaves replaced; shared subtrees stay shared."""
    if isinstance(node, tuple):
        return tuple(_rebuilt(item, free, known) for item in node)
    if not isinstance(node, Expression) or isinstance(node, Symbol):
        return node
    if id(node) in known:
        return known[id(node)]
    if isinstance(node, RandomVector | SampleMatrix):
        # An outcome of a scalar source is a scalar; every other one is a matrix without structure.
        structure = "real" if node.is_scalar else "general"
        result: Any = Symbol(node.name, node.rows, node.cols, structure) if node in free else node
    else:
        parts = {f.name: getattr(node, f.name) for f in fields(node)}  # type: ignore[arg-type]
        changed = {k: v for k, v in parts.items() if isinstance(v, Expression | tuple)}
        result = replace(node, **{k: _rebuilt(v, free, known) for k, v in changed.items()})  # type: ignore[type-var]
    known[id(node)] = result
    return result
