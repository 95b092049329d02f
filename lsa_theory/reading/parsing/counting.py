r"""What is counted: N!, (N - 1)!, \binom{n}{k}."""

from __future__ import annotations

from fractions import Fraction
from math import factorial as whole_factorial

from lsa_theory.expressions.analysis.words import factorial
from lsa_theory.expressions.expression import Expression, Number, Scale, Sum, Symbol, as_expression, walk
from lsa_theory.expressions.random import Position
from lsa_theory.reading.parsing import rules
from lsa_theory.reading.parsing.cursor import Cursor, nothing_left
from lsa_theory.reading.shapes import Value, exact
from lsa_theory.values.lengths import exact_at

# A binomial coefficient over a number up to this one is a polynomial that is written out.
_LARGEST = 20


def with_factorial(cursor: Cursor, value: Value) -> Value:
    """Return a factor with the ! after it."""
    if cursor.peek() != "!":
        return value
    at = cursor.take().at
    if cursor.peek() == "!":
        cursor.refuse("a double factorial is not read; write it with factorials", at)
    number = cursor.placed(at, lambda: exact(value))
    _check_counts(cursor, number, "a factorial", at)
    return factorial(number)


def read_binomial(cursor: Cursor) -> Value:
    r"""Read \binom{n}{k}: over a number, the polynomial n (n - 1) ... / k!; else n! / (k! (n - k)!)."""
    at = cursor.take().at
    parts = []
    for _ in range(2):
        inner = cursor.group()
        parts.append(cursor.placed(at, lambda i=inner: exact(rules.read_sum(i))))  # type: ignore[misc]
        nothing_left(inner)
    n, k = parts
    for part in parts:
        _check_counts(cursor, part, "a binomial coefficient", at)
    constant = exact_at(k, {})
    if constant is None:
        left = _combination(n - k)
        if left is None or any(count < 0 for count in left.values()):
            cursor.refuse(
                "whether the lower number is at most the upper one is not seen; write n! / (k! (n - k)!) where it is",
                at,
            )
        return factorial(n) / (factorial(k) * factorial(n - k))
    number = int(constant)
    if not 0 <= number <= _LARGEST:
        cursor.refuse(f"a binomial coefficient over a number is read from 0 to {_LARGEST}", at)
    total = as_expression(Fraction(1, whole_factorial(number)))
    for step in range(number):
        total = total * (n - step if step else n)
    return total


def _combination(value: Expression) -> dict[Expression | None, Fraction] | None:
    """Return the coefficients of lengths, and of 1 by None, in a sum of multiples of them; None for anything else."""
    number = exact_at(value, {})
    if number is not None:
        return {None: number}
    match value:
        case Symbol():
            return {value: Fraction(1)}
        case Scale():
            factor, inside = exact_at(value.scalar, {}), _combination(value.child)
            return None if factor is None or inside is None else {x: factor * c for x, c in inside.items()}
        case Sum():
            total: dict[Expression | None, Fraction] = {}
            for term in value.terms:
                part = _combination(term)
                if part is None:
                    return None
                for x, c in part.items():
                    total[x] = total.get(x, Fraction(0)) + c
            return total
    return None


def _check_counts(cursor: Cursor, value: Expression, what: str, at: int) -> None:
    """Refuse what is no whole combination of lengths, places and numbers."""
    for node in walk(value):
        whole = not isinstance(node, Number) or node.value.denominator == 1
        length = isinstance(node, Symbol) and node.structure == "dimension"
        if not (length or (whole and isinstance(node, Number | Position | Sum | Scale))):
            cursor.refuse(f"{what} is taken of lengths and whole numbers; this holds {node!r}", at)
