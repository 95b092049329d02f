"""The model's arithmetic on NumPy arrays: batch axes lead, every operation acts on the last two."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import DTypeLike

from lsa_theory.simulation.arrays import Array


@dataclass(frozen=True)
class NumpyContext:
    """What `lsa_theory.model` needs to run on arrays.

    Parameters
    ----------
    dtype : dtype
        The floating-point type of the zero in the corner of the embedding, and so of the whole computation.

    Examples
    --------
    >>> import numpy as np
    >>> from lsa_theory.model import embedding
    >>> embedding(NumpyContext(), np.ones((2, 3)), np.full((1, 3), 5.0), np.zeros((2, 1)))
    array([[1., 1., 1., 0.],
           [1., 1., 1., 0.],
           [5., 5., 5., 0.]])
    """

    dtype: DTypeLike = np.float64

    def block(self, rows: Sequence[Sequence[Array]]) -> Array:
        """Join blocks of shapes (..., p, q) whose batch axes broadcast."""
        batch = np.broadcast_shapes(*(block.shape[:-2] for row in rows for block in row))
        return np.concatenate(
            [
                np.concatenate([np.broadcast_to(block, batch + block.shape[-2:]) for block in row], axis=-1)
                for row in rows
            ],
            axis=-2,
        )

    def transpose(self, matrix: Array) -> Array:
        """Exchange the last two axes."""
        return np.swapaxes(matrix, -1, -2)

    def zero(self) -> Array:
        """Return the 1 x 1 zero matrix."""
        return np.zeros((1, 1), dtype=self.dtype)

    def last_entry(self, matrix: Array) -> Array:
        """Return the last entry of each matrix, shape (...,)."""
        return matrix[..., -1, -1]
