r"""Formulas broken into lines that fit, for any LaTeX that `to_latex` writes.

A formula may break before + and - and between factors, at any depth of brackets; the shallower the better. A pair
\left( ... \right) that a break divides becomes a pair of fixed size, because TeX cannot stretch it over lines.
Values behind an evaluation bar leave the index when they are long. Fractions, roots and matrices never break: one that
is wider than a line is scaled down as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from lsa_theory.paper.layout.widths import TOKEN, environment_end, width

# What a break costs, against the square of the share of a line that stays empty.
_AT_SIGN, _AT_RELATION, _AT_FACTOR, _DEEPER = 0.4, 0.1, 3.0, 1.2
INDENT = 20.0
# Values behind an evaluation bar that are wider than this, in points, leave the index.
_WIDEST_INDEX = 140.0


@dataclass(frozen=True)
class Piece:
    """A part of a formula that never breaks: its source, how deep it stands, what a break before it costs."""

    source: str
    depth: int
    cost: float | None
    # Where the other bracket of a pair stands, as an index into the pieces.
    partner: int | None = None


def broken(source: str, room: float, first: float | None = None) -> list[str]:
    r"""Return the lines of a formula, each at most `room` points wide; the first has `first` points.

    >>> broken("a + b", 100.0)
    ['a + b']
    >>> broken(r"\left(a + \frac{1}{N} b + c\right)^{2}", 66.0)
    ['\\Bigl(a + \\frac{1}{N} b', '+ c\\Bigr)^{2}']
    """
    start = room if first is None else first
    if width(source) <= start:
        return [source]
    pieces = [_fitting(piece, room - INDENT) for piece in split(source)]
    bounds = _best(pieces, room - INDENT, start)
    pieces = _fixed_brackets(pieces, bounds)
    return ["".join(_spaced(pieces[a:b])).strip() for a, b in pairwise(bounds)]


def split(source: str) -> list[Piece]:
    """Return the formula as pieces; their sources in a row are the formula."""
    pieces: list[Piece] = []
    opened: list[int] = []
    tokens = TOKEN.findall(source)
    k = 0
    while k < len(tokens):
        token = tokens[k]
        k += 1
        if token.isspace():
            continue
        if token == r"\begin":
            end = environment_end(tokens, k - 1)
            token, k = "".join(tokens[k - 1 : end]), end
        if token == "{":
            end = _group_end(tokens, k - 1)
            token, k = "".join(tokens[k - 1 : end]), end
        if token in (r"\left", r"\right") and k < len(tokens):
            token, k = token + tokens[k], k + 1
        opening = token in ("(", "[") or (token.startswith(r"\left") and token != r"\leftarrow")
        shut = token in (")", "]") or (token.startswith(r"\right") and token != r"\rightarrow")
        while not opening and k < len(tokens) and _continues(token, tokens[k], tokens, k):
            end = _group_end(tokens, k)
            token, k = token + "".join(tokens[k:end]), end
        values: list[Piece] = []
        if token.startswith(r"\right|_{") and width(token) > _WIDEST_INDEX:
            values = split(token[len(r"\right|_{") : -1])
            # Broken over lines, a bar would have nothing to stand beside: brackets, and the word "at".
            token = r"\right]\text{ at }"
        partner = None
        if shut and opened:
            partner = opened.pop()
            bracket = r"\left[" if values else pieces[partner].source
            pieces[partner] = replace(pieces[partner], partner=len(pieces), source=bracket)
        pieces.append(Piece(token, len(opened), _cost(token, pieces, len(opened), shut), partner))
        if opening:
            opened.append(len(pieces) - 1)
        if values:
            pieces.extend(_behind_the_bar(values, len(pieces), len(opened)))
    return pieces


def _behind_the_bar(values: list[Piece], start: int, depth: int) -> list[Piece]:
    """Return the values of an evaluation in braces, in the size of the line, where the index is too long."""
    inner = [
        replace(
            piece,
            depth=piece.depth + depth + 1,
            cost=_AT_SIGN + _DEEPER * depth if k == 0 else piece.cost and piece.cost + _DEEPER * depth,
            partner=None if piece.partner is None else piece.partner + start,
        )
        for k, piece in enumerate(values)
    ]
    inner[0] = replace(inner[0], source=rf"\{{{inner[0].source}")
    inner[-1] = replace(inner[-1], source=rf"{inner[-1].source}\}}")
    return inner


_SIGNS, _RELATIONS = ("+", "-"), ("=", r"\ge", r"\le", r"\ne", r"\to", "<", ">", r"\approx")
# After these a formula goes on without a break.
_HOLDS = (*_SIGNS, *_RELATIONS, r"\operatorname", r"\mathbb", r"\nabla", r"\frac", r"\sqrt", r"\sum", r"\|")
_WITH_ARGUMENT = (r"\operatorname", r"\mathbb", r"\frac", r"\sqrt", r"\text", r"\mathrm", r"\mathbf", r"\hat")


def _continues(token: str, following: str, tokens: list[str], k: int) -> bool:
    """Whether the next token belongs to the piece: scripts, arguments of commands, digits of a number."""
    if following in ("^", "_", "'"):
        return True
    if following == "{":
        return token.endswith(("^", "_", "}")) or (token.startswith("\\") and token.isascii())
    if token[-1] in "^_":
        return True
    return token[-1].isdigit() and following.isdigit() and "^" not in token and "_" not in token


def _group_end(tokens: list[str], k: int) -> int:
    if tokens[k] != "{":
        return k + 1
    depth = 0
    for end in range(k, len(tokens)):
        depth += (tokens[end] == "{") - (tokens[end] == "}")
        if depth == 0:
            return end + 1
    return len(tokens)


def _cost(token: str, before: list[Piece], depth: int, shut: bool) -> float | None:
    """Return what a break before a piece costs, None where there is none."""
    previous = before[-1].source if before else ""
    if not before or shut or previous in ("(", "[") or previous.startswith(r"\left"):
        return None
    if token in _RELATIONS:
        return _AT_RELATION + _DEEPER * depth
    if token in _SIGNS:
        # A sign right after a relation or another sign is not binary.
        return None if previous in (*_SIGNS, *_RELATIONS) else _AT_SIGN + _DEEPER * depth
    if previous.endswith(r"\,"):
        return _AT_SIGN + _DEEPER * depth
    if (
        token[0] in "^_',."
        or token == r"\,"
        or (previous.startswith(_HOLDS) and not previous.startswith((r"\frac", r"\sqrt")))
    ):
        return None
    return _AT_FACTOR + _DEEPER * depth


def _fitting(piece: Piece, room: float) -> Piece:
    if width(piece.source) <= room or piece.source.startswith((r"\left", r"\right")):
        return piece
    return replace(piece, source=rf"\resizebox{{{room:.0f}pt}}{{!}}{{$\displaystyle {piece.source}$}}")


def _best(pieces: list[Piece], room: float, first: float) -> list[int]:
    """Return where the lines of the cheapest division begin, and the end."""
    widths = [room if p.source.startswith(r"\resizebox") else width(p.source) for p in pieces]
    ends = [0.0]
    for w in widths:
        ends.append(ends[-1] + w)
    n = len(pieces)
    best: list[tuple[float, int]] = [(0.0, 0)] + [(float("inf"), 0)] * n
    for b in range(1, n + 1):
        cost = 0.0 if b == n else pieces[b].cost
        if cost is None:
            continue
        for a in range(b - 1, -1, -1):
            if a and pieces[a].cost is None:
                continue
            full = (ends[b] - ends[a]) / (first if a == 0 else room)
            # A line that cannot be avoided may be too full, at a price that no other division reaches.
            slack = 1e3 * full if full > 1 else 0.0 if b == n else (1 - full) ** 2
            total = best[a][0] + slack + cost + 0.5
            if total < best[b][0]:
                best[b] = (total, a)
            if full > 1:
                break
    bounds = [n]
    while bounds[-1]:
        bounds.append(best[bounds[-1]][1])
    return bounds[::-1]


def _fixed_brackets(pieces: list[Piece], bounds: list[int]) -> list[Piece]:
    """Return the pieces with fixed sizes for every pair of brackets that a line break divides."""
    result = list(pieces)
    for k, piece in enumerate(pieces):
        other = piece.partner
        if other is None or other < k or not any(k < b <= other for b in bounds):
            continue
        inside = "".join(p.source for p in pieces[k + 1 : other])
        size = (
            "Bigg" if inside.count(r"\frac") and r"\sum" in inside else "Big" if r"\frac" in inside else "big"
        )
        for at, side in ((k, "l"), (other, "r")):
            body = result[at].source.removeprefix(r"\left").removeprefix(r"\right")
            result[at] = replace(result[at], source=rf"\{size}{side}{body}")
    return result


def _spaced(pieces: list[Piece]) -> list[str]:
    """Return the sources with the spaces that keep commands apart and signs legible."""
    out: list[str] = []
    for k, piece in enumerate(pieces):
        text = piece.source
        sign = text in (*_SIGNS, *_RELATIONS)
        before = pieces[k - 1].source if k else ""
        tight = (
            k == 0 or before.endswith(("(", "[", "|")) or text[0] in ")],^_'" or text.startswith(r"\right")
        )
        tight = tight or (text.startswith((r"\big", r"\Big")) and text[4:6].strip("g")[:1] == "r")
        tight = tight or (text in ("(", "[") and before.startswith((r"\operatorname", r"\mathbb")))
        tight = tight or before in (*_SIGNS, *_RELATIONS)
        out.append(f" {text} " if sign and k else f"{text} " if sign else text if tight else f" {text}")
    return out
