"""Why blocks u_12 and u_21 cannot lower the loss: the prediction split into parts odd and even in the labels."""

from __future__ import annotations

from fractions import Fraction

from lsa_theory.algebra.normal import equal
from lsa_theory.descriptions import forward
from lsa_theory.descriptions.loss import PopulationLoss
from lsa_theory.descriptions.problem import InContextRegression
from lsa_theory.descriptions.product_loss import product_loss
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions import Expression, as_expression, at

HALF = Fraction(1, 2)


def prompts_are_odd(problem: InContextRegression) -> bool:
    """Whether task and noise have the same law as their negatives."""
    return problem.centred_task


def parts(loss: PopulationLoss) -> tuple[Expression, Expression]:
    """Return the parts of the prediction that are odd and even when task and noise change sign."""
    task = loss.problem.random_task()
    ahead = forward.prediction(loss.layer, loss.problem, task)
    back = forward.prediction(loss.layer, loss.problem, -task, sign=-1)
    return HALF * (ahead - back), HALF * (ahead + back)


def splits(loss: PopulationLoss) -> str:
    """Prove L = l(B) + E even^2 / 2 with B the sum of u_-1 U_11 + u_12 u_21' over the heads.

    Raises
    ------
    UnsupportedExpression
        If the identity does not hold, which would be a defect.
    """
    _, even = parts(loss)
    reduced, unknown = product_loss(loss.layer, loss.problem)
    rest = forward.mean(loss.problem, HALF * even**2)
    if unknown.is_scalar and loss.problem.dimension != 1:
        raise UnsupportedExpression(
            "with U_11 = a I and u_12, u_21 free the product B is not a multiple of the identity; use the matrix "
            "preconditioner"
        )
    claimed = at(reduced.as_expression(), {unknown: product(loss)}) + rest
    if not equal(loss.as_expression(), claimed):
        raise UnsupportedExpression("the loss does not split into l(B) and the square of the even part")
    return (
        "L = l(B) + E (even part of the prediction)^2 / 2 with B the sum of u_-1 U_11 + u_12 u_21' (checked exactly); "
        "the second part is 0 at u_12 = u_21 = 0"
    )


def product(loss: PopulationLoss) -> Expression:
    """Return B, the sum over heads of u_-1 U_11 + u_12 u_21', read off the weights."""
    (heads,) = loss.layer.weights(loss.problem.dimension)
    total: Expression | None = None
    for key_query, value in heads:
        upper, lower = key_query.rows[0][0], key_query.rows[1][0]
        left, last = value.rows[1]
        own = last * upper + left.T @ lower
        total = own if total is None else total + own
    return as_expression(total)
