"""Signs of linear forms in a Gaussian vector: E[sign(a' x + c) p(x)] and E[sign(a' x) sign(b' x) p(x)].

With s = a' x + c, of mean m and variance v, x is L a (s - m) / v beyond its mean plus a vector independent of s: the
average over that vector leaves a polynomial in s. Its moments with signs follow from Stein's identity, where a sign
has twice a delta for its derivative. A linear form of variance 0 is excluded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from lsa_theory.algebra.expectation.conditions import Condition
from lsa_theory.algebra.expectation.functions.quadratic import (
    form,
    letter_of,
    outer,
    quadratic_in,
    with_vector,
)
from lsa_theory.algebra.expectation.functions.sign_moments import OneSign, TwoSigns
from lsa_theory.algebra.expectation.source import Source
from lsa_theory.algebra.ring.concatenation import finished
from lsa_theory.algebra.ring.multiplication import multiply, product
from lsa_theory.algebra.ring.polynomial import (
    Coefficient,
    Terms,
    accumulate,
    add,
    is_positive,
    of_atom,
    power,
    scale,
    thaw,
    transpose,
)
from lsa_theory.algebra.ring.rational import reduced
from lsa_theory.algebra.ring.words import Function, variable
from lsa_theory.errors import UnsupportedExpression

S = variable("\0s", "real")
T = variable("\0t", "real")
Average = Callable[[Terms, Mapping[str, Source], frozenset[str]], Terms]


def average_half_spaces(
    held: Sequence[tuple[Function, Coefficient]],
    rest: Terms,
    source: Source,
    sources: Mapping[str, Source],
    average: Average,
) -> Terms:
    """Return the average over one Gaussian vector of signs times what else stands in their terms."""
    if source.count is not None or not source.gaussian:
        why = "is a sample" if source.count is not None else source.why_not_gaussian
        raise UnsupportedExpression(
            f"a sign is averaged over a Gaussian vector; {source.name} {why}. Of a sample it is taken column by "
            "column, inside a sum over columns"
        )
    slopes: list[Terms] = []
    means: list[Terms] = []
    for atom, e in held:
        line = quadratic_in(thaw(atom.arguments[0]), source, "what a sign or an absolute value is taken of")
        if line.curvature:
            raise UnsupportedExpression(
                f"a sign of something quadratic in {source.name} has no expectation in closed form here; of linear "
                "forms it has"
            )
        variance = form(line.slope, source.covariance, line.slope)
        if not is_positive_number(variance):
            source.conditions.append(Condition(variance, "1"))
        if e % 2:
            slopes.append(line.slope)
            mean = multiply(transpose(line.slope), source.mean) if source.mean else {}
            means.append(add(line.constant, mean))
    if not slopes:
        return average(rest, sources, frozenset({source.name}))
    if len(slopes) == 1:
        return _one(slopes[0], means[0], rest, source, sources, average)
    if len(slopes) == 2 and not any(means):
        return _two(slopes[0], slopes[1], rest, source, sources, average)
    raise UnsupportedExpression(
        f"{len(slopes)} signs of linear forms in {source.name}"
        + (" whose means are not zero" if len(slopes) == 2 else "")
        + " have no expectation in closed form here; one sign has, and two of mean zero"
    )


def is_positive_number(terms: Terms) -> bool:
    """Whether a scalar is a positive number, or one by its declaration."""
    return is_positive(terms) and all(a.kind in "an" for m, _ in terms for a, _ in m)


def same_form_twice() -> UnsupportedExpression:
    """Return the refusal of two signs that are one, up to a factor."""
    return UnsupportedExpression("two signs of the same linear form up to a factor meet in one product")


def _one(
    a: Terms, mean: Terms, rest: Terms, source: Source, sources: Mapping[str, Source], average: Average
) -> Terms:
    along = multiply(source.covariance, a)
    variance = reduced(form(a, source.covariance, a))
    over = power(variance, -1)
    step = add(of_atom(S), scale(mean, -1))
    place = add(source.mean, product([along, over, step]), finished((letter_of(source),)))
    beside = add(source.covariance, scale(multiply(over, outer(along, along)), -1))
    apart = replace(source, mean={}, covariance=reduced(beside))
    inner = average(
        reduced(with_vector(rest, source, place)), {**sources, source.name: apart}, frozenset({source.name})
    )
    moments = OneSign(mean, variance)
    total: Terms = {}
    for (j, _), terms in by_powers(inner).items():
        accumulate(total, multiply(terms, moments.of(j)))
    return reduced(total)


def _two(
    a: Terms, b: Terms, rest: Terms, source: Source, sources: Mapping[str, Source], average: Average
) -> Terms:
    u, w = multiply(source.covariance, a), multiply(source.covariance, b)
    va, vb = (reduced(form(x, source.covariance, x)) for x in (a, b))
    c = reduced(form(a, source.covariance, b))
    gram = add(multiply(va, vb), scale(multiply(c, c), -1))
    if not gram:
        raise same_form_twice()
    over = power(gram, -1)
    first = multiply(over, add(multiply(vb, u), scale(multiply(c, w), -1)))
    second = multiply(over, add(multiply(va, w), scale(multiply(c, u), -1)))
    place = add(
        source.mean,
        multiply(of_atom(S), first),
        multiply(of_atom(T), second),
        finished((letter_of(source),)),
    )
    beside = add(source.covariance, scale(outer(first, u), -1), scale(outer(second, w), -1))
    apart = replace(source, mean={}, covariance=reduced(beside))
    inner = average(
        reduced(with_vector(rest, source, place)), {**sources, source.name: apart}, frozenset({source.name})
    )
    moments = TwoSigns(va, vb, c, gram)
    total: Terms = {}
    for (j, k), terms in by_powers(reduced(inner)).items():
        accumulate(total, multiply(terms, moments.of(j, k)))
    return reduced(total)


def by_powers(terms: Terms) -> dict[tuple[int, int], Terms]:
    """Return the coefficients of s^j t^k."""
    parts: dict[tuple[int, int], Terms] = {}
    for (monomial, word), c in terms.items():
        exponents = dict(monomial)
        j, k = Fraction(exponents.pop(S, 0)), Fraction(exponents.pop(T, 0))
        key = (tuple(sorted(exponents.items())), word)
        accumulate(parts.setdefault((int(j), int(k)), {}), {key: c})
    return parts
