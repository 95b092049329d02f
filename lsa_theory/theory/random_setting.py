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
    define,
    dimension,
    gaussian,
    identity,
    matrix,
    samples,
    scalar,
    trace,
    vector,
)
from lsa_theory.expressions.entrywise.elementwise import diagonal, hadamard, ones
from lsa_theory.expressions.laws.declared_coordinates import exponential_coordinates, independent_coordinates
from lsa_theory.theory.setting import N, d

m: Symbol = dimension("m")
G: SampleMatrix = samples("g", covariance=identity(d), count=m)
Z: SampleMatrix = samples("z", covariance=identity(m), count=N)
z_q = gaussian("z_q", covariance=identity(m))

# Independent Exponential(1) entries.
eigenvalues = exponential_coordinates("lambda", d)
Lambda_tau: Expression = diagonal(eigenvalues)

# A diagonal covariance of any law, its entries dependent or not, at one outcome.
entries = vector("lambda", d)
Lambda_at: Expression = diagonal(entries)

# H_ij = E[gamma_i lambda_i lambda_j] of any such law: any matrix of positive entries. A = E[Gamma Lambda^2]^{-1}
# E[Lambda^2] is any diagonal one with a positive diagonal.
least_weight, least_entry = scalar("eta", positive=True), scalar("alpha", positive=True)
more_weight, more_entry = matrix("K", d), vector("k", d)
H: Expression = define("H", least_weight * ones(d, d) + hadamard(more_weight, more_weight))
A: Expression = define("A", diagonal(least_entry * ones(d) + hadamard(more_entry, more_entry)))

# Independent entries of any one law on the positive numbers that is random at all: its mean, its variance v, and a
# third moment that Cauchy and Schwarz bound from below, E xi^3 >= (E xi^2)^2 / E xi.
mean, spread, excess = (scalar(name, positive=True) for name in ("m", "v", "e"))
positive_moments = [mean, mean**2 + spread, (mean**2 + spread) ** 2 / mean + excess]
Lambda_positive: Expression = diagonal(independent_coordinates("lambda", d, moments=positive_moments))

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
