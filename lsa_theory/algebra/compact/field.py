"""Scalar coefficients as fractions of multivariate polynomials, factored by flint.

The variables are the scalar letters, the traces that are treated as scalars, and one variable for each matrix whose
functions stand at a place of a word. A letter under roots of order q is the variable letter ** (1/q).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import lcm
from typing import Any, TypeAlias

import flint

from lsa_theory.algebra.ring.polynomial import Terms, thaw
from lsa_theory.algebra.ring.words import Atom, generator_of, inside_of

# A polynomial as a key: ((exponents, coefficient), ...), leading monomial first.
PolyKey: TypeAlias = tuple[tuple[tuple[int, ...], Fraction], ...]


class Field:
    """Fractions in the atoms of some polynomials, and in variables for matrices."""

    def __init__(self, scalars: Iterable[Terms], matrices: Iterable[str] = ()) -> None:
        orders: dict[Atom, int] = {}
        for terms in scalars:
            _gather(terms, orders)
        for name in sorted(matrices):
            orders[generator_of(name)] = 1
        self.atoms: tuple[Atom, ...] = tuple(sorted(orders))
        self.orders = orders
        self._place = {atom: k for k, atom in enumerate(self.atoms)}
        names = [f"x{k}" for k in range(max(len(self.atoms), 1))]
        self.context = flint.fmpq_mpoly_ctx.get(names, flint.Ordering.degrevlex)
        self._gens = self.context.gens()
        self.one = self.number(1)

    def has(self, atom: Atom) -> bool:
        """Whether an atom is one of the variables."""
        return atom in self._place

    def index(self, atom: Atom) -> int:
        """Return the place of an atom among the variables."""
        return self._place[atom]

    def number(self, value: int | Fraction) -> Quotient:
        """Return a rational number."""
        exact = Fraction(value)
        constant = self.context.constant(flint.fmpq(exact.numerator, exact.denominator))
        return Quotient(constant, self.context.constant(1))

    def variable(self, atom: Atom, exponent: int | Fraction = 1) -> Quotient:
        """Return a variable to a power that is a multiple of its order."""
        whole = Fraction(exponent) * self.orders[atom]
        power = self._gens[self._place[atom]] ** abs(int(whole))
        unit = self.context.constant(1)
        return Quotient(power, unit) if whole >= 0 else Quotient(unit, power)

    def fraction(self, terms: Terms) -> Quotient:
        """Return a scalar polynomial as one fraction in lowest terms."""
        total = self.number(0)
        for (monomial, _), c in terms.items():
            value = self.number(c)
            for atom, exponent in monomial:
                if atom in self._place:
                    value = value * self.variable(atom, exponent)
                else:
                    value = value * self.fraction(thaw(inside_of(atom))) ** int(exponent)
            total = total + value
        return total

    def poly(self, key: PolyKey) -> Quotient:
        """Return the polynomial of a key."""
        terms = {e: flint.fmpq(c.numerator, c.denominator) for e, c in key}
        return Quotient(self.context.from_dict(terms), self.context.constant(1))


class Quotient:
    """A fraction in lowest terms."""

    __slots__ = ("den", "num")

    def __init__(self, num: Any, den: Any) -> None:
        if not den.is_constant():
            common = num.gcd(den)
            if not common.is_constant():
                num, den = num / common, den / common
        lead = den.leading_coefficient()
        self.num, self.den = num / lead, den / lead

    def __add__(self, other: Quotient) -> Quotient:
        if self.den == other.den:
            return Quotient(self.num + other.num, self.den)
        return Quotient(self.num * other.den + other.num * self.den, self.den * other.den)

    def __sub__(self, other: Quotient) -> Quotient:
        return self + Quotient(-other.num, other.den)

    def __mul__(self, other: Quotient) -> Quotient:
        return Quotient(self.num * other.num, self.den * other.den)

    def __truediv__(self, other: Quotient) -> Quotient:
        return Quotient(self.num * other.den, self.den * other.num)

    def __pow__(self, exponent: int) -> Quotient:
        if exponent >= 0:
            return Quotient(self.num**exponent, self.den**exponent)
        return Quotient(self.den**-exponent, self.num**-exponent)

    def __bool__(self) -> bool:
        return not self.num.is_zero()

    def factors(self) -> tuple[Fraction, list[tuple[PolyKey, int]]]:
        """Return the rational content and the irreducible factors with their powers, each with a positive look."""
        content, found = _factored(self.num)
        below, others = _factored(self.den)
        return content / below, sorted([*found, *((key, -e) for key, e in others)])


def split_by(value: Quotient, places: tuple[int, ...]) -> list[Quotient] | None:
    """Return the parts of a fraction with different powers of some variables; None where they do not part."""
    used = {p for p in places if any(e[p] for e in value.den.monoms())}
    if any(len({e[p] for e in value.den.monoms()}) > 1 for p in used):
        return None
    parts: dict[tuple[int, ...], dict[tuple[int, ...], Any]] = {}
    for exponents, c in value.num.to_dict().items():
        parts.setdefault(tuple(exponents[p] for p in places), {})[exponents] = c
    context = value.num.context()
    return [Quotient(context.from_dict(part), value.den) for _, part in sorted(parts.items())]


def key_of(poly: Any) -> PolyKey:
    """Return the key of a polynomial."""
    return tuple(
        sorted(
            ((tuple(int(x) for x in e), _exact(c)) for e, c in poly.to_dict().items()),
            key=lambda item: (-sum(item[0]), tuple(-e for e in item[0])),
        )
    )


def _factored(poly: Any) -> tuple[Fraction, list[tuple[PolyKey, int]]]:
    content, factors = poly.factor()
    scale = _exact(content)
    result = []
    for factor, times in factors:
        key = key_of(factor)
        if key[0][1] < 0:
            key = tuple((e, -c) for e, c in key)
            scale *= (-1) ** int(times)
        denominator = lcm(*(c.denominator for _, c in key))
        if denominator != 1:
            key = tuple((e, c * denominator) for e, c in key)
            scale /= Fraction(denominator) ** int(times)
        result.append((key, int(times)))
    return scale, result


def _exact(value: Any) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def _gather(terms: Terms, orders: dict[Atom, int]) -> None:
    for atom, exponent in _atoms(terms):
        exact = Fraction(exponent)
        if atom.kind == "b" and exact.denominator == 1 and atom not in orders:
            _gather(thaw(inside_of(atom)), orders)
            continue
        orders[atom] = lcm(orders.get(atom, 1), exact.denominator)


def _atoms(terms: Terms) -> Iterator[tuple[Atom, Any]]:
    for monomial, _ in terms:
        yield from monomial
