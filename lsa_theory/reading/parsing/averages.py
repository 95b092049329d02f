r"""Expectations: over everything random, over what \E_{x} names, or over all but what a bar conditions on."""

from __future__ import annotations

from lsa_theory.expressions.declare import E
from lsa_theory.expressions.expression import Expression, Transpose
from lsa_theory.expressions.random import Column, RandomVector, SampleMatrix, sources
from lsa_theory.reading.letters import Letter
from lsa_theory.reading.lookup import read_letter
from lsa_theory.reading.parsing import rules
from lsa_theory.reading.parsing.cursor import Cursor, nothing_left
from lsa_theory.reading.parsing.exponents import with_exponents
from lsa_theory.reading.parsing.tokens import BRACKETS
from lsa_theory.reading.shapes import Multiple, Value
from lsa_theory.reading.stacked import Stacked

Source = RandomVector | SampleMatrix


def read_expectation(cursor: Cursor) -> Value:
    """Read what stands after the E."""
    at = cursor.token().at
    over: list[Source] = []
    if cursor.peek() == "_":
        cursor.take()
        over = _sources(cursor.group())
    if cursor.peek() == "^":
        cursor.refuse("an exponent on the E itself; write (E[...])^2")
    opening = cursor.token()
    if opening.text == "(" and opening.spaced:
        # Set off by a space, the bracket is a factor like any other.
        body = rules.read_product(cursor)
        return cursor.placed(at, lambda: _averaged(body, over, []))
    if opening.text not in ("(", "[", r"\{", "{"):
        if rules.at_end(cursor):
            cursor.refuse("the E acts on nothing")
        body = rules.read_product(cursor)
        return cursor.placed(at, lambda: _averaged(body, over, []))
    cursor.take()
    given: list[Source] = []
    with cursor.until("|"):
        body = rules.read_sum(cursor)
        if cursor.peek() in ("|", r"\mid"):
            cursor.take()
            given = _listed(cursor)
    close = BRACKETS[opening.text]
    if cursor.peek() != close:
        cursor.refuse(f"the bracket of this expectation is closed by {cursor.peek() or 'nothing'}")
    cursor.take()
    value = cursor.placed(at, lambda: _averaged(body, over, given))
    if opening.text == "(" and cursor.peek() == "^":
        cursor.refuse(r"\E(a)^2 is E[a^2] or (E[a])^2; write \E[a^2] or \E[a]^2")
    return with_exponents(cursor, value)


def _averaged(body: Value, over: list[Source], given: list[Source]) -> Value:
    if isinstance(body, Multiple):
        inner = _averaged(body.scalar, over, given)
        assert isinstance(inner, Expression)
        return Multiple(inner)
    if isinstance(body, Stacked):
        raise body.refusal()
    if given:
        # What is conditioned on stays as it is, everything else is averaged.
        over = over or [s for s in sources(body) if s not in given]
        return E(body, *over) if over else body
    return E(body, *over)


def _sources(inner: Cursor) -> list[Source]:
    found = _listed(inner)
    nothing_left(inner)
    return found


def _listed(cursor: Cursor) -> list[Source]:
    found: list[Source] = []
    while True:
        at = cursor.token().at
        text = cursor.peek()
        family = cursor.notation.families.get(Letter(text))
        value: object
        if family is not None and cursor.peek(1) != "_" and Letter(text) not in cursor.notation.letters:
            cursor.take()
            value = family
        else:
            value, _ = read_letter(cursor)
        if isinstance(value, Transpose):
            value = value.child
        if isinstance(value, Column) or not isinstance(value, RandomVector | SampleMatrix):
            cursor.refuse(
                "here letters that are declared as gaussian or samples are named, separated by commas", at
            )
        found.append(value)
        if cursor.peek() != ",":
            return found
        cursor.take()
