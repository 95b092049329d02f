"""All blocks free, M tokens replaced by the Gram matrix of three projections.

The prediction needs the context only through sums of products of alpha_i = u12'x_i, kappa_i = k'x_i with
k = U11 x_q, and y_i. Given task and query these are three jointly Gaussian numbers for each i, so the sums
form a 3 x 3 Wishart matrix with M degrees of freedom, drawn by Bartlett's factor: three chi-squares and
three normals instead of d M normals.
"""

import numpy as np

from lsa_theory.model import squared_error
from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.estimates.budget import chunk_size
from lsa_theory.simulation.estimates.source import Source
from lsa_theory.simulation.law import PromptLaw
from lsa_theory.simulation.paths import assumptions
from lsa_theory.simulation.paths.assumptions import Assumption
from lsa_theory.simulation.paths.bartlett import bartlett_factor
from lsa_theory.simulation.paths.label_sums import coloured_sums, whitened_tasks
from lsa_theory.simulation.paths.weights import Weights

NAME = "projected"
ASSUMES: tuple[Assumption, ...] = (
    assumptions.linear_response,
    assumptions.gaussian_covariates,
    assumptions.fixed_covariance,
    assumptions.query_apart_from_context,
)


def source(law: PromptLaw, weights: Weights) -> Source:
    """Return the source of (prediction - target)^2 / 2; 2 d + 6 numbers a draw, any theta, M and task."""
    factor, query_root = np.asarray(law.covariate_root), law.query_root
    a, u = whitened_tasks(factor, weights.u12[None, :])[0], weights.u

    def losses(rng: np.random.Generator, count: int) -> Array:
        task = law.draw_tasks(rng, count)
        if law.query is not None and query_root is None:
            query = np.broadcast_to(np.asarray(law.query), task.shape)
        else:
            query = coloured_sums(
                factor if query_root is None else query_root, rng.standard_normal(task.shape)
            )
        key = query @ weights.key_query[:, :-1].T
        v, k = whitened_tasks(factor, task), whitened_tasks(factor, key[:, :-1])
        gram = _gram(rng, a, v, k, law.noise_deviation, law.context_length)
        from_label = key[:, -1]
        predicted = gram[0, 2] + from_label * gram[0, 1] + u * (gram[1, 2] + from_label * gram[1, 1])
        predicted += (query @ weights.u12) * np.einsum("bi,bi->b", query, key[:, :-1])
        target = np.einsum("bi,bi->b", task, query)
        if law.noisy_target:
            target = target + law.noise_deviation * rng.standard_normal(count)
        return np.asarray(squared_error(predicted / weights.rho, target))

    return Source.of_values(NAME, chunk_size(8 * law.dimension, least=1024), losses)


def _gram(rng: np.random.Generator, a: Array, v: Array, k: Array, noise: float, length: int) -> Array:
    """Draw the 3 x 3 matrices of sums of products of (a'z, v'z + e, k'z) over M columns, shape (3, 3, B)."""
    count = len(v)
    covariance = np.empty((count, 3, 3))
    covariance[:, 0, 0] = a @ a
    covariance[:, 0, 1] = covariance[:, 1, 0] = v @ a
    covariance[:, 0, 2] = covariance[:, 2, 0] = k @ a
    covariance[:, 1, 1] = np.einsum("bi,bi->b", v, v) + noise**2
    covariance[:, 1, 2] = covariance[:, 2, 1] = np.einsum("bi,bi->b", v, k)
    covariance[:, 2, 2] = np.einsum("bi,bi->b", k, k)
    half = _semidefinite_root(covariance) @ bartlett_factor(rng, count, 3, length)
    return np.moveaxis(half @ np.swapaxes(half, 1, 2), 0, -1)


def _semidefinite_root(covariance: Array) -> Array:
    """Return lower-triangular L with L L' = covariance, where pivots may vanish (u12 = 0, say, or d < 3)."""
    factor = np.zeros_like(covariance)
    for column in range(3):
        rest = covariance[:, column:, column] - np.einsum(
            "bij,bj->bi", factor[:, column:, :column], factor[:, column, :column]
        )
        floor = 64 * np.finfo(np.float64).eps * covariance[:, column, column]
        pivot = np.sqrt(np.where(rest[:, 0] > floor, rest[:, 0], 0.0))
        with np.errstate(divide="ignore", invalid="ignore"):
            factor[:, column:, column] = np.where(pivot[:, None] > 0, rest / pivot[:, None], 0.0)
    return factor
