"""Operators that act on whole expressions: gradient, and evaluation at given values of symbols."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.expressions.dimensions import as_size, check_result, with_dimensions
from lsa_theory.expressions.expression import (
    Dimension,
    Expression,
    ShapedLike,
    Symbol,
    as_expression,
    describe,
    walk,
)
from lsa_theory.expressions.laws.orthogonal import Orthogonal
from lsa_theory.expressions.random import RandomVector, SampleMatrix, sources, sources_of_law


@dataclass(frozen=True, repr=False)
class Gradient(ShapedLike, kind=True):
    """The gradient of a scalar expression: entry (i, j) is its derivative with respect to symbol[i, j].

    For a symmetric symbol it is the symmetric matrix G with d body = tr(G d symbol).
    """

    shaped_like: ClassVar[str] = "symbol"
    parts: ClassVar[tuple[str, ...]] = ("body",)

    body: Expression
    symbol: Symbol


@dataclass(frozen=True, repr=False)
class At(ShapedLike, kind=True):
    """An expression with symbols replaced, all at once, by other expressions."""

    shaped_like: ClassVar[str] = "body"

    body: Expression
    values: tuple[tuple[Symbol, Expression], ...]

    @property
    def children(self) -> tuple[Expression, ...]:
        return (self.body, *(value for _, value in self.values))


def gradient(body: object, symbol: Symbol) -> Expression:
    """Return the gradient of a scalar expression with respect to a symbol.

    Raises
    ------
    ShapeMismatch
        If the expression is not a scalar.

    Examples
    --------
    >>> from lsa_theory import dimension, gradient, matrix, normal, trace
    >>> A, B = matrix("A", dimension("d")), matrix("B", dimension("d"))
    >>> normal(gradient(trace(A @ B @ A.T), A))
    A @ B + A @ B.T
    """
    body = as_expression(body)
    if not body.is_scalar:
        raise ShapeMismatch(f"cannot take the gradient of {describe(body)}: it must be a scalar (1 x 1)")
    if not isinstance(symbol, Symbol):
        raise InvalidArgument(f"cannot take a gradient with respect to {symbol!r}; give a declared symbol")
    return Gradient(body, symbol)


def at(body: object, values: Mapping[Symbol, object]) -> Expression:
    """Return the expression with each symbol replaced by its value, all at once.

    A dimension may become another dimension, a positive integer, or an expression such as N + 1: what is as long as
    it, samples and sums, becomes as long as its value.

    Raises
    ------
    ShapeMismatch
        If a value has another shape than its symbol.
    InvalidArgument
        If the result's own shape would be no dimension any more.

    Examples
    --------
    >>> from lsa_theory import at, dimension, normal, scalar
    >>> N, s = dimension("N"), scalar("s")
    >>> normal(at(s / N, {s: 2, N: N + 1}))
    2 / (1 + N)
    """
    body = as_expression(body)
    pairs: list[tuple[Symbol, Expression]] = []
    sizes: dict[Symbol, Dimension] = {}
    for symbol, given in values.items():
        if type(symbol) is not Symbol:
            raise InvalidArgument(f"cannot replace {symbol!r}: only symbols are replaced")
        value = as_expression(given)
        if symbol.structure == "dimension":
            size = as_size(value)
            # What is averaged keeps its name at the old length, which may stand elsewhere in the same formula.
            shapes = [body.shape, *(other.shape for other in values)]
            moved = any(symbol in shape for shape in shapes) or sources(body) or _averages_over_frames(body)
            if size is not None and moved:
                sizes[symbol] = size
                continue
            if size is None:
                check_result(body, symbol, value)
        pairs.append((symbol, value))
    if sizes:
        # Symbols that are replaced too have the old shapes; their values are given at the new ones, or at the old.
        pairs = [
            (_resized(s, sizes), v if v.shape != s.shape else with_dimensions(v, sizes)) for s, v in pairs
        ]
        body = with_dimensions(body, sizes)
    for symbol, value in pairs:
        if value.shape != symbol.shape:
            raise ShapeMismatch(
                f"cannot put {describe(value)} for {describe(symbol)}: the shapes must be equal"
            )
    return At(body, tuple(pairs)) if pairs else body


def _averages_over_frames(body: Expression) -> bool:
    """Whether the average over an orthogonal matrix stands in it: of small sizes it has values of their own."""
    for node in walk(body):
        if isinstance(node, RandomVector | SampleMatrix):
            behind = (node, *sources_of_law(node))
            if any(isinstance(source.law, Orthogonal) for source in behind):
                return True
    return False


def _resized(symbol: Symbol, sizes: Mapping[Symbol, Dimension]) -> Symbol:
    rows, cols = (sizes.get(n, n) if isinstance(n, Symbol) else n for n in symbol.shape)
    return replace(symbol, rows=rows, cols=cols)
