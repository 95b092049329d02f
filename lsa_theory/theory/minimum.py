"""The minimum of the reduced loss, found by completing the square.

The reduced loss depends on the product B = u_{-1} U_11 alone, and it is quadratic in B.
"""

from __future__ import annotations

from functools import cache

from lsa_theory.algebra.normal import Normal, normal
from lsa_theory.algebra.solving.equations import LinearSolution, homogeneous_part, solve_linear
from lsa_theory.expressions import Expression, at, gradient, trace
from lsa_theory.theory.population_loss import reduced_loss
from lsa_theory.theory.setting import B, Lambda, U, u


@cache
def loss_of_product() -> Normal:
    """Return the reduced loss as a function of B = u_{-1} U_11; u_{-1} drops out."""
    return normal(at(reduced_loss().as_expression(), {U: B / u}))


def excess_loss() -> Expression:
    """Return l = L - tr(Lambda) / 2 as a function of B."""
    return loss_of_product().as_expression() - trace(Lambda) / 2


def minimiser() -> LinearSolution:
    """Return the B at which the gradient vanishes; the only one, and it is Gamma^{-1}.

    >>> from lsa_theory.algebra.normal import equal
    >>> from lsa_theory.theory.setting import Gamma
    >>> equal(minimiser().value, Gamma**-1), minimiser().unique
    (True, True)
    """
    return solve_linear(gradient(excess_loss(), B), B)


def minimum_value() -> Normal:
    """Return l at the minimiser."""
    return normal(at(excess_loss(), {B: minimiser().value.as_expression()}))


def square() -> Normal:
    """Return the quadratic part of l at B minus the minimiser, which is l - min l, and non-negative."""
    quadratic = homogeneous_part(excess_loss(), B, 2).as_expression()
    return normal(at(quadratic, {B: B - minimiser().value.as_expression()}))
