"""Covariances Lambda_tau that change from prompt to prompt, and Gamma_tau.

Diagonal with independent entries: Exponential(1), of any one law by its moments, or each of its own law, where only
mean and variance matter. And Wishart: Lambda_tau = G G' with G of d x m standard normal entries, which does not commute
from prompt to prompt, with covariates G z, z standard normal.
"""

from __future__ import annotations

from lsa_theory.expressions import (
    Expression,
    SampleMatrix,
    Symbol,
    dimension,
    gaussian,
    identity,
    positive_definite,
    samples,
    scalar,
    trace,
    vector,
)
from lsa_theory.expressions.entrywise.elementwise import diagonal
from lsa_theory.expressions.laws.declared_coordinates import exponential_coordinates, independent_coordinates
from lsa_theory.theory.setting import N, d

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

# Independent entries of any one law, by its moments.
moments = [scalar(f"m_{k}") for k in (1, 2, 3)]
Lambda_iid: Expression = diagonal(independent_coordinates("lambda", d, moments=moments))

# Any independent entries m_i + a_i xi_i, with E xi_i = 0 and E xi_i^2 = 1.
mean_entries, deviations = vector("m", d), vector("a", d)
standardised = independent_coordinates("xi", d, moments=[0, 1])
Lambda_any: Expression = diagonal(mean_entries) + diagonal(deviations) @ diagonal(standardised)


def gamma(covariance: Expression) -> Expression:
    """Return Gamma_tau = (1 + 1/N) Lambda_tau + tr(Lambda_tau) I / N."""
    return (1 + 1 / N) * covariance + trace(covariance) / N * identity(d)
