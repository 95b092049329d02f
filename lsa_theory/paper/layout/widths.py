"""How wide a formula will be, estimated from its source; for deciding where lines break.

Computer Modern at 10 points. The estimate is meant to be a few per cent too wide, never too narrow: a test
compiles the whole paper and reads the log for boxes that are too full.
"""

from __future__ import annotations

import re
from itertools import zip_longest

TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|[{}^_]|\s+|.", re.DOTALL)
SCRIPT = 0.72

# Between the columns of a matrix, and its brackets.
_COLUMN, _BRACKETS = 10.0, 16.0
_RELATION, _BINARY, _LETTER, _DIGIT = 13.5, 12.4, 5.9, 5.1
_WIDTHS = {
    **dict.fromkeys((r"\top", r"\infty", r"\mathbb"), 8.0),
    **dict.fromkeys((r"\le", r"\ge", r"\ne", r"\to", r"\approx", "=", "<", ">"), _RELATION),
    **dict.fromkeys(("+", "-", r"\cdot", r"\times", r"\pm", r"\otimes"), _BINARY),
    **dict.fromkeys(("(", ")", "[", "]", r"\{", r"\}"), 4.5),
    **dict.fromkeys(("|", ",", ".", r"\,", "'", ":"), 3.4),
    **dict.fromkeys((r"\left", r"\right", r"\bigl", r"\bigr", r"\Bigl", r"\Bigr", r"\biggl", r"\biggr"), 2.6),
    **dict.fromkeys((r"\displaystyle", r"\textstyle", r"\limits", r"\nolimits"), 0.0),
    **dict.fromkeys((r"\quad",), 10.0),
    **dict.fromkeys((r"\sum", r"\prod"), 17.0),
    **dict.fromkeys((r"\nabla", r"\Lambda", r"\Gamma", r"\Theta", r"\Sigma", r"\Psi"), 8.2),
    r"\;": 2.9,
    r"\!": -1.7,
    r"\|": 5.1,
}
_TEXT = (r"\operatorname", r"\mathrm", r"\text", r"\mathbf", r"\mathtt", r"\mathbb", r"\boldsymbol")


def width(source: str) -> float:
    r"""Return the estimated width in points of a formula in display style.

    >>> round(width("x"), 1), width(r"\frac{1}{N}") < width("1 + N"), width("x^{2}") > width("x")
    (5.9, True, True)
    """
    return _measure(TOKEN.findall(source), 0)[0]


def _measure(tokens: list[str], start: int, *, closing: bool = False) -> tuple[float, int]:
    """Return the width of a list from `start` on and where it ends."""
    total, k, scripts = 0.0, start, [0.0, 0.0]
    while k < len(tokens):
        token = tokens[k]
        if token == "}" and closing:
            return total + max(scripts), k + 1
        if token in "^_" and len(token) == 1:
            inner, k = _argument(tokens, k + 1)
            scripts["^_".index(token)] += SCRIPT * inner
            continue
        if not token.isspace() and token not in (r"\limits", r"\nolimits"):
            total, scripts = total + max(scripts), [0.0, 0.0]
        inner, k = _piece(tokens, k)
        total += inner
    return total + max(scripts), k


def _piece(tokens: list[str], k: int) -> tuple[float, int]:
    token = tokens[k]
    if token == "{":
        return _measure(tokens, k + 1, closing=True)
    if token in (r"\frac", r"\dfrac", r"\tfrac"):
        above, k = _argument(tokens, k + 1)
        below, k = _argument(tokens, k)
        return max(above, below) + 3.0, k
    if token == r"\sqrt":
        inside, k = _argument(tokens, k + 1)
        return inside + 10.0, k
    if token == r"\begin":
        end = environment_end(tokens, k)
        return _table(tokens[_opened(tokens, k) : end]), end
    if token in _TEXT:
        inside, k = _argument(tokens, k + 1)
        return inside + (1.7 if token == r"\operatorname" else 1.0), k
    return _atom(token), k + 1


def environment_end(tokens: list[str], k: int) -> int:
    r"""Return where the environment ends whose \begin stands at k, behind the braces of its \end."""
    depth = 0
    for j in range(k, len(tokens)):
        depth += (tokens[j] == r"\begin") - (tokens[j] == r"\end")
        if depth == 0:
            return _opened(tokens, j)
    return len(tokens)


def _opened(tokens: list[str], k: int) -> int:
    """Return where the name behind a begin or an end is over."""
    return next((j + 1 for j in range(k, len(tokens)) if tokens[j] == "}"), len(tokens))


def _table(tokens: list[str]) -> float:
    """Return the width of a matrix: of each column its widest entry, and the space between."""
    rows: list[list[list[str]]] = [[[]]]
    depth = 0
    for token in tokens:
        depth += (token == r"\begin") - (token == r"\end")
        if depth < 0:
            break
        if depth == 0 and token == r"\\":
            rows.append([[]])
        elif depth == 0 and token == "&":
            rows[-1].append([])
        else:
            rows[-1][-1].append(token)
    columns = zip_longest(*rows, fillvalue=[])
    return sum(max(_measure(cell, 0)[0] for cell in column) + _COLUMN for column in columns) + _BRACKETS


def _argument(tokens: list[str], k: int) -> tuple[float, int]:
    while k < len(tokens) and tokens[k].isspace():
        k += 1
    return _piece(tokens, k) if k < len(tokens) else (0.0, k)


def _atom(token: str) -> float:
    if token.isspace():
        return 0.0
    if token in _WIDTHS:
        return _WIDTHS[token]
    if token.isdigit():
        return _DIGIT
    if len(token) == 1:
        return 8.6 if token in "MWmw" else 8.0 if token.isupper() else _LETTER
    # Any other command is a letter or an accent; two letters of space are enough for the widest.
    return 7.0 if token.startswith("\\") else _LETTER
