"""The risk of the trained layer on a new prompt of length M."""

from __future__ import annotations

from lsa_theory.algebra.normal import normal
from lsa_theory.catalogue.names import (
    EXCESS,
    KEPT,
    LAMBDA_KEPT,
    LAMBDA_LOST,
    LOST,
    PAPER,
    SUM,
    Excess,
    G,
    Kept,
    Lambda_Kept,
    Lambda_Lost,
    Lost,
    expanded,
    written,
)
from lsa_theory.codegen import Function, Output
from lsa_theory.expressions import E, Expression, Symbol, at, gaussian, identity, inverse, trace, vector
from lsa_theory.expressions.statistics import variance
from lsa_theory.theory import risk
from lsa_theory.theory.risk import Sigma, a, residual
from lsa_theory.theory.setting import Lambda, M, N, d

SUMMARY = "The risk of the layer at the limit of the flow, on a prompt of length M."
v: Symbol = vector("v", d)


def general() -> Expression:
    """Return the risk from second moments: of the estimate, by its variance, and of the shrinkage, by its bias."""
    shrunk = inverse(G) @ Lambda @ inverse(G)
    bias = a.T @ Excess @ shrunk @ Excess @ a
    return written(residual + trace(Sigma @ shrunk) / M + bias, risk.general_risk())


def linear() -> Expression:
    """Return the risk for the noiseless labels <v, x> of Gaussian x, of which Sigma is derived."""
    x = gaussian("x_0", covariance=Lambda)
    return at(general(), {a: v, Sigma: normal(variance(x @ x.T @ v)).as_expression()}) - residual


def functions() -> tuple[Function, ...]:
    """Return the functions of the module."""
    w = gaussian("w", covariance=identity(d))
    one_task = normal(linear())
    derived = normal(E(at(one_task.as_expression(), {v: w})))
    # Kept is Gamma^{-1} Lambda: one solve and one product serve both parts.
    spread = trace(Lambda_Kept @ Kept) + trace(Lambda) * trace(Kept @ Kept)
    averaged = written(trace(Lambda_Lost @ Lost) + spread / M, expanded(derived.as_expression()))
    theorem = f"{PAPER}, Theorem 4.2"
    named = (EXCESS, SUM)
    shares = (*named, LOST, KEPT, LAMBDA_LOST, LAMBDA_KEPT)
    return (
        Function(
            "general_risk",
            "Return E (prediction - y_q)^2 for any law of prompts with these second moments.",
            (Sigma, a, Lambda, N, M, residual),
            (Output("risk", general()),),
            theorem,
            named,
            (Lambda, N),
        ),
        Function(
            "task_risk",
            "Return E (prediction - <v, x_q>)^2 for the labels <v, x> of one task v.",
            (v, Lambda, N, M),
            (Output("risk", one_task.as_expression()),),
            theorem,
            named,
            (Lambda, N),
        ),
        Function(
            "linear_risk",
            "Return E (prediction - <w, x_q>)^2 averaged over tasks w of covariance I.",
            (Lambda, N, M),
            (Output("risk", averaged),),
            theorem,
            shares,
        ),
        Function(
            "linear_risk_by_length",
            "Return the averaged risk as `linear_risk` does, for one Lambda and many M and N.",
            (Lambda, N, M),
            (Output("risk", averaged),),
            theorem,
            shares,
            (Lambda,),
        ),
    )
