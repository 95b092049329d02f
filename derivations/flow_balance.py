"""The flow conserves $u_{-1}^2 - tr U_11 U_11'$.

Source: Zhang, Frei & Bartlett 2024, Lemma 5.2 and its proof. The derivative along the flow vanishes identically; the
initialisation of Assumption 3.3 has $u_{-1} = sigma$, $U_11 = sigma Theta Theta'$ with $|Theta Theta'|_F = 1$, where
the balance is 0. Uses: `flow.reduced`, through the gradient of the loss as defined.
"""

from lsa_theory.claims.equality import Claim, Statement
from lsa_theory.claims.flow import Invariant
from lsa_theory.claims.vector_field import Flow
from lsa_theory.expressions import Expression, gradient, matrix, norm_squared, scalar, trace, zero
from lsa_theory.observations import balanced_start, flow_sides
from lsa_theory.theory import invariants, population_loss
from lsa_theory.theory.setting import U, d, u

SOURCE = "Zhang, Frei & Bartlett 2024, Lemma 5.2"


def as_printed() -> Expression:
    """The conserved quantity."""
    return u**2 - trace(U @ U.T)


def steps() -> dict[str, Expression]:
    """Its rate along the flow by the chain rule, from gradients of the loss as defined."""
    loss = population_loss.on_invariant_set(population_loss.loss())
    u_rate, U_rate = -gradient(loss, u), -gradient(loss, U)
    return {"$d/dt (u^2 - tr U U')$": 2 * u * u_rate - 2 * trace(U_rate @ U.T)}


def claims() -> list[Statement]:
    """The rate is 0 everywhere; the balance starts at 0; it stays 0 along computed trajectories."""
    (rate,) = steps().values()
    sigma, direction = scalar("sigma", positive=True), matrix("Theta", d)
    start = {u: sigma, U: sigma * (direction @ direction.T)}
    from lsa_theory.expressions import at

    at_start = at(invariants.balance(), start)
    return [
        Claim(rate, zero(1), id="flow.balance.rate", title="the balance does not change", source=SOURCE),
        Claim(
            at_start,
            sigma**2 * (1 - norm_squared(direction @ direction.T)),
            id="flow.balance.start",
            title="it is 0 when $|Theta Theta'|_F = 1$",
            source=SOURCE,
        ),
        Invariant(
            Flow(flow_sides(), balanced_start),
            as_printed(),
            id="flow.balance",
            title="the balance stays 0 along the flow",
            source=SOURCE,
        ),
    ]
