"""The O(d) law with the query integrated analytically."""

import numpy as np

from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.covariance import root
from lsa_theory.simulation.estimates.budget import chunk_size
from lsa_theory.simulation.estimates.source import Source
from lsa_theory.simulation.law import PromptLaw
from lsa_theory.simulation.paths import assumptions
from lsa_theory.simulation.paths.assumptions import Assumption, query_second_moment
from lsa_theory.simulation.paths.label_sums import coloured_sums, draw_label_sums, whitened_tasks
from lsa_theory.simulation.paths.weights import Weights

NAME = "order-d-query-integrated"
ASSUMES: tuple[Assumption, ...] = (
    assumptions.linear_response,
    assumptions.gaussian_covariates,
    assumptions.fixed_covariance,
    assumptions.random_query,
    assumptions.no_u12,
)


def source(law: PromptLaw, weights: Weights) -> Source:
    """Return the source of E[(prediction - target)^2 / 2 | label sums]; 2 d + 1 numbers a draw.

    The prediction is h'x_q, so the conditional loss is (h - w)' E[x_q x_q'] (h - w) / 2.
    """
    U, u21, scale = weights.U11, weights.u21, weights.u / weights.rho
    factor = np.asarray(law.covariate_root)
    query_root = root(query_second_moment(law))
    noise = law.noise_variance if law.noisy_target else 0.0

    def losses(rng: np.random.Generator, count: int) -> Array:
        task = law.draw_tasks(rng, count)
        sums, squares = draw_label_sums(
            rng, whitened_tasks(factor, task), law.noise_deviation, law.context_length
        )
        read = coloured_sums(factor, sums) @ U
        if u21.any():
            read += squares[:, None] * u21
        miss = whitened_tasks(query_root, scale * read - task)
        half: Array = 0.5 * (np.einsum("bi,bi->b", miss, miss) + noise)
        return half

    return Source.of_values(NAME, chunk_size(6 * law.dimension, least=1024), losses)
