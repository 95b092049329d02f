"""E[p(x) exp(c + b' x + x' C x / 2)] for a Gaussian x: a factor, and the expectation of p under another Gaussian law.

With x = m + y and y ~ N(0, L), the exponent is q(m) + (b + C m)' y + y' C y / 2. It makes of the density of y that of
N(S t, S) with S^-1 = L^-1 - C and t = b + C m, times exp(q(m) + t' S t / 2) / sqrt(det(I - L C)). The integral exists
exactly where L^-1 - C is positive definite.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

from lsa_theory.algebra.expectation.conditions import Condition
from lsa_theory.algebra.expectation.functions.quadratic import form, quadratic_in, with_vector
from lsa_theory.algebra.expectation.source import Source
from lsa_theory.algebra.functions.determinant import determinant
from lsa_theory.algebra.functions.making import HALF, exponential
from lsa_theory.algebra.ring.matrix_power import matrix_power
from lsa_theory.algebra.ring.multiplication import multiply
from lsa_theory.algebra.ring.polynomial import (
    Coefficient,
    Terms,
    accumulate,
    add,
    is_definite_sum,
    power,
    scale,
    thaw,
)
from lsa_theory.algebra.ring.words import Function
from lsa_theory.errors import UnsupportedExpression


def average_exponential(
    held: tuple[tuple[Function, Coefficient], ...],
    rest: Terms,
    source: Source,
    sources: Mapping[str, Source],
    average: Callable[[Terms, Mapping[str, Source], frozenset[str]], Terms],
) -> Terms:
    """Return the average over one Gaussian vector of exponentials times what else stands in their terms."""
    factor, moved = tilted(held, source)
    inner = average(rest, {**sources, source.name: moved}, frozenset({source.name}))
    return multiply(factor, inner)


def tilted(held: tuple[tuple[Function, Coefficient], ...], source: Source) -> tuple[Terms, Source]:
    """Return what exponentials become: a factor, and the vector under the law that they make of its own.

    Raises
    ------
    UnsupportedExpression
        If the exponents are no polynomials of degree two, or the average does not exist.
    """
    if source.count is not None:
        raise UnsupportedExpression(
            f"an exponential of the sample {source.name} as a whole has no expectation in closed form here; one of a "
            "column has, inside a sum over columns"
        )
    if source.values is not None:
        raise UnsupportedExpression(
            f"an exponential of {source.name}, which has independent coordinates of few values, is averaged where "
            "their number is given and small, or where the exponent is a multiple of their sum and nothing of them "
            "stands beside it"
        )
    if not source.gaussian:
        raise UnsupportedExpression(
            f"an exponential is averaged over a Gaussian vector; {source.name} {source.why_not_gaussian}"
        )
    exponent: Terms = {}
    for atom, e in held:
        accumulate(exponent, thaw(atom.arguments[0]), e)
    q = quadratic_in(exponent, source, "the exponent")
    constant = with_vector(exponent, source, source.mean) if source.mean else q.constant
    slope = add(q.slope, multiply(q.curvature, source.mean)) if q.curvature and source.mean else q.slope
    covariance, root = _tilted_covariance(q.curvature, source)
    shift = multiply(covariance, slope) if slope else {}
    grown = scale(form(slope, covariance, slope), HALF) if slope else {}
    factor = multiply(root, exponential(add(constant, grown)))
    return factor, replace(source, mean=add(source.mean, shift), covariance=covariance)


def _tilted_covariance(curvature: Terms, source: Source) -> tuple[Terms, Terms]:
    """Return S = (L^-1 - C)^-1 and det(I - L C)^(-1/2)."""
    if not curvature:
        return source.covariance, {((), ()): 1}
    precision = add(_inverse(source.covariance, source.size), scale(curvature, -1))
    if not precision or is_definite_sum(scale(precision, -1)):
        raise UnsupportedExpression(
            f"the exponential of {source.name} has no expectation: it grows at least as fast as its density falls"
        )
    if not is_definite_sum(precision):
        source.conditions.append(Condition(precision, source.size))
    covariance = _inverse(precision, source.size)
    ratio = multiply(determinant(source.covariance, source.size), determinant(precision, source.size))
    return covariance, power(ratio, Fraction(-1, 2))


def _inverse(terms: Terms, size: str) -> Terms:
    return power(terms, -1) if size == "1" else matrix_power(terms, -1)
