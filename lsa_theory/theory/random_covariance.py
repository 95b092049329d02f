"""Prompts with a covariance of their own, Lambda_tau: the loss, and where training ends.

Two families of laws that stay within polynomials of Gaussians. Wishart: Lambda_tau = G G' with G of d x m standard
normal entries, which does not commute from prompt to prompt; covariates are G z with z standard normal. Diagonal
with independent Exponential(1) entries: lambda_i = (a_i^2 + b_i^2) / 2 with standard normal a_i, b_i.
"""

from __future__ import annotations

from lsa_theory import model
from lsa_theory.algebra.normal import normal
from lsa_theory.expressions import (
    BlockContext,
    E,
    Expression,
    SampleMatrix,
    Symbol,
    at,
    dimension,
    gaussian,
    identity,
    positive_definite,
    samples,
    sum_over,
    trace,
    zero,
)
from lsa_theory.expressions.random import Index
from lsa_theory.theory.flow import reduced_flow
from lsa_theory.theory.setting import Lambda, N, d, key_query, u_12, u_21, value, w

m: Symbol = dimension("m")
G: SampleMatrix = samples("g", covariance=identity(d), count=m)
Z: SampleMatrix = samples("z", covariance=identity(m), count=N)
z_q = gaussian("z_q", covariance=identity(m))

# Two diagonal covariances, each with probability one half: the least law that is random at all.
Lambda_1: Symbol = positive_definite("Lambda_1", d, family="diagonal")
Lambda_2: Symbol = positive_definite("Lambda_2", d, family="diagonal")

# Each column (a_i, b_i) gives one entry lambda_i.
entries: SampleMatrix = samples("e", covariance=identity(2), count=d)


def wishart_loss() -> Expression:
    """Return the loss on u_12 = u_21 = 0 of prompts with Lambda_tau = G G', written out by the model."""
    context = BlockContext()
    covariates, query = G @ Z, G @ z_q
    tokens = model.embedding(context, covariates, model.labels(context, w, covariates), query)
    predicted = model.prediction(context, tokens, key_query(), value(), N)
    body = model.squared_error(predicted, w.T @ query)
    # Given Lambda_tau first, as the proof goes: only then do covariates G z leave products G G' behind.
    return at(E(E(body, Z, z_q, w)), {u_12: zero(d), u_21: zero(d)})


def over_two(expression: Expression) -> Expression:
    """Return the average of an expression in Lambda over the two diagonal covariances."""
    return (at(expression, {Lambda: Lambda_1}) + at(expression, {Lambda: Lambda_2})) / 2


def flow_over_two() -> dict[Symbol, Expression]:
    """Return the flow of the averaged loss, multiplied out."""
    return {s: normal(over_two(v.as_expression())).as_expression() for s, v in reduced_flow().items()}


def exponential(index: Index) -> Expression:
    """Return lambda_i, with the Exponential(1) law."""
    column = entries.column(index)
    return column.T @ column / 2


def power_sum(k: int) -> Expression:
    """Return tr(Lambda_tau^k) for independent Exponential(1) entries."""
    return sum_over(d, lambda i: exponential(i) if k == 1 else exponential(i) ** k)


__all__ = ["exponential", "power_sum", "trace", "wishart_loss"]
