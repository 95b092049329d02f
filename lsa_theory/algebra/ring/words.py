"""Letters, words of them, and atoms, the scalars: the alphabet of the normal form.

A letter is a named tuple, so that words hash and sort in C. Dimensions stand in it by name. Kinds:

- `"f"`: a commuting block, a product of powers of symmetric matrices of one family and of their resolvents,
  or a power of one square matrix; payload: the sorted `Factor`s;
- `"m"`: a constant rectangular matrix or vector;
- `"o"`: a random matrix with orthonormal columns;
- `"r"`: a random vector; `"x"`: a sample matrix; `"c"`: a column of one, payload its index;
- `"s"`: the total sum_i x_i of a sample, payload the count; `"g"`: the Gram matrix sum_i x_i z_i' of two, payload
  the `Partner` z;
- `"h"`: the inverse of a sample's Gram matrix, payload the `Partner`, which is the sample itself;
- `"q"`: a sum over an index that meets more than two vectors, payload a `Summand`;
- `"e"`: a sum over coordinates of products of entries, payload a `Network`;
- `"u"`: a unit vector, by the number of its coordinate or the index of a sum in brackets.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal, NamedTuple, TypeAlias


class Letter(NamedTuple):
    """One matrix, vector or random quantity; `flag` is 1 where it stands transposed, negative in a symmetric block."""

    kind: str
    name: str
    flag: int
    rows: str
    cols: str
    payload: Any


Word: TypeAlias = tuple[Letter, ...]


class Factor(NamedTuple):
    """(generator + shift I) ** exponent in a block; shift is () or the key of a scalar polynomial.

    The generator "" stands for the inverse of a sum, whose matrix polynomial has its key in the place of the shift.
    """

    generator: str
    shift: Any
    exponent: Any


class Partner(NamedTuple):
    """The other side of a Gram matrix, and how many columns both have."""

    name: str
    columns: str


class Summand(NamedTuple):
    """What a sum letter adds up over its index: scalars (closed words) and one open word, over `size` columns."""

    size: str
    inside: tuple[Word, ...]
    core: Word


# The transposition flag of a block: 0 or 1 for a matrix without structure, negative where it is symmetric.
SYMMETRIC, POSITIVE = -1, -2

RANDOM_KINDS = frozenset("rxcsgqho")

# Makes a named tuple of a tuple: less than half of what calling its class costs.
new = tuple.__new__


@lru_cache(maxsize=4096)
def transpose_letter(letter: Letter) -> Letter:
    """Return the letter of the transposed matrix."""
    kind = letter.kind
    if kind == "h" or (kind == "f" and letter.flag < 0):
        return letter
    rows, cols, payload = letter.cols, letter.rows, letter.payload
    if kind == "g":
        return new(Letter, ("g", payload.name, 0, rows, cols, new(Partner, (letter.name, payload.columns))))
    if kind == "q":
        flipped = new(Summand, (payload.size, payload.inside, transpose_word(payload.core)))
        return new(Letter, ("q", letter.name, 0, rows, cols, flipped))
    if kind == "e":
        return new(Letter, ("e", "", 0, rows, cols, payload.turned))
    return new(Letter, (kind, letter.name, 1 - letter.flag, rows, cols, payload))


def transpose_word(word: Word) -> Word:
    """Return the word of the transposed product."""
    return tuple([transpose_letter(letter) for letter in reversed(word)])


def canonical_form(word: Word) -> Word:
    """Return the least of the rotations of a closed word and of its transpose.

    A word whose ends meet in dimension one is a bilinear form a' W b: only transposition moves it, because
    every rotation starts at that joint.
    """
    flipped = transpose_word(word)
    if word[0].rows == "1":
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
        if word[k].rows == "1":
            pieces.append(word[start:k])
            start = k
    pieces.append(word[start:])
    return pieces


def is_random(word: Word) -> bool:
    """Whether a word contains a random letter."""
    return any(
        letter.kind in RANDOM_KINDS
        or (letter.kind == "e" and any(is_random(inside) for _, _, inside in letter.payload.edges))
        for letter in word
    )


# Atoms: the scalars that a monomial multiplies. Their kind comes first, so that they sort in C.


class Variable(NamedTuple):
    """A scalar symbol; a dimension is one of structure "dimension"."""

    kind: Literal["a"]
    name: str
    structure: str


class Trace(NamedTuple):
    """The trace of a square word, or a bilinear form."""

    kind: Literal["t"]
    word: Word


class Radicand(NamedTuple):
    """A rational number that stands under a fractional power."""

    kind: Literal["n"]
    number: Any


class Base(NamedTuple):
    """A polynomial, by its key, that stands under a negative or fractional power."""

    kind: Literal["b"]
    key: Any


class Generator(NamedTuple):
    """The matrix of a commuting block, a variable of its own where functions of it are written as fractions."""

    kind: Literal["g"]
    name: str


class Function(NamedTuple):
    """A function of polynomials, by their keys: the determinant of a matrix of a size, exp, log, sign ..."""

    kind: Literal["e"]
    name: str
    arguments: tuple[Any, ...]
    size: str


Atom: TypeAlias = Variable | Trace | Radicand | Base | Generator | Function


def variable(name: str, structure: str) -> Variable:
    """Return the atom of a scalar symbol."""
    return new(Variable, ("a", name, structure))


def size_of(name: str) -> Variable:
    """Return the atom of a dimension without a value."""
    return new(Variable, ("a", name, "dimension"))


def trace_of(word: Word) -> Trace:
    """Return the atom of a closed word in canonical form."""
    return new(Trace, ("t", word))


def radicand(number: Any) -> Radicand:
    """Return the atom of a number under a fractional power."""
    return new(Radicand, ("n", number))


def base_of(key: Any) -> Base:
    """Return the atom of a polynomial, by its key, under a power."""
    return new(Base, ("b", key))


def generator_of(name: str) -> Generator:
    """Return the atom of the matrix of a commuting block."""
    return new(Generator, ("g", name))


def function_of(name: str, arguments: tuple[Any, ...] = (), size: str = "") -> Function:
    """Return the atom of a function of polynomials, given by their keys."""
    return new(Function, ("e", name, arguments, size))


def name_of(atom: Atom) -> str:
    """Return the name of an atom that is known to be a symbol or a generator.

    Raises
    ------
    TypeError
        If it is not one.
    """
    if atom.kind not in ("a", "g"):
        raise TypeError(f"{atom!r} has no name")
    return atom.name


def number_of(atom: Atom) -> Any:
    """Return the number of an atom that is known to be one under a fractional power.

    Raises
    ------
    TypeError
        If it is not one.
    """
    if atom.kind != "n":
        raise TypeError(f"{atom!r} is no number under a root")
    return atom.number


def word_of(atom: Atom) -> Word:
    """Return the word of an atom that is known to be a trace.

    Raises
    ------
    TypeError
        If it is not one.
    """
    if atom.kind != "t":
        raise TypeError(f"{atom!r} is no trace")
    return atom.word


def inside_of(atom: Atom) -> Any:
    """Return the key of an atom that is known to be a polynomial under a power.

    Raises
    ------
    TypeError
        If it is not one.
    """
    if atom.kind != "b":
        raise TypeError(f"{atom!r} is no polynomial under a power")
    return atom.key
