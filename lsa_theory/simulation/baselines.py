"""What a statistician would answer on the same prompts: best linear, least squares, ridge.

Each is a `Prediction`, to be handed to `observe` beside the layer.
"""

import numpy as np

from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.loss import Prediction
from lsa_theory.simulation.prompts import Prompts
from lsa_theory.simulation.validation import as_nonnegative


def best_linear(coefficients: Array | None = None) -> Prediction:
    """Return x_q -> <a, x_q>.

    Parameters
    ----------
    coefficients : (d,) array, optional
        a = Lambda^{-1} E[x y] for one law of (x, y); unless told, each prompt's own task w, which is
        best among linear predictors when labels are <w, x> plus noise.

    Examples
    --------
    >>> task, ones = np.array([[1.0, 2.0]]), np.ones((1, 2, 1))
    >>> one = Prompts(ones, np.ones((1, 1, 1)), ones, np.ones(1), task)
    >>> best_linear()(one), best_linear(np.array([1.0, 0.0]))(one)
    (array([3.]), array([1.]))
    """

    def prediction(prompts: Prompts) -> Array:
        """Return <a, x_q>."""
        query = prompts.query[:, :, 0]
        if coefficients is not None:
            return query @ np.asarray(coefficients)
        tasks = np.zeros_like(query) if prompts.task is None else prompts.task
        product: Array = np.einsum("bi,bi->b", tasks, query)
        return product

    return prediction


def least_squares(prompts: Prompts) -> Array:
    """Return <a, x_q> with a of least norm among the minimisers of sum (y_i - <a, x_i>)^2, shape (B,).

    Examples
    --------
    Two examples in two dimensions without noise determine the task.

    >>> from lsa_theory.simulation import sample_prompts
    >>> prompts = sample_prompts(np.random.default_rng(0), np.eye(2), 2, 5)
    >>> np.allclose(least_squares(prompts), prompts.target)
    True
    """
    covariates, query = prompts.covariates, prompts.query
    inverse = np.linalg.pinv(np.swapaxes(covariates, 1, 2))
    fitted = inverse @ np.swapaxes(prompts.labels, 1, 2)
    product: Array = np.einsum("bi,bi->b", fitted[:, :, 0], query[:, :, 0])
    return product


def ridge(penalty: float) -> Prediction:
    """Return the predictor <a, x_q> with a minimising sum (y_i - <a, x_i>)^2 + penalty |a|^2.

    With noise of variance s^2, w ~ N(0, I) and penalty s^2 it is the Bayes predictor.

    Parameters
    ----------
    penalty : float
        At least 0; at 0 it is least squares.

    Raises
    ------
    InvalidArgument
        If `penalty` is negative or not finite.

    Examples
    --------
    >>> one = Prompts(np.full((1, 1, 1), 2.0), np.full((1, 1, 1), 6.0), np.ones((1, 1, 1)), np.ones(1))
    >>> ridge(2.0)(one)  # 12 / (4 + 2)
    array([2.])
    """
    amount = as_nonnegative(penalty, "penalty")

    def prediction(prompts: Prompts) -> Array:
        """Return <a, x_q>."""
        if amount == 0:
            return least_squares(prompts)
        x = prompts.covariates
        gram = x @ np.swapaxes(x, 1, 2) + amount * np.eye(prompts.dimension, dtype=x.dtype)
        fitted = np.linalg.solve(gram, x @ np.swapaxes(prompts.labels, 1, 2))
        product: Array = np.einsum("bi,bi->b", fitted[:, :, 0], prompts.query[:, :, 0])
        return product

    return prediction
