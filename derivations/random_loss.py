"""Loss and flow when each prompt has a covariance of its own.

Source: Zhang, Frei & Bartlett 2024, section 4.3. Printed for diagonal $Lambda_tau$: the loss and the flow are the
averages over $Lambda_tau$ of those for a fixed covariance. Given $Lambda_tau$ the prompt is as before, so only the
tower property is used and no diagonal form is needed: checked here from the definition of the layer for $Lambda_tau
= G G'$ with Gaussian $G$ (Wishart), which does not commute from prompt to prompt. Uses: `loss.reduced`.
"""

from lsa_theory.claims.equality import Claim
from lsa_theory.expressions import E, Expression, gradient, identity, trace
from lsa_theory.theory import random_covariance
from lsa_theory.theory.random_covariance import G
from lsa_theory.theory.setting import N, U, d, u

SOURCE = "Zhang, Frei & Bartlett 2024, section 4.3"


def as_printed() -> dict[str, Expression]:
    """The averages over Lambda_tau = G G' of what holds for a fixed covariance, with Gamma_tau for Gamma."""
    own = G.gram
    gamma = (1 + 1 / N) * own + trace(own) / N * identity(d)
    inside = u**2 * (gamma @ own @ U @ own @ U.T) / 2 - u * (own**2 @ U.T)
    return {
        "random.loss": E(trace(inside) + trace(own) / 2),
        "random.flow.U_11": E(-(u**2) * (gamma @ own @ U @ own) + u * own**2),
        "random.flow.u_-1": E(-trace(u * (gamma @ own @ U @ own @ U.T) - own**2 @ U.T)),
    }


def steps() -> dict[str, Expression]:
    """The loss of the layer on such prompts, and its gradient."""
    loss = random_covariance.wishart_loss()
    return {
        "random.loss": loss,
        "random.flow.U_11": -gradient(loss, U),
        "random.flow.u_-1": -gradient(loss, u),
    }


def claims() -> list[Claim]:
    """Loss and flow, for every d, N and number of degrees of freedom."""
    printed, derived = as_printed(), steps()
    titles = {
        "random.loss": "the loss is an average over $Lambda_tau$",
        "random.flow.U_11": "so is $dU_11/dt$",
        "random.flow.u_-1": "and $du_{-1}/dt$",
    }
    return [
        Claim(
            derived[i],
            printed[i],
            id=i,
            title=titles[i],
            source=SOURCE,
            note="a covariance that need not be diagonal",
        )
        for i in printed
    ]
