"""How far the trained transformer is from the best linear predictor, and from least squares on the same prompt.

Source: Zhang, Frei & Bartlett 2024, section 4.2. The excess risk over the best linear predictor, from
`risk.general`, is at most its value with $Gamma$ replaced by $Lambda$: it vanishes at the rate $1/M + 1/N^2$, and
the constants are the limits of $M$ and $N^2$ times the two terms, hence sharp.

Least squares on a prompt of $M > d + 1$ examples with noise of variance $s^2$ has excess risk $s^2 d / (M - d - 1)$,
whatever the task. The transformer's share of the noise, $s^2 tr(Gamma^{-2} Lambda^2) / M$, is always smaller; it pays
with the variance $|w|_Lambda^2 Lambda + Lambda w w' Lambda$ of noiseless labels, which least squares does not have.
Ridge has no closed form at finite $M$: it is simulated (`lsa_theory.simulation.ridge`, docs/simulation.md).
Uses: `risk.general`.
"""

from lsa_theory.claims.equality import Claim, Statement
from lsa_theory.claims.inequality import Inequality
from lsa_theory.claims.named_inequalities import Sign
from lsa_theory.claims.questions.at_least import Step
from lsa_theory.claims.statements.limits import TendsTo
from lsa_theory.expressions import (
    E,
    Expression,
    at,
    dimension,
    identity,
    inverse,
    positive_definite,
    samples,
    scalar,
    trace,
)
from lsa_theory.theory import risk
from lsa_theory.theory.risk import a, residual
from lsa_theory.theory.setting import Gamma, Lambda, M, N, d, x_q

SOURCE = "Zhang, Frei & Bartlett 2024, section 4.2"
Sigma = positive_definite("Sigma_z", d)
s = scalar("s", positive=True)
k = dimension("k")
# Gamma - Lambda, written so that its sign shows.
rest = (Lambda + trace(Lambda) * identity(d)) / N
inverse_square = inverse(Gamma) @ inverse(Gamma)


def as_printed() -> dict[str, Expression]:
    """The rate with its constants."""
    size = trace(Lambda)
    bias = a.T @ Lambda @ a + 2 * size * (a.T @ a) + size**2 * (a.T @ inverse(Lambda) @ a)
    return {"comparison.best-linear": trace(Sigma @ inverse(Lambda)) / M + bias / N**2}


def steps() -> dict[str, Expression]:
    """The excess risk over the best linear predictor, and that of least squares."""
    covariates = samples("x", covariance=Lambda, count=M)
    noise = samples("e", covariance=identity(1), count=M)
    estimate = inverse(covariates.gram) @ covariates @ (s * noise.T)
    return {
        "excess": at(risk.general_risk(), {risk.Sigma: Sigma}) - residual,
        "least squares": E((x_q.T @ estimate) ** 2, noise, x_q),
        "least squares, given the prompt": s**2 * trace(Lambda @ inverse(covariates.gram)),
    }


def claims() -> list[Statement]:
    """The limit and the rate, least squares in closed form, and the noise shares compared."""
    return [_limit(), _rate(), *_least_squares(), _noise()]


def _limit() -> TendsTo:
    return TendsTo(
        steps()["excess"],
        0,
        [M, N],
        id="comparison.best-linear.limit",
        title="the excess risk over the best linear predictor vanishes as $M$, $N -> infinity$",
        source=SOURCE,
    )


def _rate() -> Inequality:
    size, derived = trace(Lambda), steps()
    # Lambda^j (Lambda^{-2} - Gamma^{-2}) for j = 1, 2, 3, with its sign in view.
    gap = [Lambda ** (j - 2) @ inverse_square @ rest @ (Gamma + Lambda) for j in (1, 2, 3)]
    shares = (
        trace(Sigma @ gap[0]) / M,
        (a.T @ gap[2] @ a) / N**2,
        2 * size / N**2 * (a.T @ gap[1] @ a),
        size**2 / N**2 * (a.T @ gap[0] @ a),
    )
    return Inequality(
        as_printed()["comparison.best-linear"],
        derived["excess"],
        id="comparison.best-linear",
        title="excess risk at most $C_1 / M + C_2 / N^2$",
        source=SOURCE,
        proof=[Step(derived["excess"], *(Sign(share) for share in shares))],
        note="$C_1$ and $C_2$ are the limits of the two terms as $N$ grows: they cannot be lowered",
    )


def _least_squares() -> list[Claim]:
    derived = steps()
    given = derived["least squares, given the prompt"]
    return [
        Claim(
            derived["least squares"],
            given,
            id="comparison.least-squares.given",
            title="excess risk of least squares, given the covariates",
            source="classical",
        ),
        Claim(
            E(given),
            s**2 * d / (M - d - 1),
            id="comparison.least-squares",
            title="and averaged over prompts",
            source="classical: the mean of an inverse Wishart matrix",
        ),
    ]


def _noise() -> Inequality:
    length = k + d + 1
    share = s**2 * trace(inverse_square @ Lambda @ Lambda) / length
    return Inequality(
        s**2 * d / k,
        share,
        id="comparison.noise",
        title="the transformer's share of the noise is below that of least squares",
        source="derived here, with M = d + 1 + k",
        proof=[
            Step(s**2 * d / length, Sign(s**2 * d * (d + 1) / (k * length))),
            Step(share, Sign(s**2 / length * trace(inverse_square @ rest @ (Gamma + Lambda)))),
        ],
    )
