"""Square roots of covariances, fixed or drawn for each prompt, and some ways to draw them."""

from collections.abc import Callable

import numpy as np

from lsa_theory.errors import InvalidCovariance
from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.validation import as_count, as_positive

CovarianceSampler = Callable[[np.random.Generator, int], Array]
"""Draws one covariance a prompt: `(rng, B) -> (B, d, d)`, or `(B, d)` for the diagonals of diagonal ones."""


# One product for all prompts is up to four times as fast as one for each, while matrices are small.
_SMALL = 8


def root(covariance: Array) -> Array:
    """Return A with A A' = covariance: the vector of square roots if it is diagonal, else Cholesky's factor.

    Parameters
    ----------
    covariance : (d, d) array
        Symmetric positive definite, already checked.

    Returns
    -------
    (d,) or (d, d) array

    Examples
    --------
    >>> import numpy as np
    >>> root(np.diag([4.0, 9.0]))
    array([2., 3.])
    """
    diagonal = np.diagonal(covariance)
    if np.array_equal(covariance, np.diag(diagonal)):
        return np.sqrt(diagonal)
    return np.linalg.cholesky(covariance)


def coloured(factor: Array, standard: Array) -> Array:
    """Return A z for each column z of `standard`, shape (B, d, n).

    Parameters
    ----------
    factor : (d,), (d, d), (B, d) or (B, d, d) array
        As returned by `root` and `random_roots`; with B = d, (B, d) is told from (d, d) by `random_roots`
        handing out (B, d, 1) for diagonals.
    standard : (B, d, n) array
        Overwritten when the factor is diagonal.
    """
    if factor.ndim == 1:
        # Isotropic covariates are standard as drawn: passing over them is 3 % of a prompt.
        if not (factor == 1).all():
            np.multiply(standard, factor[:, None], out=standard)
        return standard
    if factor.ndim == 3 and factor.shape[-1] == 1:
        np.multiply(standard, factor, out=standard)
        return standard
    d = factor.shape[-1]
    if factor.ndim == 2 and d <= _SMALL:
        wide = factor @ standard.transpose(1, 0, 2).reshape(d, -1)
        return np.ascontiguousarray(wide.reshape(d, len(standard), -1).transpose(1, 0, 2))
    return factor @ standard


def random_roots(sampler: CovarianceSampler, rng: np.random.Generator, batch: int) -> Array:
    """Draw a batch of covariances and return their factors, shape (B, d, 1) for diagonals or (B, d, d).

    Raises
    ------
    InvalidCovariance
        If what the sampler returned has another shape or is not positive definite.
    """
    drawn = np.asarray(sampler(rng, batch), dtype=np.float64)
    if (
        drawn.shape[:1] != (batch,)
        or drawn.ndim not in (2, 3)
        or (drawn.ndim == 3 and drawn.shape[1] != drawn.shape[2])
    ):
        raise InvalidCovariance(
            f"A covariance sampler must return shape ({batch}, d, d), or ({batch}, d) for diagonals; "
            f"it returned {drawn.shape}."
        )
    if drawn.ndim == 2:
        if not (np.isfinite(drawn).all() and (drawn > 0).all()):
            raise InvalidCovariance(
                "A covariance sampler must return positive finite diagonals; "
                f"the smallest entry it returned is {drawn.min()!r}."
            )
        return np.sqrt(drawn)[:, :, None]
    try:
        return np.linalg.cholesky(drawn)
    except np.linalg.LinAlgError:
        raise InvalidCovariance(
            "A covariance sampler must return positive definite matrices; Cholesky's factorisation failed on "
            "one of them. Add a small multiple of the identity where it draws."
        ) from None


def geometric_spectrum(dimension: int, condition: float = 10.0) -> Array:
    """Return the diagonal covariance with eigenvalues in geometric progression from 1 down to 1/condition.

    Examples
    --------
    >>> np.diagonal(geometric_spectrum(3, 100.0))
    array([1.  , 0.1 , 0.01])
    """
    size = as_count(dimension, "dimension")
    ratio = as_positive(condition, "condition")
    return np.diag(ratio ** -np.linspace(0.0, 1.0, size)) if size > 1 else np.eye(1)


def exponential_diagonal(dimension: int) -> CovarianceSampler:
    """Return a sampler of diagonal covariances whose entries are independent Exponential(1)."""
    size = as_count(dimension, "dimension")
    return lambda rng, batch: rng.standard_exponential((batch, size))


def wishart(dimension: int, degrees_of_freedom: int) -> CovarianceSampler:
    """Return a sampler of W/n with W ~ Wishart_d(I, n): covariances that do not commute, of mean I.

    Parameters
    ----------
    dimension : int
        d.
    degrees_of_freedom : int
        n, at least d.
    """
    size = as_count(dimension, "dimension")
    degrees = as_count(degrees_of_freedom, "degrees_of_freedom", least=size)

    def sampler(rng: np.random.Generator, batch: int) -> Array:
        columns = rng.standard_normal((batch, size, degrees))
        return columns @ np.swapaxes(columns, 1, 2) / degrees

    return sampler
