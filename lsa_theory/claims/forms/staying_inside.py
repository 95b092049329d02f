"""Whether what moves along a flow stays what it is declared to be: positive, symmetric, positive definite."""

from __future__ import annotations

from lsa_theory.claims.signs import factors_of, is_definite, is_symmetric
from lsa_theory.claims.vector_field import Flow
from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions.expression import Expression, Power, Scale, Sum, Symbol, describe
from lsa_theory.expressions.traversal import everything, free_symbols


def check_stays_inside(flow: Flow) -> None:
    """Refuse a flow whose form does not show that each symbol stays what it is declared to be.

    A positive scalar that moves down crosses 0, and what was concluded from its sign then ends. It stays positive if
    each term of its speed is non-negative or a multiple of it; a matrix likewise, and its speed is symmetric.

    Raises
    ------
    InvalidArgument
        With the symbol, its speed and what to declare it.

    Examples
    --------
    >>> from lsa_theory import Flow, scalar
    >>> p = scalar("p", positive=True)
    >>> check_stays_inside(Flow({p: 1 - p**2}, start={p: 1}))
    >>> check_stays_inside(Flow({p: p - 1}, start={p: 1}))
    Traceback (most recent call last):
    lsa_theory.errors.InvalidArgument: p is declared positive, and the form of its speed p - 1 (1 x 1) does not show ...
    """
    for symbol, speed in flow.right_hand_side.items():
        inside = not symbol.is_symmetric or is_symmetric(speed)
        if symbol.structure in ("positive", "positive definite"):
            inside = inside and all(_pushes_inward(symbol, term) for term in _terms(speed))
        if not inside:
            free = "scalar(...)" if symbol.is_scalar else "matrix(...)"
            raise InvalidArgument(
                f"{symbol.name} is declared {symbol.structure}, and the form of its speed {describe(speed)} does not "
                f"show that it stays so; declare it {free}, or write the speed so that it shows"
            )


def _terms(node: Expression) -> list[Expression]:
    if isinstance(node, Sum):
        return [inner for term in node.terms for inner in _terms(term)]
    return [node]


def _pushes_inward(symbol: Symbol, term: Expression) -> bool:
    return is_definite(term) or (
        not any(_is_steep(node) and symbol in free_symbols(node) for node in everything([term]))
        and _is_multiple(symbol, term)
    )


def _is_steep(node: Expression) -> bool:
    return isinstance(node, Power) and (node.exponent < 0 or node.exponent.denominator != 1)


def _is_multiple(symbol: Symbol, term: Expression) -> bool:
    """Whether a term begins or ends with the symbol, so that it vanishes in each direction in which the symbol does."""
    if isinstance(term, Scale):
        return _is_multiple(symbol, term.child) or (symbol.is_scalar and _is_multiple(symbol, term.scalar))
    if isinstance(term, Power):
        return term.exponent >= 1 and _is_multiple(symbol, term.child)
    factors = factors_of(term)
    if len(factors) == 1:
        return factors[0] == symbol
    ends = factors if symbol.is_scalar else [factors[0], factors[-1]]
    return any(_is_multiple(symbol, factor) for factor in ends)
