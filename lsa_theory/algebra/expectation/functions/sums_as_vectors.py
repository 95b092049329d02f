"""Sums over columns with functions in them, as expectations over single vectors.

sum_i sum_j F(x_i, x_j) has N equal terms with i = j and N (N - 1) with i and j apart, where x_i and x_j are
independent; so for more sums, one term for each way to say which of their indices agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions.analysis.kinds import Applied
from lsa_theory.expressions.declare import trace
from lsa_theory.expressions.expression import (
    Dimension,
    Expression,
    Number,
    Power,
    Product,
    Scale,
    Sum,
    Symbol,
    Trace,
    Transpose,
    Zero,
    as_expression,
    walk,
)
from lsa_theory.expressions.random import (
    Column,
    Expectation,
    Index,
    RandomVector,
    SampleMatrix,
    SumOver,
    sources,
)
from lsa_theory.expressions.rebuilding import replaced, with_columns

# Five indices agree in 52 ways.
_MOST_SUMS = 5
_MOST_TERMS = 400
Term = tuple[tuple[Index, ...], Expression]


def sums_as_vectors(node: Expectation) -> Expression | None:
    """Return an expectation of sums over columns as one over vectors; None where no sum holds a function.

    Raises
    ------
    UnsupportedExpression
        If a sum stands where it cannot be taken out, or a sample also occurs as a whole.
    """
    if not any(isinstance(n, SumOver) and _holds_function_of_column(n, node) for n in walk(node.body)):
        return None
    total: Expression = Zero(node.rows, node.cols)
    for indices, body in _Opening().terms(node.body):
        for blocks in _partitions(indices):
            vectors = {index: number for number, block in enumerate(blocks) for index in block}
            term = _with_vectors(body, vectors)
            over = tuple(s for s in sources(term) if _original(s) in {o.name for o in node.over})
            averaged = Expectation(term, over) if over else term
            total = total + _ways(blocks) * averaged
    return total


def _holds_function_of_column(node: SumOver, within: Expectation) -> bool:
    return any(
        isinstance(n, Applied) and any(isinstance(c, Column) and c.sample in within.over for c in walk(n))
        for n in walk(node.body)
    )


class _Opening:
    """Takes sums outside, each with an index of its own."""

    def __init__(self) -> None:
        self._count = 0

    def terms(self, node: Expression) -> list[Term]:
        """Return the terms of an expression without sums, each with the indices that it is summed over."""
        if not any(isinstance(n, SumOver) for n in walk(node)):
            return [((), node)]
        match node:
            case SumOver():
                self._count += 1
                fresh = Index(f"\0{self._count}", node.index.count)
                body = replaced(
                    node.body,
                    lambda n: (
                        Column(n.sample, fresh) if isinstance(n, Column) and n.index == node.index else None
                    ),
                )
                return self._few([((fresh, *indices), term) for indices, term in self.terms(body)])
            case Sum():
                return self._few([term for part in node.terms for term in self.terms(part)])
            case Scale():
                return self._pairs(node.scalar, node.child, Scale)
            case Product():
                return self._pairs(node.left, node.right, Product)
            case Transpose():
                return [(indices, term.T) for indices, term in self.terms(node.child)]
            case Trace():
                return [(indices, trace(term)) for indices, term in self.terms(node.child)]
            case Power() if node.exponent.denominator == 1 and node.exponent > 1:
                lower = node.child ** (node.exponent - 1)
                return self._pairs(node.child, lower, Scale if node.is_scalar else Product)
            case Power() if node.exponent == 1:
                return self.terms(node.child)
        inside = node.function if isinstance(node, Applied) else f"a {type(node).__name__.lower()}"
        raise UnsupportedExpression(
            f"a sum over a sample stands inside {inside}, from which it cannot be taken out; its expectation has no "
            "closed form here"
        )

    def _pairs(self, left: Expression, right: Expression, join: type[Scale] | type[Product]) -> list[Term]:
        pairs = product(self.terms(left), self.terms(right))
        return self._few([((*i, *j), join(a, b)) for (i, a), (j, b) in pairs])

    def _few(self, terms: list[Term]) -> list[Term]:
        if len(terms) > _MOST_TERMS or any(len(indices) > _MOST_SUMS for indices, _ in terms):
            raise UnsupportedExpression(
                f"products of more than {_MOST_SUMS} sums with functions of their columns are not multiplied out"
            )
        return terms


def _partitions(indices: Sequence[Index]) -> Iterator[list[list[Index]]]:
    """Yield the ways in which indices of one range may agree."""
    if not indices:
        yield []
        return
    first, rest = indices[0], indices[1:]
    for blocks in _partitions(rest):
        yield [[first], *blocks]
        for k, block in enumerate(blocks):
            if block[0].count == first.count:
                yield [*blocks[:k], [first, *block], *blocks[k + 1 :]]


def _ways(blocks: Sequence[Sequence[Index]]) -> Expression:
    """Return how many values the indices of the blocks can take, all blocks of one range apart."""
    used: dict[Dimension, int] = {}
    total: Expression = Number(Fraction(1))
    for block in blocks:
        count = block[0].count
        size = count if isinstance(count, Symbol) else as_expression(count)
        total = total * (size - used.get(count, 0))
        used[count] = used.get(count, 0) + 1
    return total


def _with_vectors(body: Expression, vectors: dict[Index, int]) -> Expression:
    """Return a term with a vector of its own for each block of indices."""

    def vector(column: Column) -> Expression | None:
        if column.index not in vectors:
            return None
        sample = column.sample
        return RandomVector(f"{sample.name}\0{vectors[column.index]}", sample.rows, sample.law)

    term = with_columns(body, vector)
    whole = next((n for n in walk(term) if isinstance(n, SampleMatrix)), None)
    if whole is not None:
        raise UnsupportedExpression(
            f"the sample {whole.name} stands as a whole beside a function of one of its columns; only columns are "
            "averaged with it, so write its products as sums over columns"
        )
    return term


def _original(source: RandomVector | SampleMatrix) -> str:
    return source.name.partition("\0")[0] or source.name
