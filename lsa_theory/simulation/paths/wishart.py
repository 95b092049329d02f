"""The whole of S = sum x_i x_i' from its Bartlett factor, with query, task and label noise integrated.

With u12 = u21 = 0 the prediction is x_q'(P w + noise), P = (u / rho) U11' S, so given S

    2 E[loss | S] = tr[L_q (P - I) W2 (P - I)'] + s^2 (u / rho)^2 tr[L_q U11' S U11],

where W2 = E[w w'] and L_q = E[x_q x_q'].
"""

import numpy as np

from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.estimates.budget import chunk_size
from lsa_theory.simulation.estimates.source import Source
from lsa_theory.simulation.law import PromptLaw
from lsa_theory.simulation.paths import assumptions
from lsa_theory.simulation.paths.assumptions import Assumption, query_second_moment, task_second_moment
from lsa_theory.simulation.paths.bartlett import bartlett_factor
from lsa_theory.simulation.paths.weights import Weights

NAME = "wishart"
ASSUMES: tuple[Assumption, ...] = (
    assumptions.linear_response,
    assumptions.gaussian_covariates,
    assumptions.fixed_covariance,
    assumptions.random_query,
    assumptions.known_task_moments,
    assumptions.no_u12,
    assumptions.no_u21,
)


def source(law: PromptLaw, weights: Weights) -> Source:
    """Return the source of E[(prediction - target)^2 / 2 | S]; d (d + 1) / 2 numbers, O(d^3) work."""
    d, scale = law.dimension, weights.u / weights.rho
    factor = np.asarray(law.covariate_root)
    full = np.diag(factor) if factor.ndim == 1 else factor
    reader = scale * weights.U11.T @ full
    query_moment, task_moment = query_second_moment(law), task_second_moment(law)
    noise = law.noise_variance

    def losses(rng: np.random.Generator, count: int) -> Array:
        half = bartlett_factor(rng, count, d, law.context_length)
        read = reader @ half
        miss = read @ np.swapaxes(full @ half, 1, 2) - np.eye(d)
        total = np.einsum("bij,bij->b", query_moment @ miss, miss @ task_moment)
        if noise:
            total += noise * np.einsum("bij,bij->b", query_moment @ read, read)
            total += noise if law.noisy_target else 0.0
        return np.asarray(0.5 * total)

    return Source.of_values(NAME, chunk_size(4 * d * d), losses)
