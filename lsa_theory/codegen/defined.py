"""Definitions of a statement as local variables of the function that computes it."""

from __future__ import annotations

from dataclasses import replace

from lsa_theory.codegen.function import Definition, Output
from lsa_theory.expressions.definitions import body_of, definitions_in
from lsa_theory.expressions.expression import Expression, Symbol, name_of, walk
from lsa_theory.expressions.random import sources
from lsa_theory.expressions.rebuilding import replaced


def with_local_variables(
    outputs: tuple[Output, ...], taken: tuple[Definition, ...]
) -> tuple[tuple[Output, ...], tuple[Definition, ...]]:
    """Return outputs in which defined matrices are letters, and the definitions of these letters, inner ones first.

    What is random or a scalar is spelled out; so is a name that a definition in force has already.
    """
    names = {d.symbol.name for d in taken}
    found = definitions_in([output.expression for output in outputs])
    letters = {
        name: Symbol(name, node.rows, node.cols, _structure(node))
        for name, node in found.items()
        if name not in names and not node.is_scalar and not sources(node)
    }
    if not letters:
        return outputs, taken

    def letter(node: Expression) -> Expression | None:
        return letters.get(name_of(node) or "")

    made = [Definition(letters[n], replaced(body_of(found[n]), letter)) for n in reversed(list(letters))]
    made.sort(key=lambda d: sum(1 for node in walk(d.expression) if node in letters.values()))
    return tuple(replace(o, expression=replaced(o.expression, letter)) for o in outputs), (*taken, *made)


def _structure(node: Expression) -> str:
    # A symbol that equals its transpose lets the plan use a symmetric solver.
    from lsa_theory.algebra.normal import equal

    return "symmetric" if node.rows == node.cols and equal(node, node.T) else "general"
