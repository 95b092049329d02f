r"""Norms and inner products.

`\|a\|` of a column is its length; of a matrix it needs _F or _{op}, as both are written without. A weight below,
`\|a\|_H^2`, is a' H a. Between bare bars the next bar closes; \lVert \rVert and \left\| \right\| may be nested.
"""

from __future__ import annotations

from fractions import Fraction

from lsa_theory.errors import ShapeMismatch
from lsa_theory.expressions.blocks import Block
from lsa_theory.expressions.declare import norm_squared, trace
from lsa_theory.expressions.expression import Expression, Sum, Zero
from lsa_theory.expressions.functions import operator_norm
from lsa_theory.reading.letters import spelled
from lsa_theory.reading.parsing import rules
from lsa_theory.reading.parsing.block_sizes import as_block
from lsa_theory.reading.parsing.cursor import Cursor, nothing_left
from lsa_theory.reading.parsing.exponents import rational_exponent, with_exponents
from lsa_theory.reading.parsing.functions import absolute_value
from lsa_theory.reading.shapes import Value, exact, multiply, transposed

_FROBENIUS = {
    "F",
    r"\mathrm{F}",
    r"\text{F}",
    r"\mathsf{F}",
    r"\operatorname{F}",
    r"\mathrm{Fro}",
    r"\text{Fro}",
}
_OPERATOR = {r"\mathrm{op}", r"\text{op}", r"\operatorname{op}", "op", r"\textrm{op}"}
# What stands below a norm and is no weight.
NAMES_OF_NORMS = frozenset({*_FROBENIUS, *_OPERATOR})


def read_norm(cursor: Cursor) -> Value:
    """Read a norm with what stands below and above."""
    opening = cursor.take()
    if _holds_blocks(cursor):
        with cursor.until(r"\|"):
            blocks = cursor.placed(opening.at, lambda: as_block(rules.read_grid(cursor)))
        return _of_blocks(cursor, blocks, opening.at)
    with cursor.until(r"\|"):
        body = cursor.placed(opening.at, lambda: exact(rules.read_sum(cursor)))
    cursor.take(r"\|")
    weight, above = None, None
    while cursor.peek() in ("_", "^"):
        kind = cursor.take().text
        if (weight if kind == "_" else above) is not None:
            cursor.refuse("a second script")
        inner = cursor.group()
        if kind == "_":
            weight = inner
        else:
            above = inner
    exponent = Fraction(1)
    if above is not None:
        exponent = rational_exponent(above, spelled(above.tokens, cursor.text), opening.at)
    below = spelled(weight.tokens, cursor.text) if weight is not None else ""
    if below in _OPERATOR:
        value = operator_norm(body)
        return value if exponent == 1 else value**exponent
    if below in _FROBENIUS or (below in ("", "2") and body.cols == 1):
        square = norm_squared(body)
    elif below in ("", "2"):
        cursor.refuse(
            "the norm of a matrix: write _F for Frobenius or _{op} for the operator norm", opening.at
        )
    else:
        assert weight is not None
        inside = weight
        square = cursor.placed(opening.at, lambda: _weighted(body, inside))
    if exponent == 2:
        return square
    return square ** (exponent / 2)


def _holds_blocks(cursor: Cursor) -> bool:
    """Whether a block matrix begins in the norm that is open, before it closes."""
    for token in cursor.tokens[cursor.k :]:
        if token.text == r"\|":
            return False
        if token.text.startswith(r"\begin{"):
            return True
    return False


def _of_blocks(cursor: Cursor, blocks: Block, at: int) -> Value:
    cursor.take(r"\|")
    below = above = ""
    while cursor.peek() in ("_", "^"):
        kind = cursor.take().text
        text = spelled(cursor.group().tokens, cursor.text)
        below, above = (text, above) if kind == "_" else (below, text)
    if above not in ("", "2") or (below not in _OPERATOR and below not in _FROBENIUS):
        cursor.refuse("of a block matrix _{op} and _F are read, and their squares", at)
    if below in _OPERATOR:
        norm = cursor.placed(at, lambda: operator_norm(blocks))
        return norm**2 if above else norm
    squares = [norm_squared(b) for row in blocks.rows for b in row if not isinstance(b, Zero)]
    total = squares[0] if len(squares) == 1 else Sum(tuple(squares))
    return total if above else total ** Fraction(1, 2)


def _weighted(body: Expression, weight: Cursor) -> Expression:
    value = rules.read_sum(weight)
    nothing_left(weight)
    if body.cols != 1:
        raise ShapeMismatch("a norm with a weight is read of columns only; write the trace")
    if isinstance(value, Expression) and value.is_scalar:
        raise ShapeMismatch(
            "below a norm stands F, op, 2 for a column, or a matrix as its weight; other norms are not read"
        )
    return exact(multiply([body.T, value, body]))


def read_absolute(cursor: Cursor) -> Value:
    """Read |a| of a scalar."""
    opening = cursor.take()
    with cursor.until("|"):
        body = cursor.placed(opening.at, lambda: exact(rules.read_sum(cursor)))
    cursor.take("|")
    if not body.is_scalar:
        cursor.refuse(
            "bars around a matrix: a determinant or a norm? Write \\det(A) or \\|A\\|_F", opening.at
        )
    above = cursor.tokens[cursor.k + 1 : cursor.k + 4] if cursor.peek() == "^" else []
    digits = "".join(token.text for token in above if token.text.isdecimal())
    if digits and int(digits) % 2 == 0 and len(above) > 0 and above[0].text in (digits, "{"):
        # An even power is one of the scalar itself.
        cursor.take()
        text = spelled(cursor.group().tokens, cursor.text)
        if text == digits and 2 <= int(text) <= 1000:
            return body ** int(text)
        cursor.refuse(f"the superscript {text} is no whole exponent up to 1000", opening.at)
    return absolute_value(cursor, body, opening.at)


def read_inner(cursor: Cursor) -> Value:
    r"""Read \langle a, b \rangle, tr(a' b), with a weight below tr(a' H b)."""
    opening = cursor.take()
    with cursor.until():
        a = cursor.placed(opening.at, lambda: exact(rules.read_sum(cursor)))
        cursor.take(",")
        b = cursor.placed(opening.at, lambda: exact(rules.read_sum(cursor)))
    cursor.take(r"\rangle")
    factors: list[Value] = [transposed(a), b]
    if a.shape != b.shape:
        cursor.refuse(f"the two sides of an inner product are {a.shape} and {b.shape}", opening.at)
    if cursor.peek() == "_":
        cursor.take()
        inner = cursor.group()
        if spelled(inner.tokens, cursor.text) not in _FROBENIUS:
            factors.insert(1, rules.read_sum(inner))
            nothing_left(inner)
    return with_exponents(cursor, cursor.placed(opening.at, lambda: trace(exact(multiply(factors)))))
