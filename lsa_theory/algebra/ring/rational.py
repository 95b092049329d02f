"""Scalar coefficients in lowest terms, so that equal coefficients are the same terms.

A coefficient with denominators b^k is brought over the product of the highest powers that occur; the numerator
is then divided by each b as often as that is exact.
"""

from __future__ import annotations

from lsa_theory.algebra.ring.polynomial import (
    Coefficient,
    Monomial,
    Terms,
    accumulate,
    multiply_scalars,
    power_of_base,
    thaw,
)
from lsa_theory.algebra.ring.words import Atom, Word, inside_of


def reduced(terms: Terms) -> Terms:
    """Return a polynomial with every coefficient in lowest terms."""
    if not any(atom.kind == "b" for monomial, _ in terms for atom, _ in monomial):
        return terms
    total: Terms = {}
    for (shared, word), group in _groups(terms).items():
        for (monomial, _), c in _lowest(group).items():
            accumulate(total, multiply_scalars({(shared, word): 1}, {(monomial, ()): c}))
    return total


def _groups(terms: Terms) -> dict[tuple[Monomial, Word], Terms]:
    """Group terms that share the word, the traces no denominator holds, and the fractional powers."""
    held = {
        inner
        for monomial, _ in terms
        for atom, _ in monomial
        if atom.kind == "b"
        for (m, _), _ in atom.key
        for inner, _ in m
    }
    groups: dict[tuple[Monomial, Word], Terms] = {}
    for (monomial, word), c in terms.items():
        apart: list[tuple[Atom, Coefficient]] = []
        within: list[tuple[Atom, Coefficient]] = []
        for atom, e in monomial:
            if atom.kind == "t" and atom not in held:
                apart.append((atom, e))
            elif e != int(e):
                apart.append((atom, e - e // 1))
                if e // 1:
                    within.append((atom, int(e // 1)))
            else:
                within.append((atom, e))
        accumulate(groups.setdefault((tuple(apart), word), {}), {(tuple(within), ()): c})
    return groups


def _lowest(terms: Terms) -> Terms:
    orders: dict[Atom, int] = {}
    for monomial, _ in terms:
        for atom, e in monomial:
            if atom.kind == "b":
                orders[atom] = max(orders.get(atom, 0), int(-e))
    if not orders:
        return terms
    numerator: Terms = {}
    for (monomial, _), c in terms.items():
        exponents = dict(monomial)
        factor: Terms = {(tuple(item for item in monomial if item[0] not in orders), ()): c}
        for atom, order in orders.items():
            factor = multiply_scalars(factor, power_of_base(atom, order + exponents.get(atom, 0)))
        accumulate(numerator, factor)
    for atom in sorted(orders):
        divisor = thaw(inside_of(atom))
        while orders[atom] and numerator:
            quotient = exact_quotient(numerator, divisor)
            if quotient is None:
                break
            numerator = quotient
            orders[atom] -= 1
    under = tuple(sorted((atom, -k) for atom, k in orders.items() if k))
    return {(tuple(sorted((*m, *under))), ()): c for (m, _), c in numerator.items()}


def exact_quotient(terms: Terms, divisor: Terms) -> Terms | None:
    """Return terms / divisor if that is a Laurent polynomial, else None."""
    atoms = sorted({a for m, _ in (*terms, *divisor) for a, _ in m})

    def vector(monomial: Monomial) -> tuple[Coefficient, ...]:
        exponents = dict(monomial)
        return tuple(exponents.get(a, 0) for a in atoms)

    remainder = {vector(m): c for (m, _), c in terms.items()}
    by = sorted(((vector(m), c) for (m, _), c in divisor.items()), reverse=True)
    lead, lead_coefficient = by[0]
    # Every quotient exponent of an exact division lies above this floor; below it the division is not exact.
    floor = tuple(min(e[k] for e in remainder) - min(e[k] for e, _ in by) for k in range(len(atoms)))
    quotient: Terms = {}
    while remainder:
        top = max(remainder)
        step = tuple(a - b for a, b in zip(top, lead, strict=True))
        if any(s < f for s, f in zip(step, floor, strict=True)):
            return None
        ratio = _ratio(remainder[top], lead_coefficient)
        quotient[tuple((a, e) for a, e in zip(atoms, step, strict=True) if e), ()] = ratio
        for exponent, c in by:
            place = tuple(a + b for a, b in zip(step, exponent, strict=True))
            value = remainder.get(place, 0) - ratio * c
            if value:
                remainder[place] = value
            else:
                remainder.pop(place, None)
    return quotient


def _ratio(a: Coefficient, b: Coefficient) -> Coefficient:
    from fractions import Fraction

    value = Fraction(a) / Fraction(b)
    return int(value) if value.denominator == 1 else value
