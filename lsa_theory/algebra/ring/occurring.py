"""What occurs anywhere in a polynomial: in words, traces, denominators, shifts and sums, at every depth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lsa_theory.algebra.ring.polynomial import Terms, thaw
from lsa_theory.algebra.ring.words import Atom, Letter, Word


def atoms_and_words(terms: Terms) -> tuple[list[Atom], list[Word]]:
    """Return the atoms and the open words of the terms themselves, each object once.

    The terms of a large polynomial share the objects they are made of: to look at each of those once is enough.
    """
    atoms = {id(atom): atom for monomial, _ in terms for atom, _ in monomial}
    words = {id(word): word for _, word in terms}
    return list(atoms.values()), list(words.values())


def letters_once(words: Iterable[Word]) -> list[Letter]:
    """Return the letters of words, each object once."""
    return list({id(letter): letter for word in words for letter in word}.values())


def parts_of(terms: Terms) -> Iterator[Atom | Letter]:
    """Yield every atom and every letter of a polynomial, those inside others after what holds them."""
    for monomial, word in terms:
        yield from _of_word(word)
        for atom, _ in monomial:
            yield from parts_of_atom(atom)


def parts_of_atom(atom: Atom) -> Iterator[Atom | Letter]:
    """Yield an atom, and every atom and letter inside it."""
    yield atom
    if atom.kind == "t":
        yield from _of_word(atom.word)
    elif atom.kind == "b":
        yield from parts_of(thaw(atom.key))
    elif atom.kind == "e":
        for key in atom.arguments:
            yield from parts_of(thaw(key))


def names_of(parts: Iterator[Atom | Letter]) -> set[str]:
    """Return the names of the symbols, random quantities and sizes among parts.

    >>> from lsa_theory.algebra.normal import normal
    >>> from lsa_theory.expressions import dimension, positive_definite, scalar, trace
    >>> t, A = scalar("t"), positive_definite("A", dimension("d"))
    >>> sorted(names_of(parts_of(normal(trace(A) + t - t).terms)))
    ['A', 'd']
    """
    found: set[str] = set()
    for part in parts:
        if isinstance(part, Letter):
            found.update(_names_of_letter(part))
        elif part.kind == "a" or part.kind == "g":
            found.add(part.name)
    return found


def _names_of_letter(letter: Letter) -> set[str]:
    found = {letter.rows, letter.cols}
    match letter.kind:
        case "f":
            found.update(factor.generator for factor in letter.payload if factor.generator)
        case "g" | "h":
            found |= {letter.name, letter.payload.name, letter.payload.columns}
        case "s":
            found |= {letter.name, letter.payload}
        case "q":
            found.add(letter.payload.size)
        case "e":
            found.update(letter.payload.sizes)
        case "u":
            pass
        case _:
            found.add(letter.name)
    return found


def _of_word(word: Word) -> Iterator[Atom | Letter]:
    for letter in word:
        yield letter
        if letter.kind == "f":
            for factor in letter.payload:
                if factor.shift:
                    yield from parts_of(thaw(factor.shift))
        elif letter.kind == "q":
            for piece in (*letter.payload.inside, letter.payload.core):
                yield from _of_word(piece)
        elif letter.kind == "e":
            for _, _, inside in letter.payload.edges:
                yield from _of_word(inside)
