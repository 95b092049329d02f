r"""What stands above: rational exponents and transposition.

`^T` transposes unless T is a declared letter, which is refused: write ^\top. A prime transposes unless some letter of
the notation carries one.
"""

from __future__ import annotations

from fractions import Fraction

from lsa_theory.expressions.analysis.words import relu
from lsa_theory.expressions.expression import Expression
from lsa_theory.reading.letters import TRANSPOSES, Letter, spelled
from lsa_theory.reading.parsing import rules
from lsa_theory.reading.parsing.cursor import Cursor
from lsa_theory.reading.shapes import Value, exact, power, transposed

_FRACTIONS = (r"\frac", r"\tfrac", r"\dfrac")


def with_exponents(cursor: Cursor, value: Value) -> Value:
    """Return the value with the superscripts and primes that follow it."""
    raised = False
    while cursor.peek() in ("^", "'", r"\prime"):
        at = cursor.token().at
        if cursor.peek() != "^":
            cursor.take()
            value = _transposed(cursor, value, "'", at)
            continue
        if raised:
            cursor.refuse("a second superscript; use brackets")
        raised = True
        cursor.take()
        value = raised_to(cursor, value, cursor.group(), at)
    if cursor.peek() == "_" and cursor.peek(1) == "+":
        at = cursor.take().at
        cursor.take()
        return with_exponents(cursor, cursor.placed(at, lambda: relu(exact(value))))
    if cursor.peek() == "_":
        cursor.refuse("a subscript belongs to a letter or a norm, not to this")
    return value


def raised_to(cursor: Cursor, value: Value, above: Cursor, at: int) -> Value:
    """Return the value with one superscript."""
    text = spelled(above.tokens, cursor.text)
    if text in TRANSPOSES or text in ("'", r"\prime"):
        return _transposed(cursor, value, text, at)
    back = False
    last = above.tokens[-1].text
    if last in (r"\top", r"\intercal", "'"):
        above.tokens = above.tokens[:-1]
        back = True
    bare = back and [t.text for t in above.tokens] == ["-"]
    lengths = None if bare or back else _lengths(above, value, text)
    if lengths is not None:
        return cursor.placed(at, lambda: exact(value) ** lengths)
    exponent = Fraction(-1) if bare else rational_exponent(above, text, at)
    result = cursor.placed(at, lambda: power(value, exponent))
    return _transposed(cursor, result, last, at) if back else result


def _lengths(above: Cursor, value: Value, text: str) -> Expression | None:
    """Return an exponent made of dimensions and places, as in mu^{d - 1}; None where it holds anything else."""
    letters = [token for token in above.tokens if token.text[:1].isalpha() or token.text[:1] == "\\"]
    known = above.notation.letters
    sizes = [
        token
        for token in letters
        if getattr(known.get(Letter(token.text)), "structure", "") == "dimension"
        or token.text in above.indices
    ]
    if not sizes or len(sizes) != len([x for x in letters if x.text not in _FRACTIONS]):
        return None
    if not isinstance(value, Expression) or not value.is_scalar:
        above.refuse(f"the superscript {text} is made of lengths, and only a scalar has such a power")
    exponent = rules.read_sum(above)
    if above.peek():
        above.refuse(f"{above.peek()} cannot continue the exponent {text}")
    return exact(exponent)


def _transposed(cursor: Cursor, value: Value, mark: str, at: int) -> Value:
    if mark == "T" and Letter("T") in cursor.notation.letters:
        cursor.refuse(r"^T is a transpose or a power, as T is a declared letter; write ^\top", at)
    if mark in ("'", r"\prime") and any("'" in x.above for x in cursor.notation.letters):
        cursor.refuse(r"a prime belongs to a letter of this notation; write ^\top for a transpose", at)
    if isinstance(value, Expression) and value.is_scalar and mark in ("T", "'", r"\prime"):
        cursor.refuse(f"{mark} on a scalar is no transpose; is a letter with it not declared?", at)
    return transposed(value)


def rational_exponent(above: Cursor, text: str, at: int) -> Fraction:
    r"""Return -1, 1/2, \frac12 or 2."""
    sign = 1
    if above.peek() in ("-", "+"):
        sign = -1 if above.take().text == "-" else 1
        if not above.peek():
            above.refuse("after the sign an exponent is missing", at)
        if sign == -1 and len(above.tokens) == 2 and above.peek() == "1":
            return Fraction(-1)
    if above.peek() in _FRACTIONS:
        above.take()
        top, bottom = fraction_parts(above)
        number = _whole(top, text, at) / _nonzero(_whole(bottom, text, at), above, at)
    else:
        first = above.take()
        if not first.text.isdecimal():
            above.refuse(f"the superscript {text} is neither an exponent nor part of a declared letter", at)
        number = Fraction(first.text)
        if above.peek() == "/":
            above.take()
            second = above.take()
            if not second.text.isdecimal():
                above.refuse(f"the superscript {text} is no rational exponent", at)
            number /= _nonzero(Fraction(second.text), above, at)
    if above.peek():
        above.refuse(f"the superscript {text} is no rational exponent", at)
    if abs(number) > 1000:
        above.refuse(f"the exponent {text} is beyond 1000", at)
    return sign * number


def fraction_parts(cursor: Cursor) -> tuple[Cursor, Cursor]:
    r"""Take the two arguments of \frac; of \frac12, the digits."""
    out: list[Cursor] = []
    for _ in range(2):
        token = cursor.token()
        if token.text.isdecimal() and len(token.text) > 1:
            first, rest = token.text[0], token.text[1:]
            cut = [type(token)(first, token.at), type(token)(rest, token.at + 1)]
            if len(out) == 1:
                cursor.refuse(f"TeX takes one digit of {token.text} here; write it in braces")
            cursor.tokens = [*cursor.tokens[: cursor.k], *cut, *cursor.tokens[cursor.k + 1 :]]
        out.append(cursor.group())
    return out[0], out[1]


def _whole(part: Cursor, text: str, at: int) -> Fraction:
    token = part.take()
    if not token.text.isdecimal() or part.peek():
        part.refuse(f"the superscript {text} is no rational exponent", at)
    return Fraction(token.text)


def _nonzero(value: Fraction, cursor: Cursor, at: int) -> Fraction:
    if value == 0:
        cursor.refuse("a fraction with denominator 0", at)
    return value
