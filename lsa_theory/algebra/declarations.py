"""What the names of a tree stand for, and letters and dimensions by name."""

from __future__ import annotations

from collections.abc import Mapping

from lsa_theory.algebra.ring.concatenation import finished
from lsa_theory.algebra.ring.polynomial import (
    Terms,
)
from lsa_theory.algebra.ring.words import POSITIVE, SYMMETRIC, Factor, Letter
from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.expression import (
    Dimension,
    Expression,
    Identity,
    Symbol,
    Zero,
    describe,
    walk,
)
from lsa_theory.expressions.operators import Gradient
from lsa_theory.expressions.random import (
    PLACEHOLDER,
    Column,
    RandomVector,
    SampleMatrix,
    law_parts,
)

Declared = Mapping[str, Expression]

# The kinds of nodes that bring names; most nodes of a tree are of no such kind.
_NAMING = frozenset({Column, Gradient, Identity, RandomVector, SampleMatrix, Symbol, Zero})


def declarations(tree: Expression, kinds: set[type] | None = None) -> dict[str, Expression]:
    """Return what each name of a tree stands for; `kinds` takes the kinds of its nodes.

    Raises
    ------
    InvalidArgument
        If one name is declared in two ways, or a family mixes structures.
    """
    found: dict[str, Expression] = {}
    families: dict[str, Symbol] = {}
    stack: list[Expression] = [tree]
    met: set[type] = set() if kinds is None else kinds
    while stack:
        for node in walk(stack.pop()):
            kind = type(node)
            met.add(kind)
            if kind not in _NAMING:
                continue
            if isinstance(node, Column):
                node = node.sample
            if isinstance(node, Symbol | RandomVector | SampleMatrix):
                known = found.get(node.name)
                if node.name.startswith(PLACEHOLDER):
                    continue
                if known is None:
                    found[node.name] = node
                    stack.extend(s for s in node.shape if isinstance(s, Symbol))
                    if not isinstance(node, Symbol):
                        stack.extend(law_parts(node.law))
                    elif node.family:
                        other = families.setdefault(node.family, node)
                        if (other.rows, other.structure) != (node.rows, node.structure):
                            raise InvalidArgument(
                                f"the family {node.family} holds {other.name} ({other.structure}) and "
                                f"{node.name} ({node.structure}); declare a family's matrices alike"
                            )
                elif known is not node and known != node:
                    raise InvalidArgument(
                        f"the name {node.name} stands for two different things in one expression: "
                        f"{describe(known)} and {describe(node)}; give them different names"
                    )
            elif isinstance(node, Gradient):
                stack.append(node.symbol)
            elif isinstance(node, Identity | Zero):
                stack.extend(s for s in node.shape if isinstance(s, Symbol))
    return found


def symbol_letter(node: Symbol) -> Letter:
    """Return the letter of a constant matrix or vector."""
    rows, cols = name_of(node.rows), name_of(node.cols)
    if node.rows == node.cols:
        flag = {"positive definite": POSITIVE, "symmetric": SYMMETRIC}.get(node.structure, 0)
        group = f"family {node.family}" if node.family else node.name
        return Letter("f", group, flag, rows, cols, (Factor(node.name, (), 1),))
    return Letter("m", node.name, 0, rows, cols, "")


def vector_terms(letter: Letter) -> Terms:
    """Return a random vector as a polynomial; of one dimension, as a scalar."""
    return finished((letter,))


def name_of(size: Dimension) -> str:
    """Return a dimension by name."""
    return size.name if isinstance(size, Symbol) else str(size)
