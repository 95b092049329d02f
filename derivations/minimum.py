"""The global minimum of the loss.

Source: Zhang, Frei & Bartlett 2024, section 5 and Theorem 4.1. Completing the square shows both the value and that
no other $u_{-1} U_11$ attains it: the square is that of $Gamma^{1/2} (u Lambda^{1/2} U Lambda^{1/2} - Lambda
Gamma^{-1})$, and $Gamma^{1/2}$, $Lambda^{1/2}$ are invertible.

That the minimisers of the reduced loss minimise the loss over all blocks: for given covariates and query the
prediction splits into a part odd and a part even in the task, and the target is odd, so the squares average
separately. The odd part is the prediction of the reduced layer with $B = u_{-1} U_11 + u_12 u_21'$, and the even
part, at best 0, is 0 on $u_12 = u_21 = 0$. Hence $L = l(B) + E(even)^2 / 2$, which is the claim `minimum.set.split`.

For $d = 1$ there are more minimisers of the full loss ($u_{-1} = U_11 = 0$ and $u_12 u_21 = 1/Gamma$, since then
$B$ has full rank too): the statement is about the set of minimisers of the reduced loss. Uses: `loss.reduced`.
"""

from fractions import Fraction

from lsa_theory.claims.equality import Claim, Statement
from lsa_theory.claims.statements.optimum import GlobalMinimum
from lsa_theory.expressions import (
    E,
    Expression,
    at,
    gradient,
    inverse,
    norm_squared,
    square_root,
    trace,
    zero,
)
from lsa_theory.theory import minimum, population_loss, setting
from lsa_theory.theory.setting import B, Gamma, Lambda, N, U, X, d, u, u_12, u_21, w, x_q

SOURCE = "Zhang, Frei & Bartlett 2024, section 5"
HALF = Fraction(1, 2)


def as_printed() -> dict[str, Expression]:
    """The least value of l = L - tr(Lambda) / 2, and the square."""
    inside = u * (square_root(Lambda) @ U @ square_root(Lambda)) - Lambda @ inverse(Gamma)
    return {
        "minimum.value": -HALF * trace(Lambda**2 @ inverse(Gamma)),
        "minimum.square": HALF * norm_squared(square_root(Gamma) @ inside),
    }


def steps() -> dict[str, Expression]:
    """The derived loss, its minimiser found by solving a linear equation, its value there."""
    return {
        "$l(B)$, $B = u U$": minimum.excess_loss(),
        "minimiser $B$": minimum.minimiser().value.as_expression(),
        "$l$ at the minimiser": minimum.minimum_value().as_expression(),
        "$l(B) - min l$": minimum.square().as_expression(),
    }


def claims() -> list[Statement]:
    """Value, square, uniqueness, and the step from the reduced to the full loss."""
    printed = as_printed()
    reduced = population_loss.on_invariant_set(population_loss.loss())
    excess = reduced - HALF * trace(Lambda)
    derived = steps()
    return [
        Claim(
            derived["$l$ at the minimiser"],
            printed["minimum.value"],
            id="minimum.value",
            title="the least value of the reduced loss",
            source=SOURCE,
        ),
        GlobalMinimum(
            at(derived["$l(B)$, $B = u U$"], {B: u * U}),
            [U, u],
            printed["minimum.value"],
            attained_at={u: 1, U: inverse(Gamma)},
            only_where=u * U - inverse(Gamma),
            weights=(HALF * Gamma @ Lambda, Lambda),
            id="minimum.reduced",
            title="the minimum of $l$ over $(U_11, u_{-1})$ is attained exactly at $u_{-1} U_11 = Gamma^{-1}$",
            source=SOURCE,
        ),
        GlobalMinimum(
            population_loss.loss(),
            [U, u_12, u_21, u],
            HALF * trace(Lambda) + printed["minimum.value"],
            attained_at={u: 1, U: inverse(Gamma), u_12: zero(d), u_21: zero(d)},
            proof=[squared(u * U + u_12 @ u_21.T), HALF * E(even_part() ** 2)],
            id="minimum.full",
            title="a minimiser of the reduced loss is one of $L$ over all blocks",
            source=SOURCE,
        ),
        Claim(
            excess - printed["minimum.value"],
            printed["minimum.square"],
            id="minimum.square",
            title="the loss above its minimum is a square",
            source=SOURCE,
            note="non-negative, and 0 only at $u_{-1} U_11 = Gamma^{-1}$, because $Gamma$ and $Lambda$ are invertible",
        ),
        Claim(
            derived["minimiser $B$"],
            inverse(Gamma),
            id="minimum.set",
            title="the minimiser is $u_{-1} U_11 = Gamma^{-1}$",
            source=SOURCE,
            note=f"only one: {minimum.minimiser().reason}",
        ),
        Claim(
            at(gradient(reduced, U), {U: inverse(Gamma) / u}),
            zero(d, d),
            id="minimum.set.stationary",
            title="the gradient vanishes on the whole set",
            source=SOURCE,
        ),
        Claim(
            population_loss.loss(),
            at(minimum.loss_of_product().as_expression(), {B: u * U + u_12 @ u_21.T})
            + HALF * E(even_part() ** 2),
            id="minimum.set.split",
            title="over all blocks the loss is $l(B)$ plus a square",
            source=SOURCE,
        ),
    ]


def squared(product: Expression) -> Expression:
    """What the reduced loss is above its minimum, for B = `product`."""
    apart = product - inverse(Gamma)
    return HALF * trace(apart.T @ Gamma @ Lambda @ apart @ Lambda)


def even_part() -> Expression:
    """The part of the prediction that is even in the task: it never helps."""
    context = u_12.T @ (X.gram + x_q @ x_q.T) @ U @ x_q / N
    return context + (u / N) * (w.T @ X.gram @ w) * (u_21.T @ x_q)


__all__ = ["as_printed", "claims", "setting", "steps"]
