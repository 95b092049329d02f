"""Laws of which only moments are declared: many laws have them, and none of them stands for all."""

from __future__ import annotations

from collections.abc import Sequence

from lsa_theory.expressions.expression import Expression
from lsa_theory.expressions.random import DeclaredMoments, RandomVector, SampleMatrix
from lsa_theory.expressions.traversal import everything
from lsa_theory.values.quadrature.cubature import REALISED, Lattice


def has_open_law(trees: Sequence[Expression]) -> bool:
    """Whether something random has declared moments instead of a law."""
    return any(
        isinstance(node, RandomVector | SampleMatrix) and isinstance(node.law, DeclaredMoments)
        for node in everything(list(trees))
    )


def realisations(trees: Sequence[Expression]) -> list[Lattice]:
    """Return the rules that realise the laws in the trees: one where they are known, several where they are open."""
    return [Lattice(realised=name) for name in (REALISED if has_open_law(trees) else REALISED[:1])]
