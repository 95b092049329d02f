"""Coefficients of the Radau IIA collocation methods, for any number of stages.

With s stages the method has order 2 s - 1, is L-stable, and its stages are values of the collocation
polynomial. Source: Hairer & Wanner, Solving Ordinary Differential Equations II, sections IV.5 and IV.8.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.polynomial import legendre

from lsa_theory.errors import InvalidArgument
from lsa_theory.simulation.arrays import Array


@dataclass(frozen=True, eq=False)
class RadauMethod:
    """A method of s stages.

    Parameters
    ----------
    nodes : (s,) array
        c, increasing, the last is 1.
    inverse : (s, s) array
        A^{-1}.
    eigenvalues : (s,) complex array
        Of A^{-1}.
    transform : (s, s) complex array
        Its columns are the eigenvectors of A^{-1}; `back` is its inverse.
    back : (s, s) complex array
        See `transform`.
    real : float
        The real eigenvalue of A^{-1} (s is odd).
    error : (s,) array
        Coefficients e of the error estimate h f(y_0) / real + sum e_i Z_i of order s.
    barycentric : (s + 1,) array
        Weights of the polynomial through its values at 0 and at the nodes.

    Examples
    --------
    >>> RadauMethod.of(3).nodes.round(6)
    array([0.155051, 0.644949, 1.      ])
    """

    nodes: Array
    inverse: Array
    eigenvalues: np.ndarray[tuple[int, ...], np.dtype[np.complexfloating]]
    transform: np.ndarray[tuple[int, ...], np.dtype[np.complexfloating]]
    back: np.ndarray[tuple[int, ...], np.dtype[np.complexfloating]]
    real: float
    error: Array
    barycentric: Array

    @classmethod
    @cache
    def of(cls, stages: int = 7) -> "RadauMethod":
        """Return the method; `stages` is odd, so that A has a real eigenvalue, and at most 9 for rounding.

        Raises
        ------
        InvalidArgument
            If `stages` is not 3, 5, 7 or 9.
        """
        if stages not in (3, 5, 7, 9):
            raise InvalidArgument(f"`stages` must be 3, 5, 7 or 9; given {stages!r}.")
        # The nodes are the zeros of P_s - P_{s-1} on [-1, 1], moved to [0, 1].
        difference = np.zeros(stages + 1)
        difference[-2:] = -1.0, 1.0
        nodes = (np.sort(legendre.legroots(difference).real) + 1) / 2
        nodes[-1] = 1.0
        values = legendre.legvander(2 * nodes - 1, stages - 1)
        integrals = np.stack(
            [
                (legendre.legval(2 * nodes - 1, integral) - legendre.legval(-1.0, integral)) / 2
                for integral in (legendre.legint(row) for row in np.eye(stages))
            ],
            axis=1,
        )
        matrix = np.linalg.solve(values.T, integrals.T).T
        inverse = np.linalg.inv(matrix)
        eigenvalues, transform = np.linalg.eig(inverse)
        real = float(eigenvalues[np.argmin(np.abs(eigenvalues.imag))].real)
        powers = nodes[None, :] ** np.arange(stages)[:, None]
        wanted = 1 / np.arange(1, stages + 1)
        wanted[0] -= 1 / real
        embedded = np.linalg.solve(powers, wanted)
        error = (embedded - matrix[-1]) @ inverse
        places = np.append(0.0, nodes)
        gaps = places[:, None] - places[None, :]
        np.fill_diagonal(gaps, 1.0)
        barycentric = 1 / gaps.prod(axis=1)
        return cls(nodes, inverse, eigenvalues, transform, np.linalg.inv(transform), real, error, barycentric)
