"""From which size on hypotheses leave a dimension: d - 2 >= 0, d > 1, d > N, that d - 1 is not 0, all say d >= 2."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

from lsa_theory.algebra.normal import normal
from lsa_theory.claims.forms.assumptions import assumption
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.errors import LsaTheoryError
from lsa_theory.expressions.expression import Expression

Linear = tuple[dict[str, Fraction], Fraction]


def least_sizes(signs: Sequence[Expression], equations: Sequence[Equal] = ()) -> dict[str, int]:
    """Return the smallest size that linear hypotheses leave dimensions, for those that are bounded from below so.

    Examples
    --------
    >>> from lsa_theory import at_least, dimension, equation, greater, nonzero
    >>> d, N = dimension("d"), dimension("N")
    >>> least_sizes([at_least(d, 2), greater(N, 3), nonzero(N - 4)])
    {'d': 2, 'N': 5}
    >>> least_sizes([greater(d), nonzero(d - 3), greater(N, d)], [equation(d, 2)])
    {'d': 2, 'N': 3}
    """
    said = [assumption(sign) for sign in signs]
    above = [(_linear(s.left - s.right), s.sign == ">") for s in said if s.sign in (">=", ">")]
    for e in equations:
        if e.left.is_scalar:
            above += [(_linear(e.left - e.right), False), (_linear(e.right - e.left), False)]
    without = [_linear(s.left - s.right) for s in said if s.sign == "not 0"]
    least: dict[str, int] = {}
    # A bound on one size may be one on another, which the next round finds.
    for _ in range(len(above) + len(without) + 1):
        before = dict(least)
        for found, strict in above:
            for name, bound in _bounds(found, least):
                least[name] = max(least.get(name, 1), floor(bound) + 1 if strict else ceil(bound))
        for found in without:
            if found is not None and len(found[0]) == 1:
                ((name, factor),) = found[0].items()
                if -found[1] / factor == least.get(name, 1):
                    least[name] = least.get(name, 1) + 1
        if least == before:
            break
    return least


def _bounds(found: Linear | None, least: dict[str, int]) -> list[tuple[str, Fraction]]:
    """Return the size that is at least something, with that, where c d - (n + ...) + m is at least 0."""
    if found is None:
        return []
    factors, number = found
    larger = [name for name, c in factors.items() if c > 0]
    if len(larger) != 1:
        return []
    (name,) = larger
    others = sum((-c * least.get(n, 1) for n, c in factors.items() if n != name), Fraction(0))
    return [(name, (others - number) / factors[name])]


def _linear(tree: Expression) -> Linear | None:
    """Return the factors of the dimensions and the number of a sum of these; None if it is no such sum."""
    try:
        terms = dict(normal(tree).terms)
    except LsaTheoryError:
        return None
    number = Fraction(terms.pop(((), ()), 0))
    factors: dict[str, Fraction] = {}
    for (monomial, word), factor in terms.items():
        if word or len(monomial) != 1:
            return None
        ((atom, exponent),) = monomial
        if exponent != 1 or atom.kind != "a" or atom.structure != "dimension":
            return None
        factors[atom.name] = Fraction(factor)
    return factors, number
