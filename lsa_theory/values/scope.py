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

    def bind(self, **changes: Any) -> Scope:
        """Return an inner scope, with nothing known yet."""
        return replace(self, known={}, **changes)


def unit_column(node: UnitVector, scope: Scope) -> list[list[int]]:
    """Return the entries of a unit vector; raise SingularInstance where it has no such place."""
    size = size_of(node.rows, scope)
    place = node.place if isinstance(node.place, int) else scope.indices[node.place]
    if place >= size:
        raise SingularInstance(f"there is no place {place} among {size}, counted from 0")
    return [[int(k == place)] for k in range(size)]


def size_of(dimension: Dimension, scope: Scope) -> int:
    """Return the size of a dimension, or raise NotApplicable if it was given none."""
    if isinstance(dimension, int):
        return dimension
    if dimension not in scope.sizes:
        raise NotApplicable(f"no size was given for the dimension {dimension.name}")
    return scope.sizes[dimension]
