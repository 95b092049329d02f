"""The trained layer on a new prompt, and its risk.

Source: Zhang, Frei & Bartlett 2024, Theorem 4.2 and what it says of linear labels. Assumptions on the test prompt
of length $M$: $(x_i, y_i)$ and $(x_q, y_q)$ i.i.d. with $E[x x'] = Lambda$; $a = Lambda^{-1} E[x y]$; $Sigma$ the
covariance of $x y$. The proof uses nothing but second moments, so the claim is made of vectors of which only those
are declared: $z_i = x_i y_i$ has mean $Lambda a$ and covariance $Sigma$, and $y_q = <a, x_q> + r$ with $r$
uncorrelated with $x_q$ and $E r^2$ the least risk of a linear predictor. Uses: `convergence.limit`.
"""

from lsa_theory.claims.equality import Claim, Statement
from lsa_theory.claims.inequality import Inequality
from lsa_theory.claims.named_inequalities import NormOfTrace, Sign
from lsa_theory.claims.questions.at_least import Step
from lsa_theory.expressions import (
    E,
    Expression,
    at,
    gaussian,
    identity,
    inverse,
    operator_norm,
    samples,
    trace,
    vector,
)
from lsa_theory.expressions.statistics import variance
from lsa_theory.theory import minimum, risk
from lsa_theory.theory.risk import X_M, Sigma, a, residual, y
from lsa_theory.theory.setting import Gamma, Lambda, M, N, d, w, x_q

SOURCE = "Zhang, Frei & Bartlett 2024, Theorem 4.2"
inverse_square = inverse(Gamma) @ inverse(Gamma)
v = vector("v", d)
x = gaussian("x_0", covariance=Lambda)


def weighted(vector_: Expression, matrix_: Expression) -> Expression:
    """|a|_K^2 = a' K a."""
    return vector_.T @ matrix_ @ vector_


def as_printed() -> dict[str, Expression]:
    """The prediction, the risk, and Sigma for linear labels."""
    shrunk = (
        weighted(a, inverse_square @ Lambda**3)
        + 2 * trace(Lambda) * weighted(a, inverse_square @ Lambda**2)
        + trace(Lambda) ** 2 * weighted(a, inverse_square @ Lambda)
    )
    return {
        "prediction.trained": x_q.T @ inverse(Gamma) @ (X_M @ y.T) / M,
        "risk.general": residual + trace(Sigma @ inverse_square @ Lambda) / M + shrunk / N**2,
        "risk.linear.covariance": weighted(v, Lambda) * Lambda + Lambda @ v @ v.T @ Lambda,
    }


def steps() -> dict[str, Expression]:
    """The layer at its limit, the risk from moments, the covariance of x <v, x>."""
    return {
        "prediction.trained": risk.trained_prediction(X_M, y, x_q),
        "risk.general": risk.general_risk().as_expression(),
        "risk.linear.covariance": variance(x @ x.T @ v),
    }


def linear_risk() -> Expression:
    """The risk of Theorem 4.2 with a = v and the printed Sigma, without a residual."""
    printed = as_printed()
    return at(printed["risk.general"], {a: v, Sigma: printed["risk.linear.covariance"]}) - residual


def claims() -> list[Statement]:
    """The theorem, its case of linear labels, and the average over tasks at M = N."""
    printed, derived = as_printed(), steps()
    context = samples("x", covariance=Lambda, count=M)
    of_task = (x_q.T @ inverse(Gamma) @ context.covariance @ v - x_q.T @ v) ** 2
    at_n = samples("x", covariance=Lambda, count=N)
    averaged = E((x_q.T @ inverse(Gamma) @ at_n.covariance @ w - x_q.T @ w) ** 2)
    least = trace(Lambda) / 2 + minimum.minimum_value().as_expression()
    titles = {
        "prediction.trained": "what the trained layer predicts",
        "risk.general": "the risk from second moments alone",
        "risk.linear.covariance": "$Sigma$ for noiseless linear labels",
    }
    return [
        *(Claim(derived[i], printed[i], id=i, title=titles[i], source=SOURCE) for i in printed),
        Claim(
            E(of_task), linear_risk(), id="risk.linear", title="the risk for one linear task", source=SOURCE
        ),
        Claim(
            averaged,
            2 * least,
            id="risk.linear-average",
            title="averaged over tasks at $M = N$ it is $2 min L$",
            source=SOURCE,
        ),
        *bounds(),
    ]


def average_risk() -> Expression:
    """The risk of Theorem 4.2 averaged over tasks v ~ N(0, I), noiseless labels."""
    size, inside = trace(Lambda), inverse_square @ Lambda**2
    variance_ = (size * trace(inside) + trace(inside @ Lambda)) / M
    bias = trace(inside @ Lambda) + 2 * size * trace(inside) + size**2 * trace(inverse_square @ Lambda)
    return variance_ + bias / N**2


def bounds() -> list[Statement]:
    """The average in closed form, its printed bound, and a smaller one."""
    context = samples("x", covariance=Lambda, count=M)
    average = E((x_q.T @ inverse(Gamma) @ context.covariance @ w - x_q.T @ w) ** 2)
    size, condition = trace(Lambda), operator_norm(Lambda) * operator_norm(inverse(Lambda))
    printed = (d + 1) * size / M + (1 + 2 * d + d**2 * condition) * size / N**2
    sharper = (d + 1) * size / M + (1 + 2 * d + size * trace(inverse(Lambda))) * size / N**2
    # Gamma - Lambda, and Lambda^j (Lambda^{-2} - Gamma^{-2}), written so that their signs show.
    rest = (Lambda + size * identity(d)) / N
    gap = [Lambda ** (j - 2) @ inverse_square @ rest @ (Gamma + Lambda) for j in (1, 2, 3)]
    down = Step(
        average_risk(),
        (size / M, Sign(trace(gap[1]))),
        (1 / M, Sign(trace(gap[2]))),
        (1 / N**2, Sign(trace(gap[2]))),
        (2 * size / N**2, Sign(trace(gap[1]))),
        (size**2 / N**2, Sign(trace(gap[0]))),
    )
    norms = Step(
        sharper,
        (d * operator_norm(inverse(Lambda)) * size / N**2, NormOfTrace(Lambda, identity(d))),
        (size * size / N**2, NormOfTrace(inverse(Lambda), identity(d))),
    )
    return [
        Claim(
            average,
            average_risk(),
            id="risk.linear-average.closed-form",
            title="the average over tasks at any $M$",
            source=SOURCE,
        ),
        Inequality(
            printed,
            average_risk(),
            id="risk.linear-average.bound",
            title="the printed bound with the condition number",
            source=SOURCE,
            proof=[norms, down],
        ),
        Inequality(
            sharper,
            average_risk(),
            id="risk.linear-average.sharper",
            title="with $tr(Lambda) tr(Lambda^{-1})$ for $d^2 kappa$",
            source=f"{SOURCE}, sharpened here",
            strengthens="In the bound on the average risk, $tr(Lambda) tr(Lambda^{-1})$ may stand for $d^2 kappa$, "
            "and it is the limit of $N^2$ times that term: it cannot be lowered.",
            proof=[down],
        ),
    ]
