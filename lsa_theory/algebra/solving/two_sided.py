"""Equations L X R + K = 0 whose L and R are sums of words that need not commute: X = -L^-1 K R^-1.

Multiplied out, such an equation is a table of words left of X by words right of X; it is L X R exactly where the table
of coefficients has rank one. A word P u v' X y z' Q is written with the scalar v' X y in front, which is put back.
"""

from __future__ import annotations

from collections.abc import Mapping

from lsa_theory.algebra.deciding.at_an_instance import seen_singular
from lsa_theory.algebra.ring.matrix_power import matrix_power
from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.polynomial import (
    Monomial,
    Terms,
    accumulate,
    add,
    is_definite_sum,
    of_word,
    power,
    scale,
)
from lsa_theory.algebra.ring.rational import reduced
from lsa_theory.algebra.ring.words import Letter, Word, split_at_scalars, transpose_word
from lsa_theory.errors import UnsupportedExpression

# A division that takes more steps than this is not one that leaves nothing.
_STEPS = 200

Table = dict[tuple[Word, Word], Terms]


def two_sided(terms: Terms, letter: Letter) -> tuple[Terms, Terms, Terms] | None:
    """Return L, R and K of terms that are L X R + K for the letter X; None where they are not of this form."""
    table: Table = {}
    constant: Terms = {}
    for (monomial, word), c in terms.items():
        placed = _opened(monomial, word, letter)
        if placed is None:
            return None
        scalar, whole = placed
        places = [k for k, x in enumerate(whole) if x.name == letter.name]
        if not places:
            accumulate(constant, {(scalar, whole): c})
        elif len(places) > 1 or whole[places[0]] != letter:
            return None
        else:
            sides = whole[: places[0]], whole[places[0] + 1 :]
            accumulate(table.setdefault(sides, {}), {(scalar, ()): c})
    factors = _rank_one({sides: c for sides, c in table.items() if c})
    return None if factors is None else (*factors, constant)


def _opened(monomial: Monomial, word: Word, letter: Letter) -> tuple[Monomial, Word] | None:
    """Return a term with the scalar that holds X put back between the vectors that it stands between."""
    held = [(a, e) for a, e in monomial if a.kind != "a" and any(x.name == letter.name for x in _letters(a))]
    if not held:
        return monomial, word
    ((atom, exponent),) = held if len(held) == 1 else [(None, 0)]
    pieces = split_at_scalars(word) if word else []
    if atom is None or atom.kind != "t" or exponent != 1 or atom.word[0].rows != "1" or len(pieces) != 2:
        return None
    inside = atom.word if letter in atom.word else transpose_word(atom.word)
    rest = tuple(item for item in monomial if item[0] != atom)
    return rest, (*pieces[0], *inside, *pieces[1])


def _letters(atom: object) -> Word:
    return getattr(atom, "word", ())


def _rank_one(table: Mapping[tuple[Word, Word], Terms]) -> tuple[Terms, Terms] | None:
    """Return L and R of which the table holds the products; None where its rank is not one."""
    if not table:
        return None
    # A pivot of one term divides well.
    first, last = min(table, key=lambda sides: (len(table[sides]), sum(map(len, sides)), sides))
    pivot = table[first, last]
    lefts, rights = ({sides[k] for sides in table} for k in (0, 1))
    for left in lefts:
        for right in rights:
            whole = multiply(table.get((left, right), {}), pivot)
            crossed = multiply(table.get((left, last), {}), table.get((first, right), {}))
            if reduced(add(whole, scale(crossed, -1))):
                return None
    over = power(pivot, -1)
    left_sum: Terms = {}
    right_sum: Terms = {}
    for left in lefts:
        accumulate(left_sum, multiply(table.get((left, last), {}), of_word(left)))
    for right in rights:
        accumulate(right_sum, product([table.get((first, right), {}), over, of_word(right)]))
    return reduced(left_sum), reduced(right_sum)


def solved(left: Terms, right: Terms, constant: Terms) -> tuple[Terms, bool]:
    """Return -L^-1 K R^-1, and whether L and R are visibly definite, so that it is the only solution.

    Raises
    ------
    UnsupportedExpression
        If L or R has no inverse, or none in words.
    """
    for side, matrix in (("left", left), ("right", right)):
        if seen_singular(matrix):
            raise UnsupportedExpression(
                f"the equation is L @ X @ R + K = 0, and the matrix on the {side} has no inverse: a solution, if there "
                "is one, is not the only one"
            )
    wanted = scale(constant, -1)
    quotient = _divided(wanted, right)
    below = multiply(wanted, matrix_power(right, -1)) if quotient is None else quotient
    value = reduced(multiply(matrix_power(left, -1), below))
    return value, is_definite_sum(left) and is_definite_sum(right)


def _divided(terms: Terms, right: Terms) -> Terms | None:
    """Return Q with Q R = terms where taking off multiples of R from the right leaves nothing; None elsewhere."""
    leading = [(m, w) for m, w in right if len(w) == 1 and w[0].kind == "f" and w[0].flag < 0]
    if not leading or len(right) < 2:
        return None
    (monomial, word) = leading[0]
    over = multiply(power({(monomial, ()): right[monomial, word]}, -1), matrix_power(of_word(word), -1))
    quotient: Terms = {}
    for _ in range(_STEPS):
        if not terms:
            return quotient
        for key, c in sorted(terms.items()):
            part = multiply({key: c}, over)
            if key[1] and key[1][-1].name == word[0].name and not _holds_inverses(part):
                break
        else:
            return None
        quotient = add(quotient, part)
        terms = reduced(add(terms, scale(multiply(part, right), -1)))
    return None


def _holds_inverses(terms: Terms) -> bool:
    return any(x.kind == "f" and any(e < 0 for _, _, e in x.payload) for _, word in terms for x in word)
