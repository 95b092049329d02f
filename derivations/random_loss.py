"""Loss and flow when each prompt has a covariance of its own.

Source: Zhang, Frei & Bartlett 2024, section 4.3. Printed for diagonal $Lambda_tau$ with independent entries: the loss
and the flow are the averages over $Lambda_tau$ of those for a fixed covariance. Checked from the definition of the
layer, for every law of the entries. Given $Lambda_tau$ the prompt is as before, so only the tower property is used
and no diagonal form is needed: it holds for $Lambda_tau = G G'$ with Gaussian $G$ (Wishart) as well, which does not
commute from prompt to prompt. Uses: `loss.reduced`.
"""

from lsa_theory.claims.equality import Claim
from lsa_theory.expressions import E, Expression, gradient, trace
from lsa_theory.theory.random_covariance import diagonal_loss, wishart_loss
from lsa_theory.theory.random_setting import G, Lambda_iid, gamma
from lsa_theory.theory.setting import U, u

SOURCE = "Zhang, Frei & Bartlett 2024, section 4.3"
TITLES = {
    "random.loss": "the loss is an average over $Lambda_tau$",
    "random.flow.U_11": "so is $dU_11/dt$",
    "random.flow.u_-1": "and $du_{-1}/dt$",
}


def as_printed() -> dict[str, Expression]:
    """The averages over Lambda_tau of what holds for a fixed covariance, with Gamma_tau for Gamma."""
    product = gamma(Lambda_iid) @ Lambda_iid @ U @ Lambda_iid
    return {
        "random.loss": E(reduced_loss(Lambda_iid)),
        "random.flow.U_11": E(-(u**2) * product + u * Lambda_iid**2),
        "random.flow.u_-1": E(-trace(u * (product @ U.T) - Lambda_iid**2 @ U.T)),
    }


def reduced_loss(covariance: Expression) -> Expression:
    """The reduced loss for a fixed covariance."""
    product = gamma(covariance) @ covariance @ U @ covariance
    return trace(u**2 * (product @ U.T) / 2 - u * (covariance**2 @ U.T)) + trace(covariance) / 2


def steps() -> dict[str, Expression]:
    """The loss of the layer on such prompts, and its gradient."""
    loss = diagonal_loss()
    return {
        "random.loss": loss,
        "random.flow.U_11": -gradient(loss, U),
        "random.flow.u_-1": -gradient(loss, u),
    }


def claims() -> list[Claim]:
    """Loss and flow for diagonal covariances, and the loss for one that need not be diagonal."""
    printed, derived = as_printed(), steps()
    return [
        *(Claim(derived[i], printed[i], id=i, title=TITLES[i], source=SOURCE) for i in printed),
        Claim(
            wishart_loss(),
            E(reduced_loss(G.gram)),
            id="random.loss.wishart",
            title="the loss is an average over $Lambda_tau = G G'$",
            source=f"{SOURCE}; derived here",
            note="a covariance that need not be diagonal",
        ),
    ]
