"""Theorem 4.1: from a small balanced initialisation the flow converges to a global minimum, and to which one.

Source: Zhang, Frei & Bartlett 2024, Theorem 4.1. Assumption: sigma^2 |Gamma|_op sqrt(d) < 2, Theta Lambda not 0.

What each witness establishes. Exactly, for every d and N: the claimed limit is stationary, it lies on the balance
surface of the initialisation, and the loss there is the global minimum; u_{-1}^4 = tr Gamma^{-2}, u_{-1} > 0, is
the only such point with u_{-1} > 0, because u_{-1} U_11 = Gamma^{-1} fixes u_{-1}^2 |U_11|^2 = u_{-1}^4. That the flow
reaches it is seen by integrating it. The proof that it must: l decreases, l(0) < 0 under the assumption,
l >= c u^4 - C u^2 on the balance surface keeps the trajectory bounded, a bounded gradient flow of a polynomial has
one limit (Lojasiewicz), which is stationary; the only stationary points with u_{-1} = 0 on the surface are at
l = 0 > l(0). Uses: `flow.reduced`, `flow.balance`, `minimum.set`.
"""

from fractions import Fraction

from lsa_theory.algebra import Expression, Symbol, inverse, norm_squared, trace, zero
from lsa_theory.observations import balanced_start, flow_sides
from lsa_theory.theory import invariants, limit
from lsa_theory.theory.setting import Gamma, U, u
from lsa_theory.verification.claims import Claim, Statement
from lsa_theory.verification.flows import Flow, Limit

SOURCE = "Zhang, Frei & Bartlett 2024, Theorem 4.1"


def as_printed() -> dict[Symbol, Expression]:
    """The blocks of W^KQ_* and W^PV_*."""
    size = trace(inverse(Gamma) @ inverse(Gamma))
    return {U: size ** Fraction(-1, 4) * inverse(Gamma), u: size ** Fraction(1, 4)}


def steps() -> dict[str, Expression]:
    """The limit as derived: the minimiser put into the balance, solved for u_{-1}."""
    return {s.name: v.as_expression() for s, v in limit.limit().items()}


def claims() -> list[Statement]:
    """The derived limit is the printed one; its fourth power; the flow goes there."""
    printed, derived = as_printed(), steps()
    return [
        Claim(
            derived["u"] ** 4,
            trace(inverse(Gamma) @ inverse(Gamma)),
            id="convergence.limit.fourth-power",
            title="u_{-1}^4 = tr Gamma^{-2} at the limit",
            source=SOURCE,
        ),
        Claim(
            derived["u"] * derived["U"],
            inverse(Gamma),
            id="convergence.limit.product",
            title="u_{-1} U_11 = Gamma^{-1} at the limit",
            source=SOURCE,
        ),
        Claim(
            printed[u] ** 2,
            norm_squared(printed[U]),
            id="convergence.limit.balanced",
            title="the limit is balanced",
            source=SOURCE,
        ),
        Limit(
            Flow(flow_sides(), balanced_start),
            printed,
            invariants=[(invariants.balance(), zero(1))],
            id="convergence.limit",
            title="the flow converges to W_*",
            source=SOURCE,
        ),
    ]
