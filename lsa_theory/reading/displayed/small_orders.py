r"""What is left out as small: a = b + o(1/N^k) says that N^k (a - b) tends to 0."""

from __future__ import annotations

from dataclasses import replace

from lsa_theory.errors import LsaTheoryError
from lsa_theory.expressions.expression import Expression, Number, Power, Symbol
from lsa_theory.expressions.fractions_of_scalars import parts
from lsa_theory.reading.formula import value_of
from lsa_theory.reading.letters import Letter
from lsa_theory.reading.notation import Notation
from lsa_theory.reading.parsing.tokens import Token
from lsa_theory.reading.places import Unreadable

_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")


def small_order_out(
    tokens: tuple[Token, ...], text: str, known: Notation, growing: tuple[Symbol, ...]
) -> tuple[tuple[Token, ...], Symbol, int] | None:
    r"""Return a side without its last term o(1/N^k), the length and the power; None where there is no such term.

    Raises
    ------
    Unreadable
        If o stands elsewhere, holds something else, or nothing says what grows in o(1).
    """
    if Letter("o") in known.letters or known.has_base("o"):
        return None
    places = [k for k in range(len(tokens) - 1) if tokens[k].text == "o" and tokens[k + 1].text == "("]
    if not places:
        return None
    k = places[0]
    depth, end = 0, None
    for j in range(k + 1, len(tokens)):
        depth += (tokens[j].text in _OPEN) - (tokens[j].text in _CLOSE)
        if depth == 0:
            end = j
            break
    if len(places) > 1 or end != len(tokens) - 1 or (k > 0 and tokens[k - 1].text != "+"):
        raise Unreadable("an order stands last, after +, once: a = b + o(1/N)", text, tokens[k].at)
    try:
        value = value_of([replace(t) for t in tokens[k + 2 : end]], text, known)
    except LsaTheoryError as error:
        raise Unreadable(f"the order cannot be read: {error}", text, tokens[k].at) from None
    length, power = _order(value, growing) or (None, 0)
    if length is None:
        raise Unreadable(
            r"only o(1/N^k) of one length, with an integer k, is read, and o(1) where N \to \infty is said",
            text,
            tokens[k].at,
        )
    return tokens[: max(k - 1, 0)], length, power


def _order(value: object, growing: tuple[Symbol, ...]) -> tuple[Symbol, int] | None:
    if not isinstance(value, Expression):
        return None
    if isinstance(value, Number):
        return (growing[0], 0) if value.value == 1 and len(growing) == 1 else None
    split = parts(value)
    if split.number == 1 and split.matrix is None and not split.numerator and len(split.denominator) == 1:
        below = split.denominator[0]
        base, power = (below.child, below.exponent) if isinstance(below, Power) else (below, 1)
        if isinstance(base, Symbol) and power == int(power) and growing in ((), (base,)):
            return base, int(power)
    return None
