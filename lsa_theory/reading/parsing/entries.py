r"""Entries: A_{12}, A_{i,j}, v_i, x_{i,j} of the i-th sample, (A B)_{1,2}, [v]_3; places are counted from 1.

Two digits, or two indices, side by side are two places: A_{12} is the entry in row 1, column 2. More digits need a
comma. A letter with a subscript that is declared goes before, and where A_{11} is declared, A_{12} is no entry of A.
"""

from __future__ import annotations

from lsa_theory.expressions.expression import Expression, Symbol
from lsa_theory.expressions.random import Index, RandomVector, SampleMatrix
from lsa_theory.reading.letters import Letter
from lsa_theory.reading.parsing.cursor import Cursor
from lsa_theory.reading.parsing.tokens import Token
from lsa_theory.reading.shapes import Multiple, Open, Value
from lsa_theory.reading.stacked import Stacked

Place = int | Index


def entry_of_letter(cursor: Cursor, base: str, below: Cursor, above: bool, at: int) -> Value | None:
    """Return the entry of a declared letter; None where it is none.

    Raises
    ------
    Unreadable
        If its places are not clear.
    """
    whole = cursor.notation.letters.get(Letter(base))
    if not isinstance(whole, Expression) or whole.is_scalar or not _are_places(cursor, below.tokens):
        return None
    numbered = any(t.text.isdecimal() for t in below.tokens)
    others = [x for x in cursor.notation.letters if x.base == base and x.below[:1].isdecimal()]
    if numbered and others:
        return None
    if isinstance(whole, RandomVector) and numbered:
        cursor.refuse(
            f"{base} with a number below may be its coordinate or another draw; write [{base}]_1 for the coordinate, "
            f"and declare another draw as '{base}_1' = 'gaussian ...'",
            at,
        )
    if above:
        cursor.refuse(
            f"the superscript belongs to the entry or to {base}; write (A_{{12}})^2, or (A^2)_{{12}}",
            at,
        )
    return entry(cursor, whole, below, at)


def entry(cursor: Cursor, whole: Value, below: Cursor, at: int) -> Expression:
    """Return an entry of a matrix or a column.

    Raises
    ------
    Unreadable
        If what stands below are no places in it.
    """
    if isinstance(whole, Stacked):
        raise whole.refusal()
    if isinstance(whole, Multiple):
        cursor.refuse("an entry of an identity whose size is not written; write I_d", at)
    if whole.is_scalar:
        cursor.refuse("a subscript on a scalar in brackets; an entry is taken of a matrix or a column", at)
    wanted = 1 if whole.cols == 1 else 2
    groups = _groups(cursor, below.tokens, wanted, at)
    sizes = (whole.rows,) if wanted == 1 else whole.shape
    places = [_place(cursor, token, size, at) for token, size in zip(groups, sizes, strict=True)]
    return cursor.placed(at, lambda: whole[tuple(places)])


def coordinate_of_column(cursor: Cursor, base: str, below: Cursor, at: int) -> Value | None:
    """Return x_{i,j}, the j-th coordinate of the i-th sample of a family x_i; None where there is no family."""
    family = cursor.notation.families.get(Letter(base))
    if not isinstance(family, SampleMatrix) or [t.text for t in below.tokens].count(",") != 1:
        return None
    sample, coordinate = _groups(cursor, below.tokens, 2, at)
    bound = cursor.place(sample.text, at)
    if bound is None:
        cursor.refuse(f"{sample.text} is bound by no sum here, so that x_{{i,j}} is of no sample", at)
    if isinstance(bound, Open):
        bound.lengths.add(family.cols)
        bound = Index("", family.cols)
    column = cursor.placed(at, lambda: family.column(bound))
    place = _place(cursor, coordinate, family.rows, at)
    return column if family.rows == 1 else cursor.placed(at, lambda: column[place])


def _are_places(cursor: Cursor, tokens: list[Token]) -> bool:
    return all(t.text.isdecimal() or t.text == "," or t.text in cursor.indices for t in tokens)


def _groups(cursor: Cursor, tokens: list[Token], wanted: int, at: int) -> list[Token]:
    """Return one token for each place."""
    pieces: list[list[Token]] = [[]]
    for token in tokens:
        if token.text == ",":
            pieces.append([])
        else:
            pieces[-1].append(token)
    if wanted == 2 and len(pieces) == 1:
        (run,) = pieces
        if len(run) == 1 and run[0].text.isdecimal() and len(run[0].text) == 2:
            token = run[0]
            return [Token(token.text[0], token.at), Token(token.text[1], token.at + 1)]
        if len(run) == 2 and all(len(t.text) == 1 for t in run):
            return run
    if len(pieces) == wanted and all(len(piece) == 1 for piece in pieces):
        return [piece[0] for piece in pieces]
    places = "one place, v_{3}" if wanted == 1 else "two places, A_{12} or A_{1,12}"
    cursor.refuse(f"an entry has {places}", at)


def _place(cursor: Cursor, token: Token, size: int | Symbol, at: int) -> Place:
    if token.text.isdecimal():
        if int(token.text) < 1:
            cursor.refuse("places are counted from 1", token.at)
        return int(token.text) - 1
    bound = cursor.place(token.text, at)
    if bound is None:
        cursor.refuse(
            f"{token.text} is bound by no sum here; an entry has numbers or indices of sums below it",
            token.at,
        )
    if isinstance(bound, Open):
        bound.lengths.add(size)
        return Index("", size)
    return bound
