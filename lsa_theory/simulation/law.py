"""The law of a prompt: covariance, length, task, noise, query, response; and drawing from it."""

from collections.abc import Callable
from dataclasses import KW_ONLY, InitVar, dataclass, field
from typing import TypedDict, Unpack

import numpy as np
from numpy.typing import DTypeLike

from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.model import labels as linear_labels
from lsa_theory.simulation import standard_laws
from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.covariance import CovarianceSampler, coloured, random_roots, root
from lsa_theory.simulation.numpy_context import NumpyContext
from lsa_theory.simulation.prompts import Prompts
from lsa_theory.simulation.standard_laws import StandardLaw
from lsa_theory.simulation.validation import as_array, as_count, as_covariance, as_generator, as_nonnegative

TaskSampler = Callable[[np.random.Generator, int, int], Array]
"""`(rng, B, d) -> (B, d)`."""
QuerySampler = Callable[[np.random.Generator, Array], Array]
"""`(rng, covariates (B, d, M)) -> (B, d)`: the query may depend on the context, e.g. be orthogonal to it."""
Response = Callable[[Array, Array], Array]
"""`(task (B, d, 1), covariates (B, d, n)) -> (B, 1, n)`: labels without noise."""


MOST_EXAMPLES = 2**53
"""Beyond it a length is no exact float, and a count of examples nobody has."""


def linear(task: Array, covariates: Array) -> Array:
    """Return y_i = <w, x_i> by the model's own text."""
    row: Array = linear_labels(NumpyContext(covariates.dtype), task, covariates)
    return row


@dataclass(frozen=True, eq=False)
class GaussianTask:
    """The prior w ~ N(mean, covariance); shapes (d,) and (d, d).

    Examples
    --------
    >>> import numpy as np
    >>> from lsa_theory.simulation import GaussianTask, PromptLaw
    >>> law = PromptLaw(np.eye(2), 5, task=GaussianTask(np.array([1.0, 0.0]), 0.25 * np.eye(2)))
    >>> law.sample(np.random.default_rng(0), 3).task.shape
    (3, 2)
    """

    mean: Array
    covariance: Array


class LawOptions(TypedDict, total=False):
    """The keywords of `PromptLaw` after the covariance and the length."""

    noise_variance: float
    task: Array | GaussianTask | TaskSampler | None
    query: Array | QuerySampler | None
    covariates: StandardLaw
    response: Response
    noisy_target: bool


@dataclass(frozen=True, eq=False, repr=False)
class PromptLaw:
    """How a prompt comes about.

    Parameters
    ----------
    covariance : (d, d) array or callable
        Lambda, symmetric positive definite; or a sampler `(rng, B) -> (B, d, d)` or `(B, d)` that draws
        one for each prompt.
    context_length : int
        The number M >= 1 of labelled examples.
    noise_variance : float
        Variance s^2 >= 0 of the Gaussian noise added to each label of the context, as in `InContextRegression`.
    task : None, (d,) array, GaussianTask or callable
        None: w ~ N(0, I). An array: that w in every prompt. A callable: `(rng, B, d) -> (B, d)`.
    query : None, (d, d) array, (d,) array or callable
        None: the law of the covariates. A matrix: N(0, that). A vector: that query in every prompt.
        A callable: `(rng, covariates) -> (B, d)`.
    covariates : callable
        Standardised law of the entries before colouring; Gaussian unless told.
    response : callable
        Labels without noise from task and covariates; <w, x> unless told.
    noisy_target : bool
        Whether the target carries label noise too.

    Raises
    ------
    InvalidCovariance, InvalidArgument, ShapeMismatch
        If an argument is not what is said above.

    Source: Zhang, Frei & Bartlett 2024, section 3 (defaults) and 4 (noise, shifts, random covariances).

    Examples
    --------
    >>> import numpy as np
    >>> law = PromptLaw(np.eye(2), 5, noise_variance=0.01)
    >>> law.sample(np.random.default_rng(0), 3).covariates.shape
    (3, 2, 5)
    >>> law
    PromptLaw(covariance 2 x 2, context_length=5, noise_variance=0.01)
    """

    covariance: Array | CovarianceSampler
    context_length: int
    _: KW_ONLY
    noise_variance: float = 0.0
    task: Array | GaussianTask | TaskSampler | None = None
    query: Array | QuerySampler | None = None
    covariates: StandardLaw = standard_laws.gaussian
    response: Response = linear
    noisy_target: bool = False
    # The name that it had: taken for the new one, it would be a silent factor.
    noise: InitVar[object] = None
    dimension: int = field(init=False)
    covariate_root: Array | None = field(init=False, default=None, repr=False)
    task_root: Array | None = field(init=False, default=None, repr=False)
    query_root: Array | None = field(init=False, default=None, repr=False)

    def __post_init__(self, noise: object) -> None:
        if noise is not None:
            raise InvalidArgument(
                "`noise` was a standard deviation here and a variance elsewhere; pass noise_variance=s**2."
            )

        def put(name: str, value: object) -> None:
            object.__setattr__(self, name, value)

        put("context_length", as_count(self.context_length, "context_length", most=MOST_EXAMPLES))
        put("noise_variance", as_nonnegative(self.noise_variance, "noise_variance"))
        if callable(self.covariance):
            size = random_roots(self.covariance, np.random.default_rng(0), 1).shape[1]
        else:
            checked = as_covariance(self.covariance)
            size = checked.shape[0]
            put("covariance", checked)
            put("covariate_root", root(checked))
        put("dimension", size)
        if isinstance(self.task, GaussianTask):
            mean = as_array(self.task.mean, "task.mean", (size,))
            spread = as_covariance(self.task.covariance, "task.covariance", size)
            put("task", GaussianTask(mean, spread))
            put("task_root", root(spread))
        elif self.task is not None and not callable(self.task):
            put("task", as_array(self.task, "task", (size,)))
        if self.query is not None and not callable(self.query):
            if np.ndim(self.query) == 1:
                put("query", as_array(self.query, "query", (size,)))
            else:
                spread = as_covariance(self.query, "query", size)
                put("query", spread)
                put("query_root", root(spread))

    def __repr__(self) -> str:
        """Return the size and what is not as in section 3 of the paper; arrays by their shapes."""
        law = f"covariance {_shown(self.covariance)}, context_length={self.context_length}"
        told = [law] + [f"noise_variance={self.noise_variance:g}"] * (self.noise_variance > 0)
        usual = {"task": None, "query": None, "covariates": standard_laws.gaussian, "response": linear}
        told += [
            f"{n} {_shown(getattr(self, n))}" for n, value in usual.items() if getattr(self, n) is not value
        ]
        return f"PromptLaw({', '.join(told)}{', noisy_target=True' * self.noisy_target})"

    @property
    def noise_deviation(self) -> float:
        """The standard deviation of the label noise."""
        return float(np.sqrt(self.noise_variance))

    def draw_tasks(self, rng: np.random.Generator, batch: int, dtype: DTypeLike = np.float64) -> Array:
        """Draw the weight vectors w, shape (B, d)."""
        shape = (batch, self.dimension)
        if callable(self.task):
            drawn = np.asarray(self.task(rng, batch, self.dimension), dtype=dtype)
            return _of_shape(drawn, shape, "task sampler")
        if isinstance(self.task, GaussianTask) and self.task_root is not None:
            spread = coloured(self.task_root, rng.standard_normal((*shape, 1)))[:, :, 0]
            return (self.task.mean + spread).astype(dtype, copy=False)
        if self.task is not None:
            return np.broadcast_to(np.asarray(self.task, dtype=dtype), shape)
        return standard_laws.gaussian(rng, shape, dtype)

    def sample(self, rng: np.random.Generator, batch: int, dtype: DTypeLike = np.float64) -> Prompts:
        """Draw `batch` prompts token by token.

        Parameters
        ----------
        rng : numpy.random.Generator
            Where all randomness comes from.
        batch : int
            B.
        dtype : dtype
            float64 or float32.
        """
        count = as_count(batch, "batch")
        d = self.dimension
        if callable(self.covariance):
            factor = random_roots(self.covariance, as_generator(rng), count)
        else:
            factor = np.asarray(self.covariate_root)
        factor = factor.astype(dtype, copy=False)
        covariates = coloured(
            factor, self.covariates(as_generator(rng), (count, d, self.context_length), dtype)
        )
        task = self.draw_tasks(rng, count, dtype)
        query = self._draw_query(rng, covariates, factor, dtype)
        labels = self.response(task[:, :, None], covariates)
        target = self.response(task[:, :, None], query)[:, 0, 0]
        if self.noise_variance > 0:
            labels = labels + self.noise_deviation * standard_laws.gaussian(rng, labels.shape, dtype)
            if self.noisy_target:
                target = target + self.noise_deviation * standard_laws.gaussian(rng, target.shape, dtype)
        labels, target = labels.astype(dtype, copy=False), target.astype(dtype, copy=False)
        return Prompts(covariates, labels, query, target, task)

    def _draw_query(
        self, rng: np.random.Generator, covariates: Array, factor: Array, dtype: DTypeLike
    ) -> Array:
        count, d, _ = covariates.shape
        if callable(self.query):
            drawn = np.asarray(self.query(rng, covariates), dtype=dtype)
            return _of_shape(drawn, (count, d), "query sampler")[:, :, None]
        if self.query is not None and self.query_root is None:
            return np.broadcast_to(np.asarray(self.query, dtype=dtype)[:, None], (count, d, 1))
        if self.query_root is not None:
            factor = self.query_root.astype(dtype, copy=False)
        return coloured(factor, self.covariates(rng, (count, d, 1), dtype))


def _shown(value: object) -> str:
    if isinstance(value, np.ndarray):
        return " x ".join(map(str, value.shape))
    if isinstance(value, GaussianTask):
        return f"Gaussian, covariance {_shown(np.asarray(value.covariance))}"
    return str(getattr(value, "__name__", type(value).__name__))


def _of_shape(drawn: Array, shape: tuple[int, ...], what: str) -> Array:
    if drawn.shape != shape:
        raise ShapeMismatch(f"A {what} must return shape {shape}; it returned {drawn.shape}.")
    return drawn


def sample_prompts(
    rng: np.random.Generator,
    covariance: Array | CovarianceSampler,
    context_length: int,
    batch: int,
    *,
    dtype: DTypeLike = np.float64,
    **options: Unpack[LawOptions],
) -> Prompts:
    """Draw prompts token by token; `options` are the keywords of `PromptLaw`.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where all randomness comes from.
    covariance : (d, d) array or callable
        Lambda, or a sampler of one for each prompt.
    context_length : int
        The number M >= 1 of labelled examples.
    batch : int
        The number B >= 1 of prompts.
    dtype : dtype
        float64 or float32.

    Returns
    -------
    Prompts

    Raises
    ------
    InvalidCovariance, InvalidArgument, ShapeMismatch
        As `PromptLaw` does.

    Source: Zhang, Frei & Bartlett 2024, section 3.

    Examples
    --------
    >>> import numpy as np
    >>> prompts = sample_prompts(np.random.default_rng(0), np.eye(2), 5, 3, noise_variance=0.01)
    >>> prompts.covariates.shape, prompts.labels.shape, prompts.query.shape, prompts.target.shape
    ((3, 2, 5), (3, 1, 5), (3, 2, 1), (3,))
    """
    return PromptLaw(covariance, context_length, **options).sample(rng, batch, dtype)
