"""Which sources occur in a polynomial, wherever they may hide."""

from __future__ import annotations

from collections.abc import Iterator

from lsa_theory.algebra.polynomial import Key, Monomial, Terms, freeze
from lsa_theory.algebra.words import RANDOM_KINDS, Letter, Word


def letters(terms: Terms) -> Iterator[Letter]:
    """Yield every letter of a polynomial: of its words and traces, inside sums over columns, below powers."""
    yield from _of_key(freeze(terms))


def _of_key(key: Key) -> Iterator[Letter]:
    for (monomial, word), _ in key:
        yield from _of_monomial(monomial)
        yield from _of_word(word)


def _of_monomial(monomial: Monomial) -> Iterator[Letter]:
    for atom, _ in monomial:
        if atom[0] == "t":
            yield from _of_word(atom[1])
        elif atom[0] == "b":
            yield from _of_key(atom[1])


def _of_word(word: Word) -> Iterator[Letter]:
    for letter in word:
        yield letter
        if letter[0] == "q":
            _, inside, core = letter[5]
            for piece in (*inside, core):
                yield from _of_word(piece)
        elif letter[0] == "f":
            # A block of functions: each shift is the key of a scalar.
            for _, shift, _ in letter[5]:
                if shift:
                    yield from _of_key(shift)


def names(letter: Letter) -> frozenset[str]:
    """Return the sources that a letter is made of itself, what is inside a sum left out."""
    if letter[0] not in RANDOM_KINDS or letter[0] == "q":
        return frozenset()
    return frozenset({letter[1], letter[5][0]} if letter[0] == "g" else {letter[1]})
