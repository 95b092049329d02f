"""Letters keep the length that they have at an instance where a dimension is put for one: then nothing is evaluated."""

from __future__ import annotations

from typing import Any

from lsa_theory.expressions.expression import Expression, Symbol
from lsa_theory.expressions.random import RandomVector, SampleMatrix
from lsa_theory.expressions.traversal import everything
from lsa_theory.values.arithmetic.base import Arithmetic
from lsa_theory.values.refusals import NotApplicable
from lsa_theory.values.scope import Scope, size_of


def check_lengths(arithmetic: Arithmetic, tree: Expression, scope: Scope) -> None:
    """Refuse a scope in which a letter has a value of another size than its own.

    A matrix of one row stretches along a longer one without an error, and what comes out is the value of nothing.

    Raises
    ------
    NotApplicable
        If there is such a letter.
    """
    for node in everything([tree]):
        if not isinstance(node, Symbol | RandomVector | SampleMatrix) or node not in scope.values:
            continue
        if isinstance(node, Symbol) and node.is_scalar:
            continue
        expected = tuple(size_of(side, scope) for side in node.shape)
        given: tuple[Any, ...] = tuple(arithmetic.shape(scope.values[node]))[-2:]
        if given != expected:
            raise NotApplicable(
                f"{node.name} is {given[0]} x {given[1]} at the instance, and {expected[0]} x {expected[1]} where "
                "another size is put for a dimension of it; state it at the sizes that its letters are declared with, "
                "under a hypothesis about them if need be"
            )
