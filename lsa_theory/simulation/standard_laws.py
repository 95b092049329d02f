"""Standardised laws: independent entries of mean 0 and variance 1, from which covariates are coloured.

A law is any callable `law(rng, shape, dtype) -> array`. Those of this file, beside the Gaussian, are for
asking what a statement about Gaussian covariates becomes when only the covariance is kept.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import DTypeLike

from lsa_theory.errors import InvalidArgument
from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.single_precision import single_normals

StandardLaw = Callable[[np.random.Generator, tuple[int, ...], DTypeLike], Array]


def gaussian(rng: np.random.Generator, shape: tuple[int, ...], dtype: DTypeLike = np.float64) -> Array:
    """Return N(0, 1) entries."""
    if np.dtype(dtype) == np.float32:
        return single_normals(rng, shape)
    return rng.standard_normal(shape)


def rademacher(rng: np.random.Generator, shape: tuple[int, ...], dtype: DTypeLike = np.float64) -> Array:
    """Return random signs (fourth moment 1).

    Examples
    --------
    >>> import numpy as np
    >>> sorted(set(rademacher(np.random.default_rng(0), (100,))))
    [np.float64(-1.0), np.float64(1.0)]
    """
    return (2 * rng.integers(0, 2, shape, dtype=np.int8) - 1).astype(dtype)


def uniform(rng: np.random.Generator, shape: tuple[int, ...], dtype: DTypeLike = np.float64) -> Array:
    """Return entries uniform on [-sqrt 3, sqrt 3] (fourth moment 9/5)."""
    half_width = np.sqrt(3.0)
    return rng.uniform(-half_width, half_width, shape).astype(dtype)


def student(degrees_of_freedom: float) -> StandardLaw:
    """Return the law of Student's t scaled to variance 1.

    Parameters
    ----------
    degrees_of_freedom : float
        Above 8: the variance of a squared error needs eighth moments of the covariates, and without it there
        is no standard error.

    Raises
    ------
    InvalidArgument
        If `degrees_of_freedom` is 8 or less.
    """
    if not degrees_of_freedom > 8:
        raise InvalidArgument(
            f"`degrees_of_freedom` must be above 8; given {degrees_of_freedom!r}. "
            "Below that the squared error has no variance and so no standard error."
        )
    scale = np.sqrt((degrees_of_freedom - 2) / degrees_of_freedom)

    def law(rng: np.random.Generator, shape: tuple[int, ...], dtype: DTypeLike = np.float64) -> Array:
        """Return scaled t entries."""
        drawn: Array = (scale * rng.standard_t(degrees_of_freedom, shape)).astype(dtype)
        return drawn

    return law
