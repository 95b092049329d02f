"""Between matrices that commute with Lambda and vectors of their eigenvalues."""

import numpy as np

from lsa_theory.errors import InvalidArgument
from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.validation import as_array, as_covariance


class Eigenbasis:
    """The eigenbasis of a covariance.

    A flow that keeps U in the span of Lambda's eigenprojections may be integrated on the vector of U's
    entries on the diagonal, by `train_by_bordered_flow`, at O(d) a step.

    Parameters
    ----------
    covariance : (d, d) array
        Lambda, symmetric positive definite.

    Raises
    ------
    InvalidCovariance
        If it is not.

    Examples
    --------
    >>> basis = Eigenbasis(np.array([[2.0, 1.0], [1.0, 2.0]]))
    >>> basis.eigenvalues
    array([1., 3.])
    >>> vector = basis.diagonal(np.array([[5.0, 1.0], [1.0, 5.0]]))
    >>> vector.round(12), basis.matrix(vector).round(12)
    (array([4., 6.]), array([[5., 1.],
           [1., 5.]]))
    """

    def __init__(self, covariance: Array) -> None:
        self.eigenvalues, self.vectors = np.linalg.eigh(as_covariance(covariance))

    def diagonal(self, matrix: Array) -> Array:
        """Return the diagonal, shape (d,), of a matrix that is diagonal in this basis.

        Raises
        ------
        InvalidArgument
            If the matrix does not commute with Lambda, up to rounding.
        """
        size = len(self.eigenvalues)
        turned = self.vectors.T @ as_array(matrix, "matrix", (size, size)) @ self.vectors
        kept = np.diagonal(turned).copy()
        beside = float(np.abs(turned - np.diag(kept)).max())
        if beside > 16 * size * np.finfo(np.float64).eps * float(np.abs(turned).max()):
            raise InvalidArgument(
                f"`matrix` must be diagonal in the eigenbasis of the covariance; an entry beside the "
                f"diagonal is {beside:.3g}. Integrate the full matrices with `train_by_flow`."
            )
        return kept

    def matrix(self, diagonal: Array) -> Array:
        """Return the matrix with this diagonal in the basis, shape (d, d)."""
        full: Array = (self.vectors * as_array(diagonal, "diagonal", self.eigenvalues.shape)) @ self.vectors.T
        return full
