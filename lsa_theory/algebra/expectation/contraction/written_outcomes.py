"""From counted outcomes, products of parts by number, to a polynomial.

Nearly every part is one product of atoms. Those are multiplied as exponents of ranks, small integers that sort as the
atoms do, and each term is made once at the end, in order; only the other parts are multiplied as polynomials.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.polynomial import Coefficient, Monomial, Terms, accumulate
from lsa_theory.algebra.ring.words import Atom, Trace, Word

# Kinds of atoms whose powers multiply by adding exponents, whatever these are.
_PLAIN = frozenset("atg")

Powers = tuple[tuple[int, Coefficient], ...]


class Written(NamedTuple):
    """A part as a polynomial; open pieces stand in the order of their places, scalars have place 0."""

    terms: Terms
    place: int = 0


Part = Trace | Written


def written(outcomes: Mapping[tuple[int, ...], int], parts: Iterable[Part]) -> Terms:
    """Return the sum of count x product of parts."""
    ranks = _Ranks(list(parts))
    plain = ranks.plain
    counted: dict[tuple[Powers, Word], Coefficient] = {}
    total: Terms = {}
    for outcome, count in outcomes.items():
        others = tuple([number for number in outcome if plain[number] is None])
        powers, coefficient, word, rest = ranks.together(others)
        exponents = dict(powers)
        for number in outcome:
            known = plain[number]
            if known is not None:
                coefficient = coefficient * known[1]
                for rank, e in known[0]:
                    exponents[rank] = exponents.get(rank, 0) + e
        own = tuple(sorted([item for item in exponents.items() if item[1]]))
        if rest is None:
            key = own, word
            counted[key] = counted.get(key, 0) + count * coefficient
        else:
            accumulate(total, multiply({(ranks.monomial(own), ()): coefficient}, rest), count)
    made: Terms = {(ranks.monomial(own), word): c for (own, word), c in sorted(counted.items()) if c}
    if total:
        accumulate(made, total)
    return made


class _Ranks:
    """The atoms of parts that are one product of atoms, in order, and the other parts."""

    def __init__(self, parts: Sequence[Part]) -> None:
        atoms: set[Atom] = {part for part in parts if isinstance(part, Trace)}
        self._others = {k: part for k, part in enumerate(parts) if isinstance(part, Written)}
        for part in self._others.values():
            atoms.update([a for monomial, _ in part.terms for a, _ in monomial if a.kind in _PLAIN])
        self._atoms = sorted(atoms)
        self._rank = {atom: k for k, atom in enumerate(self._atoms)}
        self._items: dict[tuple[int, Coefficient], tuple[Atom, Coefficient]] = {}
        self._together: dict[tuple[int, ...], tuple[Powers, Coefficient, Word, Terms | None]] = {}
        # Powers of ranks and a coefficient where a part is a plain scalar.
        self.plain = [self._scalar(part) for part in parts]

    def _scalar(self, part: Part) -> tuple[Powers, Coefficient] | None:
        if isinstance(part, Trace):
            return ((self._rank[part], 1),), 1
        powers = None if part.place else self._powers(part.terms)
        return powers[:2] if powers is not None and not powers[2] else None

    def _powers(self, terms: Terms) -> tuple[Powers, Coefficient, Word] | None:
        if len(terms) != 1:
            return None
        (((monomial, word), c),) = terms.items()
        if any(atom.kind not in _PLAIN for atom, _ in monomial):
            return None
        return tuple([(self._rank[atom], e) for atom, e in monomial]), c, word

    def together(self, numbers: tuple[int, ...]) -> tuple[Powers, Coefficient, Word, Terms | None]:
        """Return the product of parts as powers, coefficient and word, or else as a polynomial."""
        known = self._together.get(numbers)
        if known is None:
            inside = sorted([self._others[k] for k in numbers], key=lambda part: part.place)
            terms = product([part.terms for part in inside])
            # A product of polynomials may hold an atom that none of them does.
            atoms = {atom for monomial, _ in terms for atom, _ in monomial}
            powers = self._powers(terms) if atoms <= self._rank.keys() else None
            known = ((), 1, (), terms) if powers is None else (*powers, None)
            self._together[numbers] = known
        return known

    def monomial(self, powers: Powers) -> Monomial:
        """Return a product of powers of ranks as one of atoms."""
        return tuple([self._item(item) for item in powers])

    def _item(self, item: tuple[int, Coefficient]) -> tuple[Atom, Coefficient]:
        known = self._items.get(item)
        if known is None:
            known = self._items[item] = (self._atoms[item[0]], item[1])
        return known
