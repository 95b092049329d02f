"""Atoms: the scalars that a monomial multiplies, each a named tuple with its kind first, so that they sort in C."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, TypeAlias

from lsa_theory.algebra.ring.words import Word


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


Atom: TypeAlias = Variable | Trace | Radicand | Base | Generator


def variable(name: str, structure: str) -> Variable:
    """Return the atom of a scalar symbol."""
    return tuple.__new__(Variable, ("a", name, structure))


def size_of(name: str) -> Variable:
    """Return the atom of a dimension without a value."""
    return tuple.__new__(Variable, ("a", name, "dimension"))


def trace_of(word: Word) -> Trace:
    """Return the atom of a closed word in canonical form."""
    return tuple.__new__(Trace, ("t", word))


def radicand(number: Any) -> Radicand:
    """Return the atom of a number under a fractional power."""
    return tuple.__new__(Radicand, ("n", number))


def base_of(key: Any) -> Base:
    """Return the atom of a polynomial, by its key, under a power."""
    return tuple.__new__(Base, ("b", key))


def generator_of(name: str) -> Generator:
    """Return the atom of the matrix of a commuting block."""
    return tuple.__new__(Generator, ("g", name))


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
