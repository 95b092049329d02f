"""Definitions: an expression with a name, printed by it and expanded by whoever needs what it stands for.

The name belongs to the place, not to the formula: the tree is the one that was typed, so that the algebra, the
witnesses and equality see nothing but it, and only printers read the name. What changes a part of it, such as a
substitution, makes another formula, which has no name.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy

from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.expression import Expression, Symbol, as_expression, describe, name_of
from lsa_theory.expressions.guards import checked_name
from lsa_theory.expressions.random import RandomVector, SampleMatrix
from lsa_theory.expressions.traversal import everything


def define(name: str, body: object) -> Expression:
    """Return an expression that is printed as a name, with "where name = ..." beside the statement.

    Parameters
    ----------
    name : str
        Printed in text and LaTeX, in counterexamples and in generated code; spelled like any letter, `Gamma` or `A_0`.
    body : expression or exact number
        What it stands for, of any shape.

    Raises
    ------
    InvalidArgument
        If the body is a bare symbol or random quantity, which has a name already, or mentions one of this name.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, identity, positive_definite, trace
    >>> d, N = dimension("d"), dimension("N"); Lambda = positive_definite("Lambda", d)
    >>> Gamma = define("Gamma", (1 + 1 / N) * Lambda + trace(Lambda) / N * identity(d))
    >>> trace(Lambda**2 @ Gamma**-1)
    tr(Lambda**2 @ Gamma**(-1))
    >>> Gamma - Lambda
    Gamma - Lambda
    """
    tree, letter = as_expression(body), checked_name(name, "a definition")
    if isinstance(tree, Symbol | RandomVector | SampleMatrix):
        raise InvalidArgument(f"{describe(tree)} has a name already; {letter} would be a second one for it")
    for node in everything([tree]):
        if isinstance(node, Symbol | RandomVector | SampleMatrix) and node.name == letter:
            raise InvalidArgument(f"{letter} would stand in its own definition: {describe(tree)}")
    named = copy(tree)
    object.__setattr__(named, "_defined_as", letter)
    return named


def body_of(node: Expression) -> Expression:
    """Return what a definition stands for, without its name; of anything else, itself."""
    if name_of(node) is None:
        return node
    bare = copy(node)
    object.__delattr__(bare, "_defined_as")
    return bare


def definitions_in(trees: Iterable[Expression]) -> dict[str, Expression]:
    """Return the definitions in force in some trees, by name: outermost first, each with its name still on it.

    Raises
    ------
    InvalidArgument
        If one name stands for two formulas, or for a formula and for a symbol.
    """
    found: dict[str, Expression] = {}
    letters: set[str] = set()
    for node in everything(list(trees)):
        if isinstance(node, Symbol | RandomVector | SampleMatrix):
            letters.add(node.name)
        name = name_of(node)
        if name is not None and found.setdefault(name, node) != node:
            raise InvalidArgument(
                f"{name} is defined in two ways: {describe(body_of(found[name]))} and {describe(body_of(node))}; give "
                "them different names"
            )
    both = sorted(letters & set(found))
    if both:
        raise InvalidArgument(
            f"{both[0]} is defined as {describe(body_of(found[both[0]]))}, and is the name of a symbol beside it; give "
            "one of them another name"
        )
    return found


def where(trees: Iterable[Expression]) -> tuple[str, ...]:
    """Return "where name = ..." for each definition in some trees, each once."""
    return tuple(f"where {name} = {body_of(node)!r}" for name, node in definitions_in(trees).items())
