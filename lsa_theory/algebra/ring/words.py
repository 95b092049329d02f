"""Letters and words: the alphabet of the normal form.

A letter is a plain tuple `(kind, name, transposed, rows, cols, payload)`, so that words hash and sort in C.
Dimensions stand in it by name. Kinds:

- `"f"`: a commuting block, a product of powers of symmetric matrices of one family and of their resolvents,
  or a power of one square matrix; payload: sorted factors `(generator, shift, exponent)`, each standing for
  (generator + shift I) ** exponent, where shift is () or the key of a scalar polynomial; the generator "" stands for
  the inverse of a sum, whose matrix polynomial has its key in the place of the shift;
- `"m"`: a constant rectangular matrix or vector;
- `"r"`: a random vector; `"x"`: a sample matrix; `"c"`: a column of one, payload its index;
- `"s"`: the total sum_i x_i of a sample; `"g"`: the Gram matrix sum_i x_i z_i' of two, payload (z, count);
- `"h"`: the inverse of a sample's Gram matrix, payload (name, count);
- `"q"`: a sum over an index that meets more than two vectors, payload (count, closed factors, open factor).
"""

from __future__ import annotations

from typing import Any, TypeAlias

Letter: TypeAlias = tuple[str, str, int, str, str, Any]
Word: TypeAlias = tuple[Letter, ...]

# The transposition flag of a block: 0 or 1 for a matrix without structure, negative where it is symmetric.
SYMMETRIC, POSITIVE = -1, -2

RANDOM_KINDS = frozenset("rxcsgqh")


def transpose_letter(letter: Letter) -> Letter:
    """Return the letter of the transposed matrix."""
    kind, name, flag, rows, cols, payload = letter
    if kind == "f":
        return letter if flag < 0 else (kind, name, 1 - flag, cols, rows, payload)
    if kind == "g":
        other, count = payload
        return (kind, other, 0, cols, rows, (name, count))
    if kind == "h":
        return letter
    if kind == "q":
        count, inside, core = payload
        return (kind, name, 0, cols, rows, (count, inside, transpose_word(core)))
    return (kind, name, 1 - flag, cols, rows, payload)


def transpose_word(word: Word) -> Word:
    """Return the word of the transposed product."""
    return tuple([transpose_letter(letter) for letter in reversed(word)])


def canonical_form(word: Word) -> Word:
    """Return the least of the rotations of a closed word and of its transpose.

    A word whose ends meet in dimension one is a bilinear form a' W b: only transposition moves it, because
    every rotation starts at that joint.
    """
    flipped = transpose_word(word)
    if word[0][3] == "1":
        return min(word, flipped)
    smallest = min(min(word), min(flipped))
    return min(
        candidate[k:] + candidate[:k]
        for candidate in (word, flipped)
        for k in range(len(word))
        if candidate[k] == smallest
    )


def split_at_scalars(word: Word) -> list[Word]:
    """Cut a word wherever two neighbours meet in dimension one."""
    pieces, start = [], 0
    for k in range(1, len(word)):
        if word[k][3] == "1":
            pieces.append(word[start:k])
            start = k
    pieces.append(word[start:])
    return pieces


def is_random(word: Word) -> bool:
    """Whether a word contains a random letter."""
    return any(letter[0] in RANDOM_KINDS for letter in word)
