"""The loss with all blocks free, the query's column included or masked.

Derived here; Zhang, Frei & Bartlett 2024 give it on $u_12 = u_21 = 0$ only. The prediction is the sum of a part
that is odd in the task, that of the reduced layer with $B = u_{-1} U_11 + u_12 u_21'$, and an even part

    $((u_12' G U_11 x_q) + u_{-1} (w' G w) (u_21' x_q) + (u_12' x_q) (x_q' U_11 x_q)) / N$,      $G = sum_i x_i x_i'$,

whose last term is the query's own column. The target is odd, so $L = l(B) + E (even)^2 / 2$. Below, $l$ and the six
moments of the even part; $S$ is the symmetric part of $U_11$.
"""

from fractions import Fraction

from lsa_theory.claims.equality import Claim
from lsa_theory.descriptions import InContextRegression, LinearSelfAttention, global_minimum, population_loss
from lsa_theory.expressions import Expression, trace
from lsa_theory.theory.setting import B, Gamma, Lambda, N, U, u, u_12, u_21

SOURCE = "derived here"
HALF = Fraction(1, 2)
# Where quadrature integrates the definition exactly, drawing prompts on top takes seconds and adds little.
EXACT = ["algebra", "field", "quadrature"]
ALL = LinearSelfAttention(free="all")
INCLUDED, MASKED = InContextRegression(), InContextRegression(query_column="masked")


def reduced(product: Expression) -> Expression:
    """l(B), equation (A.1) of the seed paper with B = u_{-1} U_11."""
    quadratic = HALF * trace(Gamma @ Lambda @ product @ Lambda @ product.T)
    return quadratic - trace(Lambda**2 @ product.T) + HALF * trace(Lambda)


def as_printed() -> dict[str, Expression]:
    """The loss in closed form, without and with the query's own column."""
    S, mean = HALF * (U + U.T), trace(U @ Lambda)
    A = U @ Lambda @ U.T
    context = (N**2 + N) * (u_12.T @ Lambda @ A @ Lambda @ u_12)
    context = context + N * trace(A @ Lambda) * (u_12.T @ Lambda @ u_12)
    task = u**2 * N * (N + 2) * (trace(Lambda) ** 2 + 2 * trace(Lambda**2)) * (u_21.T @ Lambda @ u_21)
    both = 2 * u * (u_12.T @ (N**2 * trace(Lambda) * Lambda + 2 * N * Lambda**2) @ U @ Lambda @ u_21)
    masked = reduced(u * U + u_12 @ u_21.T) + (context + task + both) / (2 * N**2)
    tilted = mean * Lambda + 2 * (Lambda @ S @ Lambda)
    own = (mean**2 + 2 * trace(S @ Lambda @ S @ Lambda)) * (u_12.T @ Lambda @ u_12)
    own = own + 4 * mean * (u_12.T @ Lambda @ S @ Lambda @ u_12)
    own = own + 8 * (u_12.T @ Lambda @ S @ Lambda @ S @ Lambda @ u_12)
    with_context = 2 * N * (u_12.T @ Lambda @ U @ tilted @ u_12)
    with_task = 2 * u * N * trace(Lambda) * (u_12.T @ tilted @ u_21)
    included = masked + (own + with_context + with_task) / (2 * N**2)
    return {"included": included, "masked": masked}


def steps() -> dict[str, Expression]:
    """The loss as defined, and what it says of the minimum."""
    included, masked = population_loss(ALL, INCLUDED), population_loss(ALL, MASKED)
    return {
        "included": included.tree,
        "masked": masked.tree,
        "minimiser, included": global_minimum(included).product,  # type: ignore[dict-item]
        "minimiser, masked": global_minimum(masked).product,  # type: ignore[dict-item]
    }


def claims() -> list[Claim]:
    """Both losses; a wrong one that leaves the query's column out; the minimum is that of the reduced loss."""
    printed, derived = as_printed(), steps()
    return [
        Claim(
            derived["included"],
            printed["included"],
            id="descriptions.full-loss.included",
            title="all blocks free, query column included: 20 words",
            source=SOURCE,
            witnesses=EXACT,
        ),
        Claim(
            derived["masked"],
            printed["masked"],
            id="descriptions.full-loss.masked",
            title="all blocks free, query column masked: 13 words",
            source=SOURCE,
            witnesses=EXACT,
        ),
        Claim(
            derived["included"],
            printed["masked"],
            id="descriptions.full-loss.column-matters",
            title="the query's own column may be left out",
            source=SOURCE,
            expected="refuted",
            witnesses=["algebra", "field"],
            note="true on $u_12 = 0$ only, which is why the seed paper never meets it",
        ),
        Claim(
            derived["minimiser, included"] - derived["minimiser, masked"],
            0 * B,
            id="descriptions.full-loss.minimiser",
            title="the mask does not move the global minimum",
            source=SOURCE,
        ),
        Claim(
            derived["minimiser, included"],
            Gamma**-1,
            id="descriptions.full-loss.minimum",
            title="over all blocks the minimiser is $B = Gamma^{-1}$",
            source="Ahn, Cheng, Daneshmand & Sra 2023 (arXiv 2306.00297), Theorem 1",
            note="printed there in the eigenbasis of $Lambda$: $1 / ((n+1)/n lambda_i + (1/n) sum_k lambda_k)$",
        ),
    ]
