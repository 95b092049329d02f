"""Claims about what happens as lengths grow: limits, orders, and limits in probability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Unpack

from lsa_theory.claims.equality import About, Statement
from lsa_theory.claims.names import check_names
from lsa_theory.claims.questions.equal import as_stated
from lsa_theory.claims.questions.tends import Tends
from lsa_theory.claims.strict import is_positive
from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.expressions.declare import E, norm_squared
from lsa_theory.expressions.expression import Expression, Number, Power, Symbol, as_expression, describe, walk
from lsa_theory.expressions.random import sources
from lsa_theory.expressions.traversal import free_symbols


@dataclass(frozen=True, init=False, eq=False)
class _Asymptotic(Statement):
    """What the claims about growing lengths share."""

    asked: Tends

    def _state(self, asked: Tends, about: About) -> None:
        object.__setattr__(self, "asked", asked)
        check_names(self.stated())
        Statement.__init__(self, **about)

    @property
    def questions(self) -> tuple[Tends, ...]:
        """What happens in the limit, and that nothing is divided by that vanishes there."""
        return (self.asked,)


@dataclass(frozen=True, init=False, eq=False)
class TendsTo(_Asymptotic):
    """The claim that an expression has a limit as lengths or positive scalars go to infinity.

    Parameters
    ----------
    expression, limit : expressions of one shape
    growing : symbol or symbols
        What goes to infinity, all of it together and at any rates.
    holding : mapping of Symbol to expression, optional
        What grows along, for instance ``{d: r * N}``, in expressions where d occurs as a scalar only.

    The remaining parameters are those of `Statement`.

    Raises
    ------
    InvalidArgument
        If the limit depends on what grows, or that is neither a dimension nor a positive scalar.
    ShapeMismatch
        If the two sides have different shapes.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension
    >>> d, N = dimension("d"), dimension("N")
    >>> TendsTo(N / (3 * N + 5 + d), Fraction(1, 3), N).describe()
    'N / (3 * N + 5 + d) -> 1/3 as N -> oo'
    """

    def __init__(
        self,
        expression: object,
        limit: object,
        growing: Symbol | Sequence[Symbol],
        *,
        holding: Mapping[Symbol, object] | None = None,
        **about: Unpack[About],
    ) -> None:
        left, right = _sides(expression, limit)
        symbols, along = _growing(growing, holding)
        moved = free_symbols(right) & {*symbols, *along}
        if moved:
            name = min(symbol.name for symbol in moved)
            raise InvalidArgument(f"the limit {describe(right)} depends on {name}, which goes to infinity")
        self._state(Tends(left, right, symbols, along), about)


@dataclass(frozen=True, init=False, eq=False)
class EqualUpTo(_Asymptotic):
    """The claim that left = right + O(1 / N^order) as N goes to infinity, everything else held.

    Parameters
    ----------
    left, right : expressions of one shape
    growing : symbol
    order : int
        At least 1.
    holding : mapping of Symbol to expression, optional
        What grows along.

    The remaining parameters are those of `Statement`.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension
    >>> d, N = dimension("d"), dimension("N")
    >>> EqualUpTo(N / (N + d), 1 - d / N, N, order=2).describe()
    'N / (N + d) = 1 - d / N + O(1 / N**2) as N -> oo'
    """

    def __init__(
        self,
        left: object,
        right: object,
        growing: Symbol,
        *,
        order: int,
        holding: Mapping[Symbol, object] | None = None,
        **about: Unpack[About],
    ) -> None:
        if isinstance(order, bool) or not isinstance(order, int) or order < 1:
            raise InvalidArgument(f"order={order!r}; expected an integer, at least 1")
        sides = _sides(left, right)
        symbols, along = _growing(growing, holding)
        if len(symbols) != 1:
            raise InvalidArgument(
                "an order is in one length; give one symbol that grows, and the others in holding="
            )
        self._state(Tends(*sides, symbols, along, order), about)


@dataclass(frozen=True, init=False, eq=False)
class TendsInProbability(_Asymptotic):
    """The claim that something random has a limit in probability.

    What is judged is more: that the mean square of the distance vanishes, from which it follows by Chebyshev. Where it
    does not vanish the claim stays undecided.

    Parameters
    ----------
    variable, limit : expressions of one shape
        The limit may be random too, in what does not depend on the lengths: a task, a query.
    growing : symbol or symbols

    The remaining parameters are those of `Statement`.

    Examples
    --------
    >>> from lsa_theory import TendsInProbability, dimension, judge, positive_definite, samples
    >>> N = dimension("N")
    >>> Lambda = positive_definite("Lambda", dimension("d"))
    >>> X = samples("x", covariance=Lambda, count=N)
    >>> judge(TendsInProbability(X.covariance, Lambda, N)).verdict.value
    'confirmed'
    """

    pair: tuple[Expression, Expression]

    def __init__(
        self, variable: object, limit: object, growing: Symbol | Sequence[Symbol], **about: Unpack[About]
    ) -> None:
        left, right = _sides(variable, limit)
        if not sources(left - right):
            raise InvalidArgument(f"nothing is random in {describe(left)}; claim TendsTo for it")
        symbols, along = _growing(growing, None)
        object.__setattr__(self, "pair", (left, right))
        self._state(
            Tends(E(norm_squared(left - right)), Number(Fraction(0)), symbols, along, sufficient=True), about
        )

    def describe(self) -> str:
        """Return the statement, and what is judged in its place."""
        left, right = self.pair
        names = ", ".join(symbol.name for symbol in self.asked.growing)
        return f"{left!r} -> {right!r} in probability as {names} -> oo\n  judged by {super().describe()}"


def _sides(left: object, right: object) -> tuple[Expression, Expression]:
    sides = as_stated(left), as_stated(right)
    if sides[0].shape != sides[1].shape:
        raise ShapeMismatch(
            f"the two sides of a claim have different shapes: {describe(sides[0])} against {describe(sides[1])}; write "
            "zero(...) for a zero matrix"
        )
    return sides


def _growing(
    growing: Symbol | Sequence[Symbol], holding: Mapping[Symbol, object] | None
) -> tuple[tuple[Symbol, ...], dict[Symbol, Expression]]:
    symbols = (growing,) if isinstance(growing, Symbol) else tuple(growing)
    for symbol in symbols:
        if not (isinstance(symbol, Symbol) and symbol.structure in ("dimension", "positive")):
            raise InvalidArgument(f"{symbol!r} cannot go to infinity; give a dimension or a positive scalar")
    if not symbols or len(set(symbols)) < len(symbols):
        raise InvalidArgument("give what goes to infinity, each symbol once")
    along = {symbol: as_expression(value) for symbol, value in (holding or {}).items()}
    for symbol, value in along.items():
        if (
            not (isinstance(symbol, Symbol) and symbol.structure in ("dimension", "positive"))
            or symbol in symbols
        ):
            raise InvalidArgument(
                f"holding= gives {symbol!r}; expected a dimension or a positive scalar that is not among what grows"
            )
        if free_symbols(value) & set(along):
            raise InvalidArgument(
                f"holding= gives {symbol.name} through what it gives itself; put the values in"
            )
        if not (is_positive(value) and _grows(value, symbols)):
            raise InvalidArgument(
                f"holding= gives {symbol.name} = {describe(value)}, whose form does not show that it is positive "
                "and grows along"
            )
    return symbols, along


def _grows(value: Expression, symbols: Sequence[Symbol]) -> bool:
    """Whether what grows stands in a value, and nowhere in a denominator."""
    below = (n.child for n in walk(value) if isinstance(n, Power) and n.exponent < 0)
    return bool(free_symbols(value) & set(symbols)) and not any(free_symbols(b) & set(symbols) for b in below)
