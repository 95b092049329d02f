"""The trained layer on a new prompt of length M: its prediction, and its risk from second moments alone.

Only the following is used of the test prompt, whatever its law: the products z_i = x_i y_i are i.i.d. with mean
Lambda a and covariance Sigma; the query has second moment Lambda and its label is y_q = <a, x_q> + r with r
uncorrelated with x_q. The residual enters through E r^2 alone, so it may be taken independent.
"""

from __future__ import annotations

from lsa_theory import model
from lsa_theory.algebra.normal import Normal, normal
from lsa_theory.expressions import (
    BlockContext,
    E,
    Expression,
    RandomVector,
    SampleMatrix,
    Symbol,
    at,
    inverse,
    matrix,
    samples,
    scalar,
    symmetric,
    vector,
    with_moments,
    zero,
)
from lsa_theory.theory.limit import limit
from lsa_theory.theory.setting import Gamma, Lambda, M, U, d, key_query, u, u_12, u_21, value, x_q

y: Symbol = matrix("y", 1, M)
X_M: SampleMatrix = samples("x", covariance=Lambda, count=M)
a: Symbol = vector("a", d)
Sigma: Symbol = symmetric("Sigma", d)
residual: Symbol = scalar("r_2", positive=True)


def trained_prediction(covariates: Expression, label_row: Expression, query: Expression) -> Expression:
    """Return the prediction of the layer at the limit of the flow, run on a prompt of length M."""
    context = BlockContext()
    tokens = model.embedding(context, covariates, label_row, query)
    predicted: Expression = model.prediction(context, tokens, key_query(), value(), M)
    ends = {symbol: end.as_expression() for symbol, end in limit().items()}
    return at(predicted, {U: ends[U], u: ends[u], u_12: zero(d), u_21: zero(d)})


def prompt_products() -> SampleMatrix | RandomVector:
    """Return the sample of products z_i = x_i y_i with their declared mean and covariance."""
    return with_moments("z", covariance=Sigma, mean=Lambda @ a, count=M)


def general_risk() -> Normal:
    """Return E (y_hat - y_q)^2 for test prompts of which only second moments are known (Theorem 4.2)."""
    z = prompt_products()
    query = with_moments("x_q", covariance=Lambda)
    rest = with_moments("r", covariance=residual)
    predicted = query.T @ inverse(Gamma) @ z.average  # type: ignore[union-attr]
    return normal(E((predicted - (query.T @ a + rest)) ** 2))


__all__ = ["X_M", "general_risk", "prompt_products", "trained_prediction", "x_q", "y"]
