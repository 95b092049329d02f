"""Sums of one weight over a range of places, in closed form: powers, poles, geometric and harmonic weights.

Each function returns F(n) = sum of the weight over first ... n, which is 0 at n = first - 1; a range that begins at a
place is a difference of two such sums.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb

from lsa_theory.algebra.functions.making import harmonic, in_whole
from lsa_theory.algebra.functions.powers import raised
from lsa_theory.algebra.ordered.fractions import apart
from lsa_theory.algebra.ring.polynomial import (
    Coefficient,
    Terms,
    accumulate,
    add,
    constant,
    multiply_scalars,
    power,
    product_of_scalars,
    scale,
)
from lsa_theory.errors import UnsupportedExpression


def of_power(k: int, n: Terms) -> Terms:
    """Return sum_{p=1}^n p^k for k >= 0, a polynomial in n."""
    total: Terms = {}
    for j, c in enumerate(_power_sum(k)):
        if c:
            accumulate(total, power(n, j) if j else constant(1), in_whole(c))
    return total


def _power_sum(k: int) -> list[Fraction]:
    """Return the coefficients of sum_{p=1}^n p^k: (n + 1)^(k + 1) - 1 is the sum of C(k + 1, j) times that of p^j."""
    known: list[list[Fraction]] = []
    for m in range(k + 1):
        total = [Fraction(comb(m + 1, j)) for j in range(m + 2)]
        total[0] -= 1
        for j, lower in enumerate(known):
            for i, c in enumerate(lower):
                total[i] -= comb(m + 1, j) * c
        known.append([c / (m + 1) for c in total])
    return known[k]


def of_poles(degree: int, poles: dict[Fraction, int], first: int, n: Terms) -> Terms:
    """Return sum_{p=first}^n p^degree / prod (p + c)^e."""
    polynomial, simple = apart(degree, poles)
    total: Terms = {}
    for k, c in enumerate(polynomial):
        if c:
            accumulate(total, _from(first, of_power(k, n), of_power(k, constant(first - 1))), in_whole(c))
    for (c, r), factor in simple.items():
        check_pole(c, first)
        order = constant(r)
        upper = harmonic(add(n, constant(int(c))) if c else n, order)
        accumulate(
            total, _from(first, upper, harmonic(constant(first - 1 + int(c)), order)), in_whole(factor)
        )
    return total


def check_pole(c: Fraction, first: int) -> None:
    """Refuse 1 / (p + c) where it has no harmonic numbers, or a pole among the places."""
    if c.denominator != 1:
        raise UnsupportedExpression(
            f"a sum of 1 / (i + {c}) over places i is no harmonic number; only whole numbers may stand beside a place "
            "in a denominator"
        )
    if first + c < 1:
        raise UnsupportedExpression(
            f"a sum over places divides by i - {-c}, which is zero at the place {-c}; begin the sum at {1 - c} or later"
        )


def _from(first: int, upper: Terms, lower: Terms) -> Terms:
    return add(upper, scale(lower, -1))


def geometric(k: int, ratio: Terms, first: int, n: Terms) -> Terms:
    """Return sum_{p=first}^n p^k q^p for k >= 0 and a ratio q that is not 1: g(n + 1) q^(n + 1) - g(first) q^first.

    The polynomial g is that with q g(p + 1) - g(p) = p^k.
    """
    below = power(add(ratio, constant(-1)), -1)
    g: dict[int, Terms] = {}
    for j in range(k, -1, -1):
        total = constant(int(j == k))
        for m in range(j + 1, k + 1):
            accumulate(total, multiply_scalars(ratio, g[m]), -comb(m, j))
        g[j] = multiply_scalars(total, below)

    def at(p: Terms) -> Terms:
        value: Terms = {}
        for j, c in g.items():
            accumulate(value, multiply_scalars(c, power(p, j) if j else constant(1)))
        return multiply_scalars(value, raised(ratio, p))

    return _from(first, at(add(n, constant(1))), at(constant(first)))


def of_harmonic(k: int, pole: Fraction | None, r: int, first: int, n: Terms) -> Terms:
    """Return sum_{p=first}^n of H_p^(r) times p^k for k >= 0, or times (p + c)^-r for a pole c.

    By parts, with F(n) = sum p^k: sum p^k H_p = F(n) H_n - sum F(p - 1) / p^r. And sum H_p / p = (H_n^2 + H_n^(2)) / 2.
    """
    total = _of_harmonic_from_one(k, pole, r, n)
    for p in range(1, first):
        weight = Fraction(p) ** k if pole is None else (p + pole) ** -r
        value = harmonic(constant(p), constant(r))
        accumulate(total, value, in_whole(-weight))
    return total


def _of_harmonic_from_one(k: int, pole: Fraction | None, r: int, n: Terms) -> Terms:
    order = constant(r)
    if pole is None:
        sums = _power_sum(k)
        total = multiply_scalars(of_power(k, n), harmonic(n, order))
        for j, c in enumerate(_shifted_back(sums)):
            if c:
                part = of_power(j - r, n) if j >= r else of_poles(0, {Fraction(0): r - j}, 1, n)
                accumulate(total, part, in_whole(-c))
        return total
    check_pole(pole, 1)
    # H_p = H_(p + c) - sum_{j=1}^c 1 / (p + j)^r.
    end = add(n, constant(int(pole))) if pole else n
    total = _half_square(end, r)
    accumulate(total, _half_square(constant(int(pole)), r), -1)
    for j in range(1, int(pole) + 1):
        poles = {pole: r}
        poles[Fraction(j)] = poles.get(Fraction(j), 0) + r
        accumulate(total, of_poles(0, poles, 1, n), -1)
    return total


def _half_square(n: Terms, r: int) -> Terms:
    one = harmonic(n, constant(r))
    half: Coefficient = Fraction(1, 2)
    return scale(add(product_of_scalars([one, one]), harmonic(n, constant(2 * r))), half)


def _shifted_back(polynomial: list[Fraction]) -> list[Fraction]:
    """Return the coefficients of F(p - 1) in p."""
    total = [Fraction(0)] * len(polynomial)
    for k, c in enumerate(polynomial):
        for j in range(k + 1):
            total[j] += c * comb(k, j) * (-1) ** (k - j)
    return total
