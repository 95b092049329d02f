"""Prompts with a covariance of their own, Lambda_tau: the loss, and where training ends.

Three laws. Diagonal with independent Exponential(1) entries; diagonal with any independent entries, of which only mean
and variance matter; and Wishart: Lambda_tau = G G' with G of d x m standard normal entries, which does not commute from
prompt to prompt, with covariates G z, z standard normal.
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
    trace,
    vector,
    zero,
)
from lsa_theory.expressions.entrywise.elementwise import diagonal
from lsa_theory.expressions.laws.declared_coordinates import exponential_coordinates, independent_coordinates
from lsa_theory.theory.flow import reduced_flow
from lsa_theory.theory.setting import Lambda, N, d, key_query, u_12, u_21, value, w

m: Symbol = dimension("m")
G: SampleMatrix = samples("g", covariance=identity(d), count=m)
Z: SampleMatrix = samples("z", covariance=identity(m), count=N)
z_q = gaussian("z_q", covariance=identity(m))

# Two diagonal covariances, each with probability one half: the least law that is random at all.
Lambda_1: Symbol = positive_definite("Lambda_1", d, family="diagonal")
Lambda_2: Symbol = positive_definite("Lambda_2", d, family="diagonal")

# Independent Exponential(1) entries.
eigenvalues = exponential_coordinates("lambda", d)
Lambda_tau: Expression = diagonal(eigenvalues)

# Any independent entries m_i + a_i xi_i, with E xi_i = 0 and E xi_i^2 = 1.
mean_entries, deviations = vector("m", d), vector("a", d)
standardised = independent_coordinates("xi", d, moments=[0, 1])
Lambda_any: Expression = diagonal(mean_entries) + diagonal(deviations) @ diagonal(standardised)


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


def gamma(covariance: Expression) -> Expression:
    """Return Gamma_tau = (1 + 1/N) Lambda_tau + tr(Lambda_tau) I / N."""
    return (1 + 1 / N) * covariance + trace(covariance) / N * identity(d)
