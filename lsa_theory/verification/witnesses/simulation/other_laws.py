"""Scales of vectors that are a scale times a Gaussian one, drawn from the law itself and not from its moments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, assert_never

import numpy as np

from lsa_theory.expressions.expression import Expression
from lsa_theory.expressions.laws.elliptical import Elliptical, Scales, Sphere, StudentT
from lsa_theory.expressions.random import RandomVector, SampleMatrix
from lsa_theory.values.degree import degree_in
from lsa_theory.values.refusals import NotApplicable, SingularInstance

# A standard error is known where the fourth moment of what is averaged exists.
_FOURTH = 4


def drawn_scales(
    law: Elliptical, standard: Any, rng: np.random.Generator, value: Callable[[Expression], float]
) -> Any:
    """Return a scale for each column and prompt, given the standard normals (d, count, prompts) beside them."""
    radius, shape = law.radius, standard.shape[1:]
    match radius:
        case Sphere():
            return np.sqrt(len(standard) / (standard**2).sum(axis=0))
        case StudentT(degrees):
            nu = value(degrees)
            return np.sqrt((nu - 2) / rng.chisquare(nu, shape))
        case Scales(pairs):
            shares = np.array([value(p) for p, _ in pairs])
            sizes = np.array([value(v) for _, v in pairs])
            return np.sqrt(rng.choice(sizes / (shares @ sizes), shape, p=shares))
        case _:
            assert_never(radius)


def check_tails(
    source: RandomVector | SampleMatrix, body: Expression, value: Callable[[Expression], float]
) -> None:
    """Refuse to draw what has no fourth moment: neither its mean nor the error of that would be known.

    Raises
    ------
    NotApplicable, SingularInstance
        If it has none for the degrees of freedom that are given, or that the instance happens to have.
    """
    law = source.law
    if not (isinstance(law, Elliptical) and isinstance(law.radius, StudentT)):
        return
    needed, nu = _FOURTH * degree_in(body, source), value(law.radius.degrees)
    if nu <= needed:
        refusal = NotApplicable if law.radius.positive(1) is None else SingularInstance
        raise refusal(
            f"Student's t of {source.name} has {nu:g} degrees of freedom; the error of a mean of this integrand is "
            f"known with more than {needed}"
        )
