r"""Functions of what stands in a bracket: \det, \log\det, \exp, \log, and e to a power."""

from __future__ import annotations

from lsa_theory.expressions.analysis.words import det, exp, log, log_det
from lsa_theory.expressions.expression import Expression
from lsa_theory.reading.parsing import rules
from lsa_theory.reading.parsing.cursor import Cursor, nothing_left
from lsa_theory.reading.parsing.tokens import BRACKETS
from lsa_theory.reading.shapes import Value, exact

_FUNCTIONS = {r"\exp": exp, r"\log": log, r"\ln": log, r"\det": det}


def begins_function(cursor: Cursor) -> bool:
    """Whether a function stands at the cursor; e is one where it is no declared letter and has an exponent."""
    text = cursor.peek()
    following = cursor.tokens[cursor.k + 1].text if cursor.k + 1 < len(cursor.tokens) else ""
    return text in _FUNCTIONS or (text == "e" and following == "^")


def read_function(cursor: Cursor) -> Value:
    """Read a function and its bracket, which has to stand: how far it would reach without one is not said."""
    token = cursor.take()
    if token.text == "e":
        cursor.take("^")
        group = cursor.group()
        exponent = exact(rules.read_sum(group))
        nothing_left(group)
        return cursor.placed(token.at, lambda: exp(exponent))
    name, function = token.text, _FUNCTIONS[token.text]
    if name in (r"\log", r"\ln") and cursor.peek() == r"\det":
        cursor.take()
        name, function = rf"{name}\det", log_det
    if cursor.peek() in ("^", "_"):
        cursor.refuse(f"a script on {name}; write [{name}(...)]^2")
    if cursor.token().text not in BRACKETS:
        cursor.refuse(f"how far {name} reaches is not said; write {name}(...)")
    body: Expression = cursor.placed(cursor.token().at, lambda: exact(rules.read_bracket(cursor)))
    if cursor.peek() in ("^", "'"):
        cursor.refuse(f"{name}(...)^p may be the power of the value or of the argument; use outer brackets")
    return cursor.placed(token.at, lambda: function(body))
