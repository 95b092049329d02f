"""Theorem 4.5: where training on prompts with random diagonal covariance ends.

Source: Zhang, Frei & Bartlett 2024, Theorem 4.5. $A = [E Gamma_tau Lambda_tau^2]^{-1} E[Lambda_tau^2]$; the limit
is $U_11 = A / |A|_F^{1/2}$, $u_{-1} = |A|_F^{1/2}$. Stated here for the least random law, two diagonal covariances
of probability 1/2 each, where every expectation is explicit. That the flow gets there has the proof of
`convergence.limit`, with one quadratic term for each covariance; it needs no bound on $sigma$. Off the diagonal
$U_ij$ decays at the rate $u^2 E[gamma_i lambda_i lambda_j]$, so that a start that is not diagonal ends diagonal
too. Uses: `random.loss`, `flow.balance`.
"""

from fractions import Fraction

from lsa_theory.claims.convergence.scaled_block import ScaledBlock
from lsa_theory.claims.equality import Claim, Statement
from lsa_theory.claims.flow import Limit
from lsa_theory.claims.vector_field import Flow
from lsa_theory.expressions import Expression, inverse, norm_squared, zero
from lsa_theory.theory import initialisation, invariants, random_covariance
from lsa_theory.theory.random_setting import Lambda_1, Lambda_2, gamma
from lsa_theory.theory.setting import U, u

SOURCE = "Zhang, Frei & Bartlett 2024, Theorem 4.5"


def as_printed() -> dict[str, Expression]:
    """A = [E Gamma_tau Lambda_tau^2]^{-1} E[Lambda_tau^2], and the limit of both blocks."""
    mixed = (gamma(Lambda_1) @ Lambda_1**2 + gamma(Lambda_2) @ Lambda_2**2) / 2
    product = inverse(mixed) @ ((Lambda_1**2 + Lambda_2**2) / 2)
    size = norm_squared(product)
    return {"A": product, "U_11": size ** Fraction(-1, 4) * product, "u_-1": size ** Fraction(1, 4)}


def steps() -> dict[str, Expression]:
    """The averaged flow."""
    return {f"$d{s.name}/dt$": rate for s, rate in random_covariance.flow_over_two().items()}


def claims() -> list[Statement]:
    """The product, and the limit of the flow."""
    printed = as_printed()
    values = {U: printed["U_11"], u: printed["u_-1"]}
    rates = random_covariance.flow_over_two()
    quadratic = [(Fraction(1, 4), gamma(own) @ own, own) for own in (Lambda_1, Lambda_2)]
    lemma = ScaledBlock(
        U,
        u,
        quadratic,
        target=(Lambda_1**2 + Lambda_2**2) / 2,
        product=printed["A"],
        scale_limit=values[u],
        block_limit=values[U],
    )
    return [
        Claim(
            values[u] ** 4,
            norm_squared(printed["A"]),
            id="random.limit.fourth-power",
            title="$u_{-1}^4 = |A|_F^2$ at the limit",
            source=SOURCE,
        ),
        Limit(
            Flow(rates, initialisation.start()),
            values,
            invariants=[(invariants.balance(), zero(1))],
            proof=lemma.proof(zero(1), rates[U], lemma.escape()),
            id="random.limit",
            title="the flow converges to $A$",
            source=SOURCE,
        ),
    ]
