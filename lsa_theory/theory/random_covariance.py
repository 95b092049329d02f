"""The loss of prompts with a covariance of their own, written out by the model, and its flow for two of them."""

from __future__ import annotations

from lsa_theory import model
from lsa_theory.algebra.normal import normal
from lsa_theory.expressions import (
    BlockContext,
    E,
    Expression,
    Symbol,
    at,
    gaussian,
    samples,
    zero,
)
from lsa_theory.theory.flow import reduced_flow
from lsa_theory.theory.random_setting import G, Lambda_1, Lambda_2, Lambda_iid, Z, z_q
from lsa_theory.theory.setting import Lambda, N, d, key_query, u_12, u_21, value, w


def wishart_loss() -> Expression:
    """Return the loss of prompts with Lambda_tau = G G'."""
    # Given Lambda_tau first, as the proof goes: only then do covariates G z leave products G G' behind.
    return E(E(_squared_error(G @ Z, G @ z_q), Z, z_q, w))


def diagonal_loss() -> Expression:
    """Return the loss of prompts whose Lambda_tau is diagonal with independent entries of one law."""
    covariates = samples("x", covariance=Lambda_iid, count=N)
    return E(_squared_error(covariates, gaussian("x_q", covariance=Lambda_iid)))


def _squared_error(covariates: Expression, query: Expression) -> Expression:
    """Return the squared error of the layer on u_12 = u_21 = 0, written out by the model."""
    context = BlockContext()
    tokens = model.embedding(context, covariates, model.labels(context, w, covariates), query)
    predicted = model.prediction(context, tokens, key_query(), value(), N)
    return at(model.squared_error(predicted, w.T @ query), {u_12: zero(d), u_21: zero(d)})


def over_two(expression: Expression) -> Expression:
    """Return the average of an expression in Lambda over the two diagonal covariances."""
    return (at(expression, {Lambda: Lambda_1}) + at(expression, {Lambda: Lambda_2})) / 2


def flow_over_two() -> dict[Symbol, Expression]:
    """Return the flow of the averaged loss, multiplied out."""
    return {s: normal(over_two(v.as_expression())).as_expression() for s, v in reduced_flow().items()}
