"""How words multiply_scalars: blocks merge, X X' becomes a Gram letter, closed pieces become scalars."""

from __future__ import annotations

from lsa_theory.algebra.ring.blocks_of_functions import multiply_blocks, same_block
from lsa_theory.algebra.ring.networks import Words, in_product, in_trace
from lsa_theory.algebra.ring.polynomial import (
    Terms,
    accumulate,
    constant,
    multiply_scalars,
    of_atom,
    of_word,
    product_of_scalars,
)
from lsa_theory.algebra.ring.words import (
    Letter,
    Partner,
    Word,
    canonical_form,
    new,
    size_of,
    split_at_scalars,
    trace_of,
)


def concatenate(left: Word, right: Word) -> Terms:
    """Return the product of two non-empty words whose inner dimensions agree."""
    last, first = left[-1], right[0]
    if (last.kind == "e" or first.kind == "e") and first.rows != "1":
        return in_product(left, right, RING)
    if last.kind == "u" and first.kind == "u" and last.flag == 1 and first.flag == 0:
        return _units(left, right)
    if last.kind == "f" and same_block(last, first):
        total: Terms = {}
        for scalar, letter in multiply_blocks(last, first):
            if letter is not None:
                part = finished(left[:-1] + (letter,) + right[1:])
            elif len(left) > 1 and len(right) > 1:
                part = concatenate(left[:-1], right[1:])
            else:
                rest = left[:-1] + right[1:]
                part = finished(rest) if rest else constant(1)
            accumulate(total, multiply_scalars(scalar, part))
        return total
    if last.kind == "x" and first.kind == "x" and last.flag == 0 and first.flag == 1:
        return _around(left[:-1], gram(last, first), right[1:])
    if cancel(last, first):
        if len(left) > 1 and len(right) > 1:
            return concatenate(left[:-1], right[1:])
        rest = left[:-1] + right[1:]
        return finished(rest) if rest else constant(1)
    return finished(left + right)


def _around(left: Word, letter: Letter, right: Word) -> Terms:
    """Return the product of words with a letter between them, which may cancel with either neighbour."""
    total = concatenate(left, (letter,)) if left else finished((letter,))
    if not right:
        return total
    result: Terms = {}
    for (monomial, word), c in total.items():
        part = concatenate(word, right) if word else finished(right)
        accumulate(result, multiply_scalars({(monomial, ()): c}, part))
    return result


def is_product(word: Word) -> bool:
    """Whether a word is seen to be the product of its letters as it stands: constants, and no two neighbours merge."""
    return all(x.kind in "fm" and x.rows != "1" != x.cols for x in word) and not any(
        map(same_block, word, word[1:])
    )


def _units(left: Word, right: Word) -> Terms:
    """Return the product of words that meet in e_j' e_k, which is one or zero."""
    last, first = left[-1], right[0]
    if last.name != first.name:
        if not (last.name.isdecimal() and first.name.isdecimal()):
            return finished(left + right)
        return {}
    if len(left) > 1 and len(right) > 1:
        return concatenate(left[:-1], right[1:])
    rest = left[:-1] + right[1:]
    return finished(rest) if rest else constant(1)


def cancel(last: Letter, first: Letter) -> bool:
    """Whether two neighbours are a Gram matrix and its inverse, or orthonormal columns and their transpose."""
    if last.kind == "o" == first.kind and last.name == first.name and last.flag != first.flag:
        return last.flag == 1 or first.rows == first.cols
    return {last.kind, first.kind} == {"g", "h"} and last.name == first.name and last.payload == first.payload


def gram(left: Letter, right: Letter) -> Letter:
    """Return the letter of X Z' for sample letters X and Z'."""
    return new(Letter, ("g", left.name, 0, left.rows, right.cols, new(Partner, (right.name, left.cols))))


def finished(word: Word) -> Terms:
    """Return an open word with its closed inner pieces turned into scalars."""
    inner = any(letter.rows == "1" for letter in word[1:])
    if not inner:
        if word[0].rows == "1" and word[-1].cols == "1":
            return closed(word)
        return of_word(word)
    scalars: list[Terms] = []
    kept: list[Word] = []
    for piece in split_at_scalars(word):
        if piece[0].rows == "1" and piece[-1].cols == "1":
            scalars.append(closed(piece))
        else:
            kept.append(piece)
    if kept:
        scalars.append(of_word(tuple(letter for piece in kept for letter in piece)))
    return product_of_scalars(scalars)


def closed(word: Word) -> Terms:
    """Return the trace of a square word as a scalar polynomial; of a 1 x 1 word, its value."""
    joint = next((k for k in range(1, len(word)) if word[k].rows == "1"), 0)
    if joint:
        if word[0].rows == "1":
            return product_of_scalars(closed(piece) for piece in split_at_scalars(word))
        # Rotated to start at the joint, the old ends meet inside and may merge there.
        return concatenate(word[joint:], word[:joint])
    if word[0].rows == "1" or (len(word) == 1 and word[0].kind != "e"):
        return of_atom(trace_of(canonical_form(word)))
    last, first = word[-1], word[0]
    if first.kind == "e":
        return in_trace(word, RING)
    if last.kind == "f" and same_block(last, first):
        total: Terms = {}
        for scalar, letter in multiply_blocks(last, first):
            rest = word[1:-1] if letter is None else (letter, *word[1:-1])
            value = closed(rest) if rest else dimension_of(first)
            accumulate(total, multiply_scalars(scalar, value))
        return total
    if last.kind == "x" and first.kind == "x" and last.flag == 0 and first.flag == 1:
        return trace(_around((), gram(last, first), word[1:-1]), last.rows)
    if cancel(last, first):
        return closed(word[1:-1]) if word[1:-1] else dimension(first.cols)
    return of_atom(trace_of(canonical_form(word)))


def dimension_of(letter: Letter) -> Terms:
    """Return the trace of the identity of a letter's size."""
    return dimension(letter.rows)


def dimension(name: str) -> Terms:
    """Return a dimension by name: a number where it is one, else its scalar symbol."""
    return constant(int(name)) if name.isdecimal() else of_atom(size_of(name))


def trace(terms: Terms, size: str) -> Terms:
    """Return the trace of a square matrix polynomial of a size; a 1 x 1 polynomial is its own trace."""
    total: Terms = {}
    of_identity = constant(1) if size == "1" else dimension(size)
    for (monomial, word), c in terms.items():
        accumulate(total, multiply_scalars({(monomial, ()): c}, closed(word) if word else of_identity))
    return total


# What a network needs to know of words.
RING = Words(concatenate, closed)
