"""Whether a polynomial in constant letters is seen to be different from zero, at matrices over a prime field.

A rational function that is zero over the rationals is zero modulo a prime wherever no denominator vanishes there. So
one value that is not zero shows that the function is none; definite matrices are dense among the symmetric ones, so
that these may stand for them. What holds roots, functions, entries or random letters is left alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from lsa_theory.algebra.ring.occurring import parts_of
from lsa_theory.algebra.ring.polynomial import Coefficient, Terms, thaw
from lsa_theory.algebra.ring.words import Atom, Letter, Word

_PRIME = (1 << 61) - 1
_DRAWS = 3
# Sizes of different names differ, so that the trace of one identity does not pass for that of another.
_SMALLEST, _MOST_SIZES = 2, 4
# Where a sum of so few outer products has no inverse.
_LARGER = 6


class _NotKnown(Exception):
    """Something stands in the polynomial that has no value in the field here."""


def seen_to_differ(terms: Terms) -> bool:
    """Whether a polynomial has a value that is not zero at one of a few instances."""
    sizes = _distinct(terms, _SMALLEST)
    if len(sizes) > _MOST_SIZES:
        return False
    for seed in range(_DRAWS):
        try:
            return bool(any(any(map(int, row)) for row in _Instance(sizes, seed).value(terms).tolist()))
        except ZeroDivisionError:
            continue
        except _NotKnown:
            return False
    return False


def seen_singular(terms: Terms) -> bool:
    """Whether a square matrix polynomial has no inverse at any of a few instances, of a larger size."""
    sizes = _distinct(terms, _LARGER)
    for seed in range(_DRAWS):
        try:
            _Instance(sizes, seed).value(terms).inv()
        except ZeroDivisionError:
            continue
        except _NotKnown:
            return False
        return False
    return True


def _distinct(terms: Terms, smallest: int) -> dict[str, int]:
    names = sorted({size for size in _sizes(terms) if not size.isdecimal()})
    return {name: smallest + k for k, name in enumerate(names)}


def _sizes(terms: Terms) -> Iterator[str]:
    for part in parts_of(terms):
        if isinstance(part, Letter):
            yield from (part.rows, part.cols)
        elif part.kind == "a" and part.structure == "dimension":
            yield part.name


class _Instance:
    """Values of letters, drawn when they are met."""

    def __init__(self, sizes: dict[str, int], seed: int) -> None:
        self._random = random.Random(seed)
        self._sizes = sizes
        self._drawn: dict[tuple[str, ...], Any] = {}

    def value(self, terms: Terms) -> Any:
        """Return the matrix that a polynomial is worth."""
        word = next((w for _, w in terms if w), ())
        shape = (self._size(word[0].rows), self._size(word[-1].cols)) if word else (1, 1)
        total = _matrix(*shape, [0] * (shape[0] * shape[1]))
        for (monomial, w), c in terms.items():
            scalar = _power(c, 1)
            for atom, exponent in monomial:
                scalar = scalar * _power(self._atom(atom), exponent) % _PRIME
            total += (self._word(w) if w else _identity(shape[0])) * scalar
        return total

    def _size(self, name: str) -> int:
        return int(name) if name.isdecimal() else self._sizes[name]

    def _atom(self, atom: Atom) -> int:
        match atom.kind:
            case "a" if atom.structure == "dimension":
                return self._sizes[atom.name]
            case "a" if not atom.name.startswith("\0"):
                return int(self._draw((atom.name,), 1, 1)[0, 0])
            case "t":
                inside = self._word(atom.word)
                return sum(int(inside[i, i]) for i in range(inside.nrows())) % _PRIME
            case "b":
                return int(self.value(thaw(atom.key))[0, 0])
        raise _NotKnown

    def _word(self, word: Word) -> Any:
        result = self._letter(word[0])
        for letter in word[1:]:
            result = result * self._letter(letter)
        return result

    def _letter(self, letter: Letter) -> Any:
        rows, cols = self._size(letter.rows), self._size(letter.cols)
        if letter.kind == "m":
            drawn = self._draw((letter.name,), *((cols, rows) if letter.flag == 1 else (rows, cols)))
            return drawn.transpose() if letter.flag == 1 else drawn
        if letter.kind != "f":
            raise _NotKnown
        value = _identity(rows)
        for generator, shift, exponent in letter.payload:
            base = self._generator(letter, generator, rows) if generator else _identity(rows) * 0
            if shift:
                # A shift is a scalar; the inverse of a sum has the sum in its place.
                inside = self.value(thaw(shift))
                base += inside if inside.nrows() == rows else _identity(rows) * inside[0, 0]
            if exponent != int(exponent):
                raise _NotKnown
            base = base.inv() if exponent < 0 else base
            for _ in range(abs(int(exponent))):
                value = value * base
        return value.transpose() if letter.flag == 1 else value

    def _generator(self, letter: Letter, generator: str, size: int) -> Any:
        """Return a matrix of a block: those of one family are polynomials in one matrix, and commute."""
        drawn = self._draw((letter.name, "block"), size, size)
        whole = drawn + drawn.transpose() if letter.flag < 0 else drawn
        power, total = _identity(size), _identity(size) * 0
        for k in range(size):
            total += power * self._draw((generator, str(k)), 1, 1)[0, 0]
            power = power * whole
        return total

    def _draw(self, name: tuple[str, ...], rows: int, cols: int) -> Any:
        if name not in self._drawn:
            entries = [self._random.randrange(1, _PRIME) for _ in range(rows * cols)]
            self._drawn[name] = _matrix(rows, cols, entries)
        return self._drawn[name]


def _power(value: Coefficient, exponent: Coefficient) -> int:
    if exponent != int(exponent):
        raise _NotKnown
    exact = Fraction(value)
    above, below = exact.numerator % _PRIME, exact.denominator % _PRIME
    if exponent < 0:
        above, below = below, above
    if not below:
        raise ZeroDivisionError
    return pow(above, abs(int(exponent)), _PRIME) * pow(below, -abs(int(exponent)), _PRIME) % _PRIME


def _matrix(rows: int, cols: int, entries: list[int]) -> Any:
    from flint import nmod_mat

    return nmod_mat(rows, cols, entries, _PRIME)


def _identity(size: int) -> Any:
    return _matrix(size, size, [int(i == j) for i in range(size) for j in range(size)])
