"""Training on random covariances does not cure covariate shift: the constants for Exponential$(1)$ entries.

Source: Zhang, Frei & Bartlett 2024, section 4.3. $Lambda_tau$ is diagonal with independent Exponential$(1)$
entries. Then $E[Lambda_tau^2]$ and $E[Gamma_tau Lambda_tau^2]$ are multiples of $I$, $A = c I$ with $c = N / (3N +
5 + d)$, and $c -> 1/3$. As $M$, $N -> infinity$ the prediction is $x_q' Lambda_tau w / 3$, and a third of the
label's variance stays unexplained.

Printed: $E[y_q | x_q, w] = <w, x_q> / 3$. The query is drawn with the same $Lambda_tau$, so $x_q$ tells about
$Lambda_tau$, already in one dimension: multiplied by $<w, x_q>$ and averaged it would be $E Lambda_tau^2 = E
Lambda_tau$. The exact value, from the Bayes rule with density $lambda^{-1/2} exp(-x^2 / (2 lambda) - lambda)$, is
$E[y_q | x_q, w] = (1/3) sum_i w_i x_i (1/2 + |x_i| / sqrt 2)$. For a query that is independent of $Lambda_tau$ it
holds.
Uses: `random.limit`.
"""

from fractions import Fraction

from lsa_theory.claims.equality import Claim, Statement
from lsa_theory.claims.statements.conditional import ConditionalMean
from lsa_theory.claims.statements.limits import TendsInProbability, TendsTo
from lsa_theory.expressions import (
    E,
    Expression,
    as_expression,
    gaussian,
    identity,
    norm_squared,
    samples,
    sum_over,
    trace,
)
from lsa_theory.theory.random_covariance import entries, exponential, power_sum
from lsa_theory.theory.setting import Lambda, M, N, d, w, x_q

SOURCE = "Zhang, Frei & Bartlett 2024, section 4.3"
THIRD = Fraction(1, 3)
c = N / (3 * N + 5 + d)
query = samples("q", covariance=identity(1), count=d)
task = samples("v", covariance=identity(1), count=d)
# One dimension: half the squared length of two standard normals is Exponential(1).
pair = gaussian("e_1", covariance=identity(2))
exponential_1 = norm_squared(pair) / 2
x_1, w_1 = gaussian("x_q1", covariance=exponential_1 * identity(1)), gaussian("w_1", covariance=identity(1))


def as_printed() -> dict[str, Expression]:
    """The constant in its limit, and the conditional mean in one dimension."""
    return {
        "random.brittle.limit": as_expression(THIRD),
        "random.brittle.conditional": THIRD * x_1 * w_1,
    }


def steps() -> dict[str, Expression]:
    """The two moments that give A."""
    weighted = (1 + 1 / N) * power_sum(3) + power_sum(1) * power_sum(2) / N
    return {"$E tr Lambda^2$": E(power_sum(2)), "$E tr Gamma Lambda^2$": E(weighted)}


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
    left_over = THIRD**2 * power_sum(3) - 2 * THIRD * power_sum(2) + power_sum(1)
    return [
        Claim(
            derived["$E tr Lambda^2$"],
            c * (2 * d * (3 * N + 5 + d) / N),
            id="random.brittle.numerator",
            title="$E tr Lambda^2 = 2 d$",
            source=SOURCE,
        ),
        Claim(
            c * derived["$E tr Gamma Lambda^2$"],
            derived["$E tr Lambda^2$"],
            id="random.brittle.constant",
            title="$A = c I$ with $c = N / (3N + 5 + d)$",
            source=SOURCE,
        ),
        TendsTo(
            c,
            printed["random.brittle.limit"],
            N,
            id="random.brittle.limit",
            title="$c -> 1/3$ as $N -> infinity$",
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
            THIRD * E(power_sum(1)),
            id="random.brittle.unexplained",
            title="a third of the variance stays unexplained in the limit",
            source=f"{SOURCE}; derived here",
        ),
        ConditionalMean(
            THIRD * exponential_1 * x_1 * w_1,
            [x_1, w_1],
            printed["random.brittle.conditional"],
            test=[x_1 * w_1],
            id="random.brittle.conditional.as-printed",
            title="$E[y_q | x_q, w] = <w, x_q> / 3$, in one dimension",
            source=SOURCE,
            expected="refuted",
            note="$x_q$ carries $Lambda_tau$: conditioning on it changes the law of $Lambda_tau$",
        ),
        Claim(
            E(THIRD * sum_over(d, lambda i: query.column(i) * exponential(i) * task.column(i)), entries),
            THIRD * sum_over(d, lambda i: query.column(i) * task.column(i)),
            id="random.brittle.conditional",
            corrects="random.brittle.conditional.as-printed",
            title="it holds for a query independent of $Lambda_tau$",
            source=SOURCE,
        ),
    ]
