"""Matrices of numbers as polynomials in unit vectors: the sum of a_ij e_i e_j'."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from lsa_theory.algebra.ring.polynomial import Coefficient, Terms
from lsa_theory.algebra.ring.words import Letter, Word
from lsa_theory.errors import UnsupportedExpression


def of_entries(entries: Sequence[Sequence[Fraction]]) -> Terms:
    """Return the polynomial of a matrix of numbers."""
    rows, cols = str(len(entries)), str(len(entries[0]))
    return {
        ((), (*_unit(i, rows, 0), *_unit(j, cols, 1))): _whole(x)
        for i, row in enumerate(entries)
        for j, x in enumerate(row)
        if x
    }


def entries_of(terms: Terms, rows: str, cols: str) -> list[list[Fraction]] | None:
    """Return the entries of a polynomial that is a matrix of numbers of a size; None if it is none."""
    if not (rows.isdecimal() and cols.isdecimal()):
        return None
    found = [[Fraction(0)] * int(cols) for _ in range(int(rows))]
    for (monomial, word), c in terms.items():
        if monomial or any(x.kind != "u" or not x.name.isdecimal() for x in word):
            return None
        if not word:
            for k in range(int(rows)):
                found[k][k] += Fraction(c)
            continue
        i = next((int(x.name) for x in word if x.flag == 0), 0)
        j = next((int(x.name) for x in word if x.flag == 1), 0)
        found[i][j] += Fraction(c)
    return found


def inverted(entries: list[list[Fraction]]) -> list[list[Fraction]]:
    """Return the inverse of a matrix of numbers.

    Raises
    ------
    UnsupportedExpression
        If it has none.
    """
    size = len(entries)
    rows = [[*row, *(Fraction(i == k) for k in range(size))] for i, row in enumerate(entries)]
    for k in range(size):
        pivot = next((i for i in range(k, size) if rows[i][k]), None)
        if pivot is None:
            raise UnsupportedExpression("a matrix of numbers that is inverted is singular")
        rows[k], rows[pivot] = rows[pivot], rows[k]
        lead = rows[k][k]
        rows[k] = [x / lead for x in rows[k]]
        for i in range(size):
            if i != k and rows[i][k]:
                factor = rows[i][k]
                rows[i] = [x - factor * y for x, y in zip(rows[i], rows[k], strict=True)]
    return [row[size:] for row in rows]


def _unit(place: int, size: str, flag: int) -> Word:
    if size == "1":
        return ()
    rows, cols = ("1", size) if flag else (size, "1")
    return (Letter("u", str(place), flag, rows, cols, ""),)


def _whole(value: Fraction) -> Coefficient:
    return int(value) if value.denominator == 1 else value
