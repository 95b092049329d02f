"""Loss and flow when each prompt has a covariance of its own.

Source: Zhang, Frei & Bartlett 2024, section 4.3. Printed for diagonal Lambda_tau: the loss and the flow are the
averages over Lambda_tau of those for a fixed covariance. Given Lambda_tau the prompt is as before, so only the tower
property is used and no diagonal form is needed: checked here from the definition of the layer for
Lambda_tau = G G' with Gaussian G (Wishart), which does not commute from prompt to prompt. Uses: `loss.reduced`.
"""

from lsa_theory.claims.equality import Claim
from lsa_theory.expressions import Expression, gradient
from lsa_theory.theory import random_covariance
from lsa_theory.theory.flow import reduced_flow
from lsa_theory.theory.setting import U, u

SOURCE = "Zhang, Frei & Bartlett 2024, section 4.3"


def as_printed() -> dict[str, Expression]:
    """The averages over Lambda_tau."""
    flow = reduced_flow()
    return {
        "random.loss": random_covariance.averaged_loss(),
        "random.flow.U_11": random_covariance.averaged(flow[U].as_expression()),
        "random.flow.u_-1": random_covariance.averaged(flow[u].as_expression()),
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
        "random.loss": "the loss is an average over Lambda_tau",
        "random.flow.U_11": "so is dU_11/dt",
        "random.flow.u_-1": "and du_{-1}/dt",
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
