"""Random vectors, i.i.d. samples of them, and the operators that bind them: expectation and summation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from lsa_theory.algebra.expression import Dimension, Expression, ShapedLike, Transpose, Zero, walk
from lsa_theory.errors import InvalidArgument

MomentRule = Callable[..., Expression]


@dataclass(frozen=True)
class Gaussian:
    """The normal law with a mean (d x 1; zero if None) and a covariance (d x d), both expressions."""

    covariance: Expression
    mean: Expression | None = None


@dataclass(frozen=True)
class DeclaredMoments:
    """A law of which only some moments are known.

    `covariance` and `mean` give orders one and two. `rules` maps a higher order k to a function of k column
    vectors a_1 ... a_k (expressions) that returns the central moment E prod_j <a_j, z - mean>, multilinear.
    An expectation that needs any other order is an error that names the vector and the order.
    """

    covariance: Expression
    mean: Expression | None = None
    rules: Mapping[int, MomentRule] = field(default_factory=dict, compare=False, hash=False)


Law = Gaussian | DeclaredMoments


@dataclass(frozen=True, repr=False)
class RandomVector(Expression):
    """A random d x 1 vector, independent of every other random vector."""

    name: str
    rows: Dimension
    law: Law
    cols: Dimension = 1


@dataclass(frozen=True, repr=False)
class SampleMatrix(Expression):
    """The d x n matrix whose columns are i.i.d. copies of a random vector."""

    name: str
    rows: Dimension
    cols: Dimension
    law: Law

    def column(self, index: Index) -> Expression:
        """Return the column x_i of an index that a `sum_over` binds."""
        if index.count != self.cols:
            raise InvalidArgument(
                f"index {index.name} runs to {index.count}, but the sample {self.name} has {self.cols} columns"
            )
        return Column(self, index)

    @property
    def gram(self) -> Expression:
        """sum_i x_i x_i' = X X'."""
        return self @ Transpose(self)

    @property
    def covariance(self) -> Expression:
        """The uncentred sample covariance (1/n) sum_i x_i x_i'."""
        return self.gram / self.cols

    @property
    def total(self) -> Expression:
        """sum_i x_i."""
        return sum_over(self.cols, self.column)

    @property
    def average(self) -> Expression:
        """(1/n) sum_i x_i."""
        return self.total / self.cols


@dataclass(frozen=True)
class Index:
    """A summation index that runs over 1 ... count."""

    name: str
    count: Dimension


@dataclass(frozen=True, repr=False)
class Column(Expression):
    """The column x_i of a sample."""

    sample: SampleMatrix
    index: Index
    cols: Dimension = 1

    @property
    def rows(self) -> Dimension:  # type: ignore[override]
        return self.sample.rows


@dataclass(frozen=True, repr=False)
class SumOver(ShapedLike):
    """sum_{i=1}^{count} body(i)."""

    shaped_like: ClassVar[str] = "body"
    parts: ClassVar[tuple[str, ...]] = ("body",)

    index: Index
    body: Expression


@dataclass(frozen=True, repr=False)
class Expectation(ShapedLike):
    """The expectation over the named sources of randomness; conditional on all others."""

    shaped_like: ClassVar[str] = "body"
    parts: ClassVar[tuple[str, ...]] = ("body",)

    body: Expression
    over: tuple[RandomVector | SampleMatrix, ...]


Source = RandomVector | SampleMatrix


def free_sources(expression: Expression) -> tuple[Source, ...]:
    """Return what is random in an expression and not averaged, in order of first appearance.

    Averaging over x leaves what the law of x depends on, a random mean or covariance; as long as x itself stands there,
    its law does not enter.
    """
    return tuple(dict.fromkeys(_free(expression)))


def sources(expression: Expression) -> tuple[Source, ...]:
    """Return all that must be averaged to leave nothing random: what is free, and what their laws depend on.

    >>> from lsa_theory.algebra import dimension, gaussian, identity
    >>> d = dimension("d"); y = gaussian("y", covariance=identity(d))
    >>> x = gaussian("x", covariance=identity(d), mean=y)
    >>> sources(x.T @ x)
    (x, y)
    """
    found: dict[Source, None] = {}
    waiting = list(free_sources(expression))
    while waiting:
        source = waiting.pop(0)
        if source not in found:
            found[source] = None
            waiting.extend(law_sources(source))
    return tuple(found)


def law_sources(source: Source) -> tuple[Source, ...]:
    """Return what the mean and the covariance of a source directly depend on."""
    parts = [p for p in (source.law.mean, source.law.covariance) if p is not None]
    return tuple(dict.fromkeys(s for part in parts for s in _free(part)))


def _free(expression: Expression) -> Iterator[Source]:
    if isinstance(expression, RandomVector | SampleMatrix):
        yield expression
    elif isinstance(expression, Column):
        yield expression.sample
    elif isinstance(expression, Expectation):
        inside = [*_free(expression.body), *(s for over in expression.over for s in law_sources(over))]
        yield from (s for s in inside if s not in expression.over)
    else:
        for child in expression.children:
            yield from _free(child)


def sum_over(count: Dimension, term: Callable[[Index], Expression]) -> Expression:
    """Return sum_{i=1}^{count} term(i).

    Parameters
    ----------
    count : dimension symbol or int
        How far the index runs.
    term : function of an `Index`
        Builds the summand, usually from `X.column(i)`; may itself contain sums.

    Examples
    --------
    >>> from lsa_theory.algebra import dimension, identity, samples, sum_over, trace
    >>> d, N = dimension("d"), dimension("N")
    >>> X = samples("x", covariance=identity(d), count=N)
    >>> sum_over(N, lambda i: X.column(i) @ X.column(i).T).shape
    (d, d)
    """
    # The index is named after how deep its sum is nested, so that equal sums are equal trees and an inner
    # sum never captures an outer index.
    probe = term(Index("", count))
    depth = 1 + sum(isinstance(node, SumOver) for node in walk(probe))
    index = Index(f"i{depth}", count)
    return SumOver(index, term(index))


def mean_of(law: Law, rows: Dimension) -> Expression:
    """Return the mean of a law as a column."""
    return Zero(rows, 1) if law.mean is None else law.mean
