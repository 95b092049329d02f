"""Normal forms in which an inverse of a sum is cancelled where the whole sum stands beside it.

In a commuting family the letters of one place are a fraction, which is brought to lowest terms. Elsewhere M^-1 M = I is
used as far as it makes the form shorter.
"""

from __future__ import annotations

from itertools import islice

from lsa_theory.algebra.deciding.leading_words import choices, reduced_by, word_terms
from lsa_theory.algebra.ring.blocks_of_functions import block
from lsa_theory.algebra.ring.concatenation import trace
from lsa_theory.algebra.ring.inverse_of_sum import (
    NAMELESS,
    common_block,
    has_nameless,
    has_opaque,
    letters_of,
)
from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.polynomial import (
    Coefficient,
    Monomial,
    Terms,
    accumulate,
    of_atom,
    of_word,
    power,
    thaw,
)
from lsa_theory.algebra.ring.rational import reduced
from lsa_theory.algebra.ring.words import Atom, Factor, Letter, Word, variable

_CHOICES = 6
Place = tuple[Monomial, Word, Word, Word]


def cancelled(terms: Terms) -> Terms:
    """Return a polynomial with inverses of sums cancelled; the same polynomial where there are none."""
    if not has_nameless(terms):
        return terms
    shortest = _in_families(terms)
    if has_opaque(shortest):
        for leads in islice(choices(shortest), _CHOICES):
            candidate = reduced_by(shortest, leads, tidied=reduced)
            if _length(candidate) < _length(shortest):
                shortest = candidate
    return shortest


def _length(terms: Terms) -> tuple[int, int]:
    """Return how many terms there are, and how many letters in them."""
    letters = sum(
        len(word) + sum(len(atom.word) for atom, _ in monomial if atom.kind == "t")
        for monomial, word in terms
    )
    return len(terms), letters


def _in_families(terms: Terms) -> Terms:
    """Bring the fractions at every place in a word of a term to lowest terms, words that agree elsewhere together."""
    names = {
        x.name for x in letters_of(terms) if x.kind == "f" and any(g == NAMELESS for g, _, _ in x.payload)
    }
    for from_trace in (False, True):
        groups: dict[tuple[Place, Letter], Terms] = {}
        rest: Terms = {}
        for (monomial, word), c in terms.items():
            found = (_in_trace if from_trace else _in_word)(monomial, word, names)
            if found is None:
                accumulate(rest, {(monomial, word): c})
                continue
            place, own, letter, scalars = found
            accumulate(groups.setdefault((place, letter), {}), multiply(scalars, own), c)
        for ((traces, before, after, outside), letter), group in groups.items():
            lowest = _fraction(reduced(group), letter)
            inside = product([word_terms(before), lowest, word_terms(after)])
            value = trace(inside, letter.rows) if from_trace else inside
            accumulate(rest, product([{(traces, ()): 1}, value, word_terms(outside)]))
        terms = rest
    return terms


def _in_word(monomial: Monomial, word: Word, names: set[str]) -> tuple[Place, Terms, Letter, Terms] | None:
    """Cut an open word at its first letter of a family: what stands around it, and the letter as a scalar fraction."""
    for k, letter in enumerate(word):
        if letter.name in names and _is_fraction(letter):
            traces, scalars = _apart(monomial)
            return (traces, word[:k], word[k + 1 :], ()), _as_scalars(letter), _plain(letter), scalars
    return None


def _in_trace(monomial: Monomial, word: Word, names: set[str]) -> tuple[Place, Terms, Letter, Terms] | None:
    for atom, e in monomial:
        inside: Word = atom.word if atom.kind == "t" else ()
        k = next((k for k, x in enumerate(inside) if x.name in names and _is_fraction(x)), None)
        if k is not None and e == 1 and inside[0].rows != "1":
            others, scalars = _apart(tuple(item for item in monomial if item[0] != atom))
            letter = inside[k]
            place = (others, (), inside[k + 1 :] + inside[:k], word)
            return place, _as_scalars(letter), _plain(letter), scalars
    return None


def _apart(monomial: Monomial) -> tuple[Monomial, Terms]:
    """Split the traces with an inverse of a sum, which stay as they are, from the scalars, which may cancel."""
    held = tuple(item for item in monomial if has_nameless({((item,), ()): 1}))
    return held, {(tuple(item for item in monomial if item not in held), ()): 1}


def _is_fraction(letter: Letter) -> bool:
    """Whether a letter of a commuting family may be cancelled: powers of its matrices and inverses of sums of those."""
    return (
        letter.kind == "f"
        and not letter.name.startswith("\0")
        and all(not s or (g == NAMELESS and _is_plain(thaw(s))) for g, s, _ in letter.payload)
    )


def _is_plain(matrix: Terms) -> bool:
    return common_block(matrix) is not None and all(
        all(not s for _, s, _ in x.payload) for _, word in matrix for x in word
    )


def _plain(letter: Letter) -> Letter:
    return block(letter.name, letter.flag, letter.rows, ())


def _as_scalars(letter: Letter) -> Terms:
    """Return a letter as a scalar fraction, its matrices standing as atoms."""
    parts: list[Terms] = []
    for generator, key, exponent in letter.payload:
        if generator:
            parts.append(of_atom(_atom(generator), exponent))
            continue
        total: Terms = {}
        for (monomial, word), c in thaw(key).items():
            own = product(of_atom(_atom(g), e) for x in word for g, _, e in x.payload)
            accumulate(total, multiply({(monomial, ()): c}, own))
        parts.append(power(total, exponent))
    return product(parts)


def _fraction(terms: Terms, like: Letter) -> Terms:
    """Return a scalar fraction as letters again."""
    total: Terms = {}
    for (monomial, _), c in terms.items():
        scalars: list[tuple[Atom, Coefficient]] = []
        parts: list[Terms] = []
        for atom, e in monomial:
            if atom.kind == "a" and atom.structure == "letter":
                factors = (Factor(atom.name[1:], (), e),)
            elif atom.kind == "b" and _holds_letters(thaw(atom.key)):
                inside = _fraction(thaw(atom.key), like)
                flipped = like.flag == 1
                key = tuple(sorted((_untransposed(inside) if flipped else inside).items()))
                factors = (Factor(NAMELESS, key, e),)
            else:
                scalars.append((atom, e))
                continue
            parts.append(of_word((block(like.name, like.flag, like.rows, factors),)))
        accumulate(total, product([{(tuple(scalars), ()): c}, *parts]))
    return total


def _untransposed(terms: Terms) -> Terms:
    return {(m, tuple(x._replace(flag=0) for x in word)): c for (m, word), c in terms.items()}


def _holds_letters(terms: Terms) -> bool:
    return any(a.kind == "a" and a.structure == "letter" for monomial, _ in terms for a, _ in monomial)


def _atom(generator: str) -> Atom:
    return variable(f"\0{generator}", "letter")
