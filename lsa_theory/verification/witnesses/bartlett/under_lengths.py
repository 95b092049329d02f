"""Equalities that are claimed under hypotheses about lengths, such as N > d + 1: the sizes that meet these."""

from __future__ import annotations

from collections.abc import Sequence

from lsa_theory.claims.equality import Statement
from lsa_theory.claims.questions.under import Under
from lsa_theory.expressions.expression import Expression
from lsa_theory.expressions.traversal import constituents
from lsa_theory.values.arithmetic.rational import Rationals
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.refusals import NotApplicable, SingularInstance
from lsa_theory.values.sizes import Sizes


def under_lengths(claim: Statement) -> list[Under]:
    """Return what a claim asks under hypotheses about sizes alone; none if it asks anything besides."""
    asked = [q for q in claim.questions if isinstance(q, Under) and not q.equations]
    asked = [q for q in asked if all(_is_of_sizes(sign) for sign in q.signs)]
    return asked if len(asked) == len(claim.questions) else []


def meets(signs: Sequence[Expression], sizes: Sizes) -> bool:
    """Whether sizes meet hypotheses, exactly; where one is not defined they do not.

    >>> from lsa_theory import dimension, greater
    >>> d, N = dimension("d"), dimension("N")
    >>> meets([greater(N, d + 1)], {N: 3, d: 1}), meets([greater(N, d + 1)], {N: 2, d: 1})
    (True, False)
    """
    evaluator = Evaluator(Rationals(), Instance(dict(sizes), {}))
    try:
        return all(evaluator.evaluate(sign)[0, 0] >= 0 for sign in signs)
    except (SingularInstance, NotApplicable):
        return False


def _is_of_sizes(sign: Expression) -> bool:
    parts = constituents([sign])
    return not parts.symbols and not parts.unbound and bool(parts.dimensions)
