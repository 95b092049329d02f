"""Task, query and covariate shift of the trained layer.

Source: Zhang, Frei & Bartlett 2024, section 4.2. The context has covariance $Lambda_t$ ($Lambda$ at training),
labels $y_i = <v, x_i> + s e_i$, the query has second moment $Q$ of its own. The prediction is $x_q' Gamma^{-1}
(1/M) sum y_i x_i$.

Query shift. Printed: a query orthogonal to every context covariate gets the prediction 0. What has to vanish is $x_q'
Gamma^{-1} x_i$, not $x_q' x_i$: the claim is false unless $Gamma^{-1}$ keeps the span of the context, as it does
for $Lambda = c I$.

Covariate shift. The limits $M$, $N -> infinity$ are those of the mean square, which imply the printed ones in
probability. Derived here besides: the risk at finite $N$ and $M$. Uses: `prediction.trained`.
"""

from fractions import Fraction

from lsa_theory.algebra.normal import normal
from lsa_theory.claims.box import Box
from lsa_theory.claims.equality import Claim, Statement
from lsa_theory.claims.hypotheses import equation
from lsa_theory.claims.inequality import Inequality
from lsa_theory.claims.statements.limits import TendsInProbability, TendsTo
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
from lsa_theory.theory.setting import Gamma, Lambda, M, N, d

SOURCE = "Zhang, Frei & Bartlett 2024, section 4.2"
v, fixed = vector("v", d), vector("q", d)
X_M = samples("x", covariance=Lambda, count=M)
s, c = scalar("s"), scalar("c", positive=True)
Lambda_t, Q = positive_definite("Lambda_t", d), positive_definite("Q", d)
K = inverse(Gamma) @ Q @ inverse(Gamma)


def as_printed() -> dict[str, Expression]:
    """Right sides; the risk under covariate shift is not printed and is stated as derived by hand."""
    quadratic = (1 + 1 / M) * (Lambda_t @ K @ Lambda_t) + trace(K @ Lambda_t) / M * Lambda_t
    return {
        "shift.query.limit": fixed.T @ v,
        "shift.query.orthogonal": zero(1),
        "shift.covariate.limit": fixed.T @ inverse(Lambda) @ Lambda_t @ v,
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
    scaled = samples("x", covariance=c * Lambda, count=M)
    matched = gaussian("x_q", covariance=c * Lambda)
    return {
        "shift.query": fixed.T @ inverse(Gamma) @ X_M @ X_M.T @ v / M,
        "shift.covariate": fixed.T @ inverse(Gamma) @ context @ context.T @ v / M,
        "shift.covariate.risk": E((query.T @ inverse(Gamma) @ estimate - query.T @ v) ** 2),
        "shift.covariate.scaling": E(
            (matched.T @ inverse(Gamma) @ scaled.covariance @ v - matched.T @ v) ** 2
        ),
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
    """The printed statements on queries, one of them refuted and corrected; covariate shift, also at finite N and M."""
    printed, derived = as_printed(), steps()
    return [
        TendsInProbability(
            derived["shift.query"],
            printed["shift.query.limit"],
            [M, N],
            id="shift.query.limit",
            title="as $M$, $N -> infinity$, the prediction at any fixed query tends to $<v, x_q>$",
            source=SOURCE,
        ),
        Claim(
            derived["shift.query"],
            printed["shift.query.orthogonal"],
            given=[equation(X_M.T @ fixed, zero(M))],
            id="shift.query.as-printed",
            title="the prediction is 0 if $x_q$ is orthogonal to every $x_i$",
            source=SOURCE,
            expected="refuted",
            note="an equality in the metric of $Gamma^{-1}$, printed for the Euclidean one",
        ),
        Claim(
            derived["shift.query"],
            printed["shift.query.orthogonal"],
            given=[equation(X_M.T @ inverse(Gamma) @ fixed, zero(M))],
            id="shift.query",
            corrects="shift.query.as-printed",
            title="the prediction is 0 if $x_q' Gamma^{-1} x_i = 0$ for every $x_i$",
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
        TendsInProbability(
            derived["shift.covariate"],
            printed["shift.covariate.limit"],
            [M, N],
            id="shift.covariate.limit",
            title="as $M$, $N -> infinity$, the prediction tends to $x_q' Lambda^{-1} Lambda_t v$",
            source=SOURCE,
        ),
        Claim(
            derived["shift.covariate.risk"],
            printed["shift.covariate.risk"],
            id="shift.covariate.risk",
            title="the exact risk under covariate shift",
            source=SOURCE,
        ),
        TendsTo(
            derived["shift.covariate.scaling"],
            printed["shift.covariate.scaling"],
            [M, N],
            id="shift.covariate.scaling",
            title="as $M$, $N -> infinity$, $Lambda_t = c Lambda$ costs $(c - 1)^2 E<v, x_q>^2$",
            source=SOURCE,
        ),
        tolerance(),
    ]
