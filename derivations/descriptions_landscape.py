"""With all blocks free, not every local minimum is global: an exact one that is not, for isotropic covariates.

Derived here; the question stands open in the seed paper, whose initialisation never leaves $u_12 = u_21 = 0$. Let
$Lambda = I$, $e$ any unit vector, $g = N / (N + 1 + d)$. At

    $U_11 = 0$,  $u_{-1} = 0$,  $u_12 = e$,  $u_21 = g e$,

which predicts with $B = g e e'$ (the right predictor in one direction, none in the others), the gradient vanishes
for all $d$ and $N$, and the loss is $(d - 1) N / (2 (N + 1 + d))$ above its minimum. The Hessian splits. In $(u_12,
u_21)$ it is a square that vanishes on the orbits of rotation and scaling only. In $(U_11, u_{-1})$ it is positive
definite for $N = 1$ and every $d >= 2$: proved below by a sum of squares; hence a local minimum that is not global.

For every other $(d, N)$ `lsa_theory.theory.landscape.local_minima` finds all local minima exactly
(docs/landscape.md): this one is a minimum for $N = 2$, $d = 2$ .. 14, for $N = 3$, $d = 2$, 3 and for $N = 4$, $d =
2$; for long prompts another appears, with $u_{-1}$ small. Uses: `minimum.set`, `descriptions.full-loss`.
"""

from fractions import Fraction

from lsa_theory.algebra.solving.calculus import directional_derivative, hessian
from lsa_theory.claims.equality import Claim, Statement
from lsa_theory.claims.inequality import Inequality
from lsa_theory.claims.named_inequalities import AtLeastOne, Sign
from lsa_theory.claims.questions.at_least import Step
from lsa_theory.expressions import (
    E,
    Expression,
    at,
    gradient,
    identity,
    matrix,
    norm_squared,
    scalar,
    trace,
    vector,
    zero,
)
from lsa_theory.theory import minimum, population_loss
from lsa_theory.theory.landscape import p
from lsa_theory.theory.setting import Lambda, N, U, d, u, u_12, u_21

SOURCE = "derived here"
HALF = Fraction(1, 2)
g = N / (N + 1 + d)
unit = norm_squared(p) ** -HALF * p
P = unit @ unit.T
V, v = matrix("V", d), scalar("v")
a, b = vector("a", d), vector("b", d)
POINT = {Lambda: identity(d), U: zero(d, d), u: zero(1), u_12: unit, u_21: g * unit}


def as_printed() -> dict[str, Expression]:
    """The loss at the point above the minimum."""
    return {"descriptions.landscape.excess": (d - 1) * N / (2 * (N + 1 + d))}


def steps() -> dict[str, Expression]:
    """The loss, its value above the minimum, and the two halves of its Hessian at the point."""
    loss = population_loss.full_loss()
    least = trace(Lambda) / 2 + minimum.minimum_value().as_expression()
    return {
        "$L - min L$": at(loss, POINT) - at(least, {Lambda: identity(d)}),
        "Hessian in $(u_12, u_21)$": at(_second({u_12: a, u_21: b}), POINT),
        "Hessian in $(U_11, u_{-1})$": at(_second({U: V, u: v}), POINT),
        "Hessian across": at(hessian(loss, {U: V, u: v}, {u_12: a, u_21: b}), POINT),
    }


def _second(directions: dict[object, Expression]) -> Expression:
    loss = population_loss.full_loss()
    return directional_derivative(directional_derivative(loss, directions), directions).as_expression()  # type: ignore[arg-type]


def claims() -> list[Statement]:
    """Stationary, above the minimum, and a minimum: both halves of the Hessian."""
    derived = steps()
    loss = E(population_loss.loss())
    stationary: list[Statement] = [
        Claim(
            at(gradient(loss, block), POINT),
            zero(block.rows, block.cols),
            id=f"descriptions.landscape.stationary.{name}",
            title=f"the gradient in ${name}$ vanishes",
            source=SOURCE,
        )
        for block, name in ((U, "U_11"), (u, "u_-1"), (u_12, "u_12"), (u_21, "u_21"))
    ]
    return [
        *stationary,
        Claim(
            derived["$L - min L$"],
            as_printed()["descriptions.landscape.excess"],
            id="descriptions.landscape.excess",
            title="how far the loss is above its minimum",
            source=SOURCE,
        ),
        Claim(
            derived["Hessian across"],
            zero(1),
            id="descriptions.landscape.split",
            title="the Hessian splits into two halves",
            source=SOURCE,
        ),
        Claim(
            derived["Hessian in $(u_12, u_21)$"],
            g * norm_squared(a - 2 * (P @ a) - b / g),
            id="descriptions.landscape.orbits",
            title="one half is a square",
            source=SOURCE,
            note="0 only at $b = g (I - 2 e e') a$: rotations ($a$ orthogonal to $e$, $b = g a$) and scaling "
            "($a = e$, $b = -g e$)",
        ),
        _definite(),
    ]


def _definite() -> Inequality:
    """N = 1: the other half as a sum of squares, for every d."""
    one = {N: 1}
    # V in blocks along e and across: x, two vectors, and what is left, W, with trace s and traceless part W_0.
    rest = identity(d) - P
    x = trace(P @ V)
    y, z = rest @ V @ unit, rest @ V.T @ unit
    W = rest @ V @ rest
    s = trace(rest @ V)
    W_0 = W - s / (d - 1) * rest
    first = x + s / 6 + (2 * d + 1) / (12 * (d + 2)) * v
    second = s - (d - 1) * (2 * d + 7) / ((d + 2) * (d + 8)) * v
    last = (2 * d**2 + 28 * d + 15) / (4 * (d + 2) * (d + 8))
    half = at(steps()["Hessian in $(U_11, u_{-1})$"] / 2, one)
    return Inequality(
        half,
        last * v**2,
        given=[d - 2],
        id="descriptions.landscape.local",
        title="$N = 1$: the other half is definite for every $d >= 2$",
        source=SOURCE,
        note="it vanishes only at $V = 0$, $v = 0$, because all squares do: a local minimum that is not global",
        proof=[
            Step(
                last * v**2,
                Sign(norm_squared(W_0 + W_0.T) / 4),
                Sign(norm_squared(W_0) / 2),
                Sign(2 * norm_squared(y + z)),
                Sign(2 * norm_squared(z)),
                Sign(12 * first**2),
                ((d + 8) / 6 * (d - 1) ** -2 * second**2, AtLeastOne(d)),
            )
        ],
    )
