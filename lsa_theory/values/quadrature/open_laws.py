"""Laws of which only moments are declared: many laws have them, and none of them stands for all."""

from __future__ import annotations

from collections.abc import Iterable

from lsa_theory.expressions.expression import Expression
from lsa_theory.expressions.random import DeclaredMoments, RandomVector, SampleMatrix
from lsa_theory.values.quadrature.cubature import REALISED, Lattice


def has_open_law(nodes: Iterable[Expression]) -> bool:
    """Whether something random among some nodes has declared moments instead of a law."""
    return any(
        isinstance(node, RandomVector | SampleMatrix) and isinstance(node.law, DeclaredMoments)
        for node in nodes
    )


def realisations(nodes: Iterable[Expression]) -> list[Lattice]:
    """Return the rules that realise the laws among some nodes: one where all are known, several where one is open."""
    return [Lattice(realised=name) for name in (REALISED if has_open_law(nodes) else REALISED[:1])]
