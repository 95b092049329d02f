"""What is bound where an expression stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from lsa_theory.expressions.entrywise.elementwise import UnitVector
from lsa_theory.expressions.expression import Dimension, Expression, Symbol
from lsa_theory.expressions.random import Index
from lsa_theory.values.refusals import NotApplicable, SingularInstance


@dataclass
class Scope:
    """What is bound where an expression stands; `known` holds the values of shared subexpressions."""

    sizes: Mapping[Symbol, int]
    values: Mapping[Expression, Any]
    indices: Mapping[Index, int] = field(default_factory=dict)
    depth: int = 0
    known: dict[int, Any] = field(default_factory=dict)

    def place(self, index: Index) -> int:
        """Return the place that an index stands for, counted from 0."""
        if index not in self.indices:
            raise NotApplicable(f"{index!r} stands outside of that sum, for no place")
        return self.indices[index]

    def bind(self, **changes: Any) -> Scope:
        """Return an inner scope, with nothing known yet."""
        return replace(self, known={}, **changes)


def unit_column(node: UnitVector, scope: Scope) -> list[list[int]]:
    """Return the entries of a unit vector; raise SingularInstance where it has no such place."""
    size = size_of(node.rows, scope)
    place = node.place if isinstance(node.place, int) else scope.place(node.place)
    if place >= size:
        raise SingularInstance(f"there is no place {place} among {size}, counted from 0")
    return [[int(k == place)] for k in range(size)]


def places(index: Index, scope: Scope) -> range:
    """Return the places that an index runs over, counted from 0; raise SingularInstance where they end too early."""
    outer, shift = index.first
    first = shift - 1 if outer is None else scope.place(outer) + shift
    outer, shift = index.last
    last = (size_of(index.count, scope) - 1 if outer is None else scope.place(outer)) + shift
    if last < first - 1 or first < 0:
        raise SingularInstance(
            f"the range of {index!r} ends before it begins: from {first + 1} to {last + 1}"
        )
    return range(first, last + 1)


def size_of(dimension: Dimension, scope: Scope) -> int:
    """Return the size of a dimension, or raise NotApplicable if it was given none."""
    if isinstance(dimension, int):
        return dimension
    if dimension not in scope.sizes:
        raise NotApplicable(f"no size was given for the dimension {dimension.name}")
    return scope.sizes[dimension]
