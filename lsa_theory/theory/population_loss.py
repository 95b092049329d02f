"""The population loss L = E (y_q - <w, x_q>)^2 / 2, for every d and N."""

from __future__ import annotations

from functools import cache

from lsa_theory import model
from lsa_theory.algebra.normal import Normal, normal
from lsa_theory.expressions import E, Expression, at, zero
from lsa_theory.theory import setting


def loss() -> Expression:
    """Return the loss as it is defined: an expectation over task, covariates and query, not yet taken."""
    return E(model.squared_error(setting.prediction(), setting.target()))


@cache
def full_loss() -> Normal:
    """Return the loss with all blocks free, as a trace polynomial: 20 words for every d and N.

    >>> len(full_loss())
    20
    """
    return normal(loss())


def on_invariant_set(expression: Expression) -> Expression:
    """Return an expression evaluated at u_12 = u_21 = 0."""
    return at(expression, {setting.u_12: zero(setting.d), setting.u_21: zero(setting.d)})


@cache
def reduced_loss() -> Normal:
    """Return the loss on u_12 = u_21 = 0 as a trace polynomial in U_11 and u_{-1}.

    >>> reduced_loss()
    tr(Lambda) / 2 - u * tr(Lambda**2 @ U) + ...
    """
    return normal(on_invariant_set(loss()))
