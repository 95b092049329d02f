"""A function whose sums stay sums: each sum that is a factor of a product is a local matrix, computed once.

tr((A + B)^2 C) expands to three products of normal form; with F = A + B it is the one trace tr(F F C). Which is
cheaper depends on what else is needed: the planner prices both.

A sum is kept only if nothing cancels when it is multiplied out. Then the rounding errors of both ways have one bound,
the sum of the sizes of all words; where terms cancel, as in I - Gamma^-1 Lambda times Gamma, a cheaper way would be
less exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import count

from lsa_theory.algebra.normal import equal, normal
from lsa_theory.codegen.function import Definition, Function, Output
from lsa_theory.codegen.short_form import compacted
from lsa_theory.expressions.expression import (
    Expression,
    Power,
    Product,
    Scale,
    Sum,
    Symbol,
    Transpose,
    walk,
)
from lsa_theory.expressions.operators import At, Gradient
from lsa_theory.expressions.random import Expectation, SumOver, sources
from lsa_theory.expressions.rebuilding import replaced


def factored(function: Function) -> list[Function]:
    """Return the ways to write a function with its sums kept: as typed, and in the shortest form found.

    Empty if no product has a sum among its factors.
    """
    short = tuple(replace(o, expression=compacted(o.expression)) for o in function.outputs)
    found: dict[Function, None] = {}
    # Where an average is left, as where no short form was found, a sum inside it may not stand outside.
    for outputs in (o for o in (function.outputs, short) if all(map(_is_plain, o))):
        kept = _with_local_sums(function, outputs)
        if kept is not None:
            found.setdefault(kept)
    return list(found)


def _is_plain(output: Output) -> bool:
    operators = (Expectation, SumOver, Gradient, At)
    nodes = walk(output.expression)
    return not sources(output.expression) and not any(isinstance(node, operators) for node in nodes)


def _with_local_sums(function: Function, outputs: tuple[Output, ...]) -> Function | None:
    sums = dict.fromkeys(s for o in outputs for s in _factors(o.expression))
    if not sums or any(_cancels(o.expression, set(sums)) for o in outputs):
        return None
    used = {a.name for a in function.arguments} | {o.name for o in outputs}
    used |= {d.symbol.name for d in function.definitions} | {a.symbol.name for a in function.applications}
    letters: dict[Expression, Symbol] = {}
    for node in sums:
        name = next(n for k in range(1, len(used) + 2) if (n := f"factor_{k}") not in used)
        used.add(name)
        square = node.rows == node.cols
        structure = "symmetric" if square and equal(node, node.T) else "general"
        letters[node] = Symbol(name, node.rows, node.cols, structure)

    def inside(node: Expression) -> Expression:
        return replaced(node, lambda other: None if other == node else letters.get(other))

    return replace(
        function,
        outputs=tuple(replace(o, expression=replaced(o.expression, letters.get)) for o in outputs),
        definitions=(*function.definitions, *(Definition(s, inside(node)) for node, s in letters.items())),
    )


def _factors(expression: Expression) -> Iterator[Expression]:
    """Yield the sums of matrices that stand as factors of products, or are raised to a whole power above one."""
    for node in walk(expression):
        match node:
            case Product():
                yield from (s for f in node.children if (s := _sum_in(f)) is not None)
            case Power() if not node.is_scalar and (s := _sum_in(node)) is not None:
                yield s


def _sum_in(factor: Expression) -> Expression | None:
    match factor:
        case Sum() if not factor.is_scalar:
            return factor
        case Scale() | Transpose():
            return _sum_in(factor.child)
        case Power(exponent=exponent) if exponent > 0 and exponent.denominator == 1:
            return _sum_in(factor.child)
    return None


def _cancels(expression: Expression, sums: set[Expression]) -> bool:
    """Whether terms cancel when some sums in an expression are multiplied out."""
    tags = count()

    def tagged(node: Expression) -> Expression | None:
        if not isinstance(node, Sum) or node not in sums:
            return None
        return Sum(tuple(Scale(Symbol(f"tag {next(tags)}"), replaced(term, tagged)) for term in node.terms))

    return _size(replaced(expression, tagged)) != _size(expression)


def _size(expression: Expression) -> Fraction:
    return sum((abs(Fraction(c)) for c in normal(expression).terms.values()), Fraction(0))
