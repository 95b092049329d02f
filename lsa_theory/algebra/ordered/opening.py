"""Sums taken outside: each with a label of its own for its index, and the range that the label runs over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions.analysis.kinds import Applied
from lsa_theory.expressions.declare import trace
from lsa_theory.expressions.entrywise.elementwise import UnitVector
from lsa_theory.expressions.expression import Expression, Power, Product, Scale, Sum, Trace, Transpose
from lsa_theory.expressions.operators import At
from lsa_theory.expressions.random import (
    Column,
    End,
    Expectation,
    Index,
    Position,
    SampleMatrix,
    SumOver,
    free_indices,
)
from lsa_theory.expressions.rebuilding import replaced

# Six indices are in order in 4683 ways.
_MOST_SUMS = 6
_MOST_TERMS = 400


@dataclass(frozen=True)
class Opened:
    """One term without sums, and the indices that it is summed over, each with the range it was written with."""

    indices: tuple[Index, ...]
    body: Expression


def in_order(tree: Expression) -> bool:
    """Whether the order of places counts in the sums of a tree, outside the expectations in it."""
    nodes = list(_outside_expectations(tree))
    sums = [node for node in nodes if isinstance(node, SumOver)]
    weighted = any(isinstance(node, Position) for node in nodes)
    return bool(sums) and (weighted or any(not node.index.is_whole for node in sums))


def order_counts(node: Expectation) -> bool:
    """Whether sums in an integrand are in order, or a column that is averaged stands at the place of a sum outside."""
    if in_order(node.body):
        return True
    columns = [part for part in _outside_expectations(node.body) if isinstance(part, Column)]
    if not columns:
        return False
    outside = free_indices(node.body)
    return any(part.index in outside and part.sample in node.over for part in columns)


def _outside_expectations(tree: Expression) -> Iterator[Expression]:
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, Expectation):
            stack.extend(node.children)


def renamed(tree: Expression, names: dict[Index, Index]) -> Expression:
    """Return a tree with other indices in the place of free ones."""

    def change(node: Expression) -> Expression | None:
        match node:
            case SumOver():
                index = replace(
                    node.index, first=_end(node.index.first, names), last=_end(node.index.last, names)
                )
                return SumOver(index, renamed(node.body, {**names, node.index: index}))
            case Column() if node.index in names:
                return Column(node.sample, names[node.index])
            case Position() if node.index in names:
                return Position(names[node.index])
            case UnitVector() if node.index in names:
                return UnitVector(node.rows, names[node.index])
        return None

    return replaced(tree, change)


def _end(end: End, names: dict[Index, Index]) -> End:
    outer, shift = end
    return (outer if outer is None else names.get(outer, outer)), shift


class Opening:
    """Takes the sums of an integrand outside; labels are numbered by a counter, so that none is used twice."""

    def __init__(self, numbers: Iterator[int]) -> None:
        self._numbers = numbers

    def terms(self, node: Expression) -> list[Opened]:
        """Return the terms of an expression.

        Raises
        ------
        UnsupportedExpression
            If a sum stands where it cannot be taken out, or there are too many.
        """
        if not any(isinstance(n, SumOver | SampleMatrix) for n in _outside_expectations(node)):
            return [Opened((), node)]
        match node:
            case SumOver():
                fresh = replace(node.index, name=f"\0{next(self._numbers)}")
                inside = self.terms(renamed(node.body, {node.index: fresh}))
                return _few([Opened((fresh, *term.indices), term.body) for term in inside])
            case Sum():
                return _few([term for part in node.terms for term in self.terms(part)])
            case Scale():
                return self._pairs(node.scalar, node.child, Scale)
            case Product():
                opened = self._with_columns(node)
                return self._pairs(node.left, node.right, Product) if opened is node else self.terms(opened)
            case Transpose():
                return [Opened(term.indices, term.body.T) for term in self.terms(node.child)]
            case Trace():
                return [Opened(term.indices, trace(term.body)) for term in self.terms(node.child)]
            case Power() if node.exponent.denominator == 1 and node.exponent > 1:
                lower = node.child ** (node.exponent - 1)
                return self._pairs(node.child, lower, Scale if node.is_scalar else Product)
            case Power() if node.exponent == 1:
                return self.terms(node.child)
            case At() if not any(symbol.structure == "dimension" for symbol, _ in node.values):
                values: dict[Expression, Expression] = dict(node.values)
                return self.terms(replaced(node.body, lambda part: values.get(part)))
            case SampleMatrix():
                raise UnsupportedExpression(
                    f"the sample {node.name} stands as a whole beside sums in the order of its columns; only X @ Z.T "
                    "of two samples is averaged with them, so write other products as sums over columns"
                )
        inside_of = node.function if isinstance(node, Applied) else f"a {type(node).__name__.lower()}"
        raise UnsupportedExpression(
            f"a sum over places in order stands inside {inside_of}, from which it cannot be taken out; its expectation "
            "has no closed form here"
        )

    def _with_columns(self, node: Product) -> Expression:
        """Return a product with X Z' in it written as a sum over columns; itself where there is none."""
        factors = _factors(node)
        for k in range(len(factors) - 1):
            left, right = factors[k], factors[k + 1]
            if isinstance(left, SampleMatrix) and isinstance(right, Transpose):
                other = right.child
                if isinstance(other, SampleMatrix) and other.cols == left.cols:
                    index = Index(f"\0{next(self._numbers)}", left.cols)
                    gram = SumOver(index, Column(left, index) @ Column(other, index).T)
                    return _product([*factors[:k], gram, *factors[k + 2 :]])
        return node

    def _pairs(self, left: Expression, right: Expression, join: type[Scale] | type[Product]) -> list[Opened]:
        pairs = product(self.terms(left), self.terms(right))
        return _few([Opened((*a.indices, *b.indices), join(a.body, b.body)) for a, b in pairs])


def _few(terms: list[Opened]) -> list[Opened]:
    if len(terms) > _MOST_TERMS or any(len(term.indices) > _MOST_SUMS for term in terms):
        raise UnsupportedExpression(
            f"products of more than {_MOST_SUMS} sums in the order of places are not multiplied out"
        )
    return terms


def _factors(node: Expression) -> list[Expression]:
    return [*_factors(node.left), *_factors(node.right)] if isinstance(node, Product) else [node]


def _product(factors: list[Expression]) -> Expression:
    total = factors[0]
    for factor in factors[1:]:
        total = Product(total, factor)
    return total


def outer_indices(term: Opened) -> tuple[Index, ...]:
    """Return the indices of sums outside of an integrand that a term holds."""
    found = set(free_indices(term.body))
    waiting = [*term.indices, *found]
    while waiting:
        index = waiting.pop()
        for outer, _ in (index.first, index.last):
            if outer is not None and outer not in found:
                found.add(outer)
                waiting.append(outer)
    return tuple(sorted(found - set(term.indices), key=lambda index: index.name))
