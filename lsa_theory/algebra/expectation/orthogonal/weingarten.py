"""The orthogonal Weingarten function of two pairings of 2k places, a rational function of the size D.

E Q_{i1 j1} ... Q_{i2k j2k} is the sum over two pairings p, q of the places, such that the i's are equal at each pair of
p and the j's at each pair of q, of Wg(p, q), the inverse of the matrix D^(cycles of p and q together) (Collins and
Sniady 2006). It depends on the half lengths of these cycles alone. For the links of one place,

    D Wg(p) + sum of Wg(p') over the exchanges of a link with the others = Wg(the rest), if the link is in both, else 0,

which up to (-1)^k is the equation of the weights of an inverse Wishart matrix at t = 1 - D.

The matrix has no inverse at a size D < k. There any W with G W G = G does, since what is averaged is a projection, and
the constant term of the Laurent series of Wg at D is such a W: G(D) is a sum of fixed commuting projections with
polynomials in front, and on those whose polynomial vanishes at the size W may be anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import comb

from lsa_theory.algebra.expectation.pairing_weights import Type, weights_by_type


@dataclass(frozen=True)
class Rational:
    """A polynomial, coefficients from the constant on, over the product of D - r for the poles r."""

    numerator: tuple[Fraction, ...]
    poles: tuple[int, ...]

    def laurent(self, at: int) -> tuple[Fraction, ...]:
        """Return the coefficients of (D - at)^-m, ..., (D - at)^0, where m is how often `at` is a pole.

        >>> weingarten(2)[2,].laurent(1)
        (Fraction(-1, 3), Fraction(4, 9))
        """
        order = self.poles.count(at)
        series = [
            sum((c * comb(n, j) * at ** (n - j) for n, c in enumerate(self.numerator) if n >= j), Fraction(0))
            for j in range(order + 1)
        ]
        for pole in self.poles:
            if pole == at:
                continue
            # Over (at - pole) + e, term by term.
            for j in range(order + 1):
                series[j] = (series[j] - (series[j - 1] if j else 0)) / (at - pole)
        return tuple(series)


@lru_cache(maxsize=16)
def weingarten(k: int) -> dict[Type, Rational]:
    """Return the Weingarten function of each type of two pairings of 2k places.

    >>> weingarten(2)[1, 1]
    Rational(numerator=(Fraction(1, 1), Fraction(1, 1)), poles=(-2, 0, 1))
    """
    out: dict[Type, Rational] = {}
    for kind, (coefficients, roots) in weights_by_type(k).items():
        degree = len(coefficients) - 1
        numerator = [Fraction(0)] * (degree + 1)
        for place, c in enumerate(coefficients):
            # t^n at t = 1 - D.
            n = degree - place
            for j in range(n + 1):
                numerator[j] += c * comb(n, j) * (-1) ** j
        # (1 - D) - r is -(D - (1 - r)).
        sign = (-1) ** (k + len(roots))
        out[kind] = Rational(tuple(sign * c for c in numerator), tuple(sorted(1 - r for r in roots)))
    return out


def type_of_two(p: tuple[tuple[int, int], ...], q: tuple[tuple[int, int], ...]) -> Type:
    """Return the half lengths of the cycles of two pairings together, the longest first.

    >>> type_of_two(((0, 1), (2, 3)), ((0, 2), (1, 3)))
    (2,)
    """
    first = {**dict(p), **{b: a for a, b in p}}
    second = {**dict(q), **{b: a for a, b in q}}
    left, lengths = set(first), []
    while left:
        start = here = min(left)
        length = 0
        while True:
            there = first[here]
            left -= {here, there}
            length += 1
            here = second[there]
            if here == start:
                break
        lengths.append(length)
    return tuple(sorted(lengths, reverse=True))
