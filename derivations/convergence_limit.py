"""Theorem 4.1: from a small balanced initialisation the flow converges to a global minimum, and to which one.

Source: Zhang, Frei & Bartlett 2024, Theorem 4.1. Assumption: $sigma^2 |Gamma|_op sqrt(d) < 2$, $Theta Lambda$ not 0.

Exactly, for every $d$ and $N$: the claimed limit is stationary, it lies on the balance surface of the
initialisation, and the loss there is the global minimum. That the flow reaches it, and nothing else, has a proof
that is checked: the flow descends $l$, a bound of the form $l >= c |u U|^2 - C$ on the balance surface keeps it in
a compact set, a bounded gradient flow of a polynomial has one limit (Lojasiewicz), which is stationary; $u_{-1}
U_11 = Gamma^{-1}$ and $u_{-1} > 0$ leave the claimed point alone, and the flow cannot end at 0, because $tr U_11$
stays non-negative and grows near 0. The paper argues differently at the last step: $l(0) < 0$ under its assumption.
Uses: `flow.reduced`, `flow.balance`, `minimum.set`.
"""

from fractions import Fraction

from lsa_theory.claims.convergence.scaled_block import ScaledBlock
from lsa_theory.claims.equality import Claim, Statement
from lsa_theory.claims.flow import Limit
from lsa_theory.claims.vector_field import Flow
from lsa_theory.expressions import (
    Expression,
    Symbol,
    inverse,
    norm_squared,
    operator_norm,
    square_root,
    trace,
    zero,
)
from lsa_theory.observations import flow_sides
from lsa_theory.theory import initialisation, invariants, limit
from lsa_theory.theory.initialisation import sigma
from lsa_theory.theory.setting import Gamma, Lambda, U, d, u

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
    lemma = ScaledBlock(
        U,
        u,
        [(Fraction(1, 2), Gamma @ Lambda, Lambda)],
        target=Lambda @ Lambda,
        product=inverse(Gamma),
        scale_limit=printed[u],
        block_limit=printed[U],
    )
    rates = flow_sides()
    return [
        Claim(
            derived["u"] ** 4,
            trace(inverse(Gamma) @ inverse(Gamma)),
            id="convergence.limit.fourth-power",
            title="$u_{-1}^4 = tr Gamma^{-2}$ at the limit",
            source=SOURCE,
        ),
        Claim(
            derived["u"] * derived["U"],
            inverse(Gamma),
            id="convergence.limit.product",
            title="$u_{-1} U_11 = Gamma^{-1}$ at the limit",
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
            Flow(rates, initialisation.start()),
            printed,
            given=[2 - square_root(d) * sigma**2 * operator_norm(Gamma)],
            invariants=[(invariants.balance(), zero(1))],
            proof=lemma.proof(zero(1), rates[U], lemma.escape()),
            id="convergence.limit",
            title="the flow converges to $W_*$",
            source=SOURCE,
        ),
    ]
