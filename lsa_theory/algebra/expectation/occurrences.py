"""Which sources of randomness a polynomial holds, wherever they hide: in sums, inverses, shifts and denominators."""

from __future__ import annotations

from lsa_theory.algebra.ring.occurring import atoms_and_words, letters_once
from lsa_theory.algebra.ring.polynomial import Terms, thaw
from lsa_theory.algebra.ring.words import Atom, Letter, Word
from lsa_theory.errors import UnsupportedExpression


def averaged(terms: Terms, over: frozenset[str]) -> Terms:
    """Return the outcome of an expectation, after a look for what should have been averaged away.

    Raises
    ------
    UnsupportedExpression
        If a letter of an averaged source is left.
    """
    left = sorted(_of_terms(terms) & over)
    if left:
        raise UnsupportedExpression(
            f"the expectation over {', '.join(left)} is not known in closed form: {left[0]} stays in the result, as it "
            "does where an inverse Gram matrix meets its own sample"
        )
    return terms


def in_term(monomial: tuple[tuple[Atom, object], ...], word: Word) -> set[str]:
    """Return the names of the random letters of one term."""
    return {n for x in word for n in _of_letter(x)} | {n for atom, _ in monomial for n in of_atom(atom)}


def of_atom(atom: Atom) -> set[str]:
    """Return the names of the random letters of one atom."""
    if atom.kind == "t":
        return {n for x in atom.word for n in _of_letter(x)}
    if atom.kind == "e":
        return {n for key in atom.arguments for n in _of_terms(thaw(key))}
    return _of_terms(thaw(atom.key)) if atom.kind == "b" else set()


def _of_terms(terms: Terms) -> set[str]:
    atoms, words = atoms_and_words(terms)
    words.extend(atom.word for atom in atoms if atom.kind == "t")
    others = {n for atom in atoms if atom.kind != "t" for n in of_atom(atom)}
    return others.union(*map(_of_letter, letters_once(words)))


def _of_letter(letter: Letter) -> set[str]:
    kind, name, payload = letter.kind, letter.name, letter.payload
    if kind == "f":
        return {n for _, shift, _ in payload if shift for n in _of_terms(thaw(shift))}
    if kind == "q":
        _, inside, core = payload
        return {n for piece in (*inside, core) for x in piece for n in _of_letter(x)}
    if kind == "e":
        return {n for _, _, word in payload.edges for x in word for n in _of_letter(x)}
    if kind in "mu":
        return set()
    return {name, payload.name} if kind in "gh" else {name}


def inverted(terms: Terms) -> set[str]:
    """Return the samples whose inverse Gram matrix occurs, inside sums over columns too."""
    return {n for m, w in terms for n in _inverted_in(w)} | {
        n for m, _ in terms for a, _ in m if a.kind == "t" for n in _inverted_in(a.word)
    }


def _inverted_in(word: Word) -> set[str]:
    found: set[str] = set()
    for letter in word:
        if letter.kind == "h":
            found.add(letter.name)
        elif letter.kind == "q":
            _, inside, core = letter.payload
            found.update(n for piece in (*inside, core) for n in _inverted_in(piece))
        elif letter.kind == "e":
            found.update(n for _, _, piece in letter.payload.edges for n in _inverted_in(piece))
    return found
