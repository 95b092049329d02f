"""The O(d) law with the query and its d normals integrated: a task and one chi-square are left.

Given w and R^2, the read-out h = (u / rho)(U11' A (R^2 v + R C^(1/2) g) + u21 tau^2 R^2) is Gaussian in g, so
with P = A_q' U11' A u / rho (A_q a root of the query's second moment)

    2 E[loss | w, R^2] = |R^2 (P v + tau^2 q) - A_q'w|^2 + R^2 (tau^2 |P|_F^2 - |P v|^2),

where q = A_q' u21 u / rho.
"""

from collections.abc import Callable

import numpy as np

from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.covariance import root
from lsa_theory.simulation.estimates.budget import chunk_size
from lsa_theory.simulation.estimates.source import Source
from lsa_theory.simulation.law import PromptLaw
from lsa_theory.simulation.paths import assumptions
from lsa_theory.simulation.paths.assumptions import Assumption, query_second_moment
from lsa_theory.simulation.paths.label_sums import whitened_tasks
from lsa_theory.simulation.paths.weights import Weights

NAME = "order-d-integrated"
ASSUMES: tuple[Assumption, ...] = (
    assumptions.linear_response,
    assumptions.gaussian_covariates,
    assumptions.fixed_covariance,
    assumptions.random_query,
    assumptions.no_u12,
)


def conditional_loss(law: PromptLaw, weights: Weights) -> Callable[[Array, Array], Array]:
    """Return the function of (w (B, d), R^2 (B,)) that is the loss given both, shape (B,)."""
    factor = np.asarray(law.covariate_root)
    query_root = root(query_second_moment(law))
    scale = weights.u / weights.rho
    full = np.diag(factor) if factor.ndim == 1 else factor
    reader = scale * whitened_tasks(query_root, (weights.U11.T @ full).T)
    diagonal = np.diagonal(reader) if np.array_equal(reader, np.diag(np.diagonal(reader))) else None
    shift = scale * whitened_tasks(query_root, weights.u21[None, :])[0]
    norm = float((reader**2).sum())
    noise = law.noise_variance if law.noisy_target else 0.0

    def loss(task: Array, chi_square: Array) -> Array:
        v = whitened_tasks(factor, task)
        tau_squared = np.einsum("bi,bi->b", v, v) + law.noise_variance
        read = v * diagonal if diagonal is not None else v @ reader
        spread = tau_squared * norm - np.einsum("bi,bi->b", read, read)
        if shift.any():
            read = read + tau_squared[:, None] * shift
        miss = chi_square[:, None] * read
        miss -= whitened_tasks(query_root, task)
        half: Array = 0.5 * (np.einsum("bi,bi->b", miss, miss) + chi_square * spread + noise)
        return half

    return loss


def source(law: PromptLaw, weights: Weights) -> Source:
    """Return the source of E[(prediction - target)^2 / 2 | w, R^2]; d + 1 numbers a draw."""
    loss = conditional_loss(law, weights)

    def losses(rng: np.random.Generator, count: int) -> Array:
        return loss(law.draw_tasks(rng, count), rng.chisquare(law.context_length, count))

    return Source.of_values(NAME, chunk_size(5 * law.dimension, least=1024), losses)
