"""Training on random covariances does not cure covariate shift: the constants for Exponential$(1)$ entries.

Source: Zhang, Frei & Bartlett 2024, section 4.3. $Lambda_tau$ is diagonal with independent Exponential$(1)$
entries. Then $E[Lambda_tau^2]$ and $E[Gamma_tau Lambda_tau^2]$ are multiples of $I$, $A = c I$ with $c = N / (3N +
5 + d)$, and $c -> 1/3$. As $M$, $N -> infinity$ the prediction is $x_q' Lambda_tau w / 3$, and a third of the
label's variance stays unexplained.

Printed: $E[y_q | x_q, w] = <w, x_q> / 3$ for the prediction of that limit. The query is drawn with the same
$Lambda_tau$, so $x_q$ tells about $Lambda_tau$: multiplied by $<w, x_q>$ and averaged the left side gives $E tr
Lambda_tau^2 / 3$, the right side $E tr Lambda_tau / 3$. The exact value, from the Bayes rule with density
$lambda^{-1/2} exp(-x^2 / (2 lambda) - lambda)$, is $E[y_q | x_q, w] = (1/3) sum_i w_i x_i (1/2 + |x_i| / sqrt 2)$.
For a query that is independent of $Lambda_tau$ the printed value holds.
Uses: `random.limit`.
"""

from fractions import Fraction

from lsa_theory.claims.equality import Claim, Statement
from lsa_theory.claims.statements.conditional import ConditionalMean
from lsa_theory.claims.statements.limits import TendsInProbability, TendsTo
from lsa_theory.expressions import E, Expression, gaussian, identity, inverse, samples, trace
from lsa_theory.theory.random_setting import Lambda_tau, gamma
from lsa_theory.theory.setting import Lambda, M, N, d, w, x_q

SOURCE = "Zhang, Frei & Bartlett 2024, section 4.3"
THIRD = Fraction(1, 3)
c = N / (3 * N + 5 + d)
# A query of the prompt's own covariance, and one that knows nothing of it.
own_query, other_query = gaussian("x_q", covariance=Lambda_tau), gaussian("q", covariance=identity(d))


def as_printed() -> dict[str, Expression]:
    """A for N -> infinity, and the conditional mean."""
    return {
        "random.brittle.limit": THIRD * identity(d),
        "random.brittle.conditional": THIRD * (w.T @ own_query),
    }


def steps() -> dict[str, Expression]:
    """A = [E Gamma_tau Lambda_tau^2]^{-1} E[Lambda_tau^2]."""
    mixed, square = E(gamma(Lambda_tau) @ Lambda_tau**2), E(Lambda_tau**2)
    return {"A": inverse(mixed) @ square}


def risk_given(covariance: Expression) -> Expression:
    """The risk of x_q' (c I) (1/M) sum y_i x_i, averaged over tasks, for one covariance."""
    cube, square = trace(covariance**3), trace(covariance**2)
    spread = (1 + 1 / M) * cube + trace(covariance) * square / M
    return c**2 * spread - 2 * c * square + trace(covariance)


def claims() -> list[Statement]:
    """The constant, the limit, the remaining risk, and the conditional mean as printed and corrected."""
    printed, derived = as_printed(), steps()
    context = samples("x", covariance=Lambda, count=M)
    predicted = c * (x_q.T @ context.covariance @ w)
    left_over = THIRD**2 * trace(Lambda_tau**3) - 2 * THIRD * trace(Lambda_tau**2) + trace(Lambda_tau)
    return [
        Claim(
            derived["A"],
            c * identity(d),
            id="random.brittle.constant",
            title="$A = c I$ with $c = N / (3N + 5 + d)$",
            source=SOURCE,
        ),
        TendsTo(
            derived["A"],
            printed["random.brittle.limit"],
            N,
            id="random.brittle.limit",
            title="$A -> I / 3$ as $N -> infinity$",
            source=SOURCE,
        ),
        TendsInProbability(
            predicted,
            THIRD * (x_q.T @ Lambda @ w),
            [M, N],
            id="random.brittle.prediction",
            title="given $Lambda_tau$ the prediction tends to $x_q' Lambda_tau w / 3$ as $M$, $N -> infinity$",
            source=SOURCE,
        ),
        Claim(
            E(predicted, context),
            c * (x_q.T @ Lambda @ w),
            id="random.brittle.mean",
            title="given $Lambda_tau$ the mean prediction is $c x_q' Lambda_tau w$",
            source=SOURCE,
        ),
        Claim(
            E((predicted - w.T @ x_q) ** 2),
            risk_given(Lambda),
            id="random.brittle.risk",
            title="the risk given $Lambda_tau$, at finite $N$ and $M$",
            source=f"{SOURCE}; derived here",
        ),
        Claim(
            E(left_over),
            THIRD * E(trace(Lambda_tau)),
            id="random.brittle.unexplained",
            title="a third of the variance stays unexplained in the limit",
            source=f"{SOURCE}; derived here",
        ),
        ConditionalMean(
            THIRD * (own_query.T @ Lambda_tau @ w),
            [own_query, w],
            printed["random.brittle.conditional"],
            test=[w.T @ own_query],
            id="random.brittle.conditional.as-printed",
            title="$E[y_q | x_q, w] = <w, x_q> / 3$",
            source=SOURCE,
            expected="refuted",
            note="$x_q$ carries $Lambda_tau$: conditioning on it changes the law of $Lambda_tau$",
        ),
        ConditionalMean(
            THIRD * (other_query.T @ Lambda_tau @ w),
            [other_query, w],
            THIRD * (w.T @ other_query),
            id="random.brittle.conditional",
            corrects="random.brittle.conditional.as-printed",
            title="it holds for a query independent of $Lambda_tau$",
            source=SOURCE,
        ),
    ]
