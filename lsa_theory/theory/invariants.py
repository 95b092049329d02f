"""What the flow conserves: the balance u_{-1}^2 - tr U_11 U_11', and the set u_12 = u_21 = 0."""

from __future__ import annotations

from lsa_theory.algebra.normal import Normal
from lsa_theory.expressions import Expression, norm_squared
from lsa_theory.theory.flow import reduced_flow, time_derivative
from lsa_theory.theory.setting import U, u


def balance() -> Expression:
    """Return u_{-1}^2 - tr U_11 U_11', which is 0 at the paper's initialisation."""
    return u**2 - norm_squared(U)


def balance_rate() -> Normal:
    """Return d/dt of the balance along the reduced flow.

    >>> balance_rate().is_zero()
    True
    """
    return time_derivative(balance(), reduced_flow())
