r"""One formula of a paper, as an expression."""

from __future__ import annotations

from collections.abc import Mapping

from lsa_theory.expressions.expression import Expression
from lsa_theory.expressions.random import Index
from lsa_theory.reading.holes import check_closed
from lsa_theory.reading.notation import Notation, notation
from lsa_theory.reading.parsing.blocks import read_grid
from lsa_theory.reading.parsing.cursor import Cursor, nothing_left
from lsa_theory.reading.parsing.grammar import read_sum
from lsa_theory.reading.parsing.rules import rule
from lsa_theory.reading.parsing.tokens import Token, tokens_of
from lsa_theory.reading.shapes import Open, Value, exact

_LINES = (r"\\",)
# Block matrices are made of sums; a norm, which is a part of a sum, may hold one.
rule(read_grid)


@rule
def from_latex(text: str, letters: Notation | Mapping[str, object]) -> Expression:
    r"""Return the expression that a formula stands for.

    Parameters
    ----------
    text : str
        LaTeX of maths mode, without a relation.
    letters : Notation or mapping
        What the letters are, see `notation`.

    Raises
    ------
    Unreadable
        With line, column and a caret, if a letter is not declared, a command not known, or if two rules allow two
        readings.

    Examples
    --------
    >>> letters = {"d": "dimension", r"\Sigma": "positive definite d", "x": r"gaussian \Sigma"}
    >>> from_latex(r"\E\left[\|x\|^2\right]", letters)
    E[x.T @ x]
    >>> from_latex(r"\tr \Sigma \Sigma", letters)
    Traceback (most recent call last):
    lsa_theory.reading.places.Unreadable: line 1, column 5: how far \tr reaches is not said; write \tr(AB) or ...
    """
    known = letters if isinstance(letters, Notation) else notation(letters)
    value = value_from_latex(text, known)
    result = Cursor([], text, known).placed(0, lambda: exact(value))
    Cursor([], text, known).placed(0, lambda: check_closed(result))
    return result


@rule
def value_from_latex(text: str, known: Notation) -> Value:
    """Return the value of a formula; an identity may be without a size."""
    return value_of(without_end(tokens_of(text, known.macros)), text, known)


@rule
def indexed_value(
    text: str, known: Notation, indices: dict[str, Index | Open], steps: list[int] | None = None
) -> Value:
    """Return the value of a formula in which some indices are bound already."""
    cursor = Cursor(without_end(tokens_of(text, known.macros)), text, known, indices=indices)
    if steps is not None:
        cursor.steps = steps
    value = read_sum(cursor)
    nothing_left(cursor)
    return value


def value_of(tokens: list[Token], text: str, known: Notation) -> Value:
    """Return the value of the tokens of a formula."""
    lines = _lines_of(tokens)
    cursor = Cursor([t for t in tokens if not any(t is line for line in lines)], text, known)
    for line in lines:
        _check_line(tokens, line, cursor)
    value = cursor.placed(cursor.token().at, lambda: read_sum(cursor))
    nothing_left(cursor)
    if isinstance(value, Expression) and value.is_scalar:
        cursor.placed(0, lambda: check_closed(value))
    return value


def _lines_of(tokens: list[Token]) -> list[Token]:
    """Return the ends of lines that are the formula's own; those between begin and end are a matrix's."""
    found, depth = [], 0
    for token in tokens:
        depth += token.text.startswith(r"\begin{") - token.text.startswith(r"\end{")
        if depth == 0 and token.text in _LINES:
            found.append(token)
    return found


def _check_line(tokens: list[Token], line: Token, cursor: Cursor) -> None:
    """Refuse a new line that neither ends nor begins with an operator: two formulas, or a product."""
    k = next(n for n, t in enumerate(tokens) if t is line)
    before, after = tokens[k - 1].text if k else "", tokens[k + 1].text if k + 1 < len(tokens) else ""
    depth = sum(
        (t.text in "([{" or t.text == r"\{") - (t.text in ")]}" or t.text == r"\}") for t in tokens[:k]
    )
    joins = ("+", "-", "=", r"\cdot", r"\times", "/", "")
    if depth <= 0 and before not in joins and after not in joins:
        cursor.refuse(r"a new line without an operator; write \cdot or the relation", line.at)


def without_end(tokens: list[Token]) -> list[Token]:
    r"""Return the tokens without the full stop or comma of the sentence, and without $ or \[ around them."""
    while tokens and tokens[0].text in ("$", r"\[", r"\(", r"\\"):
        tokens = tokens[1:]
    while tokens and tokens[-1].text in ("$", r"\]", r"\)", r"\\", ".", ",", ";"):
        tokens = tokens[:-1]
    return tokens
