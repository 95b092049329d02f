r"""What stands below and above a \sum: which indices it binds, and from where to where each runs.

i = 2 ... N, i, j = 1 ... N, j < i, j \le i, 1 \le i < j \le N, i \ne j and i \in [N] are read; an index that stands in
the end of another one's range is bound by a sum outside, or by the same sum before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from lsa_theory.reading.letters import Letter, spelled
from lsa_theory.reading.parsing.cursor import Cursor
from lsa_theory.reading.parsing.tokens import Token

LESS = frozenset({"<", r"\le", r"\leq", r"\leqslant"})
GREATER = frozenset({">", r"\ge", r"\geq", r"\geqslant"})
_APART = frozenset({r"\ne", r"\neq"})
_EXPECTED = r"expected \sum_{i=1}^{n}, \sum_i, \sum_{j < i}, \sum_{1 \le i < j \le n} or \sum_{i \ne j}"

# Tokens of an end, and what is added to it.
End = tuple[tuple[Token, ...], int]


@dataclass(frozen=True)
class Span:
    """An index with the ends of its range, None where they are not written, and the index it has to differ from."""

    name: str
    first: End | None = None
    last: End | None = None
    apart: str = ""


def spans_of(cursor: Cursor, low: Cursor | None, high: Cursor | None, at: int) -> list[Span]:
    """Return the spans of a sum, the outermost first.

    Raises
    ------
    Unreadable
        If what stands below binds no index, or more than it orders.
    """
    upper: End | None = None if high is None else (tuple(high.tokens), 0)
    if low is None:
        cursor.refuse(f"a sum over nothing; {_EXPECTED}", at)
    tokens = low.tokens
    names = [t.text for t in tokens]
    if "," in names and _APART & set(names):
        return _but(cursor, _pieces(tokens, ","), upper, at)
    if any(name in LESS | GREATER for name in names):
        return _chained(cursor, tokens, upper, at)
    for sign in _APART:
        if sign in names:
            return _different(cursor, tokens, names.index(sign), upper, at)
    if names[1:3] == [r"\in", "["] and names[-1:] == ["]"] and high is None:
        return [Span(_new(cursor, tokens[:1], at), None, (tuple(tokens[3:-1]), 0))]
    first: End | None = None
    if "=" in names:
        k = names.index("=")
        if not tokens[k + 1 :]:
            cursor.refuse(f"a sum from nothing; {_EXPECTED}", at)
        tokens, first = tokens[:k], (tuple(tokens[k + 1 :]), 0)
    spans = [Span(_new(cursor, piece, at), first, upper) for piece in _pieces(tokens, ",")]
    if len({span.name for span in spans}) < len(spans):
        cursor.refuse("a sum binds one index twice", at)
    return spans


def _pieces(tokens: list[Token], mark: str) -> list[list[Token]]:
    pieces: list[list[Token]] = [[]]
    for token in tokens:
        if token.text == mark:
            pieces.append([])
        else:
            pieces[-1].append(token)
    return pieces


def _is_new(cursor: Cursor, tokens: list[Token]) -> bool:
    """Whether tokens are one letter that nothing has bound or declared."""
    name = tokens[0].text if len(tokens) == 1 else ""
    free = name not in cursor.indices and Letter(name) not in cursor.notation.letters
    return len(name) == 1 and name.isalpha() and free


def _new(cursor: Cursor, tokens: list[Token], at: int) -> str:
    shown = spelled(tokens, cursor.text)
    if not (len(tokens) == 1 and len(shown) == 1 and shown.isalpha()):
        cursor.refuse(f"a sum over {shown or 'nothing'}; {_EXPECTED}", at)
    if not _is_new(cursor, tokens):
        cursor.refuse(f"{shown} is bound or declared already; give the index of this sum another letter", at)
    return shown


def _chained(cursor: Cursor, tokens: list[Token], upper: End | None, at: int) -> list[Span]:
    """Read 1 <= i < j <= N, in either direction."""
    parts: list[list[Token]] = [[]]
    signs: list[str] = []
    for token in tokens:
        if token.text in LESS | GREATER:
            signs.append(token.text)
            parts.append([])
        else:
            parts[-1].append(token)
    if not (all(s in LESS for s in signs) or all(s in GREATER for s in signs)):
        cursor.refuse(f"a chain of inequalities in two directions below a sum; {_EXPECTED}", at)
    if signs[0] in GREATER:
        parts.reverse()
        signs.reverse()
    steps = [int(sign in "<>") for sign in signs]
    new = [k for k, part in enumerate(parts) if _is_new(cursor, part)]
    if not new or new != list(range(new[0], new[-1] + 1)) or new[0] > 1 or new[-1] < len(parts) - 2:
        cursor.refuse(
            f"below this sum stand no new indices between two ends; give each index a letter of its own. {_EXPECTED}",
            at,
        )
    begin, end = new[0], new[-1]
    if len(new) > 1 and end == len(parts) - 1 and upper is None:
        _refuse_unbounded(
            cursor, parts[new[0]][0].text, parts[new[1]][0].text, r"\sum_{1 \le i < j \le n}", at
        )
    first: End | None = (tuple(parts[0]), steps[0]) if begin else None
    last = upper
    if end < len(parts) - 1:
        if upper is not None:
            cursor.refuse("the end of this range is written below the sum and above it", at)
        last = (tuple(parts[-1]), -steps[-1])
    names = [_new(cursor, parts[k], at) for k in new]
    if len(set(names)) < len(names):
        cursor.refuse("a sum binds one index twice", at)
    spans = []
    for k in reversed(range(len(names))):
        spans.append(Span(names[k], first, last))
        last = (tuple(parts[new[k]]), -steps[new[k] - 1] if k else 0)
    return spans


def _different(cursor: Cursor, tokens: list[Token], k: int, upper: End | None, at: int) -> list[Span]:
    """Read i != j: one of them may be bound outside."""
    left, right = tokens[:k], tokens[k + 1 :]
    bound = [part for part in (left, right) if len(part) == 1 and part[0].text in cursor.indices]
    if len(bound) == 1:
        other = right if bound[0] is left else left
        return [Span(_new(cursor, other, at), None, upper, bound[0][0].text)]
    one, other_name = _new(cursor, left, at), _new(cursor, right, at)
    if upper is None:
        _refuse_unbounded(cursor, one, other_name, r"\sum_{i \ne j}^{n}", at)
    if one == other_name:
        cursor.refuse("an index differs from itself nowhere", at)
    return [Span(one, None, upper), Span(other_name, None, upper, one)]


def _but(cursor: Cursor, pieces: list[list[Token]], upper: End | None, at: int) -> list[Span]:
    """Read i = 1, i != j: all places but that of an index outside."""
    first, second = pieces[0], pieces[-1]
    sign = next((k for k, t in enumerate(second) if t.text in _APART), 0)
    start = [t.text for t in first[1:]]
    sides = [second[:sign], second[sign + 1 :]]
    name = first[0].text if first else ""
    others = [side[0].text for side in sides if len(side) == 1 and side[0].text != name]
    if (
        len(pieces) != 2
        or start not in ([], ["=", "1"])
        or len(others) != 1
        or others[0] not in cursor.indices
    ):
        cursor.refuse(f"this sum leaves out more than one place of an index outside; {_EXPECTED}", at)
    return [Span(_new(cursor, first[:1], at), None, upper, others[0])]


def _refuse_unbounded(cursor: Cursor, one: str, other: str, instead: str, at: int) -> NoReturn:
    """Refuse a sum below which two new indices stand, where nothing says whether both run."""
    if one == other:
        cursor.refuse("a sum binds one index twice", at)
    cursor.refuse(
        f"a sum over {one} and {other}, or over one of them for one place of the other? Write {instead} for both, or "
        "bind one by a sum outside",
        at,
    )
