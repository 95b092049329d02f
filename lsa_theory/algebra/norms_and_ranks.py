"""Operator norms and ranks of matrices, reduced as far as their laws go, each left over as a scalar of its own.

|c A| = |c| |A|, |A'| = |A|, |A'A| = |A|^2, |v w'| = |v| |w|, |S^k| = |S|^k; a rank does not see scalars that are not 0,
transposes, A' beside A, or definite factors at its ends; neither sees orthonormal columns at an end. What is left is a
scalar of which the form knows nothing else: two expressions that agree are equal, and of two that differ nothing is
known.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from lsa_theory.algebra.functions.making import absolute
from lsa_theory.algebra.ring.concatenation import closed, dimension
from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.polynomial import (
    Terms,
    atom_is_positive,
    constant,
    freeze,
    is_definite,
    is_mirrored,
    of_atom,
    of_word,
    power,
    primitive_part,
    scale,
    thaw,
    transpose,
)
from lsa_theory.algebra.ring.words import (
    POSITIVE,
    SYMMETRIC,
    Atom,
    Factor,
    Letter,
    Word,
    split_at_scalars,
    transpose_word,
    variable,
)

Grid = list[list[Terms]]
# No name that a user can declare begins like this.
NORM, RANK = "\0norm ", "\0rank "
UNKNOWN = "norms and ranks satisfy relations that the normal form does not know"


class Functions:
    """Reduces norms and ranks, and remembers by name what each that is left over is one of."""

    def __init__(self) -> None:
        self.left_over: dict[str, tuple[Terms, str, str]] = {}
        self.blocks_left_over: dict[str, tuple[Grid, list[str], list[str]]] = {}

    def norm(self, terms: Terms, rows: str, cols: str) -> Terms:
        """Return the operator norm of a matrix polynomial of a shape as a scalar."""
        if not terms:
            return {}
        outside, rest = _positive_part(terms)
        rest, rows, cols = _without_isometries(rest, rows, cols)
        if len(rest) == 1:
            (((monomial, word), coefficient),) = rest.items()
            if monomial and word:
                # |c A| = |c| |A|, whatever the sign of c.
                size = absolute({(monomial, ()): coefficient})
                return product([outside, size, self.norm(of_word(word), rows, cols)])
            if not monomial and abs(Fraction(coefficient)) == 1:
                known = self._norm_of_word(word)
                if known is not None:
                    return multiply(outside, known)
            if rows != "1" and not word:
                return multiply(outside, absolute({(monomial, ()): coefficient}))
        return multiply(outside, self._atom(NORM, rest, rows, cols))

    def rank(self, terms: Terms, rows: str, cols: str) -> Terms:
        """Return the rank of a matrix polynomial of a shape as a scalar."""
        if not terms:
            return {}
        _, rest = _positive_part(terms, _never_zero)
        rest, rows, cols = _without_isometries(rest, rows, cols)
        if len(rest) == 1:
            (((monomial, word), _),) = rest.items()
            if not monomial:
                word = _without_definite_ends(word)
                middle = len(word) // 2
                if is_mirrored(word) and (len(word) % 2 == 0 or _is_regular(word[middle])):
                    # Of A'A and of A'LA the rank is A's.
                    word = word[:middle]
                if not word:
                    return dimension(rows)
                rest, rows, cols = of_word(word), word[0].rows, word[-1].cols
        return self._atom(RANK, rest, rows, cols)

    def _atom(self, kind: str, terms: Terms, rows: str, cols: str) -> Terms:
        name = kind + repr(_canonical(terms))
        self.left_over.setdefault(name, (terms, rows, cols))
        return of_atom(variable(name, "positive"))

    def _norm_of_word(self, word: Word) -> Terms | None:
        """Return the norm of one word where its form gives it in simpler ones."""
        if not word:
            return constant(1)
        pieces = split_at_scalars(word)
        if len(pieces) > 1:
            return product(self.norm(of_word(piece), piece[0].rows, piece[-1].cols) for piece in pieces)
        half = Fraction(1, 2)
        if word[-1].cols == "1":
            return power(closed(transpose_word(word) + word), half)
        if word[0].rows == "1":
            return power(closed(word + transpose_word(word)), half)
        if len(word) % 2 == 0 and is_mirrored(word):
            inner = word[len(word) // 2 :]
            return power(self.norm(of_word(inner), inner[0].rows, inner[-1].cols), 2)
        return self._norm_of_power(word[0]) if len(word) == 1 else None

    def _norm_of_power(self, letter: Letter) -> Terms | None:
        """Return |S|^k for S^k: the largest absolute eigenvalue to that power."""
        kind, name, flag, rows, cols, payload = letter
        if kind != "f" or flag > SYMMETRIC or len(payload) != 1:
            return None
        ((generator, shift, exponent),) = payload
        if shift or not generator or exponent <= 0 or exponent == 1:
            return None
        base = Letter(kind, name, flag, rows, cols, (Factor(generator, (), 1),))
        return power(self.norm(of_word((base,)), rows, cols), exponent)


def is_left_open(terms: Terms) -> bool:
    """Whether a norm or a rank is left in a polynomial."""
    return any(_names_one(atom) for monomial, _ in terms for atom, _ in monomial)


def _names_one(atom: Atom) -> bool:
    if atom.kind == "b":
        return is_left_open(thaw(atom.key))
    if atom.kind == "e":
        return any(is_left_open(thaw(key)) for key in atom.arguments)
    return bool(atom.kind == "a" and atom.name.startswith((NORM, RANK)))


def _without_isometries(terms: Terms, rows: str, cols: str) -> tuple[Terms, str, str]:
    """Take orthonormal columns from the left, and their transposes from the right; return the shape of the rest."""
    for turned in (False, True):
        while terms and (first := _first_isometry(terms)) is not None:
            terms, rows = {(m, word[1:]): c for (m, word), c in terms.items()}, first.cols
        # The other end is the first one of the transpose.
        terms, rows, cols = (transpose(terms), cols, rows) if not turned else (terms, rows, cols)
    return transpose(terms), cols, rows


def _first_isometry(terms: Terms) -> Letter | None:
    firsts = {word[0] if word else None for _, word in terms}
    first = firsts.pop()
    if firsts or first is None or first.kind != "o":
        return None
    return first if first.flag == 0 or first.rows == first.cols else None


def _without_definite_ends(word: Word) -> Word:
    while word and _is_regular(word[0]):
        word = word[1:]
    while word and _is_regular(word[-1]):
        word = word[:-1]
    return word


def _is_regular(letter: Letter) -> bool:
    """Whether a letter is positive definite, as opposed to the square of a matrix that may be singular."""
    return letter.flag == POSITIVE and is_definite(letter)


def _never_zero(atom: Atom) -> bool:
    """Whether an atom is positive at every instance; the trace of A A' is not, at A = 0."""
    return atom.kind == "n" or (
        atom.kind == "a" and atom.structure in ("positive", "dimension") and not _names_one(atom)
    )


def _positive_part(terms: Terms, taken: Callable[[Atom], bool] = atom_is_positive) -> tuple[Terms, Terms]:
    """Split off a non-negative factor that all terms share; what is left has its sign and its signed scalars."""
    content, common, _ = primitive_part(terms)
    outside: Terms = {(tuple((atom, e) for atom, e in common if taken(atom)), ()): abs(Fraction(content))}
    return outside, multiply(power(outside, -1), terms)


def with_whole_numbers(terms: Terms) -> Terms:
    """Return a polynomial whose whole coefficients are integers: a name that shows one tells 1 from 1/1 else."""
    return {key: int(c) if Fraction(c).denominator == 1 else c for key, c in terms.items()}


def _canonical(terms: Terms) -> object:
    """Return one key for a matrix, its negative and their transposes."""
    terms = with_whole_numbers(terms)
    turned = transpose(terms)
    return min(freeze(form) for form in (terms, turned, scale(terms, -1), scale(turned, -1)))
