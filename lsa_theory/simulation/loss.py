"""The population loss and its gradient, estimated from tokens by the layer itself: the referee."""

from collections.abc import Callable
from typing import Unpack

import numpy as np
from numpy.typing import DTypeLike

from lsa_theory.model import squared_error
from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.covariance import CovarianceSampler
from lsa_theory.simulation.estimates.budget import Budget, as_budget, chunk_size
from lsa_theory.simulation.estimates.estimate import Estimate
from lsa_theory.simulation.estimates.moments import Moments
from lsa_theory.simulation.estimates.source import Source, accumulate
from lsa_theory.simulation.law import LawOptions, PromptLaw
from lsa_theory.simulation.layer import checked_weights, predict
from lsa_theory.simulation.prompts import Prompts
from lsa_theory.simulation.training.gradient import PromptGradients, prompt_gradients
from lsa_theory.simulation.validation import as_generator

Prediction = Callable[[Prompts], Array]
"""Anything that predicts: `(B prompts) -> (B,)`."""


def observe(
    prediction: Prediction,
    law: PromptLaw,
    rng: np.random.Generator,
    budget: Budget | int = 100_000,
    *,
    dtype: DTypeLike = np.float64,
) -> Estimate:
    """Estimate the loss, half the expected squared error, of any predictor on fresh prompts.

    Parameters
    ----------
    prediction : callable
        `Prompts -> (B,)`; a layer of PyTorch or JAX wrapped in a function will do.
    law : PromptLaw
        Where prompts come from.
    rng : numpy.random.Generator
        All randomness.
    budget : Budget or int
        When to stop; an int is a number of prompts.
    dtype : dtype
        float64 or float32 for prompts and prediction. Statistics are float64 always.

    Returns
    -------
    Estimate
        Of L; the risk E(prediction - target)^2 is twice that.

    Examples
    --------
    Predicting 0 for w ~ N(0, I) and Lambda = I has the loss d / 2.

    >>> import numpy as np
    >>> law = PromptLaw(np.eye(4), 3)
    >>> estimate = observe(lambda prompts: np.zeros(len(prompts)), law, np.random.default_rng(0), 20_000)
    >>> abs(estimate.z(2.0)) < 5
    True
    """
    source = observed_loss(prediction, law, dtype)
    return Estimate.of(accumulate(source, as_generator(rng), as_budget(budget)))


def observed_loss(
    prediction: Prediction, law: PromptLaw, dtype: DTypeLike = np.float64, path: str = "tokens"
) -> Source:
    """Return the source of half the squared error of a predictor on fresh prompts.

    >>> import numpy as np
    >>> from lsa_theory.simulation import PromptLaw, compare, observed_loss
    >>> nothing = observed_loss(lambda prompts: np.zeros(len(prompts.target)), PromptLaw(np.eye(2), 5))
    >>> compare(nothing, 1.0, np.random.default_rng(0)).verdict
    'consistent'
    """

    def losses(rng: np.random.Generator, count: int) -> Array:
        prompts = law.sample(rng, count, dtype)
        return np.asarray(squared_error(prediction(prompts), prompts.target))

    return Source.of_values(
        path, chunk_size(law.dimension * law.context_length, np.dtype(dtype).itemsize), losses
    )


def estimate_loss(
    rng: np.random.Generator,
    key_query: Array,
    value: Array,
    covariance: Array | CovarianceSampler,
    context_length: int,
    prompts: int | Budget = 100_000,
    *,
    normalisation: float | None = None,
    dtype: DTypeLike = np.float64,
    **options: Unpack[LawOptions],
) -> Estimate:
    """Estimate the population loss L(theta) = E(prediction - target)^2 / 2 from tokens.

    Parameters
    ----------
    rng : numpy.random.Generator
        All randomness.
    key_query, value : (d + 1, d + 1) array
        W^KQ and W^PV, all blocks.
    covariance : (d, d) array or callable
        Lambda, or a sampler of one for each prompt.
    context_length : int
        N, or M for a test.
    prompts : int or Budget
        How many, or when to stop.
    normalisation : float, optional
        rho; the context length unless told.
    dtype : dtype
        float64 or float32.
    **options
        Keywords of `PromptLaw`: noise_variance, task, query, covariates, response, noisy_target.

    Returns
    -------
    Estimate
        mean, standard_error, count.

    Raises
    ------
    InvalidCovariance, InvalidArgument, ShapeMismatch
        If an argument is not what is said above.

    Source: Zhang, Frei & Bartlett 2024, section 3.

    Examples
    --------
    Weights of zero predict 0, so L = tr(Lambda) / 2.

    >>> import numpy as np
    >>> zero = np.zeros((3, 3))
    >>> estimate = estimate_loss(np.random.default_rng(0), zero, zero, np.diag([1.0, 3.0]), 4, prompts=20_000)
    >>> abs(estimate.z(2.0)) < 5
    True
    """
    law = PromptLaw(covariance, context_length, **options)
    key_query, value, rho = checked_weights(law.dimension, context_length, key_query, value, normalisation)
    return observe(lambda batch: predict(batch, key_query, value, rho), law, rng, prompts, dtype=dtype)


def estimate_gradient(
    rng: np.random.Generator,
    key_query: Array,
    value: Array,
    covariance: Array | CovarianceSampler,
    context_length: int,
    prompts: int | Budget = 100_000,
    *,
    normalisation: float | None = None,
    dtype: DTypeLike = np.float64,
    **options: Unpack[LawOptions],
) -> tuple[Estimate, Estimate]:
    """Estimate the gradient of the population loss in every entry of W^KQ and of W^PV.

    The parameters are those of `estimate_loss`. Each prompt's loss is differentiated exactly; the estimate is
    the mean of these derivatives, with the standard error of each entry.

    Returns
    -------
    key_query, value : Estimate
        Whose mean and standard_error have shape (d + 1, d + 1).

    Examples
    --------
    At d = 1 with W^PV = [[0, 0], [0, 1]] and W^KQ = 0 the derivative in U_11 is -E[w^2 x_q^2 x^2] = -1.

    >>> import numpy as np
    >>> value = np.array([[0.0, 0.0], [0.0, 1.0]])
    >>> rng = np.random.default_rng(0)
    >>> in_key_query, in_value = estimate_gradient(rng, np.zeros((2, 2)), value, np.eye(1), 4, prompts=20_000)
    >>> bool(abs(in_key_query.z(np.array([[-1.0, 0.0], [0.0, 0.0]]))).max() < 5)
    True
    """
    law = PromptLaw(covariance, context_length, **options)
    source = observed_gradient(law, key_query, value, normalisation, dtype)
    moments = accumulate(source, as_generator(rng), as_budget(prompts))
    return Estimate.of(moments.part(0)), Estimate.of(moments.part(1))


def observed_gradient(
    law: PromptLaw,
    key_query: Array,
    value: Array,
    normalisation: float | None = None,
    dtype: DTypeLike = np.float64,
) -> Source:
    """Return the source of each fresh prompt's derivative in (W^KQ, W^PV), shape (2, d + 1, d + 1).

    In float32 prompts and derivatives are of single precision; statistics are float64 always.

    >>> import numpy as np
    >>> from lsa_theory.simulation import PromptLaw, accumulate, initialisation, observed_gradient, until
    >>> weights = initialisation(0.1, np.eye(2) / 2 ** 0.25)
    >>> source = observed_gradient(PromptLaw(np.eye(2), 5), *weights)
    >>> accumulate(source, np.random.default_rng(0), until(prompts=1000)).mean.shape
    (2, 3, 3)
    """
    key_query, value, rho = checked_weights(
        law.dimension, law.context_length, key_query, value, normalisation
    )

    def moments(rng: np.random.Generator, count: int) -> Moments:
        read, pushed = value.astype(dtype, copy=False), key_query.astype(dtype, copy=False)
        gradients = prompt_gradients(law.sample(rng, count, dtype), pushed, read, rho)
        return Moments.stacked([_outer_moments(gradients), _row_moments(gradients)])

    size = law.dimension * law.context_length
    return Source("tokens", chunk_size(size, np.dtype(dtype).itemsize), moments)


def _outer_moments(gradients: PromptGradients) -> Moments:
    """Return the moments of left query' from sums of powers, each one matrix product."""
    left, query = (part.astype(np.float64, copy=False) for part in (gradients.left, gradients.query))
    count = len(left)
    mean = left.T @ query / count
    left_squared, query_squared = left * left, query * query
    second = left_squared.T @ query_squared
    third = (left_squared * left).T @ (query_squared * query)
    squares = np.maximum(second - count * mean**2, 0.0)
    return Moments(count, mean, squares, third - 3 * mean * second + 2 * count * mean**3)


def _row_moments(gradients: PromptGradients) -> Moments:
    row = Moments.of(gradients.row)
    size = gradients.row.shape[1]

    def placed(entries: Array) -> Array:
        matrix = np.zeros((size, size))
        matrix[-1] = entries
        return matrix

    return Moments(row.count, placed(row.mean), placed(row.squares), placed(row.cubes))
