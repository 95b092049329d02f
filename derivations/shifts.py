"""Task, query and covariate shift of the trained layer.

Source: Zhang, Frei & Bartlett 2024, section 4.2. The context has covariance $Lambda_t$ ($Lambda$ at training),
labels $y_i = <v, x_i> + s e_i$, the query has second moment $Q$ of its own. The prediction is $x_q' Gamma^{-1}
(1/M) sum y_i x_i$.

Query shift. Printed: a query orthogonal to every context covariate gets the prediction 0. What vanishes is $x_q'
Gamma^{-1} x_i$, not $x_q' x_i$: the claim is false unless $Gamma^{-1}$ keeps the span of the context, as it does
for $Lambda = c I$. Here $M = 1$ and $x_q = |x|^2 b - <x, b> x$, which is orthogonal to $x$ for every $b$.

Covariate shift. The limits $M$, $N -> infinity$ are stated through what is exact before them: the mean of the
prediction, and the risk at finite $N$ and $M$. Uses: `prediction.trained`.
"""

from fractions import Fraction

from lsa_theory.algebra.normal import normal
from lsa_theory.claims.box import Box
from lsa_theory.claims.equality import Claim, Statement
from lsa_theory.claims.inequality import Inequality
from lsa_theory.expressions import (
    E,
    Expression,
    at,
    gaussian,
    identity,
    inverse,
    norm_squared,
    positive_definite,
    samples,
    scalar,
    trace,
    vector,
    with_moments,
    zero,
)
from lsa_theory.theory.setting import Gamma, Lambda, M, N, d, x_q

SOURCE = "Zhang, Frei & Bartlett 2024, section 4.2"
v, b, point, fixed = vector("v", d), vector("b", d), vector("x_1", d), vector("q", d)
s, c = scalar("s"), scalar("c", positive=True)
Lambda_t, Q = positive_definite("Lambda_t", d), positive_definite("Q", d)
K = inverse(Gamma) @ Q @ inverse(Gamma)


def as_printed() -> dict[str, Expression]:
    """Right sides; the risk under covariate shift is not printed and is stated as derived by hand."""
    quadratic = (1 + 1 / M) * (Lambda_t @ K @ Lambda_t) + trace(K @ Lambda_t) / M * Lambda_t
    return {
        "shift.query.orthogonal": 0 * (point.T @ point),
        "shift.covariate.mean": x_q.T @ inverse(Gamma) @ Lambda_t @ v,
        "shift.covariate.risk": v.T @ quadratic @ v
        - 2 * (v.T @ Q @ inverse(Gamma) @ Lambda_t @ v)
        + v.T @ Q @ v
        + s**2 / M * trace(K @ Lambda_t),
        "shift.covariate.scaling": (c - 1) ** 2 * (v.T @ (c * Lambda) @ v),
    }


def steps() -> dict[str, Expression]:
    """The prediction of the trained layer in each case."""
    context = samples("x", covariance=Lambda_t, count=M)
    noise = samples("e", covariance=identity(1), count=M)
    query = with_moments("q", covariance=Q)
    estimate = context @ (context.T @ v + s * noise.T) / M
    orthogonal = norm_squared(point) * b - point @ (point.T @ b)
    matched = gaussian("x_q", covariance=c * Lambda)
    return {
        "shift.query.orthogonal": orthogonal.T @ inverse(Gamma) @ point @ (point.T @ v),
        "shift.covariate.mean": E(x_q.T @ inverse(Gamma) @ estimate, context, noise),
        "shift.covariate.risk": E((query.T @ inverse(Gamma) @ estimate - query.T @ v) ** 2),
        "shift.covariate.scaling": E((matched.T @ inverse(Lambda) @ (c * Lambda) @ v - matched.T @ v) ** 2),
    }


def fixed_query() -> Expression:
    """The mean squared error at a query q that does not move, contexts from N(0, Lambda), noiseless labels."""
    context = samples("x", covariance=Lambda, count=M)
    return E((fixed.T @ inverse(Gamma) @ context.covariance @ v - fixed.T @ v) ** 2)


def fixed_query_as_derived() -> Expression:
    """Variance over M plus the square of the bias."""
    bent = inverse(Gamma) @ fixed
    spread = (v.T @ Lambda @ v) * (bent.T @ Lambda @ bent) + (v.T @ Lambda @ bent) ** 2
    return spread / M + (bent.T @ Lambda @ v - fixed.T @ v) ** 2


def tolerance() -> Inequality:
    """How far the covariance may be scaled before predicting 0 would be better: d = 5, M = N = 20, isotropic."""
    eye = identity(d)
    risk = at(as_printed()["shift.covariate.risk"], {Lambda: eye, Lambda_t: c * eye, Q: c * eye, s: zero(1)})
    # |v| drops out of the comparison; v = e |v|.
    unit = norm_squared(v) ** Fraction(-1, 2) * v
    per_task = normal(at(risk, {v: unit})).as_expression()
    return Inequality(
        c,
        per_task,
        id="shift.covariate.tolerance",
        title="up to $c = 1.9$ it still beats the prediction 0",
        source="derived here",
        on=Box({c: (Fraction(1, 100), Fraction(19, 10))}, {d: 5, N: 20, M: 20}),
        note="$d = 5$, $M = N = 20$, $Lambda = I$, no noise",
    )


def claims() -> list[Statement]:
    """The printed statement on queries refuted and corrected; covariate shift at finite N and M."""
    printed, derived = as_printed(), steps()
    tilted = norm_squared(point) * b - point @ (point.T @ b)
    return [
        Claim(
            derived["shift.query.orthogonal"],
            printed["shift.query.orthogonal"],
            id="shift.query.as-printed",
            title="a query orthogonal to the context gets 0",
            source=SOURCE,
            expected="refuted",
            note="an equality in the metric of $Gamma^{-1}$, printed for the Euclidean one",
        ),
        Claim(
            (Gamma @ tilted).T @ inverse(Gamma) @ point @ (point.T @ v),
            printed["shift.query.orthogonal"],
            id="shift.query",
            corrects="shift.query.as-printed",
            title="orthogonal in $Gamma^{-1}$: the prediction is 0",
            source=SOURCE,
        ),
        Claim(
            fixed_query(),
            fixed_query_as_derived(),
            id="shift.query.fixed",
            title="the error at a fixed query, which vanishes with $1/M$ and $1/N$",
            source=SOURCE,
            note="the last square is $((Gamma^{-1} Lambda - I) v)' q$, which is of order $1/N$",
        ),
        Claim(
            derived["shift.covariate.mean"],
            printed["shift.covariate.mean"],
            id="shift.covariate.mean",
            title="the mean prediction under covariate shift",
            source=SOURCE,
        ),
        Claim(
            derived["shift.covariate.risk"],
            printed["shift.covariate.risk"],
            id="shift.covariate.risk",
            title="the exact risk under covariate shift",
            source=SOURCE,
        ),
        Claim(
            derived["shift.covariate.scaling"],
            printed["shift.covariate.scaling"],
            id="shift.covariate.scaling",
            title="$Lambda_t = c Lambda$ costs $(c - 1)^2$",
            source=SOURCE,
            note="in the limit $M$, $N -> infinity$, where $Gamma$ becomes $Lambda$",
        ),
        tolerance(),
    ]
