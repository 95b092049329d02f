"""From counted outcomes, products of parts by number, to a polynomial.

Nearly every part is one atom or one product of atoms. Those are multiplied as exponents of ranks, small integers that
sort as the atoms do, and each term is made once at the end, in order; only other parts are multiplied as polynomials.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.polynomial import Coefficient, Monomial, Terms, accumulate
from lsa_theory.algebra.ring.words import Atom, Trace, Word

# Kinds of atoms whose powers multiply by adding exponents, whatever these are.
_PLAIN = frozenset("atg")


class Written(NamedTuple):
    """A part as a polynomial; open pieces stand in the order of their places, scalars have place 0."""

    terms: Terms
    place: int = 0


class Closed(NamedTuple):
    """A part that is one trace, unlike all others; `order` sorts as the traces do."""

    trace: Trace
    order: tuple[int, ...]


class Product(NamedTuple):
    """Parts multiplied: exponents by rank, coefficient, the number of a word; or a polynomial that is none of this."""

    exponents: Mapping[int, Coefficient]
    coefficient: Coefficient
    word: int
    terms: Terms | None


def written(outcomes: Mapping[tuple[int, ...], int], parts: Iterable[Closed | Written]) -> Terms:
    """Return the sum of count x product of parts."""
    ranks = _Ranks(list(parts))
    single = ranks.single
    # Rank, exponent, rank, exponent, ... and the number of the word, which is negative: flat, this sorts as terms do.
    counted: dict[tuple[Any, ...], Coefficient] = {}
    total: Terms = {}
    for outcome, count in outcomes.items():
        found = ranks.together(tuple([number for number in outcome if single[number] is None]))
        exponents = dict(found.exponents)
        for number in outcome:
            rank = single[number]
            if rank is not None:
                exponents[rank] = exponents.get(rank, 0) + 1
        flat = [x for rank in sorted(exponents) if (e := exponents[rank]) for x in (rank, e)]
        if found.terms is None:
            key = (*flat, found.word)
            counted[key] = counted.get(key, 0) + count * found.coefficient
        else:
            accumulate(total, multiply({(ranks.monomial(flat), ()): 1}, found.terms), count)
    made: Terms = {
        (ranks.monomial(key[:-1]), ranks.words[-key[-1]]): c for key in sorted(counted) if (c := counted[key])
    }
    if total:
        accumulate(made, total)
    return made


class _Ranks:
    """The atoms of parts, in order, and what the other parts multiply to."""

    def __init__(self, parts: Sequence[Closed | Written]) -> None:
        self._parts = parts
        inside: set[Atom] = {
            atom
            for part in parts
            if isinstance(part, Written)
            for monomial, _ in part.terms
            for atom, _ in monomial
            if atom.kind in _PLAIN
        }
        closed = [(part, k) for k, part in enumerate(parts) if isinstance(part, Closed)]
        self._atoms: list[Atom] = sorted(inside)
        # The rank of a part that is one atom.
        self.single: list[int | None] = [None] * len(parts)
        if not any(atom.kind == "t" for atom in inside):
            # Traces come last among atoms, and in the order that is known.
            closed.sort(key=lambda item: item[0].order)
            for rank, (_, k) in enumerate(closed, len(inside)):
                self.single[k] = rank
            self._rank = {atom: rank for rank, atom in enumerate(self._atoms)}
            self._atoms.extend([part.trace for part, _ in closed])
        else:
            self._atoms = sorted(inside.union([part.trace for part, _ in closed]))
            self._rank = {atom: rank for rank, atom in enumerate(self._atoms)}
            for part, k in closed:
                self.single[k] = self._rank[part.trace]
        for k, other in enumerate(parts):
            if isinstance(other, Written):
                self.single[k] = self._of_one(other)
        self._once = [(atom, 1) for atom in self._atoms]
        self._together: dict[tuple[int, ...], Product] = {}
        # By the negative of their numbers, which start at one with that of scalars.
        self.words: list[Word] = [(), ()]
        self._word_numbers: dict[Word, int] = {(): -1}

    def _of_one(self, part: Written) -> int | None:
        if len(part.terms) == 1 and not part.place:
            (((monomial, word), c),) = part.terms.items()
            if c == 1 and not word and len(monomial) == 1 and monomial[0][1] == 1:
                return self._rank.get(monomial[0][0])
        return None

    def together(self, numbers: tuple[int, ...]) -> Product:
        """Return the product of parts."""
        known = self._together.get(numbers)
        if known is None:
            known = self._together[numbers] = self._product(numbers)
        return known

    def _product(self, numbers: tuple[int, ...]) -> Product:
        inside = [part for k in numbers if isinstance(part := self._parts[k], Written)]
        simple = self._of_single_terms(inside)
        if simple is not None:
            return simple
        terms = product([part.terms for part in sorted(inside, key=lambda part: part.place)])
        if len(terms) == 1:
            (((monomial, word), c),) = terms.items()
            # A product of polynomials may hold an atom that none of them does.
            if all(atom.kind in _PLAIN and atom in self._rank for atom, _ in monomial):
                return Product({self._rank[atom]: e for atom, e in monomial}, c, self._number(word), None)
        return Product({}, 1, -1, terms)

    def _of_single_terms(self, parts: Sequence[Written]) -> Product | None:
        """Return the product of parts of one term each, of which one has a word: nothing meets but powers."""
        exponents: dict[int, Coefficient] = {}
        coefficient: Coefficient = 1
        word: Word = ()
        for terms, _ in parts:
            if len(terms) != 1:
                return None
            (((monomial, own), c),) = terms.items()
            if (own and word) or any(atom.kind not in _PLAIN for atom, _ in monomial):
                return None
            coefficient, word = coefficient * c, own or word
            for atom, e in monomial:
                rank = self._rank[atom]
                exponents[rank] = exponents.get(rank, 0) + e
        return Product(exponents, coefficient, self._number(word), None)

    def _number(self, word: Word) -> int:
        """Return the number of a word, the same for equal ones, whatever parts they come from."""
        number = self._word_numbers.setdefault(word, -len(self.words))
        if number == -len(self.words):
            self.words.append(word)
        return number

    def monomial(self, flat: Sequence[Any]) -> Monomial:
        """Return ranks and exponents as a product of powers of atoms."""
        once, atoms = self._once, self._atoms
        return tuple(
            [once[r] if e == 1 else (atoms[r], e) for r, e in zip(flat[::2], flat[1::2], strict=True)]
        )
