"""Identities with inverses of sums that do not commute, shown by multiplying out.

M^-1 M = I turns w M^-1, with w a chosen word of M, into I minus the other words times M^-1. A polynomial that becomes
zero so is zero; so is one that becomes zero after an invertible factor is multiplied on from the left or the right, or
after a letter in which it is linear is taken away. Each step is sound, none is claimed to be complete.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lsa_theory.algebra.deciding.leading_words import Leads, Work, choices, reduced_by, single, word_terms
from lsa_theory.algebra.deciding.scalars_opened import between_vectors, without_bare_traces
from lsa_theory.algebra.ring.blocks_of_functions import block
from lsa_theory.algebra.ring.inverse_of_sum import is_opaque, sum_of
from lsa_theory.algebra.ring.multiplication import multiply
from lsa_theory.algebra.ring.polynomial import Key, Monomial, Terms, accumulate, cleared, freeze, of_word
from lsa_theory.algebra.ring.words import Factor, Letter, Word, transpose_letter, transpose_word

_DEPTH, _CHOICES, _TERMS, _SEEN = 4, 12, 200, 20
# Terms looked at for one question; each takes some tens of microseconds.
_MOST = 15_000


def multiplied_out_to_zero(terms: Terms) -> bool:
    """Whether a polynomial is seen to vanish by multiplying out."""
    starts = [terms, *_opened(terms), *between_vectors(terms)]
    opened = without_bare_traces(terms)
    if opened != terms:
        starts += [opened, *_opened(opened)]
    work = Work(_MOST)
    # Shallow attempts with every choice of leading words come before deep ones with any.
    return any(
        _vanishes(start, leads, depth, set(), work)
        for depth in range(_DEPTH + 1)
        for start in starts
        for leads in islice(choices(start), _CHOICES)
    )


def _vanishes(terms: Terms, leads: Leads, depth: int, seen: set[Key], work: Work) -> bool:
    """Whether a polynomial vanishes under one choice of leading words, after at most `depth` factors."""
    if len(terms) > _TERMS or work.left < 0:
        return False
    left_over = reduced_by(terms, leads, work)
    if not left_over:
        return True
    key = freeze(left_over)
    if not depth or key in seen or len(seen) > _SEEN:
        return False
    seen.add(key)
    return any(_vanishes(m, leads, depth - 1, seen, work) for m in _multiples(left_over))


def _multiples(terms: Terms) -> Iterator[Terms]:
    """Yield the polynomial times an invertible factor, or without a letter that every word begins or ends with."""
    words = [word for _, word in terms]
    if not all(words):
        ends: list[tuple[Letter, bool]] = [(w[0], True) for w in words if w] + [
            (w[-1], False) for w in words if w
        ]
    else:
        ends = [(w[0], True) for w in words] + [(w[-1], False) for w in words]
        for from_left in (True, False):
            end = {w[0] if from_left else w[-1] for w in words}
            if len(end) == 1 and all(len(w) > 1 for w in words):
                cut = slice(1, None) if from_left else slice(None, -1)
                yield {(m, w[cut]): c for (m, w), c in terms.items()}
    for letter, from_left in dict.fromkeys(ends):
        factor = _undoing(letter)
        if factor is not None:
            yield cleared(multiply(factor, terms) if from_left else multiply(terms, factor))


def _undoing(letter: Letter) -> Terms | None:
    """Return the sum of an opaque inverse, or a matrix whose inverse is a letter."""
    if is_opaque(letter):
        return sum_of(single(letter) if letter.flag != 1 else transpose_letter(single(letter)))[0]
    if letter.kind == "f" and len(letter.payload) == 1:
        ((generator, shift, exponent),) = letter.payload
        if exponent < 0 and not shift:
            return of_word(
                (block(letter.name, letter.flag, letter.rows, (Factor(generator, (), -exponent),)),)
            )
    return None


def _opened(terms: Terms) -> Iterator[Terms]:
    """Yield open polynomials E with terms = tr(E X) for a letter X that every term holds in one trace, once."""
    if any(word for _, word in terms):
        return
    candidates: dict[Letter, None] = {}
    for monomial, _ in terms:
        for atom, _ in monomial:
            if atom.kind == "t":
                candidates.update(dict.fromkeys(atom.word))
    for letter in candidates:
        total: Terms = {}
        for (monomial, _), c in terms.items():
            cut = _cut(monomial, letter)
            if cut is None:
                break
            accumulate(total, cut, c)
        else:
            yield total


def _cut(monomial: Monomial, letter: Letter) -> Terms | None:
    """Return E with the term equal to tr(E X), X one of the places of the letter; None where there is none."""
    flipped = transpose_letter(letter)
    for k, (atom, e) in enumerate(monomial):
        if atom.kind != "t" or e != 1 or not {letter, flipped} & {*atom.word}:
            continue
        word: Word = atom.word if letter in atom.word else transpose_word(atom.word)
        j = word.index(letter)
        rest: Terms = {((*monomial[:k], *monomial[k + 1 :]), ()): 1}
        if letter.cols == "1" or letter.rows == "1":
            if j not in (0, len(word) - 1):
                return None
            # A vector stands at an end of its bilinear form.
            return multiply(rest, word_terms(word[:j] if j else word[1:]))
        return multiply(rest, word_terms(word[j + 1 :] + word[:j]))
    return None
