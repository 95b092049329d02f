"""The derivative of one prompt's loss with respect to every weight, by hand from the layer's algebra.

With G = E E', e_q = (x_q, 0), a = last row of W^PV and r = prediction - target, the loss r^2 / 2 has the
derivatives r (G a / rho) e_q' in W^KQ and, in the last row of W^PV, r G W^KQ e_q / rho. No other entry of
W^PV enters the prediction.
"""

from dataclasses import dataclass

import numpy as np

from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.prompts import Prompts


@dataclass(frozen=True, eq=False)
class PromptGradients:
    """The derivatives of B losses, as factors: none of the (d + 1) x (d + 1) outer products is formed.

    Parameters
    ----------
    residual : (B,) array
        prediction - target.
    left : (B, d + 1) array
        r G a / rho.
    query : (B, d + 1) array
        e_q; the derivative in W^KQ is `left` times its transpose.
    row : (B, d + 1) array
        The derivative in the last row of W^PV.
    """

    residual: Array
    left: Array
    query: Array
    row: Array

    def mean(self) -> tuple[Array, Array]:
        """Return the means over prompts, shapes (d + 1, d + 1) each: in W^KQ and in W^PV."""
        batch, size = self.row.shape
        value = np.zeros((size, size), dtype=self.row.dtype)
        value[-1] = self.row.mean(axis=0)
        return self.left.T @ self.query / batch, value


def prompt_gradients(prompts: Prompts, key_query: Array, value: Array, rho: float) -> PromptGradients:
    """Return the derivative of each prompt's loss.

    Parameters
    ----------
    prompts : Prompts
        Batch of B prompts.
    key_query, value : (d + 1, d + 1) array
        W^KQ and W^PV, all blocks, of the prompts' dtype.
    rho : float
        The normalisation.

    Source: the layer of Zhang, Frei & Bartlett 2024, section 3, differentiated by the product rule.

    Examples
    --------
    >>> import numpy as np
    >>> one = Prompts(np.full((1, 1, 1), 2.0), np.full((1, 1, 1), 6.0), np.ones((1, 1, 1)), np.full(1, 3.0))
    >>> prompt_gradients(one, np.ones((2, 2)), np.ones((2, 2)), 1.0).mean()
    (array([[1054.,    0.],
           [2976.,    0.]]), array([[   0.,    0.],
           [1054., 2976.]]))
    """
    d = prompts.dimension
    x, y = prompts.covariates, prompts.labels[:, 0, :]
    token = np.zeros((len(prompts), d + 1), dtype=x.dtype)
    token[:, :d] = prompts.query[:, :, 0]
    read = value[d]
    pushed = token @ key_query.T
    gram_read = _gram_times(x, y, token, np.broadcast_to(read, token.shape)) / rho
    gram_pushed = _gram_times(x, y, token, pushed) / rho
    residual = gram_pushed @ read - prompts.target
    return PromptGradients(residual, residual[:, None] * gram_read, token, residual[:, None] * gram_pushed)


def _gram_times(x: Array, y: Array, token: Array, vectors: Array) -> Array:
    """Return E E' v for one v a prompt, without forming E."""
    d = x.shape[1]
    along = np.matmul(vectors[:, None, :d], x)[:, 0, :] + vectors[:, d:] * y
    result: Array = token * np.einsum("bi,bi->b", token, vectors)[:, None]
    result[:, :d] += np.matmul(x, along[:, :, None])[:, :, 0]
    result[:, d] += np.einsum("bn,bn->b", y, along)
    return result
