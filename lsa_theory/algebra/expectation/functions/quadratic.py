"""A scalar as a polynomial of degree two in one vector: its constant, its slope and its curvature."""

from __future__ import annotations

from dataclasses import dataclass

from lsa_theory.algebra.derivative import gradient
from lsa_theory.algebra.expectation.source import Source
from lsa_theory.algebra.ring.concatenation import finished
from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.occurring import parts_of
from lsa_theory.algebra.ring.polynomial import (
    Monomial,
    Terms,
    accumulate,
    add,
    constant,
    of_word,
    scale,
    transpose,
)
from lsa_theory.algebra.ring.words import Letter, Word, word_of
from lsa_theory.algebra.substitution import substitute_letters
from lsa_theory.errors import UnsupportedExpression

_STAND_IN = "\0argument"


@dataclass(frozen=True)
class Quadratic:
    """c + b' x + x' C x / 2, as polynomials."""

    constant: Terms
    slope: Terms
    curvature: Terms


def letter_of(source: Source) -> Letter:
    """Return the letter of a random vector."""
    return Letter("r", source.name, 0, source.size, "1", "")


def with_vector(terms: Terms, source: Source, value: Terms) -> Terms:
    """Return a polynomial with a value in the place of a random vector."""

    def rule(letter: Letter) -> Terms | None:
        if letter.kind != "r" or letter.name != source.name:
            return None
        return transpose(value) if letter.flag == 1 else value

    return substitute_letters(terms, rule)


def quadratic_in(terms: Terms, source: Source, what: str) -> Quadratic:
    """Return a scalar as a polynomial of degree two in a random vector.

    Raises
    ------
    UnsupportedExpression
        If it is none; `what` says what it stands in.
    """
    stand_in = Letter("m", _STAND_IN, 0, source.size, "1", "")
    moving = with_vector(terms, source, finished((stand_in,)))
    slope = gradient(moving, stand_in)
    at_zero = _at_zero(slope, stand_in)
    curvature = _coefficient(add(slope, scale(at_zero, -1)), stand_in, what, source)
    return Quadratic(_at_zero(moving, stand_in), at_zero, curvature)


def _at_zero(terms: Terms, stand_in: Letter) -> Terms:
    return {key: c for key, c in terms.items() if not _holds(*key, stand_in)}


def _holds(monomial: Monomial, word: Word, stand_in: Letter) -> bool:
    parts = parts_of({(monomial, word): 1})
    return any(isinstance(part, Letter) and part.name == stand_in.name for part in parts)


def _coefficient(terms: Terms, stand_in: Letter, what: str, source: Source) -> Terms:
    """Return C of C x."""
    total: Terms = {}
    for (monomial, word), c in terms.items():
        places = [k for k, x in enumerate(word) if x.name == stand_in.name]
        inside = [(k, a) for k, (a, e) in enumerate(monomial) if _holds(((a, e),), (), stand_in)]
        found: Terms | None = None
        if places == [len(word) - 1] and not inside:
            found = product([{(monomial, ()): c}, of_word(word[:-1])] if word[:-1] else [{(monomial, ()): c}])
        elif not places and len(inside) == 1:
            ((k, atom),) = inside
            once = atom.kind == "t" and monomial[k][1] == 1
            if once and sum(x.name == stand_in.name for x in word_of(atom)) == 1:
                rest: Terms = {(monomial[:k] + monomial[k + 1 :], ()): c}
                left = of_word(word) if word else constant(1)
                scalar: Terms = {(((atom, 1),), ()): 1}
                found = product([rest, left, transpose(gradient(scalar, stand_in))])
        if found is None:
            raise UnsupportedExpression(
                f"{what} is no polynomial of degree two in {source.name.rstrip(chr(0))}, and its expectation has no "
                "closed form here"
            )
        accumulate(total, found)
    return total


def form(left: Terms, middle: Terms, right: Terms) -> Terms:
    """Return a' M b."""
    return product([transpose(left), middle, right])


def outer(left: Terms, right: Terms) -> Terms:
    """Return a b'."""
    return multiply(left, transpose(right))
