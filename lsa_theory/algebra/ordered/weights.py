"""What stands at a place in a term, read off its scalars: powers, poles, a ratio to the place, a harmonic number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from lsa_theory.algebra.functions.making import in_whole
from lsa_theory.algebra.ordered import series
from lsa_theory.algebra.ring.occurring import names_of, parts_of
from lsa_theory.algebra.ring.polynomial import (
    Coefficient,
    Monomial,
    Terms,
    accumulate,
    add,
    constant,
    multiply_scalars,
    of_atom,
    power,
    product_of_scalars,
    scale,
    thaw,
)
from lsa_theory.algebra.ring.words import Atom, Letter, Word, variable
from lsa_theory.errors import UnsupportedExpression

ONE = constant(1)
# The largest number of which divisors are tried as roots of a denominator.
_LARGEST = 10**6


def name_of_place(index: str) -> str:
    """Return the name of the scalar that is the number of a place."""
    return f"\0at {index}"


def place(index: str) -> Terms:
    """Return the number of the place that an index stands for."""
    return of_atom(variable(name_of_place(index), "dimension"))


def stands_at(terms: Terms, index: str) -> bool:
    """Whether a column, a unit vector or a sum letter of an index occurs in a polynomial."""
    return any(
        isinstance(part, Letter)
        and ((part.kind == "c" and part.payload == index) or (part.kind == "u" and part.name == f"[{index}]"))
        for part in parts_of(terms)
    )


def depends(terms: Terms, index: str) -> bool:
    """Whether the number of a place occurs in a polynomial."""
    return name_of_place(index) in names_of(parts_of(terms))


def summed(terms: Terms, index: str, first: int, lower: Terms, upper: Terms) -> Terms:
    """Return the sum of terms over the places of an index from `lower` to `upper`.

    Parameters
    ----------
    terms : polynomial
        May hold the place in scalars.
    index : str
    first : int
        A place that no place of the range is below.
    lower, upper : polynomials
        The ends; `upper` is at least `lower` - 1.

    Raises
    ------
    UnsupportedExpression
        If a weight has no closed form.
    """
    total: Terms = {}
    before = add(lower, constant(-1))
    for (monomial, word), c in terms.items():
        weight, beside = _weight(monomial, word, index)
        value = weight.up_to(first, upper)
        if before != constant(first - 1):
            value = add(value, scale(weight.up_to(first, before), -1))
        accumulate(total, multiply_scalars({(beside, word): c}, value))
    return total


@dataclass
class Weight:
    """factor * p^degree * ratio^p * H_p^(harmonic) / prod (p + c)^e at the place p."""

    degree: int = 0
    factor: Coefficient = 1
    ratio: Terms = field(default_factory=lambda: ONE)
    harmonic: int = 0
    poles: dict[Fraction, int] = field(default_factory=dict)

    def up_to(self, first: int, n: Terms) -> Terms:
        """Return the sum from `first` to n."""
        for c in self.poles:
            series.check_pole(c, first)
        return scale(self._up_to(first, n), self.factor)

    def _up_to(self, first: int, n: Terms) -> Terms:
        if self.ratio != ONE:
            if self.poles or self.harmonic:
                raise UnsupportedExpression(
                    "a sum over places i of c^i beside 1 / i or a harmonic number has no closed form here"
                )
            return series.geometric(self.degree, self.ratio, first, n)
        if not self.harmonic:
            return series.of_poles(self.degree, self.poles, first, n)
        if not self.poles:
            return series.of_harmonic(self.degree, None, self.harmonic, first, n)
        if self.degree == 0 and list(self.poles.values()) == [self.harmonic]:
            (c,) = self.poles
            return series.of_harmonic(0, c, self.harmonic, first, n)
        raise UnsupportedExpression(
            "a sum over places of a harmonic number over a power of i has no closed form here, but for H_i / i"
        )


def _weight(monomial: Monomial, word: Word, index: str) -> tuple[Weight, Monomial]:
    name, weight, beside = name_of_place(index), Weight(), list[tuple[Atom, Coefficient]]()
    if name in names_of(parts_of({((), word): 1})) or stands_at({(monomial, word): 1}, index):
        raise UnsupportedExpression(
            "a sum over places in order holds a column, an entry or an inverse at its place that nothing averages; "
            "closed forms are known of scalars by position and of averages over columns. Take the expectation, or "
            "write entries as numbers by position"
        )
    for atom, e in monomial:
        if name not in names_of(parts_of({(((atom, 1),), ()): 1})):
            beside.append((atom, e))
        elif e != int(e):
            raise UnsupportedExpression("a sum over places of a root of the place has no closed form here")
        else:
            _take(weight, atom, int(e), name)
    if weight.degree < 0:
        weight.poles[Fraction(0)] = -weight.degree
        weight.degree = 0
    return weight, tuple(beside)


def _take(weight: Weight, atom: Atom, e: int, name: str) -> None:
    """Take a scalar that holds the place into a weight."""
    itself = {(((variable(name, "dimension"), 1),), ()): 1}
    if atom.kind == "a":
        weight.degree += e
        return
    if atom.kind == "b" and e < 0:
        for c, lead in _linear_factors(thaw(atom.key), name):
            weight.poles[c] = weight.poles.get(c, 0) - e
            weight.factor = in_whole(Fraction(weight.factor) * Fraction(lead) ** e)
        return
    if atom.kind == "e" and atom.name == "power" and thaw(atom.arguments[1]) == itself:
        base = thaw(atom.arguments[0])
        if name not in names_of(parts_of(base)):
            weight.ratio = product_of_scalars([weight.ratio, power(base, e)])
            return
    alone = e == 1 and not weight.harmonic
    if alone and atom.kind == "e" and atom.name == "harmonic" and thaw(atom.arguments[0]) == itself:
        weight.harmonic = int(thaw(atom.arguments[1])[(), ()])
        return
    raise UnsupportedExpression(
        "a sum over places is in closed form for products of powers of the place i, of 1 / (i + c), of one harmonic "
        "number H_i, and of c^i; what stands at the place here is none"
    )


def _linear_factors(terms: Terms, name: str) -> Iterator[tuple[Fraction, Fraction]]:
    """Yield (c, 1) for each factor p + c of a polynomial in the place, its leading coefficient beside the first."""
    coefficients: dict[int, Fraction] = {}
    for (monomial, word), c in terms.items():
        degree = sum(int(e) for atom, e in monomial if atom.kind == "a" and atom.name == name)
        if word or len(monomial) > 1 or (monomial and not degree):
            raise UnsupportedExpression(
                "a sum over places divides by a polynomial in the place that holds other letters, and has no closed "
                "form here"
            )
        coefficients[degree] = Fraction(c)
    polynomial = [coefficients.get(k, Fraction(0)) for k in range(max(coefficients) + 1)]
    lead = polynomial[-1]
    polynomial = [c / lead for c in polynomial]
    while len(polynomial) > 1:
        c = _root(polynomial)
        yield c, lead
        lead = Fraction(1)
        # Horner's scheme at p = -c.
        quotient = [polynomial[-1]]
        for value in reversed(polynomial[1:-1]):
            quotient.insert(0, value - c * quotient[0])
        polynomial = quotient


def _root(polynomial: list[Fraction]) -> Fraction:
    """Return c for a rational root -c of a polynomial."""
    if polynomial[0] == 0:
        return Fraction(0)
    common = lcm(*(c.denominator for c in polynomial))
    last, top = abs(int(polynomial[0] * common)), common
    if max(last, top) <= _LARGEST:
        for q in (q for q in range(1, top + 1) if top % q == 0):
            for p in (p for p in range(1, last + 1) if last % p == 0):
                for c in (Fraction(p, q), Fraction(-p, q)):
                    if sum(value * (-c) ** k for k, value in enumerate(polynomial)) == 0:
                        return c
    raise UnsupportedExpression(
        "a sum over places divides by a polynomial in the place without rational roots, and has no closed form here"
    )


def check_none_left(terms: Terms) -> None:
    """Refuse a result in which the number of a place is left, outside of its sum.

    Raises
    ------
    UnsupportedExpression
        If there is one.
    """
    if any(name.startswith(name_of_place("")) for name in names_of(parts_of(terms))):
        raise UnsupportedExpression(
            "the number of a place is left outside of its sum; write the sums and the expectation the other way round"
        )
