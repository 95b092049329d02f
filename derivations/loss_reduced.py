"""The population loss in closed form on $u_12 = u_21 = 0$.

Source: Zhang, Frei & Bartlett 2024, equation (A.1). The left side is the definition: the layer run on the
embedding, half the squared error, the expectation over task, covariates and query. Uses: the model alone.
"""

from fractions import Fraction

from lsa_theory.claims.equality import Claim
from lsa_theory.expressions import Expression, trace
from lsa_theory.theory import population_loss
from lsa_theory.theory.setting import Gamma, Lambda, U, u


def as_printed() -> Expression:
    """tr[ u^2 Gamma Lambda U Lambda U' / 2 - u Lambda^2 U' ] + tr(Lambda) / 2."""
    half = Fraction(1, 2)
    inside = half * u**2 * (Gamma @ Lambda @ U @ Lambda @ U.T) - u * (Lambda**2 @ U.T)
    return trace(inside) + trace(Lambda) / 2


def steps() -> dict[str, Expression]:
    """The loss as defined, and restricted to the invariant set."""
    return {
        "definition": population_loss.loss(),
        "on $u_12 = u_21 = 0$": population_loss.on_invariant_set(population_loss.loss()),
    }


def claims() -> list[Claim]:
    """The closed form, for every d and N; simulation draws tokens and runs the layer."""
    from lsa_theory.observations import observe_reduced_loss

    return [
        Claim(
            steps()["on $u_12 = u_21 = 0$"],
            as_printed(),
            id="loss.reduced",
            title="the loss on $u_12 = u_21 = 0$",
            source="Zhang, Frei & Bartlett 2024, (A.1)",
            observe=observe_reduced_loss,
        )
    ]
