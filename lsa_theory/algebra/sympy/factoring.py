"""Factors of a polynomial in one matrix whose coefficients are scalar polynomials."""

from __future__ import annotations

from collections.abc import Mapping

from lsa_theory.algebra.ring.multiplication import multiply
from lsa_theory.algebra.ring.polynomial import Terms, power

Factors = tuple[Terms, int, list[Terms], list[dict[int, Terms]]]


def factors_over_scalars(coefficients: Mapping[int, Terms]) -> Factors:
    """Factor sum_k coefficients[k] g^k as lead g^n prod (g + c_i) times factors without a root in the scalars.

    Returns
    -------
    lead, n, shifts, others
        The leading coefficient, the power of g, the shifts c_i, and the other factors, coefficients by degree.
    """
    present = {k: c for k, c in coefficients.items() if c}
    lowest, highest = min(present), max(present)
    lead = present[highest]
    degree = highest - lowest
    if degree == 0:
        return lead, lowest, [], []
    if degree == 1:
        return lead, lowest, [multiply(present[lowest], power(lead, -1))], []
    return _by_sympy(present, lowest, highest)


def _by_sympy(present: Mapping[int, Terms], lowest: int, highest: int) -> Factors:
    """Factor over the field of scalars, atoms standing in as SymPy symbols."""
    import sympy

    from lsa_theory.algebra.sympy.scalars import ScalarBridge

    bridge = ScalarBridge()
    g = sympy.Dummy("g")
    body = sum(bridge.to_sympy(c) * g ** (k - lowest) for k, c in present.items())
    numerator, denominator = sympy.fraction(sympy.together(body))
    constant, factors = sympy.factor_list(numerator, g)
    lead = constant / denominator
    shifts: list[Terms] = []
    others: list[dict[int, Terms]] = []
    for factor, times in factors:
        poly = sympy.Poly(factor, g)
        if poly.degree() == 0:
            lead *= factor**times
        elif poly.degree() == 1:
            a, b = poly.all_coeffs()
            lead *= a**times
            shifts.extend([bridge.to_terms(b / a)] * times)
        else:
            degrees = range(poly.degree(), -1, -1)
            other = {k: bridge.to_terms(c) for k, c in zip(degrees, poly.all_coeffs(), strict=True) if c}
            others.extend([other] * times)
    return bridge.to_terms(lead), lowest, shifts, others
