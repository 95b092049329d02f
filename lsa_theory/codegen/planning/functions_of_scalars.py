"""Functions in normal forms as nodes of a graph."""

from __future__ import annotations

from collections.abc import Callable

from lsa_theory.algebra.ring.polynomial import Terms, thaw
from lsa_theory.algebra.ring.words import Function
from lsa_theory.codegen.nodes import Graph


def of_function(
    graph: Graph, atom: Function, scalar: Callable[[Terms], int], matrix: Callable[[Terms, str], int]
) -> int:
    """Return the node of a function; `scalar` and `matrix` make nodes of what it is a function of."""
    parts = [thaw(key) for key in atom.arguments]
    match atom.name:
        case "pi":
            return graph.add("pi")
        case "det":
            return graph.add("determinant", (matrix(parts[0], atom.size),))
        case "log" if (inside := _determinant_alone(parts[0])) is not None:
            return graph.add("log determinant", (matrix(thaw(inside.arguments[0]), inside.size),))
        case "power":
            return graph.add("raised", (scalar(parts[0]), scalar(parts[1])))
    arguments = tuple(scalar(part) for part in parts)
    if atom.name in ("exp", "log"):
        return graph.add("elementary", arguments, atom.name)
    return graph.add(atom.name, arguments)


def _determinant_alone(terms: Terms) -> Function | None:
    """Return the determinant that a scalar is, whose logarithm is computed without it."""
    if len(terms) == 1:
        (((monomial, _), c),) = terms.items()
        if c == 1 and len(monomial) == 1 and monomial[0][1] == 1:
            atom = monomial[0][0]
            if atom.kind == "e" and atom.name == "det":
                return atom
    return None
