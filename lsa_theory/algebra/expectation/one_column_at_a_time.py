"""Expectation of sums that meet more than two columns: one column at a time is taken out of its sample.

The sum over i of f(x_i) times anything else averages to n times f(x_*) times the rest, in which the sample is
the isolated column x_* and the n - 1 others, all independent. Repeated until no such sum is left, this turns
nested sums into polynomials in n.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from lsa_theory.algebra.expectation.partial_sums import average_partly
from lsa_theory.algebra.expectation.source import Source
from lsa_theory.algebra.expectation.sums_over_columns import summand
from lsa_theory.algebra.ring.concatenation import closed, trace
from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.polynomial import (
    Monomial,
    Terms,
    accumulate,
    add,
    constant,
    of_atom,
    of_word,
    power,
)
from lsa_theory.algebra.ring.words import Atom, Letter, Summand, Word, transpose_letter, word_of
from lsa_theory.algebra.substitution import substitute_letters
from lsa_theory.errors import UnsupportedExpression

Average = Callable[[Terms, Mapping[str, Source], frozenset[str]], Terms]


def split_sums(terms: Terms, over: frozenset[str]) -> tuple[Terms, Terms]:
    """Return the terms without a sum letter of what is averaged, and those with one; other sums are constants."""
    plain: Terms = {}
    summed: Terms = {}
    for key, c in terms.items():
        monomial, word = key
        held = first_sum(word, over) is not None or any(
            a.kind == "t" and first_sum(a.word, over) is not None for a, _ in monomial
        )
        (summed if held else plain)[key] = c
    return plain, summed


def average_sums(
    terms: Terms, sources: Mapping[str, Source], over: frozenset[str], average: Average
) -> Terms:
    """Return the expectation of terms that contain sum letters."""
    total: Terms = {}
    for (monomial, word), c in terms.items():
        letter = first_sum(word, over)
        atom = None
        if letter is None:
            atom, letter = next(
                (a, q) for a, _ in monomial if a.kind == "t" and (q := first_sum(a.word, over)) is not None
            )
        count = letter.payload.size
        split = {name: s for name, s in sources.items() if s.count_name == count}
        missing = any(_mentions(q, name) for q in _sums(monomial, word, over) for name in set(split) - over)
        if missing:
            accumulate(total, average_partly(monomial, word, count, sources, over, average), c)
            continue
        fresh = len(sources)
        new_sources = dict(sources)
        columns: dict[str, Letter] = {}
        for name, source in split.items():
            if name not in over:
                continue
            single = f"{name}@{fresh}"
            columns[name] = Letter("r", single, 0, source.size, "1", "")
            new_sources[single] = replace(source, name=single, count=None, count_name=None)
            new_sources[name] = replace(source, count=add(source.count or constant(1), constant(-1)))
        replaced = one_replaced(monomial, word, letter, atom, summand(letter, columns))
        rest = substitute_letters(replaced, partial(_split, columns=columns, count=count))
        number = next(s.count for name, s in split.items() if name in over) or constant(1)
        wider = over | {column.name for column in columns.values()}
        accumulate(total, multiply(number, average(rest, new_sources, wider)), c)
    return total


def unfolded(terms: Terms, name: str) -> Terms:
    """Return terms with one Gram letter or total of a sample in each written as a sum over its columns."""
    total: Terms = {}
    for (monomial, word), c in terms.items():
        place = next((x for x in word if _belongs(x, name)), None)
        atom = None
        if place is None:
            atom, place = next(
                (a, x) for a, _ in monomial if a.kind == "t" for x in a.word if _belongs(x, name)
            )
        accumulate(total, one_replaced(monomial, word, place, atom, _as_sum(place)), c)
    return total


def _belongs(letter: Letter, name: str) -> bool:
    return (letter.kind == "s" and letter.name == name) or (
        letter.kind == "g" and name in (letter.name, letter.payload.name)
    )


def _as_sum(letter: Letter) -> Terms:
    """Return a Gram letter or total as a letter that carries its summand."""
    kind, name, flag, rows, cols, payload = letter
    core: Word
    if kind == "s":
        count, core = payload, (Letter("c", name, flag, rows, cols, "*1"),)
    else:
        other, count = payload
        core = (Letter("c", name, 0, rows, "1", "*1"), Letter("c", other, 1, "1", cols, "*1"))
    carried = Letter("q", "", 0, rows, cols, Summand(count, (), core))
    return closed((carried,)) if rows == cols == "1" else of_word((carried,))


def _split(letter: Letter, columns: Mapping[str, Letter], count: str) -> Terms | None:
    """Return a sample letter as its isolated column's part plus the part of the other columns."""
    kind, name, flag, _, _, payload = letter
    if kind == "s" and name in columns:
        column = columns[name]
        return add(of_word((letter,)), of_word((transpose_letter(column) if flag else column,)))
    if kind == "g" and name in columns and payload.columns == count:
        other = transpose_letter(columns[payload.name])
        both = multiply(of_word((columns[name],)), of_word((other,)))
        return add(
            of_word((letter,)) if letter.rows != "1" or letter.cols != "1" else closed((letter,)), both
        )
    if kind == "q" and payload.size == count:
        own = of_word((letter,)) if letter.rows != "1" or letter.cols != "1" else closed((letter,))
        return add(own, summand(letter, dict(columns)))
    return None


def one_replaced(monomial: Monomial, word: Word, letter: Letter, atom: Atom | None, value: Terms) -> Terms:
    """Return the term with one occurrence of a sum letter replaced by a value."""
    factors: list[Terms] = []
    if atom is None:
        k = word.index(letter)
        left, right = word[:k], word[k + 1 :]
        inner = product(
            [of_word(left) if left else constant(1), value, of_word(right) if right else constant(1)]
        )
        return product([{(monomial, ()): 1}, inner])
    for a, e in monomial:
        if a != atom:
            factors.append(of_atom(a, e))
            continue
        if e < 0 or e != int(e):
            raise UnsupportedExpression("a sum over a sample stands under a negative or fractional power")
        own = word_of(a)
        k = own.index(letter)
        rest = own[k + 1 :] + own[:k]
        factors.append(trace(multiply(value, of_word(rest)), letter.rows))
        factors.append(power(of_atom(a), e - 1))
    factors.append(of_word(word) if word else constant(1))
    return product(factors)


def first_sum(word: Word, over: frozenset[str]) -> Letter | None:
    """Return the first sum letter of a word that meets something averaged."""
    return next((x for x in word if x.kind == "q" and any(_mentions(x, name) for name in over)), None)


def _sums(monomial: Monomial, word: Word, over: frozenset[str]) -> list[Letter]:
    """Return every sum letter of a term that meets something averaged."""
    letters = [*word, *(x for atom, _ in monomial if atom.kind == "t" for x in atom.word)]
    return [x for x in letters if x.kind == "q" and any(_mentions(x, name) for name in over)]


def _mentions(letter: Letter, name: str) -> bool:
    _, inside, core = letter.payload
    return any(
        x.name == name if x.kind != "q" else _mentions(x, name) for piece in (*inside, core) for x in piece
    )
