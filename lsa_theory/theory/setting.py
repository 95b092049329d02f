"""The setting of Zhang, Frei & Bartlett 2024, section 3: its symbols, its random variables, its layer."""

from __future__ import annotations

from lsa_theory import model
from lsa_theory.expressions import (
    Block,
    BlockContext,
    Expression,
    RandomVector,
    SampleMatrix,
    Symbol,
    define,
    dimension,
    gaussian,
    identity,
    matrix,
    positive_definite,
    samples,
    scalar,
    trace,
    vector,
)

d: Symbol = dimension("d")
N: Symbol = dimension("N")
M: Symbol = dimension("M")
Lambda: Symbol = positive_definite("Lambda", d)

w: RandomVector = gaussian("w", covariance=identity(d))
X: SampleMatrix = samples("x", covariance=Lambda, count=N)
x_q: RandomVector = gaussian("x_q", covariance=Lambda)

U: Symbol = matrix("U", d)
u_12: Symbol = vector("u_12", d)
u_21: Symbol = vector("u_21", d)
u: Symbol = scalar("u")
B: Symbol = matrix("B", d)

Gamma: Expression = define("Gamma", (1 + 1 / N) * Lambda + (trace(Lambda) / N) * identity(d))


def key_query() -> Block:
    """Return W^KQ with all its blocks as symbols, the ones that the prediction never reads included."""
    return BlockContext().block([[U, vector("K_12", d)], [u_21.T, scalar("K_22")]])


def value() -> Block:
    """Return W^PV with all its blocks as symbols."""
    return BlockContext().block([[matrix("V_11", d), vector("V_12", d)], [u_12.T, u]])


def embedding() -> Block:
    """Return the embedding E of a noiseless random prompt."""
    context = BlockContext()
    tokens: Block = model.embedding(context, X, model.labels(context, w, X), x_q)
    return tokens


def prediction() -> Expression:
    """Return the prediction of the layer with all blocks free, written out by the model itself."""
    predicted: Expression = model.prediction(BlockContext(), embedding(), key_query(), value(), N)
    return predicted


def target() -> Expression:
    """Return <w, x_q>, the label that the prediction is compared with."""
    return w.T @ x_q
