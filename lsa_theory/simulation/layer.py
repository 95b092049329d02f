"""The layer run on prompts: as it is defined, and the same numbers by the query's column alone."""

import numpy as np

from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.model import prediction
from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.numpy_context import NumpyContext
from lsa_theory.simulation.prompts import Prompts
from lsa_theory.simulation.validation import as_array, as_positive


def predict_as_defined(
    prompts: Prompts, key_query: Array, value: Array, normalisation: float | None = None
) -> Array:
    """Run the model's own text on every token and return the last entries, shape (B,).

    Parameters
    ----------
    prompts : Prompts
        Batch of B prompts with M labelled examples.
    key_query, value : (d + 1, d + 1) array
        W^KQ and W^PV, all blocks.
    normalisation : float, optional
        rho > 0; the prompt's own number M of labelled examples unless told.

    Raises
    ------
    ShapeMismatch, InvalidArgument
        If the weights do not fit the prompts, or rho is not positive.

    Source: Zhang, Frei & Bartlett 2024, section 3.

    Examples
    --------
    >>> import numpy as np
    >>> from lsa_theory.simulation import PromptLaw, predict, predict_as_defined
    >>> prompts = PromptLaw(np.eye(2), 5).sample(np.random.default_rng(0), 4)
    >>> weights = np.diag([0.5, 0.5, 0.0]), np.diag([0.0, 0.0, 1.0])
    >>> bool(np.allclose(predict_as_defined(prompts, *weights), predict(prompts, *weights)))
    True
    """
    key_query, value, rho = _checked(prompts, key_query, value, normalisation)
    dtype = prompts.covariates.dtype
    predicted: Array = prediction(NumpyContext(dtype), prompts.tokens(), key_query, value, rho)
    return predicted


def predict(prompts: Prompts, key_query: Array, value: Array, normalisation: float | None = None) -> Array:
    """Return the predictions, shape (B,), computing only the column of f(E) that holds the query.

    The last entry of f(E) is (last row of W^PV) E E' W^KQ e_q / rho with e_q = (x_q, 0) the query's token,
    so M + 1 scores a prompt are enough where the definition takes (M + 1)^2. The numbers are those of
    `predict_as_defined` up to rounding; E E' contains the query's own column here too.

    Parameters
    ----------
    prompts : Prompts
        Batch of B prompts with M labelled examples.
    key_query, value : (d + 1, d + 1) array
        W^KQ and W^PV, all blocks.
    normalisation : float, optional
        rho > 0; the prompt's own number M of labelled examples unless told.

    Returns
    -------
    (B,) array

    Raises
    ------
    ShapeMismatch, InvalidArgument
        If the weights do not fit the prompts, or rho is not positive.

    Source: Zhang, Frei & Bartlett 2024, section 3.

    Examples
    --------
    One prompt with x = 2, y = 6, x_q = 1 and weights of ones: E E' = [[5, 12], [12, 36]], so the sum of the
    last row of W^PV E E' times the first column of W^KQ is 5 + 12 + 12 + 36.

    >>> import numpy as np
    >>> one = Prompts(np.full((1, 1, 1), 2.0), np.full((1, 1, 1), 6.0), np.ones((1, 1, 1)), np.full(1, 3.0))
    >>> predict(one, np.ones((2, 2)), np.ones((2, 2)))
    array([65.])
    """
    key_query, value, rho = _checked(prompts, key_query, value, normalisation)
    d = prompts.dimension
    x, y = prompts.covariates, prompts.labels[:, 0, :]
    query = prompts.query[:, :, 0]
    key = query @ key_query[:, :d].T
    scores = np.matmul(key[:, None, :d], x)[:, 0, :] + key[:, d:] * y
    read = value[d, d] * y
    own = 0.0
    if value[d, :d].any():
        read = read + np.matmul(value[d, :d], x)
        own = (query @ value[d, :d]) * np.einsum("bi,bi->b", query, key[:, :d])
    predicted: Array = (np.einsum("bn,bn->b", read, scores) + own) / rho
    return predicted


def initialisation(sigma: float, theta: Array) -> tuple[Array, Array]:
    """Return (W^KQ, W^PV) at time 0 of Assumption 3.3.

    Parameters
    ----------
    sigma : float
        The scale sigma > 0.
    theta : (d, d) array
        Theta, with Frobenius norm of Theta Theta' equal to 1. (Theta Lambda != 0 is then automatic for a
        positive definite Lambda.)

    Returns
    -------
    key_query, value : (d + 1, d + 1) array
        sigma [[Theta Theta', 0], [0, 0]] and sigma [[0, 0], [0, 1]].

    Raises
    ------
    InvalidArgument
        If sigma is not positive or Theta is not normalised.

    Source: Zhang, Frei & Bartlett 2024, Assumption 3.3.

    Examples
    --------
    >>> import numpy as np
    >>> initialisation(0.5, np.eye(1))
    (array([[0.5, 0. ],
           [0. , 0. ]]), array([[0. , 0. ],
           [0. , 0.5]]))
    """
    scale = as_positive(sigma, "sigma")
    shape = np.shape(theta)
    if len(shape) != 2 or shape[0] != shape[1] or shape[0] < 1:
        raise ShapeMismatch(f"`theta` must have shape (d, d); given shape {shape}.")
    factor = as_array(theta, "theta", shape)
    gram = factor @ factor.T
    norm = float(np.linalg.norm(gram))
    if abs(norm - 1) > 8 * shape[0] * np.finfo(np.float64).eps:
        raise InvalidArgument(
            f"`theta` must have a Theta Theta' of Frobenius norm 1; given {norm!r}. "
            "Divide theta by the square root of that norm."
        )
    d = shape[0]
    key_query, value = np.zeros((d + 1, d + 1)), np.zeros((d + 1, d + 1))
    key_query[:d, :d] = scale * gram
    value[d, d] = scale
    return key_query, value


def checked_weights(
    dimension: int, context_length: int, key_query: Array, value: Array, normalisation: float | None
) -> tuple[Array, Array, float]:
    """Return the weights as float64 arrays of shape (d + 1, d + 1), and rho: the context length unless told.

    Raises
    ------
    ShapeMismatch, InvalidArgument
        If a shape is wrong, an entry is not finite, or rho is not positive.
    """
    shape = (dimension + 1, dimension + 1)
    rho = float(context_length) if normalisation is None else as_positive(normalisation, "normalisation")
    return as_array(key_query, "key_query", shape), as_array(value, "value", shape), rho


def _checked(
    prompts: Prompts, key_query: Array, value: Array, normalisation: float | None
) -> tuple[Array, Array, float]:
    key_query, value, rho = checked_weights(
        prompts.dimension, prompts.context_length, key_query, value, normalisation
    )
    dtype = prompts.covariates.dtype
    return key_query.astype(dtype, copy=False), value.astype(dtype, copy=False), rho
