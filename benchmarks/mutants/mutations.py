"""Every way in which a formula is mistyped, applied at every place of a tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from fractions import Fraction
from typing import Any

from lsa_theory.expressions.declare import identity, trace as trace_of
from lsa_theory.expressions.expression import (
    Expression,
    Identity,
    Number,
    Power,
    Scale,
    Sum,
    Symbol,
    Trace,
    Transpose,
)
from lsa_theory.expressions.operators import At, Gradient
from lsa_theory.expressions.random import Column, Expectation, RandomVector, SampleMatrix, SumOver

Rebuild = Callable[[Expression], Expression]
TWO_PERCENT = Fraction(51, 50)
# Fields that say how large something is or what is bound, and are no part of the formula.
_SHAPES = ("rows", "cols", "symbol", "index")


def mutants(tree: Expression, letters: list[Symbol]) -> Iterator[tuple[str, Expression]]:
    """Yield (kind, mutant) for each mutation at each place; `letters` are what may be swapped in."""
    dimensions = [letter for letter in letters if letter.structure == "dimension"]
    for node, rebuild in places(tree):
        for kind, changed in _changes(node, letters, dimensions):
            yield kind, rebuild(changed)
    if dimensions:
        size = dimensions[0]
        yield "1 at small sizes", (1 + (size - 1) * (size - 2) * (size - 3)) * tree


def places(tree: Expression) -> Iterator[tuple[Expression, Rebuild]]:
    """Yield every node with the function that puts another in its place, and there alone."""
    yield tree, lambda changed: changed
    if isinstance(tree, RandomVector | SampleMatrix | Column | At | Gradient):
        return
    for field in fields(tree):  # type: ignore[arg-type]
        value = getattr(tree, field.name)
        if isinstance(value, Expression) and field.name not in _SHAPES:
            for node, rebuild in places(value):
                yield node, lambda c, n=field.name, r=rebuild: replace(tree, **{n: r(c)})  # type: ignore[misc]
        elif field.name == "terms":
            for i, term in enumerate(value):
                for node, rebuild in places(term):
                    yield (
                        node,
                        lambda c, i=i, v=value, r=rebuild: Sum((*v[:i], r(c), *v[i + 1 :])),  # type: ignore[misc]
                    )


def _changes(
    node: Expression, letters: list[Symbol], dimensions: list[Symbol]
) -> Iterator[tuple[str, Expression]]:
    match node:
        case Number():
            yield "coefficient", Number(node.value * TWO_PERCENT)
            yield "coefficient", Number(node.value + 1)
            yield "sign", Number(-node.value)
        case Sum():
            for i, term in enumerate(node.terms):
                left = (*node.terms[:i], *node.terms[i + 1 :])
                yield "dropped term", left[0] if len(left) == 1 else Sum(left)
                yield "sign", Sum((*node.terms[:i], -term, *node.terms[i + 1 :]))
        case Power():
            yield "exponent", Power(node.child, node.exponent + 1)
            yield "exponent", Power(node.child, node.exponent - 1)
        case Symbol() if node.structure == "dimension":
            yield "N for N + 1", node + 1
            for other in dimensions:
                if other != node:
                    yield "swapped letters", other
        case Symbol():
            for other in letters:
                if other != node and other.shape == node.shape and other.structure != "dimension":
                    yield "swapped letters", other
            yield from _of_matrix(node, dimensions)
        case Trace():
            yield "factor", 2 * node
        case Scale() if isinstance(node.scalar, Trace) and isinstance(node.child, Identity):
            if node.scalar.child.shape == node.child.shape:
                yield "tr dropped", node.scalar.child
        case Scale() if node.scalar.is_scalar and not isinstance(node.scalar, Number):
            yield "dropped factor", node.child
        case Expectation() | SumOver():
            return


def _of_matrix(node: Symbol, dimensions: list[Symbol]) -> Iterator[tuple[str, Expression]]:
    if node.is_scalar or node.rows != node.cols:
        return
    if not node.is_symmetric:
        yield "transpose", Transpose(node)
    lengths = [d for d in dimensions if d != node.rows]
    if node.structure == "positive definite" and lengths:
        n = lengths[0]
        yield "Gamma for Lambda", (1 + 1 / n) * node + trace_of(node) / n * identity(node.rows)


def letters_of(
    trees: list[Expression], everything: Callable[[list[Expression]], Iterator[Any]]
) -> list[Symbol]:
    """Return the symbols of trees, dimensions among them."""
    found: dict[Symbol, None] = {}
    for node in everything(trees):
        if isinstance(node, Symbol):
            found.setdefault(node)
        for size in node.shape:
            if isinstance(size, Symbol):
                found.setdefault(size)
    return list(found)
