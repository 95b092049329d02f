r"""Functions of a formula: \det, \log, \exp, e^{...}, \operatorname{sign}, ReLU, diag, indicators and vectors of ones.

With a bracket a function takes that, without one the factor after it; what else follows has to be another function or
the end. `\det(A)^p` is one number either way of reading it; of any other function such a power is refused.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from lsa_theory.expressions.analysis.words import (
    absolute,
    arccos,
    arcsin,
    det,
    erf,
    exp,
    indicator,
    log,
    log_det,
    relu,
    sign,
)
from lsa_theory.expressions.entrywise.elementwise import diagonal, hadamard, ones
from lsa_theory.expressions.expression import Expression, Number, Symbol
from lsa_theory.reading.holes import open_ones
from lsa_theory.reading.letters import spelled
from lsa_theory.reading.parsing import rules
from lsa_theory.reading.parsing.cursor import Cursor, nothing_left
from lsa_theory.reading.parsing.exponents import with_exponents
from lsa_theory.reading.parsing.tokens import BRACKETS
from lsa_theory.reading.shapes import Value, exact, matched
from lsa_theory.reading.stacked import Stacked, stacked_kronecker

FUNCTIONS: dict[str, Callable[[Expression], Expression]] = {
    "det": det,
    "log": log,
    "ln": log,
    "logdet": log_det,
    "exp": exp,
    "erf": erf,
    "arcsin": arcsin,
    "arccos": arccos,
    "sign": sign,
    "sgn": sign,
    "ReLU": relu,
    "relu": relu,
    "diag": diagonal,
    "Diag": diagonal,
}
ENTRYWISE = (r"\odot", r"\circ", r"\otimes")
_LEVELS = {">": 1, "<": -1}


def reader_of(name: str) -> Callable[[Cursor], Value]:
    """Return what reads a function, its name taken."""
    function = FUNCTIONS[name]

    def read(cursor: Cursor) -> Value:
        token = cursor.token()
        if token.text in ("^", "_"):
            cursor.refuse(f"a script on {name}; write ({name}(...))^2")
        if token.text not in BRACKETS:
            if rules.at_end(cursor):
                cursor.refuse(f"{name} acts on nothing")
            body = cursor.placed(token.at, lambda: exact(rules.read_factor(cursor)))
            if not rules.at_end(cursor) and cursor.peek().lstrip("\\") not in FUNCTIONS:
                cursor.refuse(f"how far {name} reaches is not said; use a bracket", token.at)
            return cursor.placed(token.at, lambda: function(body))
        body = cursor.placed(token.at, lambda: exact(rules.read_bracket(cursor)))
        value = cursor.placed(token.at, lambda: function(body))
        if cursor.peek() in ("^", "'") and name != "det":
            cursor.refuse(
                f"{name}(...)^p may be the power of the value or of the argument; use outer brackets"
            )
        return with_exponents(cursor, value)

    return read


def read_exponential(cursor: Cursor) -> Value:
    """Read e^{...}, where e is no declared letter."""
    at = cursor.take().at
    cursor.take("^")
    inner = cursor.group()
    body = cursor.placed(at, lambda: exact(rules.read_sum(inner)))
    nothing_left(inner)
    return cursor.placed(at, lambda: exp(body))


def read_one(cursor: Cursor) -> Value:
    r"""Read \mathbf{1}\{a > 0\}, \mathbf{1}_{a > 0} or the vector \mathbf{1}_d; the 1 is taken."""
    at = cursor.token().at
    if cursor.peek() in (r"\{", "[", "("):
        opening = cursor.take()
        with cursor.until():
            value = _indicated(cursor)
        cursor.take(BRACKETS[opening.text])
        return with_exponents(cursor, value)
    if cursor.peek() != "_":
        return with_exponents(cursor, open_ones(at))
    cursor.take()
    inner = cursor.group()
    if any(token.text in _LEVELS for token in inner.tokens):
        braced = inner.peek() == r"\{"
        if braced:
            inner.take()
        value = _indicated(inner)
        if braced:
            inner.take(r"\}")
    else:
        size = rules.read_sum(inner)
        length = int(size.value) if isinstance(size, Number) and size.value.denominator == 1 else size
        if not isinstance(length, int | Symbol):
            cursor.refuse(
                f"the size {spelled(inner.tokens, cursor.text)} of a vector of ones is no dimension", at
            )
        value = cursor.placed(at, lambda: ones(length))
    nothing_left(inner)
    return with_exponents(cursor, value)


def _indicated(cursor: Cursor) -> Expression:
    at = cursor.token().at
    left = cursor.placed(at, lambda: exact(rules.read_sum(cursor)))
    relation = cursor.token()
    if relation.text not in _LEVELS:
        cursor.refuse("an indicator is read of a strict inequality between scalars, a > b")
    cursor.take()
    right = cursor.placed(at, lambda: exact(rules.read_sum(cursor)))
    larger, smaller = (left, right) if relation.text == ">" else (right, left)
    if smaller == Number(Fraction(0)):
        return cursor.placed(at, lambda: indicator(larger))
    return cursor.placed(at, lambda: indicator(larger - smaller))


def entrywise(cursor: Cursor, left: Value, right: Value, at: int) -> Value:
    """Return the elementwise product of two factors."""
    a, b = cursor.placed(at, lambda: matched(left, right))
    return cursor.placed(at, lambda: hadamard(exact(a), exact(b)))


def absolute_value(cursor: Cursor, body: Expression, at: int) -> Value:
    """Return |s| with what stands above it."""
    return with_exponents(cursor, cursor.placed(at, lambda: absolute(body)))


def kronecker_product(cursor: Cursor, left: Value, right: Value, at: int) -> Value:
    """Return the Kronecker product of two factors."""

    def sized(value: Value) -> Expression | Stacked:
        return value if isinstance(value, Stacked) else exact(value)

    return cursor.placed(at, lambda: stacked_kronecker(sized(left), sized(right)))
