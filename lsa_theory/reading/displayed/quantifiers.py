r"""\forall and \exists before or behind a formula.

A claim is about all values of its letters: \forall of declared letters says so again, and is left out. \exists is read
where it names every letter and every dimension of the formula, so that some instance is what is claimed.
"""

from __future__ import annotations

from dataclasses import dataclass

from lsa_theory.expressions.expression import Symbol
from lsa_theory.expressions.random import RandomVector, SampleMatrix
from lsa_theory.reading.formula import value_of
from lsa_theory.reading.letters import spelled
from lsa_theory.reading.notation import Notation
from lsa_theory.reading.parsing.tokens import Token
from lsa_theory.reading.places import Unreadable
from lsa_theory.reading.relations import AT_LEAST, AT_MOST, ORDERS, STRICT

_ENDS = frozenset({":", ",", ";", "."})
_RELATIONS = AT_LEAST | AT_MOST | STRICT | frozenset(ORDERS) | {"=", r"\ne", r"\neq"}
_IN = r"\in"


@dataclass(frozen=True)
class Quantified:
    """A display without its quantifiers: what is said to exist, and what is said to lie where."""

    tokens: list[Token]
    exists: tuple[Symbol, ...] = ()
    members: tuple[tuple[Token, ...], ...] = ()


def quantifiers_out(tokens: list[Token], text: str, known: Notation) -> Quantified:
    r"""Return a display without \forall and \exists.

    Raises
    ------
    Unreadable
        If what is quantified is no declared letter, a condition is put on it, or a quantifier stands inside a formula.
    """
    names = [t.text for t in tokens]
    exists: tuple[Symbol, ...] = ()
    members: list[tuple[Token, ...]] = []
    while names[:1] == [r"\exists"] or (names[:1] == [r"\forall"] and not _is_condition(tokens)):
        end = _end(tokens, text)
        symbols, found = _letters(tokens[1:end], tokens[0], text, known)
        members += found
        if names[0] == r"\exists":
            exists += symbols
        elif exists:
            raise Unreadable(
                r"\forall behind \exists is not read; state the claim for one instance", text, tokens[0].at
            )
        tokens = tokens[end + 1 :] if end < len(tokens) and tokens[end].text in _ENDS else tokens[end:]
        names = [t.text for t in tokens]
    k = names.index(r"\forall") if r"\forall" in names else len(names)
    if k < len(names) and not _is_condition(tokens[k:]):
        symbols, found = _letters(tokens[k + 1 :], tokens[k], text, known)
        if exists:
            raise Unreadable(
                r"\exists before \forall is not read; state the claim for one instance", text, tokens[k].at
            )
        members += found
        tokens = tokens[:k]
        while tokens and tokens[-1].text in (",", ";"):
            tokens = tokens[:-1]
    for mark in (r"\exists", r"\nexists"):
        if mark in (t.text for t in tokens):
            at = next(t.at for t in tokens if t.text == mark)
            raise Unreadable(f"{mark} stands inside a formula; write it first, or \\forall last", text, at)
    return Quantified(tokens, exists, tuple(members))


def _is_condition(tokens: list[Token]) -> bool:
    r"""Whether a \forall is said of what meets a relation, which is a condition on letters named elsewhere."""
    depth = 0
    for token in tokens[1:]:
        depth += (token.text in "([{") - (token.text in ")]}")
        if depth == 0 and token.text in (_ENDS | {_IN, r"\forall", r"\exists"}):
            return False
        if depth == 0 and token.text in _RELATIONS:
            return True
    return False


def _end(tokens: list[Token], text: str) -> int:
    """Return where a quantifier at the beginning ends: at the colon, or at the last comma before a formula."""
    depth, comma = 0, None
    for k, token in enumerate(tokens):
        depth += (token.text in "([{") - (token.text in ")]}")
        if depth == 0 and k > 0 and (token.text == ":" or token.text in (r"\forall", r"\exists")):
            return k
        if depth == 0 and token.text == ",":
            comma = k
        if depth == 0 and token.text in _RELATIONS:
            break
    if comma is None:
        if any(token.text == ":" for token in tokens):
            raise Unreadable(
                f"a condition on what {tokens[0].text} names is not read; declare the letter so, as a positive scalar "
                "for instance, or put what meets the condition in its place",
                text,
                tokens[0].at,
            )
        raise Unreadable(
            f"where {tokens[0].text} ends is not said; write a colon behind what it names", text, tokens[0].at
        )
    return comma


def _letters(
    tokens: list[Token], mark: Token, text: str, known: Notation
) -> tuple[tuple[Symbol, ...], list[tuple[Token, ...]]]:
    """Return what a quantifier names, and what it says of where that lies."""
    names = [t.text for t in tokens]
    where: list[Token] = []
    if _IN in names:
        k = names.index(_IN)
        tokens, where = tokens[:k], tokens[k + 1 :]
    found: list[Symbol] = []
    members: list[tuple[Token, ...]] = []
    pieces: list[list[Token]] = [[]]
    for token in tokens:
        if token.text in (",", ";"):
            pieces.append([])
        else:
            pieces[-1].append(token)
    for piece in pieces:
        if not piece:
            raise Unreadable(f"a letter is missing behind {mark.text}", text, mark.at)
        value = value_of(piece, text, known)
        if not isinstance(value, Symbol | RandomVector | SampleMatrix):
            raise Unreadable(
                f"{spelled(piece, text)} behind {mark.text} is no declared letter; a condition is written into the "
                "declaration, or as a case",
                text,
                piece[0].at,
            )
        if where and isinstance(value, Symbol) and value.structure not in ("general", "real"):
            raise Unreadable(
                f"{value.name} is declared {value.structure}, and is quantified over a set that may hold more; leave "
                "the set out, or declare the letter as wide",
                text,
                piece[0].at,
            )
        if isinstance(value, Symbol):
            found.append(value)
        elif mark.text == r"\exists":
            raise Unreadable("something random does not exist or not; name constants", text, piece[0].at)
        if where:
            members.append((*piece, Token(_IN, mark.at), *where))
    return tuple(found), members
