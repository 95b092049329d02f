"""Tokens drawn for the context, the query integrated analytically (Rao-Blackwell).

Given the context, prediction - target = c'x_q + (u12'x_q)(x_q'U11 x_q) / rho, where the last term comes from
the query's own column of E E' and c = [U11', u21] G [u12; u] / rho - w with G the Gram matrix of the labelled
tokens. Half the expected square follows from Gaussian moments of order two to six; with u12 = 0 the second
moment is enough and the query need not be Gaussian.
"""

import numpy as np

from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.estimates.budget import chunk_size
from lsa_theory.simulation.estimates.source import Source
from lsa_theory.simulation.law import PromptLaw
from lsa_theory.simulation.paths import assumptions
from lsa_theory.simulation.paths.assumptions import Assumption, query_second_moment
from lsa_theory.simulation.paths.weights import Weights

NAME = "tokens-query-integrated"


def _gaussian_query(law: PromptLaw, weights: Weights) -> str | None:
    """The query is Gaussian, or u12 = 0."""
    if assumptions.no_u12(law, weights) is None:
        return None
    return assumptions.gaussian_covariates(law, weights)


ASSUMES: tuple[Assumption, ...] = (
    assumptions.linear_response,
    assumptions.fixed_covariance,
    assumptions.random_query,
    _gaussian_query,
)


def source(law: PromptLaw, weights: Weights) -> Source:
    """Return the source of E[(prediction - target)^2 / 2 | context]; d M + d numbers a draw."""
    spread, a, U = query_second_moment(law), weights.u12, weights.U11
    symmetric = (U + U.T) / 2
    turned = symmetric @ spread
    trace, trace_of_square = np.trace(turned), np.trace(turned @ turned)
    constant = (
        (a @ spread @ a) * (trace**2 + 2 * trace_of_square)
        + 4 * trace * (a @ spread @ turned @ a)
        + 8 * (a @ spread @ turned @ turned @ a)
    ) / weights.rho**2
    cross = 2 / weights.rho * (trace * spread @ a + 2 * spread @ turned @ a)
    noise = law.noise_variance if law.noisy_target else 0.0

    def losses(rng: np.random.Generator, count: int) -> Array:
        prompts = law.sample(rng, count)
        x, y = prompts.covariates, prompts.labels[:, 0, :]
        read = weights.u * y + (np.matmul(a, x) if a.any() else 0.0)
        row = np.matmul(x, read[:, :, None])[:, :, 0] @ U
        row += np.einsum("bn,bn->b", y, read)[:, None] * weights.u21
        c = row / weights.rho - prompts.task
        half: Array = 0.5 * (np.einsum("bi,bi->b", c @ spread, c) + c @ cross + constant + noise)
        return half

    return Source.of_values(NAME, chunk_size(law.dimension * law.context_length), losses)
