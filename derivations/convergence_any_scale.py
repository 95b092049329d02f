"""Theorem 4.1 without its hypothesis on $sigma$: the flow converges to the same limit from every $sigma > 0$.

Derived here; the theorem assumes $sigma^2 |Gamma|_op sqrt(d) < 2$. The proof needs that hypothesis only for $l(0) <
0$, which keeps the flow away from the stationary point 0. Another quantity does so for every start $sigma Theta
Theta'$:

1. $m = tr((Gamma Lambda^2)^{-1} U)$ has $dm/dt = u tr Gamma^{-1} - u^2 tr U$ along the flow.
2. On the balance surface $tr U <= sqrt(d) |U|_F = sqrt(d) u$, so $dm/dt >= u (tr Gamma^{-1} - sqrt(d) u^2)$: $m$
   grows as long as $u^2 < tr(Gamma^{-1}) / sqrt(d)$.
3. $m(0) = sigma tr((Gamma Lambda^2)^{-1} A) > 0$, and $m$ stays positive: off the diagonal of the eigenbasis of
   $Lambda$ the entries of $U$ only decay, and on it $U_ii(t) >= U_ii(0) exp(-...) >= 0$, not all 0.
4. $l >= u^4 / (2 tr(Gamma^{-1} Lambda^{-1}) tr(Lambda^{-1})) - |Lambda^2|_F u^2$ keeps the trajectory bounded, so
   it has a limit (Lojasiewicz), which is stationary and balanced: 0 or the claimed one. Were it 0, $u$ would become
   small, $m$ would grow from then on, and could not tend to 0.

The limits below carry these arguments as proofs that are checked, with $tr U$ in place of $m$, which needs no
inverse.

When $u_{-1}(0) > 0$ and $u_{-1}(0)^2$ exceeds $|U_11(0)|_F^2$ by $c > 0$, no start at all is excluded: $u^2 >= c$
for ever, and 0 is not on the surface. The limit is then $Gamma^{-1} / u$ with $u^2 = (c + sqrt(c^2 + 4 tr
Gamma^{-2})) / 2$. To have no root within a root, $c$ is written as $s (g + 1)^2 - s / (g + 1)^2$ with $s = sqrt(tr
Gamma^{-2})$: it runs through all positive numbers as $g$ does, and the limit of $u^2$ is $s (g + 1)^2$. Uses:
`flow.reduced`, `flow.balance`, `minimum.set`.
"""

from fractions import Fraction

from lsa_theory.claims.convergence.scaled_block import ScaledBlock
from lsa_theory.claims.equality import Claim, Statement
from lsa_theory.claims.flow import Limit
from lsa_theory.claims.inequality import Inequality
from lsa_theory.claims.named_inequalities import CauchySchwarz, Sign, Submultiplicative, TraceOfRoot
from lsa_theory.claims.questions.at_least import Step
from lsa_theory.claims.vector_field import Flow
from lsa_theory.expressions import (
    Expression,
    Symbol,
    inverse,
    matrix,
    norm_squared,
    scalar,
    square_root,
    trace,
    zero,
)
from lsa_theory.observations import flow_sides
from lsa_theory.theory import initialisation, invariants, limit
from lsa_theory.theory.flow import reduced_flow, time_derivative
from lsa_theory.theory.initialisation import sigma
from lsa_theory.theory.setting import Gamma, Lambda, U, d, u

SOURCE = "derived here; compare Zhang, Frei & Bartlett 2024, Theorem 4.1"
HALF = Fraction(1, 2)
c = scalar("c", positive=True)
g = scalar("g", positive=True)
U_0 = matrix("U_0", d)
weight = inverse(Gamma) @ Lambda**-2
norm = square_root(norm_squared(U))


def as_printed() -> dict[str, Expression]:
    """The square of u_{-1} at the limit from an unbalanced start."""
    size = trace(inverse(Gamma) @ inverse(Gamma))
    return {"u_{-1}^2": HALF * (c + square_root(c**2 + 4 * size))}


def steps() -> dict[str, Expression]:
    """The quantity that cannot tend to 0, and its rate."""
    return {
        "$m$": trace(weight @ U),
        "$dm/dt$": time_derivative(trace(weight @ U), reduced_flow()).as_expression(),
    }


def claims() -> list[Statement]:
    """Rate, growth, start, boundedness, and both limits with their proofs."""
    rates = flow_sides()
    same = {symbol: value.as_expression() for symbol, value in limit.limit().items()}
    balanced = _lemma(same)
    size = trace(inverse(Gamma) @ inverse(Gamma))
    end = {
        U: size ** Fraction(-1, 4) / (1 + g) * inverse(Gamma),
        u: size ** Fraction(1, 4) * (1 + g),
    }
    surplus = square_root(size) * g * (2 + g) * (1 + (1 + g) ** 2) / (1 + g) ** 2
    above = _lemma(end)
    return [
        Claim(
            steps()["$dm/dt$"],
            u * trace(inverse(Gamma)) - u**2 * trace(U),
            id="convergence.any-scale.rate",
            title="the rate of $m = tr((Gamma Lambda^2)^-1 U)$",
            source=SOURCE,
        ),
        Inequality(
            norm * trace(inverse(Gamma)) - norm**2 * trace(U),
            norm * (trace(inverse(Gamma)) - square_root(d) * norm**2),
            id="convergence.any-scale.growth",
            title="$m$ grows while $u$ is small",
            source=SOURCE,
            proof=[
                Step(norm * (trace(inverse(Gamma)) - square_root(d) * norm**2), (norm**2, TraceOfRoot(U)))
            ],
        ),
        Inequality(
            sigma * trace(weight @ initialisation.direction()),
            0,
            id="convergence.any-scale.start",
            title="$m$ is positive at the start",
            source=SOURCE,
            proof=[Step(0, (sigma, Sign(trace(weight @ initialisation.direction()))))],
        ),
        _bounded(),
        Limit(
            Flow(rates, initialisation.start()),
            same,
            invariants=[(invariants.balance(), zero(1))],
            proof=balanced.proof(zero(1), rates[U], balanced.escape()),
            id="convergence.any-scale",
            title="the same limit without the hypothesis on $sigma$",
            source=SOURCE,
            strengthens="The flow converges to the limit of Theorem 4.1 from every $sigma > 0$ and "
            "every $Theta$ that is not 0; the hypothesis $sigma^2 |Gamma|_op sqrt(d) < 2$ is needed for the explicit "
            "rate only.",
        ),
        Claim(
            as_printed()["u_{-1}^2"] ** 2 - c * as_printed()["u_{-1}^2"],
            trace(inverse(Gamma) @ inverse(Gamma)),
            id="convergence.any-start.square",
            title="$u^2$ at the limit solves $x^2 - c x = tr Gamma^-2$",
            source=SOURCE,
        ),
        Claim(
            end[u] ** 2 - trace(inverse(Gamma) @ inverse(Gamma)) / end[u] ** 2,
            surplus,
            id="convergence.any-start.surplus",
            title="the same in terms of $g$",
            source=SOURCE,
        ),
        Limit(
            Flow(rates, {U: U_0, u: square_root(surplus + norm_squared(U_0))}),
            end,
            invariants=[(invariants.balance(), surplus)],
            proof=above.proof(surplus, rates[U], above.surplus()),
            id="convergence.any-start",
            title="the limit from any $U_11$ with $u^2$ above $|U_11|^2$",
            source=SOURCE,
            note="$g > 0$ stands for the surplus $c = s (g + 1)^2 - s / (g + 1)^2$, $s^2 = tr Gamma^{-2}$",
            strengthens="With $u_{-1}(0)^2 > |U_11(0)|_F^2$ no form of $U_11(0)$ is needed at all, and the limit is "
            "known in closed form.",
        ),
    ]


def _lemma(end: dict[Symbol, Expression]) -> ScaledBlock:
    """Return the proof for the reduced loss, which depends on u U alone."""
    return ScaledBlock(
        U,
        u,
        [(HALF, Gamma @ Lambda, Lambda)],
        target=Lambda @ Lambda,
        product=inverse(Gamma),
        scale_limit=end[u],
        block_limit=end[U],
    )


def _bounded() -> Inequality:
    root, inverse_root = square_root(Lambda), Lambda ** Fraction(-1, 2)
    factor = square_root(Gamma) @ root
    first, second = trace(inverse(Gamma) @ inverse(Lambda)), trace(inverse(Lambda))
    linear = square_root(norm_squared(Lambda**2)) * norm**2
    half = HALF * norm**2
    return Inequality(
        initialisation.balanced_loss(),
        half * norm**2 / (first * second) - linear,
        id="convergence.any-scale.bounded",
        title="the loss grows like $u^4$ on the balance surface",
        source=SOURCE,
        proof=[
            Step(
                half * norm_squared(factor @ U @ root) - linear,
                (norm, CauchySchwarz(U, Lambda**2)),
            ),
            Step(
                half / first * norm_squared(U @ root) - linear,
                (half / first, Submultiplicative(inverse(factor), factor @ U @ root)),
            ),
            Step(
                half / (first * second) * norm_squared(U) - linear,
                (half / (first * second), Submultiplicative(U @ root, inverse_root)),
            ),
        ],
    )
