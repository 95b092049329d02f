"""Inverses of sums as letters: M^-1 where M has more than one word, known by the normal form of M.

Such an inverse is the factor `("", key of M, -k)` of a block: the generator without a name stands for the polynomial
alone. Where M is a polynomial in the matrices of one commuting family, the factor stands in that family's block and
commutes with it; any other M has a block of its own. M is divided by its content first, so that multiples of one
matrix share a letter. What follows from M M^-1 = I is decided in `deciding`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256

from lsa_theory.algebra.ring.blocks_of_functions import block, same_block
from lsa_theory.algebra.ring.multiplication import multiply
from lsa_theory.algebra.ring.occurring import atoms_and_words, letters_once
from lsa_theory.algebra.ring.polynomial import (
    Coefficient,
    Key,
    Terms,
    freeze,
    is_definite_sum,
    of_word,
    power,
    primitive_part,
    thaw,
    transpose,
)
from lsa_theory.algebra.ring.rational import reduced
from lsa_theory.algebra.ring.words import POSITIVE, RANDOM_KINDS, SYMMETRIC, Factor, Letter
from lsa_theory.errors import UnsupportedExpression

NAMELESS = ""
# Letters are compared as a whole, with all that stands inside them.
_MOST_INSIDE = 250


def power_of_sum(terms: Terms, exponent: Coefficient) -> Terms:
    """Return a negative whole power of a square matrix polynomial as a letter of its own.

    Raises
    ------
    UnsupportedExpression
        If the power is fractional, or something random stands in the sum.
    """
    if exponent != int(exponent):
        raise UnsupportedExpression(
            f"the power {exponent} of a sum is in closed form only where the sum is a function of one matrix with "
            "linear factors, such as (a L + b I)**(1/2); square both sides, or name the root with a symbol"
        )
    if holds_random(terms):
        raise UnsupportedExpression(
            "an inverse of a sum that holds something random has no normal form; the inverse of a Gram matrix alone, "
            "inverse(X @ X.T), has one, and that of the scatter about the average has an expectation"
        )
    if _letters_inside(terms) > _MOST_INSIDE:
        raise UnsupportedExpression(
            f"an inverse of a sum has more than {_MOST_INSIDE} letters inside the inverses in it, and would be "
            "compared for minutes; such nests come of many vectors in one exponential. Name an inverse with a symbol"
        )
    content, monomial, primitive = primitive_part(reduced(terms))
    outer = power({(monomial, ()): content}, exponent)
    return multiply(outer, of_word((letter_of(primitive, int(exponent)),)))


def _letters_inside(terms: Terms) -> int:
    """Return how many letters stand inside the inverses in a matrix polynomial, those inside of these included."""
    count = 0
    waiting = _shifts(letters_of(terms))
    while waiting and count <= _MOST_INSIDE:
        found = letters_of(thaw(waiting.pop()))
        count += len(found)
        waiting.extend(_shifts(found))
    return count


def _shifts(letters: list[Letter]) -> list[Key]:
    """Return what is added to generators in the blocks among letters, and what their nameless inverses are of."""
    return [shift for letter in letters if letter.kind == "f" for _, shift, _ in letter.payload if shift]


def letter_of(matrix: Terms, exponent: int) -> Letter:
    """Return the letter of a power of a primitive matrix polynomial."""
    size = next(word for _, word in matrix if word)[0].rows
    family = common_block(matrix)
    if family is not None:
        flag = family.flag
        key = freeze(transpose(matrix) if flag == 1 else matrix)
        return block(family.name, flag, size, (Factor(NAMELESS, key, exponent),))
    key, flipped = freeze(matrix), freeze(transpose(matrix))
    if key == flipped:
        flag = POSITIVE if is_definite_sum(matrix) else SYMMETRIC
    else:
        flag = int(flipped < key)
        key = min(key, flipped)
    name = f"\0{sha256(repr(key).encode()).hexdigest()}"
    return block(name, flag, size, (Factor(NAMELESS, key, exponent),))


def common_block(matrix: Terms) -> Letter | None:
    """Return a letter of the block that every word of a polynomial lies in, or None."""
    first = next((word[0] for _, word in matrix if word), None)
    # A block of an inverse of a sum holds that inverse and its powers alone.
    alike = (
        first is not None
        and not first.name.startswith("\0")
        and all(
            len(word) <= 1 and all(same_block(x, first) and x.rows == first.rows for x in word)
            for _, word in matrix
        )
    )
    return first if alike else None


def is_opaque(letter: Letter) -> bool:
    """Whether a letter is the inverse of a sum that does not commute."""
    return (
        letter.kind == "f"
        and letter.name.startswith("\0")
        and any(g == NAMELESS for g, _, _ in letter.payload)
    )


def has_nameless(terms: Terms) -> bool:
    """Whether the inverse of a sum stands anywhere in a polynomial."""
    return any(
        (letter.kind == "f" and any(g == NAMELESS or _has_nameless(s) for g, s, _ in letter.payload))
        for letter in letters_of(terms)
    )


def has_opaque(terms: Terms) -> bool:
    """Whether the inverse of a sum that does not commute stands anywhere in a polynomial."""
    return any(
        letter.kind == "f" and (is_opaque(letter) or any(_has_opaque(s) for _, s, _ in letter.payload))
        for letter in letters_of(terms)
    )


# An inverse inside an inverse inside an inverse stands in many letters, and is looked into once.
@lru_cache(maxsize=4096)
def _has_nameless(key: Key) -> bool:
    return has_nameless(thaw(key))


@lru_cache(maxsize=4096)
def _has_opaque(key: Key) -> bool:
    return has_opaque(thaw(key))


@lru_cache(maxsize=4096)
def _holds_random(key: Key) -> bool:
    return holds_random(thaw(key))


def has_nested(terms: Terms) -> bool:
    """Whether the inverse of a sum stands inside another inverse, or inside a shift."""
    return any(
        letter.kind == "f" and any(_has_nameless(s) for _, s, _ in letter.payload)
        for letter in letters_of(terms)
    )


def holds_random(terms: Terms) -> bool:
    """Whether something random stands in a polynomial, its traces and denominators included."""
    return any(
        letter.kind in RANDOM_KINDS
        or (letter.kind == "f" and any(_holds_random(s) for _, s, _ in letter.payload if s))
        for letter in letters_of(terms)
    )


def sum_of(letter: Letter) -> tuple[Terms, int]:
    """Return M and k of an opaque letter M^-k."""
    ((_, key, exponent),) = letter.payload
    matrix = thaw(key)
    return (transpose(matrix) if letter.flag == 1 else matrix), -int(exponent)


def letters_of(terms: Terms) -> list[Letter]:
    """Return the letters of a polynomial, of its traces and of their denominators."""
    atoms, words = atoms_and_words(terms)
    words.extend(atom.word for atom in atoms if atom.kind == "t")
    found = _opened(letters_once(words))
    for atom in atoms:
        if atom.kind == "b":
            found.extend(letters_of(thaw(atom.key)))
        elif atom.kind == "e":
            found.extend(x for key in atom.arguments for x in letters_of(thaw(key)))
    return found


def _opened(word: Sequence[Letter]) -> list[Letter]:
    """Return letters, those in their networks included."""
    found = list(word)
    for letter in word:
        if letter.kind == "e":
            found.extend(x for _, _, inside in letter.payload.edges for x in _opened(inside))
    return found
