"""What the page draws, derived: the loss along the flow, its rates, the minimum and the risk, with noise and shift.

From U_11(0) a multiple of I everything commutes with Lambda, so each matrix is a spectrum in Lambda's eigenbasis.
"""

from __future__ import annotations

from functools import cache

from lsa_theory.algebra.normal import normal
from lsa_theory.codegen.function import Function, Output
from lsa_theory.descriptions.layer import LinearSelfAttention
from lsa_theory.descriptions.loss import population_loss
from lsa_theory.descriptions.minimum import Minimum, global_minimum
from lsa_theory.descriptions.problem import InContextRegression
from lsa_theory.descriptions.risk import prediction_risk
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions.declare import dimension, positive_definite, scalar, trace
from lsa_theory.expressions.expression import Expression, Symbol
from lsa_theory.expressions.operators import at

d: Symbol = dimension("d")
N: Symbol = dimension("N")
M: Symbol = dimension("M")
Lambda: Symbol = positive_definite("Lambda", d, family="Lambda")
Test: Symbol = positive_definite("Test", d, family="Lambda")
# U_11 along the flow: positive, as it starts, and diagonal where Lambda is.
Weights: Symbol = positive_definite("K", d, family="Lambda")
noise: Symbol = scalar("noise")


@cache
def functions() -> tuple[Function, ...]:
    """Return `loss`, `flow`, `least` and `risk`, whose matrices are functions of one Lambda."""
    problem = InContextRegression(covariate=Lambda, noise=noise, context_length=N, prompt_length=M)
    test = InContextRegression(covariate=Test, noise=noise, context_length=N, prompt_length=M)
    loss = population_loss(LinearSelfAttention(), problem)
    minimum = global_minimum(loss)
    matrix_, number = loss.parameters
    along = {matrix_: Weights}
    rates = loss.flow()
    objective = Function(
        "loss",
        "Return half the expected squared error.",
        (Weights, Lambda, N, number, noise),
        (Output("loss", normal(at(loss.value.as_expression(), along)).as_expression()),),
    )
    moving = Function(
        "flow",
        "Return the rates of U_11 and u along the gradient flow.",
        objective.arguments,
        (
            Output("U_rate", normal(at(rates[matrix_].as_expression(), along)).as_expression()),
            Output("u_rate", normal(at(rates[number].as_expression(), along)).as_expression()),
        ),
    )
    least = Function("least", "Return the least loss.", (Lambda, N, noise), (Output("loss", minimum.value),))
    risk = prediction_risk(minimum, test).as_expression()
    tested = Function(
        "risk",
        "Return the risk of the trained layer on prompts of covariates of covariance Test.",
        (Lambda, Test, N, M, noise),
        (Output("risk", risk),),
    )
    blind = Function("zero", "Return the risk of predicting 0.", (Test,), (Output("risk", trace(Test)),))
    limit = Function(
        "limit", "Return B = u U_11 at the minimum.", (Lambda, N, noise), (Output("B", _closed(minimum)),)
    )
    return objective, moving, least, tested, blind, limit


def _closed(minimum: Minimum) -> Expression:
    if minimum.product is None:
        raise UnsupportedExpression("the minimum has no closed form, so the page has no limit to draw")
    return minimum.product
