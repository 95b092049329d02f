"""M^-1 beside a leading word of M replaced by what M M^-1 = I makes of it: w M^-1 = I - (M - w) M^-1.

Which word of M leads is free; with another choice something else is left. Each replacement is an identity, so a
polynomial that ends as zero was zero.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from lsa_theory.algebra.ring.blocks_of_functions import block, same_block
from lsa_theory.algebra.ring.concatenation import trace
from lsa_theory.algebra.ring.inverse_of_sum import is_opaque, sum_of
from lsa_theory.algebra.ring.multiplication import multiply, product as multiplied
from lsa_theory.algebra.ring.polynomial import (
    Monomial,
    Terms,
    accumulate,
    add,
    cleared,
    constant,
    of_atom,
    of_word,
    power,
    scale,
    transpose,
)
from lsa_theory.algebra.ring.words import Factor, Letter, Word, transpose_word

Lead = tuple[Word, Terms, Terms]
Leads = Mapping[Letter, Lead]

_STEPS, _TERMS = 30, 200


def _letters(terms: Terms) -> list[Letter]:
    words = [word for _, word in terms]
    words += [atom.word for monomial, _ in terms for atom, _ in monomial if atom.kind == "t"]
    return sorted({single(x) for word in words for x in word if is_opaque(x)})


def single(letter: Letter) -> Letter:
    """Return M^-1 of M^-k, untransposed."""
    ((generator, key, _),) = letter.payload
    return block(letter.name, min(letter.flag, 0), letter.rows, (Factor(generator, key, -1),))


def choices(terms: Terms) -> Iterator[Leads]:
    """Yield ways to choose a leading word of each sum; a word of few letters first."""
    letters = _letters(terms)
    options = [list(_leads(x)) for x in letters]
    for chosen in product(*options):
        yield dict(zip(letters, chosen, strict=True))


def _leads(letter: Letter) -> Iterator[Lead]:
    matrix, _ = sum_of(letter)
    words = sorted(
        {word for _, word in matrix if word}, key=lambda w: (any(is_opaque(x) for x in w), len(w), w)
    )
    for word in words:
        # A word that another one begins or ends with would be replaced for ever.
        mirrored = _mirrored(word)
        if any(
            w != word
            and (_without_end(w, word) is not None or _without_end(_mirrored(w), mirrored) is not None)
            for w in words
        ):
            continue
        coefficient: Terms = {(m, ()): c for (m, w), c in matrix.items() if w == word}
        others: Terms = {key: c for key, c in matrix.items() if key[1] != word}
        yield word, power(coefficient, -1), others


@dataclass
class Work:
    """How many terms may still be looked at."""

    left: int


def reduced_by(
    terms: Terms,
    leads: Leads,
    work: Work | None = None,
    tidied: Callable[[Terms], Terms] = cleared,
) -> Terms:
    """Replace until nothing is left to replace, or for a bounded number of steps.

    `tidied` is applied after each step. Clearing denominators, which is left to it, tells zero from the rest and keeps
    no value; what is to be shown takes lowest terms instead.
    """
    replacing = _Replacing(leads)
    met: list[Terms] = []
    for step in range(_STEPS):
        if work is None and terms in met:
            # From here on it goes round in a circle.
            start = met.index(terms)
            return met[start + (_STEPS - start) % (step - start)]
        met.append(terms)
        if work is not None:
            work.left -= len(terms)
            if work.left < 0:
                return terms
        total: Terms = {}
        changed = False
        for (monomial, word), c in terms.items():
            value = replacing.one_step(monomial, word)
            changed = changed or value is not None
            accumulate(total, value if value is not None else {(monomial, word): 1}, c)
        if not changed:
            return tidied(total)
        terms = tidied(total)
        if len(terms) > _TERMS:
            return terms
    return terms


class _Replacing:
    """What words and traces become in one step, found once: most terms share theirs with others."""

    def __init__(self, leads: Leads) -> None:
        self._leads = leads
        self._words: dict[Word, Terms | None] = {}
        self._traces: dict[Word, Terms | None] = {}

    def one_step(self, monomial: Monomial, word: Word) -> Terms | None:
        value = self._of_word(word) if word else None
        if value is not None:
            return multiply({(monomial, ()): 1}, value)
        for k, (atom, e) in enumerate(monomial):
            if atom.kind != "t" or not isinstance(e, int) or e < 1:
                continue
            one = self._of_trace(atom.word)
            if one is not None:
                rest: Terms = {((*monomial[:k], *monomial[k + 1 :]), word): 1}
                return multiplied([one, power(of_atom(atom), e - 1), rest])
        return None

    def _of_word(self, word: Word) -> Terms | None:
        if word not in self._words:
            self._words[word] = _replaced(word, self._leads)
        return self._words[word]

    def _of_trace(self, inside: Word) -> Terms | None:
        if inside not in self._traces:
            turns = range(len(inside)) if inside[0].rows != "1" else range(1)
            values = (_replaced(inside[turn:] + inside[:turn], self._leads) for turn in turns)
            value = next((v for v in values if v is not None), None)
            self._traces[inside] = None if value is None else trace(value, inside[0].rows)
        return self._traces[inside]


def _replaced(word: Word, leads: Leads) -> Terms | None:
    """Replace the first inverse that stands beside the leading word of its sum."""
    for k, letter in enumerate(word):
        if not is_opaque(letter):
            continue
        lead = leads.get(single(letter))
        if lead is None:
            continue
        flipped = letter.flag == 1
        first, inverse, others = lead
        if flipped:
            first, others = transpose_word(first), transpose(others)
        lowered = _lowered(letter)
        before = _without_end(word[:k], first)
        if before is not None:
            inside = add(lowered, scale(multiply(others, of_word((letter,))), -1))
            return multiplied([inverse, word_terms(before), inside, word_terms(word[k + 1 :])])
        after = _without_end(_mirrored(word[k + 1 :]), _mirrored(first))
        if after is not None:
            inside = add(lowered, scale(multiply(of_word((letter,)), others), -1))
            return multiplied([inverse, word_terms(word[:k]), inside, word_terms(_mirrored(after))])
    return None


def _mirrored(word: Word) -> Word:
    return tuple(reversed(word))


def _without_end(word: Word, end: Word) -> Word | None:
    """Return a word without its end, whose first letter may divide a block; None if it ends otherwise."""
    n = len(end)
    if len(word) < n or word[len(word) - n + 1 :] != end[1:]:
        return None
    place = word[len(word) - n]
    rest = word[: len(word) - n]
    if place == end[0]:
        return rest
    if not same_block(place, end[0]) or len(end[0].payload) != 1:
        return None
    ((generator, shift, wanted),) = end[0].payload
    had = next((e for g, s, e in place.payload if (g, s) == (generator, shift)), 0)
    if had * wanted <= 0 or abs(had) < abs(wanted):
        return None
    factors = [Factor(g, s, e) for g, s, e in place.payload if (g, s) != (generator, shift)]
    if had != wanted:
        factors.append(Factor(generator, shift, _whole(had - wanted)))
    return (*rest, block(place.name, place.flag, place.rows, tuple(sorted(factors)))) if factors else rest


def _lowered(letter: Letter) -> Terms:
    """Return M^-(k-1) of M^-k."""
    ((generator, key, exponent),) = letter.payload
    if exponent == -1:
        return constant(1)
    return of_word((block(letter.name, letter.flag, letter.rows, (Factor(generator, key, exponent + 1),)),))


def word_terms(word: Word) -> Terms:
    """Return a word that may be empty."""
    return of_word(word) if word else constant(1)


def _whole(value: int | Fraction) -> int | Fraction:
    return int(value) if Fraction(value).denominator == 1 else value
