r"""How long a formula is: the tokens of its LaTeX that a reader sees.

Braces, spaces, \left and \right are not seen; a number, a named operator such as tr, and a name set in roman are one
token each.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from lsa_theory.expressions.expression import Expression
from lsa_theory.expressions.latex import printer, to_latex

_TOKEN = re.compile(
    r"\\(?:operatorname|mathrm|text|mathbf|mathbb)\{[^{}]*\}|\\[A-Za-z]+\*?|\\[^,;! ]|\d+|[^\s{}\\]"
)
_UNSEEN = frozenset({r"\left", r"\right", r"\displaystyle", r"\quad", r"\bigl", r"\bigr", r"\Bigl", r"\Bigr"})


def tokens(source: str) -> int:
    r"""Return the number of tokens of LaTeX source.

    >>> tokens(r"\frac{1}{N}"), tokens(r"\operatorname{tr}(\Lambda^{2})"), tokens(r"\left(12 + a\right)")
    (3, 6, 5)
    """
    return sum(token not in _UNSEEN for token in _TOKEN.findall(source))


def measurer() -> Callable[[Expression], int]:
    """Return what measures as `length` does, for many expressions that share parts."""
    printed = printer()
    return lambda expression: tokens(printed(expression))


def length(expression: Expression, notation: Mapping[str, str] | None = None) -> int:
    """Return the number of tokens of an expression.

    >>> from lsa_theory.expressions import dimension, positive_definite, trace
    >>> length(trace(positive_definite("Lambda", dimension("d"))) / 2)
    7
    """
    return tokens(to_latex(expression, notation))
