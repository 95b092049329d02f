r"""Which declared letter stands here, and what of its scripts is an exponent.

Never two: a letter that is declared both with and without an index that a sum binds is refused.
"""

from __future__ import annotations

from difflib import get_close_matches

from lsa_theory.expressions.analysis.words import pi
from lsa_theory.expressions.declare import identity
from lsa_theory.expressions.entrywise.positions import position
from lsa_theory.expressions.expression import Expression, Number, Symbol
from lsa_theory.expressions.random import Column, Index, SampleMatrix
from lsa_theory.reading.letters import Letter, base_at, is_letter, spelled
from lsa_theory.reading.parsing.cursor import Cursor
from lsa_theory.reading.parsing.entries import coordinate_of_column, entry_of_letter
from lsa_theory.reading.parsing.exponents import raised_to
from lsa_theory.reading.parsing.rules import indexed_value
from lsa_theory.reading.shapes import ONE, Multiple, Open, Value


def read_letter(cursor: Cursor) -> tuple[Value, Letter]:
    """Take a letter with its scripts; return its value and the letter."""
    at = cursor.token().at
    cursor.steps[0] += 1
    if cursor.peek().startswith(r"\begin{"):
        cursor.refuse(
            "a block matrix is read only as a factor of a side of =, compared with another; define its blocks"
        )
    base, cursor.k = base_at(cursor.tokens, cursor.k, cursor.text)
    if not is_letter(base) and not cursor.notation.has_base(base):
        cursor.refuse(
            f"{base} is not known; if it is a command of the paper, declare it as a macro; if it is a letter, declare "
            f"what it is",
            at,
        )
    below, above, places = "", None, None
    raised_at, raised_before = at, False
    while cursor.peek() in ("_", "^"):
        kind = cursor.take().text
        where = cursor.token().at
        inner = cursor.group()
        if kind == "_":
            if below:
                cursor.refuse("a second subscript; use braces", where)
            below, places = spelled(inner.tokens, cursor.text), inner
            raised_before = above is not None
        else:
            if above is not None:
                cursor.refuse("a second superscript; use brackets", where)
            above, raised_at = inner, where
    primes = 0
    while cursor.peek(primes) == "'":
        primes += 1
    high = spelled(above.tokens, cursor.text) if above is not None else ""
    letters = cursor.notation.letters
    if primes and not above and Letter(base, below, "'" * primes) in letters:
        cursor.k += primes
        return letters[Letter(base, below, "'" * primes)], Letter(base, below, "'" * primes)
    if places is not None and "," in below:
        coordinate = coordinate_of_column(cursor, base, places, at)
        if coordinate is not None:
            return (coordinate if above is None else raised_to(cursor, coordinate, above, raised_at)), Letter(
                base, below
            )
    column = _column(cursor, base, below, high, at)
    if column is not None:
        value, used = column
        letter = Letter(base, below, high if used else "")
        return (value if used or above is None else raised_to(cursor, value, above, raised_at)), letter
    whole, plain = Letter(base, below, high), Letter(base, below)
    if high and whole in letters:
        return letters[whole], whole
    if plain in letters:
        value = letters[plain]
        return (value if above is None else raised_to(cursor, value, above, raised_at)), plain
    if places is not None:
        whole_power = above is not None and (raised_before or not high.isdecimal())
        found = entry_of_letter(cursor, base, places, whole_power, at)
        if found is not None:
            return (found if above is None else raised_to(cursor, found, above, raised_at)), plain
    unit = _identity(cursor, base, below)
    if unit is not None:
        return (unit if above is None else raised_to(cursor, unit, above, raised_at)), plain
    if base in cursor.indices and not below:
        at_place = position(_index_of(cursor.indices[base]))
        if base in cursor.from_zero:
            at_place = at_place - 1
        return (at_place if above is None else raised_to(cursor, at_place, above, raised_at)), plain
    if base == r"\pi" and not below and not cursor.notation.has_base(base):
        return (pi if above is None else raised_to(cursor, pi, above, raised_at)), plain
    cursor.refuse(_undeclared(cursor, plain if not high else whole), at)


def _column(cursor: Cursor, base: str, below: str, high: str, at: int) -> tuple[Value, bool] | None:
    """Return the column x_i or x^{(i)} of a bound index, and whether the superscript is spent."""
    found: list[tuple[Value, bool]] = []
    inner = high[1:-1] if high[:1] == "(" and high[-1:] == ")" else ""
    for name, letter, used in ((below, Letter(base), False), (inner, Letter(base, below, "(.)"), True)):
        if not name:
            continue
        if not used and high and Letter(base, "", high) in cursor.notation.families:
            letter, used = Letter(base, "", high), True
        sample = cursor.notation.families.get(letter)
        template = cursor.notation.templates.get(letter)
        if sample is None and template is None:
            continue
        bound = cursor.place(name, at)
        if bound is None:
            if Letter(base, below) in cursor.notation.letters:
                continue
            cursor.refuse(
                f"{name} is bound by no sum here; one more draw is declared as '{base}' = 'gaussian ...'",
                at,
            )
        if not used and Letter(base, below) in cursor.notation.letters:
            cursor.refuse(
                f"{base}_{name} is a declared letter and a column of a sample; rename the index", at
            )
        if template is not None:
            found.append((cursor.placed(at, lambda t=template, b=bound: _filled(cursor, t, b)), used))  # type: ignore[misc]
            continue
        found.append((cursor.placed(at, lambda s=sample, b=bound: _bound(s, b)), used))  # type: ignore[misc]
    return found[0] if found else None


def _filled(cursor: Cursor, template: tuple[str, str], bound: Index | Open) -> Value:
    """Return what a letter such as y_i stands for at a bound index."""
    text, index = template
    return indexed_value(text, cursor.notation, {index: bound}, cursor.steps)


def _bound(sample: SampleMatrix, bound: Index | Open) -> Column:
    if isinstance(bound, Open):
        bound.lengths.add(sample.cols)
        bound = Index("", sample.cols)
    column = sample.column(bound)
    assert isinstance(column, Column)
    return column


def _index_of(bound: Index | Open) -> Index:
    """Return an index; of a length that is still looked for, one that stands in for it."""
    return Index("", 1) if isinstance(bound, Open) else bound


def _identity(cursor: Cursor, base: str, below: str) -> Value | None:
    """Return I, of any size, or I_d; refused as soon as a letter I is declared with another meaning."""
    if base != "I" or any(
        x.base == "I" and not isinstance(v, Multiple) for x, v in cursor.notation.letters.items()
    ):
        return None
    if not below:
        return Multiple(ONE)
    size = (
        cursor.notation.letters.get(Letter(below))
        if not below.isdecimal()
        else Number(ONE.value * int(below))
    )
    if isinstance(size, Symbol) and size.structure == "dimension":
        return identity(size)
    return identity(int(below)) if below.isdecimal() and int(below) > 0 else None


def _undeclared(cursor: Cursor, letter: Letter) -> str:
    known = [x.shown for x in (*cursor.notation.letters, *cursor.notation.families)]
    near = get_close_matches(letter.shown, known, n=1)
    hint = f" (declared is {near[0]})" if near else ""
    whole = cursor.notation.letters.get(Letter(letter.base)) if letter.below else None
    if isinstance(whole, Expression) and not whole.is_scalar:
        hint = f" (an entry of {letter.base} has numbers, or indices that sums bind, below it){hint}"
    return f"the letter {letter.shown} is not declared{hint}; declare it, for instance '{letter.shown}' = 'matrix d'"
