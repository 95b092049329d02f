r"""Letters that a notation declares as functions: 'digamma', \psi(a) or \psi_p(a), and 'harmonic', H_N or H_N^{(2)}."""

from __future__ import annotations

from collections.abc import Callable

from lsa_theory.expressions.analysis.words import digamma, harmonic
from lsa_theory.reading.letters import spelled
from lsa_theory.reading.parsing import rules
from lsa_theory.reading.parsing.counting import with_factorial
from lsa_theory.reading.parsing.cursor import Cursor, nothing_left
from lsa_theory.reading.parsing.exponents import with_exponents
from lsa_theory.reading.shapes import Value, exact


def reader_of_function(kind: str) -> Callable[[Cursor], Value]:
    """Return what reads a function of a kind, its letter included."""
    return {"digamma": _digamma, "harmonic": _harmonic}[kind]


def _below(cursor: Cursor, at: int) -> Value | None:
    if cursor.peek() != "_":
        return None
    cursor.take()
    inner = cursor.group()
    value = cursor.placed(at, lambda: exact(rules.read_sum(inner)))
    nothing_left(inner)
    return value


def _digamma(cursor: Cursor) -> Value:
    token = cursor.take()
    size = _below(cursor, token.at)
    if cursor.peek() in ("^", "'"):
        cursor.refuse(
            f"a power or derivative of {token.text}; write ({token.text}(a))^2; its derivative is not read"
        )
    if cursor.peek() not in ("(", "["):
        cursor.refuse(f"{token.text} is declared as the digamma function; write {token.text}(a)")
    body = cursor.placed(token.at, lambda: exact(rules.read_bracket(cursor)))
    if cursor.peek() in ("^", "'"):
        cursor.refuse(
            f"{token.text}(...)^p may be the power of the value or of the argument; use outer brackets"
        )
    return cursor.placed(token.at, lambda: digamma(body, 1 if size is None else exact(size)))


def _harmonic(cursor: Cursor) -> Value:
    token = cursor.take()
    length = _below(cursor, token.at)
    if length is None:
        cursor.refuse(f"{token.text} is declared as a harmonic number; write {token.text}_N")
    order = 1
    above = "".join(t.text for t in cursor.tokens[cursor.k + 1 : cursor.k + 6])
    if cursor.peek() == "^" and above.startswith("{("):
        cursor.take()
        shown = spelled(cursor.group().tokens, cursor.text)
        if not (shown[1:-1].isdecimal() and shown[-1] == ")" and 1 <= int(shown[1:-1]) <= 100):
            cursor.refuse(f"the order {shown} of a harmonic number is no number from 1 to 100", token.at)
        order = int(shown[1:-1])
    value = cursor.placed(token.at, lambda: harmonic(exact(length), order))
    return with_exponents(cursor, with_factorial(cursor, value))
