r"""The tokens of a formula: what TeX sees, without what only changes the layout.

Every token knows its place in the source; what a macro writes stands where the macro was called. An explicit space
(`\,`, `\;`) is no token, but the token after it is marked: `\E\,(a)^2` and `\E(a)^2` are two things.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from lsa_theory.reading.places import Unreadable

LONGEST = 20_000
_MOST_TOKENS = 20_000
_DEEPEST = 50
_LONGEST_TOKEN = 60
_TOKEN = re.compile(r"\\[a-zA-Z]+\*?|\\.|[0-9]+(?:\.[0-9]+)?|#[0-9]|\S", re.DOTALL)
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_SPACES = frozenset({r"\,", r"\;", r"\:", r"\!", "\\ ", r"\quad", r"\qquad", "\\\n", "~", r"\>"})
_LAYOUT = frozenset(
    [
        r"\displaystyle",
        r"\textstyle",
        r"\scriptstyle",
        r"\nonumber",
        r"\notag",
        r"\limits",
        r"\nolimits",
        r"\allowbreak",
        r"\middle",
        r"&",
    ]
)
_SIZES = frozenset(
    [
        r"\big",
        r"\Big",
        r"\bigg",
        r"\Bigg",
        r"\bigl",
        r"\bigr",
        r"\Bigl",
        r"\Bigr",
        r"\biggl",
        r"\biggr",
        r"\Biggl",
        r"\Biggr",
        r"\bigm",
        r"\Bigm",
    ]
)
MATRICES = ("pmatrix", "bmatrix", "matrix")
# What keeps its & and its line ends.
TABLES = (*MATRICES, "cases")
_ENVIRONMENTS = frozenset(
    [
        r"align",
        r"aligned",
        r"alignat",
        r"equation",
        r"gather",
        r"gathered",
        r"split",
        r"multline",
        r"eqnarray",
        r"displaymath",
        r"math",
    ]
)
TIMES = (r"\cdot", "*", r"\times")
BRACKETS = {"(": ")", "[": "]", r"\{": r"\}", "{": "}"}


@dataclass(frozen=True)
class Token:
    r"""One token: its text and place, and whether an explicit space, \left or \right precedes it."""

    text: str
    at: int
    spaced: bool = False
    side: str = ""


@dataclass(frozen=True)
class Macro:
    r"""What a \newcommand says: how many arguments, and its body with #1, #2 ..."""

    body: str
    arguments: int = 0


def tokens_of(text: str, macros: Mapping[str, Macro] | None = None) -> list[Token]:
    r"""Return the tokens of a formula, its macros expanded.

    Raises
    ------
    Unreadable
        If it is too long, a brace is not closed, or a macro recurs or explodes.

    Examples
    --------
    >>> [t.text for t in tokens_of(r"\left( a \right)_{1} % a remark")]
    ['(', 'a', ')', '_', '{', '1', '}']
    """
    if len(text) > LONGEST:
        raise Unreadable(f"the formula has {len(text)} characters; at most {LONGEST} are read", text[:80], 0)
    plain = _COMMENT.sub(lambda m: " " * len(m[0]), text)
    raw = [Token(m[0], m.start()) for m in _TOKEN.finditer(plain)]
    for token in raw:
        if len(token.text) > _LONGEST_TOKEN:
            raise Unreadable(
                f"more than {_LONGEST_TOKEN} characters in one number or command", text, token.at
            )
    return _without_layout(_expanded(raw, macros or {}, text), text)


def group_after(tokens: list[Token], k: int, text: str) -> tuple[list[Token], int]:
    """Return the tokens of the group (or the one token) at k, and where it ends."""
    if k >= len(tokens):
        raise Unreadable("the formula ends where an argument is expected", text, len(text))
    if tokens[k].text != "{":
        return [tokens[k]], k + 1
    depth = 0
    for j in range(k, len(tokens)):
        depth += (tokens[j].text == "{") - (tokens[j].text == "}")
        if depth == 0:
            return tokens[k + 1 : j], j + 1
    raise Unreadable("this brace is not closed", text, tokens[k].at)


def _expanded(raw: list[Token], macros: Mapping[str, Macro], text: str) -> list[Token]:
    if not macros:
        return raw
    out: list[Token] = []
    # What is still to be read, last first, each token with how many macros it comes from.
    todo = [(token, 0) for token in reversed(raw)]
    while todo:
        token, depth = todo.pop()
        macro = macros.get(token.text)
        if macro is None:
            out.append(token)
            if len(out) > _MOST_TOKENS:
                raise Unreadable("the macros make more tokens of this formula than are read", text, token.at)
            continue
        if depth >= _DEEPEST or len(todo) > _MOST_TOKENS:
            raise Unreadable(f"the macro {token.text} calls itself, or grows without end", text, token.at)
        given: list[list[Token]] = []
        if macro.arguments:
            rest = [t for t, _ in reversed(todo)]
            k = 0
            for _ in range(macro.arguments):
                found, k = group_after(rest, k, text)
                given.append(found)
            del todo[len(todo) - k :]
        for part in reversed([m[0] for m in _TOKEN.finditer(macro.body)]):
            if part[0] == "#" and part[1:].isdecimal():
                number = int(part[1:])
                if not 1 <= number <= len(given):
                    raise Unreadable(
                        f"the macro {token.text} uses {part}, which it does not have", text, token.at
                    )
                todo.extend((replace(t, at=token.at), depth + 1) for t in reversed(given[number - 1]))
            else:
                todo.append((Token(part, token.at), depth + 1))
    return out


def _without_layout(raw: list[Token], text: str) -> list[Token]:
    out: list[Token] = []
    k, spaced, side = 0, False, ""
    evaluated = _evaluated(raw)
    matrices = 0
    while k < len(raw):
        token = raw[k]
        k += 1
        name = token.text
        if name in _SPACES:
            spaced = True
        elif name == "&" and matrices:
            out.append(token)
        elif name in (r"\left", r"\right"):
            side = name
        elif name in _LAYOUT or name in _SIZES:
            continue
        elif name in (r"\label", r"\tag", r"\tag*", r"\hspace", r"\hspace*", r"\vspace"):
            _, k = group_after(raw, k, text)
        elif name in (r"\boxed", r"\ensuremath", r"\mathop", r"\mathrel", r"\mathbin", r"\phantom"):
            if name == r"\phantom":
                _, k = group_after(raw, k, text)
                continue
            inner, k = group_after(raw, k, text)
            out.extend(_without_layout(inner, text))
        elif name == r"\substack":
            # Lines below a sum are conditions side by side.
            inner, k = group_after(raw, k, text)
            lines = [replace(t, text=",") if t.text == r"\\" else t for t in inner]
            out.extend(_without_layout(lines, text))
        elif name in (r"\begin", r"\end"):
            inner, after = group_after(raw, k, text)
            what = "".join(t.text for t in inner)
            k = after
            if what in TABLES:
                matrices += 1 if name == r"\begin" else -1
                out.append(replace(token, text=f"{name}{{{what}}}"))
                continue
            if what.rstrip("*") not in _ENVIRONMENTS:
                raise Unreadable(
                    f"the environment {what} is not read; write its entries as formulas", text, token.at
                )
            if what.rstrip("*") == "alignat" and name == r"\begin":
                _, k = group_after(raw, k, text)
        elif name == "." and side:
            # An invisible bracket.
            if side == r"\left" and k - 1 in evaluated:
                out.append(replace(token, text=r"\left."))
            side = ""
        elif name == r"\lVert" or name == r"\lvert":
            out.append(replace(token, text=r"\|" if name == r"\lVert" else "|", side=r"\left"))
        elif name == r"\rVert" or name == r"\rvert":
            out.append(replace(token, text=r"\|" if name == r"\rVert" else "|", side=r"\right"))
        else:
            text_of = {r"\Vert": r"\|", r"\vert": "|", r"\lbrack": "[", r"\rbrack": "]", r"\lbrace": r"\{"}
            out.append(replace(token, text=text_of.get(name, name), spaced=spaced, side=side))
            spaced, side = False, ""
    return out


def _evaluated(raw: list[Token]) -> set[int]:
    r"""Return where the dots of \left. stand whose \right is a bar: an evaluation, no invisible bracket."""
    opened: list[int] = []
    found: set[int] = set()
    for k, token in enumerate(raw[:-1]):
        if token.text == r"\left":
            opened.append(k + 1)
        elif token.text == r"\right" and opened:
            dot = opened.pop()
            if raw[dot].text == "." and raw[k + 1].text in ("|", r"\vert", r"\rvert"):
                found.add(dot)
    return found
