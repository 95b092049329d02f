r"""What goes to infinity: \lim_{N \to \infty}, \xrightarrow{N \to \infty}, (N \to \infty), as N \to \infty.

It is taken out of the formula before the formula is read; what is left has \to, or = after a \lim, for its relation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from lsa_theory.errors import LsaTheoryError
from lsa_theory.expressions.expression import Power, Symbol
from lsa_theory.expressions.fractions_of_scalars import parts
from lsa_theory.reading.formula import value_of
from lsa_theory.reading.notation import Notation
from lsa_theory.reading.parsing.tokens import Token, group_after
from lsa_theory.reading.places import Unreadable

_ARROWS = frozenset({r"\longrightarrow", r"\rightarrow"})
_OPEN, _CLOSE = frozenset("([{"), frozenset(")]}")


@dataclass(frozen=True)
class Growth:
    r"""What is said to go to infinity, as tokens, and whether a \lim stands before the left side."""

    names: tuple[tuple[Token, ...], ...] = ()
    limit: bool = False

    def symbols(self, text: str, known: Notation) -> tuple[Symbol, ...]:
        """Return the symbols.

        Raises
        ------
        Unreadable
            If something else than a declared length goes to infinity.
        """
        found = []
        for name in self.names:
            value = value_of(list(name), text, known)
            if not (isinstance(value, Symbol) and value.structure in ("dimension", "positive")):
                raise Unreadable("only a dimension or a positive scalar goes to infinity", text, name[0].at)
            found.append(value)
        return tuple(found)


def growth_taken_out(tokens: list[Token], text: str) -> tuple[list[Token], Growth]:
    """Return a display without what it says of infinity, and what it says."""
    out: list[Token] = []
    names: tuple[tuple[Token, ...], ...] = ()
    limit = False
    texts = [token.text for token in tokens]
    last = max((j for j, t in enumerate(texts) if t == r"\infty"), default=-1)
    k = 0
    while k < len(tokens):
        token = tokens[k]
        if token.text == r"\lim":
            said, k = _below(tokens, k, text)
            _once(names, token, text)
            if out and out[-1].text not in ("(", "[", "{"):
                raise Unreadable(r"a limit is read where \lim begins the display", text, token.at)
            names, limit = _names(said, text, token.at), True
            continue
        if token.text == r"\xrightarrow":
            said, k = _above(tokens, k + 1, text)
            out.append(replace(token, text=r"\to"))
            if said:
                _once(names, token, text)
                names = _names(said, text, token.at)
            continue
        if token.text in _ARROWS:
            token = replace(token, text=r"\to")
        end = _remark(tokens, texts, k, last) if k <= last else None
        if end is not None:
            said, k = end
            _once(names, token, text)
            names = _names(said, text, token.at)
            continue
        out.append(token)
        k += 1
    while out and out[-1].text in (",", ";"):
        out.pop()
    return out, Growth(names, limit)


def _once(names: tuple[tuple[Token, ...], ...], token: Token, text: str) -> None:
    if names:
        raise Unreadable("what goes to infinity is said twice", text, token.at)


def _below(tokens: list[Token], k: int, text: str) -> tuple[list[Token], int]:
    if k + 1 >= len(tokens) or tokens[k + 1].text != "_":
        raise Unreadable(r"what goes to infinity is missing; write \lim_{N \to \infty}", text, tokens[k].at)
    return group_after(tokens, k + 2, text)


def _above(tokens: list[Token], k: int, text: str) -> tuple[list[Token], int]:
    r"""Return what stands at an arrow, [below]{above}; both together say one thing."""
    said: list[Token] = []
    if k < len(tokens) and tokens[k].text == "[":
        end = next((j for j in range(k, len(tokens)) if tokens[j].text == "]"), None)
        if end is None:
            raise Unreadable("this bracket is not closed", text, tokens[k].at)
        said, k = tokens[k + 1 : end], end + 1
    inner, k = group_after(tokens, k, text)
    return [*said, *inner], k


def _remark(tokens: list[Token], texts: list[str], k: int, last: int) -> tuple[list[Token], int] | None:
    r"""Return what is said in (N \to \infty), as N \to \infty, or , N \to \infty at the end, and where it ends.

    `last` is the place of the last \infty.
    """
    if texts[k] == "(":
        close = next((j for j in range(k, len(texts)) if texts[j] == ")"), None)
        inside = texts[k + 1 : close]
        if close is not None and r"\to" in inside and inside[-1:] == [r"\infty"]:
            return tokens[k + 1 : close], close + 1
        return None
    begin = None
    if texts[k] in (r"\text", r"\mathrm", r"\mbox") and "".join(texts[k + 1 : k + 5]) in ("{as}",):
        begin = k + 5
    elif texts[k] == ",":
        begin = k + 1
    if begin is None or last != len(texts) - 1:
        return None
    said = texts[begin:last]
    if r"\to" not in said or any(t in said for t in ("=", r"\le", r"\ge", "+", "(", r"\\")):
        return None
    return tokens[begin : last + 1], last + 1


def _names(said: list[Token], text: str, at: int) -> tuple[tuple[Token, ...], ...]:
    r"""Return the letters before \to \infty, split at commas."""
    pieces: list[list[Token]] = [[]]
    for token in said:
        if token.text == ",":
            pieces.append([])
        else:
            pieces[-1].append(token)
    names: list[tuple[Token, ...]] = []
    for piece in pieces:
        shown = [t.text for t in piece]
        if shown[-2:] == [r"\to", r"\infty"]:
            piece = piece[:-2]
        elif r"\to" in shown:
            raise Unreadable(r"only N \to \infty is read as what grows", text, piece[0].at)
        if not piece:
            raise Unreadable("what goes to infinity is missing", text, at)
        names.append(tuple(piece))
    if r"\infty" not in [t.text for t in said]:
        raise Unreadable(r"only N \to \infty is read as what grows", text, at)
    return tuple(names)


def order_taken_out(
    tokens: tuple[Token, ...], text: str, known: Notation
) -> tuple[tuple[Token, ...], Symbol, int] | None:
    r"""Return a side without its last term O(1/N^k), the length and the power; None where there is no such term.

    Raises
    ------
    Unreadable
        If O stands elsewhere, or holds something else.
    """
    places = [k for k in range(len(tokens)) if _is_order(tokens, k)]
    if not places:
        return None
    k = places[0]
    opening = next(j for j in range(k, len(tokens)) if tokens[j].text == "(")
    depth, end = 0, None
    for j in range(opening, len(tokens)):
        depth += (tokens[j].text in _OPEN) - (tokens[j].text in _CLOSE)
        if depth == 0:
            end = j
            break
    if len(places) > 1 or end != len(tokens) - 1 or (k > 0 and tokens[k - 1].text != "+"):
        raise Unreadable("an order stands last, after +, once: a = b + O(1/N^2)", text, tokens[k].at)
    try:
        split = parts(value_of(list(tokens[opening + 1 : end]), text, known))  # type: ignore[arg-type]
    except LsaTheoryError as error:
        raise Unreadable(f"the order cannot be read: {error}", text, tokens[k].at) from None
    if split.number == 1 and split.matrix is None and not split.numerator and len(split.denominator) == 1:
        below = split.denominator[0]
        base, power = (below.child, below.exponent) if isinstance(below, Power) else (below, 1)
        if isinstance(base, Symbol) and power == int(power):
            return tokens[: max(k - 1, 0)], base, int(power)
    raise Unreadable("only O(1/N^k) of one length, with an integer k, is read", text, tokens[k].at)


def _is_order(tokens: tuple[Token, ...], k: int) -> bool:
    texts = [t.text for t in tokens[k : k + 5]]
    return (
        texts[:2] == ["O", "("]
        or texts == [r"\mathcal", "{", "O", "}", "("]
        or texts[:3] == [r"\mathcal", "O", "("]
    )
