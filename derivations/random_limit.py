"""Theorem 4.5: where training on prompts with random diagonal covariance ends.

Source: Zhang, Frei & Bartlett 2024, Theorem 4.5. A = [E Gamma_tau Lambda_tau^2]^{-1} E[Lambda_tau^2]; the limit is
U_11 = A / |A|_F^{1/2}, u_{-1} = |A|_F^{1/2}. Stated here for the least random law, two diagonal covariances of
probability 1/2 each, where every expectation is explicit. Exact: stationary and balanced. That the flow gets there
is seen by integrating it. Off the diagonal U_ij decays at the rate u^2 E[gamma_i lambda_i lambda_j], so that a start
that is not diagonal ends diagonal too. Uses: `random.loss`, `flow.balance`.
"""

from lsa_theory.algebra import Expression, norm_squared, zero
from lsa_theory.observations import random_covariance_start
from lsa_theory.theory import invariants, random_covariance
from lsa_theory.theory.setting import u
from lsa_theory.verification.claims import Claim, Statement
from lsa_theory.verification.flows import Limit
from lsa_theory.verification.vector_field import Flow

SOURCE = "Zhang, Frei & Bartlett 2024, Theorem 4.5"


def as_printed() -> dict[str, Expression]:
    """The limit of both blocks."""
    return {s.name: value for s, value in random_covariance.limit_over_two().items()}


def steps() -> dict[str, Expression]:
    """The averaged flow."""
    return {f"d{s.name}/dt": rate for s, rate in random_covariance.flow_over_two().items()}


def claims() -> list[Statement]:
    """The product, and the limit of the flow."""
    values = random_covariance.limit_over_two()
    return [
        Claim(
            values[u] ** 4,
            norm_squared(random_covariance.minimiser_over_two()),
            id="random.limit.fourth-power",
            title="u_{-1}^4 = |A|_F^2 at the limit",
            source=SOURCE,
        ),
        Limit(
            Flow(random_covariance.flow_over_two(), random_covariance_start),
            values,
            invariants=[(invariants.balance(), zero(1))],
            id="random.limit",
            title="the flow converges to A",
            source=SOURCE,
        ),
    ]
