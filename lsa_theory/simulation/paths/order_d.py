"""Prompts through the O(d) law of the label sums: a task, a query, one chi-square and d normals each."""

import numpy as np

from lsa_theory.model import squared_error
from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.covariance import coloured, random_roots
from lsa_theory.simulation.estimates.budget import chunk_size
from lsa_theory.simulation.estimates.source import Source
from lsa_theory.simulation.law import PromptLaw
from lsa_theory.simulation.paths import assumptions
from lsa_theory.simulation.paths.assumptions import Assumption
from lsa_theory.simulation.paths.label_sums import coloured_sums, draw_label_sums, whitened_tasks
from lsa_theory.simulation.paths.weights import Weights

NAME = "order-d"
ASSUMES: tuple[Assumption, ...] = (
    assumptions.linear_response,
    assumptions.gaussian_covariates,
    assumptions.query_apart_from_context,
    assumptions.no_u12,
)


def source(law: PromptLaw, weights: Weights) -> Source:
    """Return the source of (prediction - target)^2 / 2; 3 d + 1 numbers a draw, for any M and any task.

    With u12 = 0 the prediction is x_q'(U11' sum y_i x_i + u21 sum y_i^2) u / rho: the context enters by two
    label sums, whose joint law is drawn directly (`label_sums`). Covariances may be random.
    """
    U, u21, scale = weights.U11, weights.u21, weights.u / weights.rho

    def losses(rng: np.random.Generator, count: int) -> Array:
        if callable(law.covariance):
            factor = random_roots(law.covariance, rng, count)
        else:
            factor = np.asarray(law.covariate_root)
        task = law.draw_tasks(rng, count)
        sums, squares = draw_label_sums(
            rng, whitened_tasks(factor, task), law.noise_deviation, law.context_length
        )
        read = coloured_sums(factor, sums) @ U
        if u21.any():
            read += squares[:, None] * u21
        query = _queries(law, rng, factor, count)
        predicted = scale * np.einsum("bi,bi->b", read, query)
        target = np.einsum("bi,bi->b", task, query)
        if law.noisy_target:
            target = target + law.noise_deviation * rng.standard_normal(count)
        return np.asarray(squared_error(predicted, target))

    return Source.of_values(NAME, chunk_size(6 * law.dimension, least=1024), losses)


def _queries(law: PromptLaw, rng: np.random.Generator, factor: Array, count: int) -> Array:
    if law.query is not None and law.query_root is None:
        return np.broadcast_to(np.asarray(law.query), (count, law.dimension))
    root = factor if law.query_root is None else law.query_root
    return coloured(root, rng.standard_normal((count, law.dimension, 1)))[:, :, 0]
