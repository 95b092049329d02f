"""The loss of prompts with a covariance of their own, written out by the model."""

from __future__ import annotations

from lsa_theory import model
from lsa_theory.expressions import (
    BlockContext,
    E,
    Expression,
    Symbol,
    at,
    gaussian,
    samples,
    trace,
    zero,
)
from lsa_theory.expressions.entrywise.elementwise import hadamard
from lsa_theory.theory.random_setting import G, Lambda_iid, Z, gamma, z_q
from lsa_theory.theory.setting import N, U, d, key_query, u, u_12, u_21, value, w


def wishart_loss() -> Expression:
    """Return the loss of prompts with Lambda_tau = G G'."""
    # Given Lambda_tau first, as the proof goes: only then do covariates G z leave products G G' behind.
    return E(E(_squared_error(G @ Z, G @ z_q), Z, z_q, w))


def diagonal_loss() -> Expression:
    """Return the loss of prompts whose Lambda_tau is diagonal with independent entries of one law."""
    covariates = samples("x", covariance=Lambda_iid, count=N)
    return E(_squared_error(covariates, gaussian("x_q", covariance=Lambda_iid)))


def flow_of(covariance: Expression) -> dict[Symbol, Expression]:
    """Return dU_11/dt and du_{-1}/dt for a fixed covariance."""
    product = gamma(covariance) @ covariance @ U @ covariance
    return {
        U: -(u**2) * product + u * covariance**2,
        u: -trace(u * (product @ U.T) - covariance**2 @ U.T),
    }


def weighted_flow(weights: Expression, target: Expression) -> dict[Symbol, Expression]:
    """Return the flow of L(U, u) = u^2 tr((H o U) U') / 2 - u tr(G U'), H the weights and G the target."""
    product = hadamard(weights, U)
    return {
        U: -(u**2) * product + u * target,
        u: -trace(u * (product @ U.T) - target @ U.T),
    }


def _squared_error(covariates: Expression, query: Expression) -> Expression:
    """Return the squared error of the layer on u_12 = u_21 = 0, written out by the model."""
    context = BlockContext()
    tokens = model.embedding(context, covariates, model.labels(context, w, covariates), query)
    predicted = model.prediction(context, tokens, key_query(), value(), N)
    return at(model.squared_error(predicted, w.T @ query), {u_12: zero(d), u_21: zero(d)})
