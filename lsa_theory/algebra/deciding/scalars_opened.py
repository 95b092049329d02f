"""Scalar identities with inverses of sums, written as identities of matrices between the same ends.

Products of bilinear forms with the same vectors at their ends are one form, (a' P b)(a' Q b) = a' (P b a' Q) b; and
tr M^-1 is (d - tr(w M^-1)) / c for M = c I + w. Each such form of a polynomial is zero only if the polynomial is.
"""

from __future__ import annotations

from collections.abc import Iterator

from lsa_theory.algebra.deciding.leading_words import single, word_terms
from lsa_theory.algebra.ring.concatenation import trace
from lsa_theory.algebra.ring.inverse_of_sum import is_opaque, sum_of
from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.polynomial import (
    Monomial,
    Terms,
    accumulate,
    add,
    of_word,
    power,
    scale,
    transpose,
)
from lsa_theory.algebra.ring.words import Letter, Word, transpose_letter, transpose_word

_ENDS = 6


def between_vectors(terms: Terms) -> Iterator[Terms]:
    """Yield polynomials E with terms = a' E b, for vectors a, b at the ends of a form in every term."""
    if any(word for _, word in terms):
        return
    ends: dict[tuple[Letter, Letter], None] = {}
    for monomial, _ in terms:
        for atom, _ in monomial:
            if atom.kind == "t" and atom.word[0].rows == "1" and len(atom.word) > 1:
                ends[atom.word[0], atom.word[-1]] = None
    for first, last in list(ends)[:_ENDS]:
        for backwards in (False, True):
            total: Terms = {}
            for (monomial, _), c in terms.items():
                inside = _chained(monomial, first, last, backwards)
                if inside is None:
                    break
                accumulate(total, inside, c)
            else:
                yield total


def _chained(monomial: Monomial, first: Letter, last: Letter, backwards: bool) -> Terms | None:
    """Return a term without the outermost a' and b, all its forms between these in one word; None if it has none."""
    forms: list[Word] = []
    rest = []
    for atom, exponent in monomial:
        word: Word | None = None
        if atom.kind == "t" and isinstance(exponent, int) and exponent > 0 and len(atom.word) > 1:
            word = next(
                (w for w in (atom.word, transpose_word(atom.word)) if (w[0], w[-1]) == (first, last)), None
            )
        if word is None:
            rest.append((atom, exponent))
        else:
            forms.extend([word] * int(exponent))
    if not forms:
        return None
    joint = of_word((last, first))
    factors: list[Terms] = [{(tuple(rest), ()): 1}]
    for k, word in enumerate(sorted(forms, reverse=backwards)):
        if k:
            factors.append(joint)
        factors.append(word_terms(word[1:-1]))
    return product(factors)


def without_bare_traces(terms: Terms) -> Terms:
    """Return the same polynomial with tr M^-1 written as (d - tr(w M^-1)) / c for each sum M = c I + w."""
    total: Terms = {}
    for (monomial, word), c in terms.items():
        factors: list[Terms] = [word_terms(word)]
        for atom, exponent in monomial:
            value = _opened(atom.word[0]) if atom.kind == "t" and len(atom.word) == 1 else None
            factors.append({(((atom, exponent),), ()): 1} if value is None else power(value, exponent))
        accumulate(total, product(factors), c)
    return total


def _opened(letter: Letter) -> Terms | None:
    if not is_opaque(letter) or single(letter) not in (letter, transpose_letter(letter)):
        return None
    matrix, _ = sum_of(letter)
    matrix = transpose(matrix) if letter.flag == 1 else matrix
    multiple = {key: c for key, c in matrix.items() if not key[1]}
    if not multiple:
        return None
    others = {key: c for key, c in matrix.items() if key[1]}
    size = letter.rows
    return multiply(
        power(multiple, -1),
        add(trace({((), ()): 1}, size), scale(trace(multiply(others, of_word((letter,))), size), -1)),
    )
