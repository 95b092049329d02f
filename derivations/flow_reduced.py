"""Gradient flow from the initialisation: two blocks never move, the other two follow a closed system.

Source: Zhang, Frei & Bartlett 2024, Lemma 5.2. Every left side is minus a gradient of the loss as defined; time is
learning rate times steps. That $u_12$ and $u_21$ stay 0 follows because their speed vanishes on the whole set
$u_12 = u_21 = 0$, so that the set is invariant (the right-hand side is polynomial: solutions are unique).
Uses: the definition of the loss.
"""

from lsa_theory.claims.equality import Claim
from lsa_theory.expressions import Expression, gradient, trace, zero
from lsa_theory.theory import population_loss
from lsa_theory.theory.setting import Gamma, Lambda, U, d, u, u_12, u_21

SOURCE = "Zhang, Frei & Bartlett 2024, Lemma 5.2"


def as_printed() -> dict[str, Expression]:
    """The speeds of the four blocks on u_12 = u_21 = 0."""
    return {
        "flow.reduced.u_12-stays": zero(d),
        "flow.reduced.u_21-stays": zero(d),
        "flow.reduced.U_11": -(u**2) * (Gamma @ Lambda @ U @ Lambda) + u * Lambda**2,
        "flow.reduced.u_-1": -trace(u * (Gamma @ Lambda @ U @ Lambda @ U.T) - Lambda**2 @ U.T),
    }


def steps() -> dict[str, Expression]:
    """Minus the gradient of the full loss with respect to each block, then u_12 = u_21 = 0."""
    loss = population_loss.loss()
    blocks = zip(as_printed(), (u_12, u_21, U, u), strict=True)
    return {name: population_loss.on_invariant_set(-gradient(loss, block)) for name, block in blocks}


def claims() -> list[Claim]:
    """One claim a block."""
    from lsa_theory.observations import observe_gradient

    titles = (
        "$u_12$ does not leave 0",
        "$u_21$ does not leave 0",
        "the speed of $U_11$",
        "the speed of $u_{-1}$",
    )
    printed = as_printed()
    return [
        Claim(
            left,
            printed[name],
            id=name,
            title=title,
            source=SOURCE,
            observe=observe_gradient(name.rsplit(".", 1)[1]),
        )
        for (name, left), title in zip(steps().items(), titles, strict=True)
    ]
