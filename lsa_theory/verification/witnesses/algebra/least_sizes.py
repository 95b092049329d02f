"""From which size on hypotheses leave a dimension: d - 2 >= 0, d > 1, and that d - 1 is not 0, all say d >= 2."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor

from lsa_theory.algebra.normal import normal
from lsa_theory.claims.forms.assumptions import assumption
from lsa_theory.errors import LsaTheoryError
from lsa_theory.expressions.expression import Expression


def least_sizes(signs: Sequence[Expression]) -> dict[str, int]:
    """Return the smallest size that hypotheses about one dimension each leave it, for those that are bounded so.

    Examples
    --------
    >>> from lsa_theory import at_least, dimension, greater, nonzero
    >>> d, N = dimension("d"), dimension("N")
    >>> least_sizes([at_least(d, 2), greater(N, 3), nonzero(N - 4)])
    {'d': 2, 'N': 5}
    >>> least_sizes([greater(d), nonzero(d - 3), greater(N, d)])
    {'d': 1}
    """
    least: dict[str, int] = {}
    without: dict[str, set[Fraction]] = {}
    for sign in signs:
        says = assumption(sign)
        if says.sign not in (">=", ">", "not 0"):
            continue
        name, factor, root = _linear(says.left - says.right) or ("", Fraction(1), Fraction(0))
        if not name:
            continue
        if says.sign == "not 0":
            without.setdefault(name, set()).add(root)
        elif factor > 0:
            bound = ceil(root) if says.sign == ">=" else floor(root) + 1
            least[name] = max(least.get(name, 1), bound)
    for name, values in without.items():
        start = size = least.get(name, 1)
        while size in values:
            size += 1
        if size > start:
            least[name] = size
    return least


def _linear(tree: Expression) -> tuple[str, Fraction, Fraction] | None:
    """Return d, c and m where a scalar is c (d - m), with c not 0; None if it is no such thing."""
    try:
        terms = dict(normal(tree).terms)
    except LsaTheoryError:
        return None
    number = Fraction(terms.pop(((), ()), 0))
    if len(terms) != 1:
        return None
    (((monomial, word), factor),) = terms.items()
    if word or len(monomial) != 1:
        return None
    ((atom, exponent),) = monomial
    if exponent != 1 or atom.kind != "a" or atom.structure != "dimension":
        return None
    return atom.name, Fraction(factor), -number / Fraction(factor)
