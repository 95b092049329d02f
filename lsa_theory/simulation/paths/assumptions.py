"""What a fast path may ask of a law or of weights; each question answers with the reason for a refusal."""

from collections.abc import Callable

import numpy as np

from lsa_theory.simulation import standard_laws
from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.law import GaussianTask, PromptLaw, linear
from lsa_theory.simulation.paths.weights import Weights

Assumption = Callable[[PromptLaw, Weights], str | None]
"""None if it holds, else what stands against it."""


def linear_response(law: PromptLaw, weights: Weights) -> str | None:
    """y_i = <w, x_i> + noise."""
    return None if law.response is linear else "the response is not linear in the covariates"


def gaussian_covariates(law: PromptLaw, weights: Weights) -> str | None:
    """The entries of the whitened covariates are N(0, 1)."""
    return None if law.covariates is standard_laws.gaussian else "the covariates are not Gaussian"


def fixed_covariance(law: PromptLaw, weights: Weights) -> str | None:
    """Lambda is the same in every prompt."""
    return "each prompt draws its own covariance" if callable(law.covariance) else None


def query_apart_from_context(law: PromptLaw, weights: Weights) -> str | None:
    """The query is drawn without looking at the context."""
    return "the query depends on the context" if callable(law.query) else None


def random_query(law: PromptLaw, weights: Weights) -> str | None:
    """The query has mean 0 and a covariance of its own or the covariates'."""
    if callable(law.query):
        return "the query depends on the context"
    return "the query is a fixed vector" if law.query is not None and np.ndim(law.query) == 1 else None


def no_u12(law: PromptLaw, weights: Weights) -> str | None:
    """u12 = 0."""
    return "u12 is not zero" if weights.u12.any() else None


def no_u21(law: PromptLaw, weights: Weights) -> str | None:
    """u21 = 0."""
    return "u21 is not zero" if weights.u21.any() else None


def known_task_moments(law: PromptLaw, weights: Weights) -> str | None:
    """E[w w'] is known: w ~ N(0, I), a fixed vector or a Gaussian prior."""
    return "the task comes from a sampler whose moments are unknown" if callable(law.task) else None


def gaussian_task(law: PromptLaw, weights: Weights) -> str | None:
    """W is Gaussian (or fixed)."""
    return known_task_moments(law, weights)


def isotropic(law: PromptLaw, weights: Weights) -> str | None:
    """Lambda, the query's covariance, E[w w'] and U11 are multiples of the identity."""
    matrices = {
        "the covariance": np.asarray(law.covariance),
        "the query's covariance": query_second_moment(law),
        "E[w w']": task_second_moment(law),
        "U11": weights.U11,
    }
    for name, matrix in matrices.items():
        if not np.array_equal(matrix, matrix[0, 0] * np.eye(law.dimension)):
            return f"{name} is not a multiple of the identity"
    return None


def query_second_moment(law: PromptLaw) -> Array:
    """Return E[x_q x_q'] of a law whose covariance is fixed and whose query is random."""
    return np.asarray(law.covariance if law.query is None else law.query)


def task_second_moment(law: PromptLaw) -> Array:
    """Return E[w w'] of a law whose task is no sampler."""
    if law.task is None:
        return np.eye(law.dimension)
    if isinstance(law.task, GaussianTask):
        return law.task.covariance + np.outer(law.task.mean, law.task.mean)
    return np.outer(np.asarray(law.task), np.asarray(law.task))
