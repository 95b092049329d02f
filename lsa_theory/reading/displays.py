r"""A display: statements separated by commas and lines, each a chain of relations between formulas."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lsa_theory.reading.formula import without_end
from lsa_theory.reading.parsing.grammar import RELATIONS
from lsa_theory.reading.parsing.tokens import TABLES, Token
from lsa_theory.reading.places import Unreadable

DEFINES = frozenset({":=", r"\coloneqq", r"\triangleq", r"\equiv"})
_OPENING = frozenset({"(", "[", "{", r"\{", r"\langle"} | {rf"\begin{{{name}}}" for name in TABLES})
_CLOSING = frozenset({")", "]", "}", r"\}", r"\rangle"} | {rf"\end{{{name}}}" for name in TABLES})
_JOINING = frozenset({"+", "-", r"\cdot", r"\times", "/", *RELATIONS})


@dataclass(frozen=True)
class Link:
    """Two neighbouring formulas of a chain and the relation between them."""

    left: tuple[Token, ...]
    relation: str
    right: tuple[Token, ...]
    at: int


def links_of(tokens: list[Token], text: str) -> list[list[Link]]:
    """Return the statements of a display, each as its chain.

    Raises
    ------
    Unreadable
        If a statement has no relation, or a line cannot be told to go on or to begin anew.
    """
    chains = []
    for piece in _statements(_defining(without_end(tokens)), text):
        sides: list[list[Token]] = [[]]
        signs: list[Token] = []
        depth = 0
        for token in piece:
            depth += (token.text in _OPENING) - (token.text in _CLOSING)
            if depth == 0 and token.text in RELATIONS:
                signs.append(token)
                sides.append([])
            else:
                sides[-1].append(token)
        if not signs:
            at = piece[0].at if piece else 0
            if depth:
                raise Unreadable("a bracket is not closed by the bracket that belongs to it", text, at)
            raise Unreadable("no relation stands in this formula, so nothing is claimed", text, at)
        chains.append(
            [
                Link(tuple(a), sign.text, tuple(b), sign.at)
                for a, sign, b in zip(sides, signs, sides[1:], strict=False)
            ]
        )
    if not chains:
        raise Unreadable("nothing is written here", text, 0)
    return chains


def _defining(tokens: list[Token]) -> list[Token]:
    """Join : and = into := where they are neighbours."""
    out: list[Token] = []
    for token in tokens:
        if token.text == "=" and out and out[-1].text == ":":
            out[-1] = replace(out[-1], text=":=")
        else:
            out.append(token)
    return out


def _statements(tokens: list[Token], text: str) -> list[list[Token]]:
    pieces: list[list[Token]] = [[]]
    depth = 0
    for k, token in enumerate(tokens):
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if token.text == r"\\" and (depth == 0 or not _in_matrix(tokens, k)):
            if depth == 0 and _begins_anew(tokens, k, pieces[-1], text):
                pieces.append([])
        elif depth == 0 and token.text in (",", ";"):
            pieces.append([])
        else:
            pieces[-1].append(token)
    return [piece for piece in pieces if piece]


def _in_matrix(tokens: list[Token], k: int) -> bool:
    """Whether a place lies between the begin and the end of a block matrix."""
    names = [t.text for t in tokens[:k]]
    opened = sum(name.startswith(r"\begin{") for name in names)
    return opened > sum(name.startswith(r"\end{") for name in names)


def _begins_anew(tokens: list[Token], k: int, so_far: list[Token], text: str) -> bool:
    before = so_far[-1].text if so_far else ""
    after = tokens[k + 1].text if k + 1 < len(tokens) else ""
    if not before or not after or after == r"\\":
        return False
    line = []
    for token in tokens[k + 1 :]:
        if token.text == r"\\":
            break
        line.append(token.text)
    related = any(t in RELATIONS for t in line)
    if before in _JOINING or after in RELATIONS:
        return False
    if after in _JOINING:
        if related:
            raise Unreadable(
                "a line that begins with a sign and holds a relation goes on or begins anew; split the display",
                text,
                tokens[k + 1].at,
            )
        return False
    if not related:
        raise Unreadable(
            r"a new line without an operator or a relation goes on or begins anew; write \cdot",
            text,
            tokens[k].at,
        )
    return True
