"""A tuple of arrays seen as one vector, for solvers that know vectors only."""

import numpy as np

from lsa_theory.errors import ShapeMismatch
from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.trajectory import State


class Packing:
    """The structure of a state: shapes of its parts, and whether it is a tuple.

    Parameters
    ----------
    example : array, float, or tuple of these
        A state whose structure every other must have.

    Examples
    --------
    >>> import numpy as np
    >>> packing = Packing((np.eye(2), 3.0))
    >>> packing.flat((np.eye(2), 3.0))
    array([1., 0., 0., 1., 3.])
    >>> packing.unflat(np.arange(5.0))
    (array([[0., 1.],
           [2., 3.]]), np.float64(4.0))
    """

    def __init__(self, example: State) -> None:
        self.is_tuple = isinstance(example, tuple)
        parts = example if self.is_tuple else (example,)
        self.shapes = [np.shape(part) for part in parts]
        self.ends = np.cumsum([int(np.prod(shape)) for shape in self.shapes])

    def flat(self, state: State) -> Array:
        """Return the state as one float64 vector.

        Raises
        ------
        ShapeMismatch
            If the structure differs from the example's.
        """
        parts = state if isinstance(state, tuple) else (state,)
        shapes = [np.shape(part) for part in parts]
        if isinstance(state, tuple) != self.is_tuple or shapes != self.shapes:
            raise ShapeMismatch(
                f"A state must have parts of shapes {self.shapes}, as the start has; given {shapes}."
            )
        return np.concatenate([np.ravel(np.asarray(part, dtype=np.float64)) for part in parts])

    def unflat(self, vector: Array) -> State:
        """Return the state that the vector packs; parts without axes come back as NumPy scalars."""
        pieces = np.split(vector, self.ends[:-1])
        parts = tuple(piece.reshape(shape)[()] for piece, shape in zip(pieces, self.shapes, strict=True))
        return parts if self.is_tuple else parts[0]
