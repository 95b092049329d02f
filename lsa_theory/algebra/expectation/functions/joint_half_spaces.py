"""Signs of linear forms in several independent Gaussian vectors: s = sum_k a_k' x_k + c is one Gaussian number.

Its variance is v = sum_k a_k' L_k a_k. With independent centred copies y_k of the vectors and s_0 = sum_k a_k' y_k,
the vectors m_k + L_k a_k (s - m) / v + y_k - L_k a_k s_0 / v have the joint law of the x_k, and s is independent of
what the y_k make. So the average over the y_k leaves a polynomial in s, or in s and t for two signs, as for one vector.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lsa_theory.algebra.expectation.conditions import Condition
from lsa_theory.algebra.expectation.functions.half_spaces import (
    Average,
    S,
    T,
    by_powers,
    is_positive_number,
    same_form_twice,
)
from lsa_theory.algebra.expectation.functions.quadratic import form, letter_of, quadratic_in
from lsa_theory.algebra.expectation.functions.sign_moments import OneSign, TwoSigns
from lsa_theory.algebra.expectation.occurrences import in_term
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
from lsa_theory.algebra.ring.words import Function, Letter
from lsa_theory.algebra.substitution import substitute_letters
from lsa_theory.errors import UnsupportedExpression

_WHAT = "what a sign or an absolute value is taken of"


@dataclass(frozen=True)
class _Line:
    """A linear form: its slopes by the name of the vector, and its mean."""

    slopes: dict[str, Terms]
    mean: Terms


def are_jointly_linear(held: Sequence[tuple[Function, Coefficient]], vectors: Sequence[Source]) -> bool:
    """Whether signs are taken of forms that are linear in some Gaussian vectors together."""
    if any(v.count is not None or not v.gaussian for v in vectors):
        return False
    names = {v.name for v in vectors}
    for atom, _ in held:
        if atom.name != "sign":
            return False
        for vector in vectors:
            try:
                line = quadratic_in(thaw(atom.arguments[0]), vector, _WHAT)
            except UnsupportedExpression:
                return False
            if line.curvature or any(in_term(*key) & names for key in line.slope):
                return False
    return True


def average_joint_half_spaces(
    held: Sequence[tuple[Function, Coefficient]],
    rest: Terms,
    vectors: Sequence[Source],
    sources: Mapping[str, Source],
    average: Average,
) -> Terms:
    """Return the average over several Gaussian vectors of signs times what else stands in their terms.

    Raises
    ------
    UnsupportedExpression
        If there are more than two signs, or two whose means are not zero.
    """
    lines = []
    for atom, e in held:
        line = _line(thaw(atom.arguments[0]), vectors)
        variance = _covariance(line, line, vectors)
        if not (is_positive_number(variance) or (is_positive(variance) and ((), ()) in variance)):
            vectors[0].conditions.append(Condition(variance, "1"))
        if e % 2:
            lines.append(line)
    own = frozenset(v.name for v in vectors)
    if not lines:
        return average(rest, sources, own)
    if len(lines) > 2 or (len(lines) == 2 and any(line.mean for line in lines)):
        raise UnsupportedExpression(
            f"{len(lines)} signs of linear forms in {', '.join(_shown(own))}"
            + (" whose means are not zero" if len(lines) == 2 else "")
            + " have no expectation in closed form here; one sign has, and two of mean zero"
        )
    centred = {v.name: replace(v, mean={}) for v in vectors}
    along, moments = _directions(lines, vectors)
    places = {v.name: _place(v, lines, along[v.name], vectors) for v in vectors}
    inner = average(reduced(_with_vectors(rest, places)), {**sources, **centred}, own)
    total: Terms = {}
    for (j, k), terms in by_powers(reduced(inner)).items():
        value = moments.of(j) if isinstance(moments, OneSign) else moments.of(j, k)
        accumulate(total, multiply(terms, value))
    return reduced(total)


def _shown(names: frozenset[str]) -> list[str]:
    """Return the names that were declared, without what stands in for columns and for error functions."""
    return sorted({name.rstrip("\0") for name in names if not name.startswith("\0")})


def _line(terms: Terms, vectors: Sequence[Source]) -> _Line:
    slopes = {}
    for vector in vectors:
        at = quadratic_in(terms, vector, _WHAT)
        slopes[vector.name] = at.slope
        terms = add(at.constant, multiply(transpose(at.slope), vector.mean) if vector.mean else {})
    return _Line(slopes, terms)


def _covariance(one: _Line, other: _Line, vectors: Sequence[Source]) -> Terms:
    parts = (form(one.slopes[v.name], v.covariance, other.slopes[v.name]) for v in vectors)
    return reduced(add(*parts))


def _directions(
    lines: Sequence[_Line], vectors: Sequence[Source]
) -> tuple[dict[str, list[Terms]], OneSign | TwoSigns]:
    """Return, by vector, what one of each form adds to its mean, and the moments of the forms with their signs."""
    reach = {v.name: [multiply(v.covariance, line.slopes[v.name]) for line in lines] for v in vectors}
    variance = _covariance(lines[0], lines[0], vectors)
    if len(lines) == 1:
        over = power(variance, -1)
        return {n: [multiply(u, over)] for n, (u,) in reach.items()}, OneSign(lines[0].mean, variance)
    other, shared = _covariance(lines[1], lines[1], vectors), _covariance(lines[0], lines[1], vectors)
    gram = reduced(add(multiply(variance, other), scale(multiply(shared, shared), -1)))
    if not gram:
        raise same_form_twice()
    over = power(gram, -1)
    found = {}
    for name, (u, w) in reach.items():
        first = add(multiply(other, u), scale(multiply(shared, w), -1))
        second = add(multiply(variance, w), scale(multiply(shared, u), -1))
        found[name] = [multiply(over, first), multiply(over, second)]
    return found, TwoSigns(variance, other, shared, gram)


def _place(
    vector: Source, lines: Sequence[_Line], along: Sequence[Terms], vectors: Sequence[Source]
) -> Terms:
    parts = [vector.mean, finished((letter_of(vector),))]
    for symbol, line, direction in zip((S, T), lines, along, strict=False):
        own = [
            multiply(transpose(line.slopes[v.name]), finished((letter_of(v),)))
            for v in vectors
            if line.slopes[v.name]
        ]
        step = add(of_atom(symbol), scale(line.mean, -1), *(scale(part, -1) for part in own))
        parts.append(product([direction, step]))
    return add(*parts)


def _with_vectors(terms: Terms, places: Mapping[str, Terms]) -> Terms:
    def rule(letter: Letter) -> Terms | None:
        if letter.kind != "r" or letter.name not in places:
            return None
        return transpose(places[letter.name]) if letter.flag == 1 else places[letter.name]

    return substitute_letters(terms, rule)
