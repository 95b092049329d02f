"""Gradient flow from the initialisation: two blocks never move, the other two follow a closed system.

Source: Zhang, Frei & Bartlett 2024, Lemma 5.2. Every left side is minus a gradient of the loss as defined; time is
learning rate times steps. $u_12$ and $u_21$ stay 0 because their speed vanishes on the whole set
$u_12 = u_21 = 0$, so that the set is invariant (the right-hand side is polynomial: solutions are unique).
Uses: the definition of the loss.
"""

from lsa_theory.claims.equality import Claim, Statement
from lsa_theory.claims.statements.invariant_set import Stays
from lsa_theory.claims.vector_field import Flow
from lsa_theory.expressions import Expression, gradient, trace, zero
from lsa_theory.theory import initialisation, population_loss
from lsa_theory.theory.setting import Gamma, Lambda, U, d, u, u_12, u_21

SOURCE = "Zhang, Frei & Bartlett 2024, Lemma 5.2"


def as_printed() -> dict[str, Expression]:
    """Where two blocks stay, and the speeds of the others on u_12 = u_21 = 0."""
    return {
        "u_12": zero(d),
        "u_21": zero(d),
        "flow.reduced.U_11": -(u**2) * (Gamma @ Lambda @ U @ Lambda) + u * Lambda**2,
        "flow.reduced.u_-1": -trace(u * (Gamma @ Lambda @ U @ Lambda @ U.T) - Lambda**2 @ U.T),
    }


def steps() -> dict[str, Expression]:
    """Minus the gradient of the full loss with respect to the blocks that move, then u_12 = u_21 = 0."""
    loss = population_loss.loss()
    return {
        f"flow.reduced.{name}": population_loss.on_invariant_set(-gradient(loss, block))
        for name, block in (("U_11", U), ("u_-1", u))
    }


def claims() -> list[Statement]:
    """That two blocks stay 0, and one claim for each of the others."""
    from lsa_theory.observations import observe_gradient

    printed, derived = as_printed(), steps()
    titles = ("the speed of $U_11$", "the speed of $u_{-1}$")
    speeds = [
        Claim(
            derived[name],
            printed[name],
            id=name,
            title=title,
            source=SOURCE,
            observe=observe_gradient(name.rsplit(".", 1)[1]),
        )
        for name, title in zip(("flow.reduced.U_11", "flow.reduced.u_-1"), titles, strict=True)
    ]
    loss = population_loss.loss()
    full = {block: -gradient(loss, block) for block in (u_12, u_21, U, u)}
    start = {u_12: zero(d), u_21: zero(d), **initialisation.start()}
    return [
        Stays(
            Flow(full, start),
            {u_12: printed["u_12"], u_21: printed["u_21"]},
            id="flow.reduced.stays",
            title="$u_12$ and $u_21$ stay 0",
            source=SOURCE,
        ),
        *speeds,
    ]
