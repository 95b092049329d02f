"""The model's own text run on a description: tokens, prediction, target, and the loss of one prompt."""

from __future__ import annotations

from lsa_theory import model
from lsa_theory.descriptions.covariances import RandomCovariance
from lsa_theory.descriptions.layer import LinearSelfAttention
from lsa_theory.descriptions.problem import InContextRegression
from lsa_theory.expressions import Block, BlockContext, E, Expression, Symbol, at, identity, zero


def tokens(problem: InContextRegression, task: Expression, sign: int = 1) -> Block:
    """Return the embedding of a random prompt with a given task; sign = -1 turns the noise round."""
    context, covariates = BlockContext(), problem.covariates()
    label_row = model.labels(context, task, covariates)
    noise = problem.noise_row()
    if noise is not None:
        label_row = label_row + sign * noise
    embedded: Block = model.embedding(context, covariates, label_row, problem.random_query())
    return embedded


def mask(problem: InContextRegression) -> Block | None:
    """Return diag(I_N, 0) where the query's column is masked."""
    if problem.query_column == "included":
        return None
    N = problem.context_length
    return BlockContext().block([[identity(N), zero(N)], [zero(1, N), zero(1)]])


def prediction(
    layer: LinearSelfAttention, problem: InContextRegression, task: Expression, sign: int = 1
) -> Expression:
    """Return the prediction for a random prompt of a given task, written out by the model itself."""
    context, state, hidden = BlockContext(), tokens(problem, task, sign), mask(problem)
    for heads in layer.weights(problem.dimension):
        state = model.multi_head_attention(context, state, heads, problem.rho, hidden)
    predicted: Expression = context.last_entry(state)
    return predicted if layer.sign == 1 else -predicted


def mean(problem: InContextRegression, body: Expression) -> Expression:
    """Return the expectation over a prompt, and over its covariance where that is random."""
    given = E(body)
    return problem.covariate.average(given) if isinstance(problem.covariate, RandomCovariance) else given


def loss(layer: LinearSelfAttention, problem: InContextRegression) -> Expression:
    """Return E (prediction - <w, x_q>)^2 / 2, not yet taken."""
    task = problem.random_task()
    target = task.T @ problem.random_query()
    return mean(problem, model.squared_error(prediction(layer, problem, task), target))


def error(
    layer: LinearSelfAttention,
    problem: InContextRegression,
    weights: dict[Symbol, Expression],
    task: Expression | None = None,
) -> Expression:
    """Return prediction minus target at given weights, for a random task or for a given one."""
    of = problem.random_task() if task is None else task
    target = of.T @ problem.random_query()
    return at(prediction(layer, problem, of), weights) - target
