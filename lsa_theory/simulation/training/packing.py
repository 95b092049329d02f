"""A tuple of arrays seen as one vector, for solvers that know vectors only."""

import math

import numpy as np

from lsa_theory.errors import ShapeMismatch
from lsa_theory.simulation.arrays import Array
from lsa_theory.simulation.training.trajectory import State


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
        self._slices, first = [], 0
        for shape in self.shapes:
            last = first + math.prod(shape)
            self._slices.append(slice(first, last))
            first = last
        self.size = first

    def flat(self, state: State) -> Array:
        """Return the state as one float64 vector.

        Raises
        ------
        ShapeMismatch
            If the structure differs from the example's.
        """
        is_tuple = isinstance(state, tuple)
        parts = state if is_tuple else (state,)
        if is_tuple != self.is_tuple or [np.shape(part) for part in parts] != self.shapes:
            raise ShapeMismatch(
                f"A state must have parts of shapes {self.shapes}, as the start has; "
                f"given {[np.shape(part) for part in parts]}."
            )
        vector = np.empty(self.size)
        for part, place, shape in zip(parts, self._slices, self.shapes, strict=True):
            vector[place] = np.ravel(part) if len(shape) > 1 else part
        return vector

    def unflat(self, vector: Array) -> State:
        """Return the state that the vector packs; parts without axes come back as NumPy scalars."""
        parts = tuple(
            vector[place].reshape(shape) if shape else vector[place.start]
            for place, shape in zip(self._slices, self.shapes, strict=True)
        )
        return parts if self.is_tuple else parts[0]
