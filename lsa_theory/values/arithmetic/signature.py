"""The signature of a symmetric matrix over an ordered field, by congruences alone: exact, no eigenvalue is computed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lsa_theory.values.refusals import NotApplicable


def signature(rows: Sequence[Sequence[Any]]) -> tuple[int, int]:
    """Return how many eigenvalues are positive and how many are negative (Sylvester's law of inertia).

    Raises
    ------
    NotApplicable
        If the matrix is not symmetric.

    Examples
    --------
    >>> signature([[0, 1], [1, 0]]), signature([[2, 0], [0, 0]])
    ((1, 1), (1, 0))
    """
    matrix = [list(row) for row in rows]
    size = len(matrix)
    if any(matrix[i][j] != matrix[j][i] for i in range(size) for j in range(i)):
        raise NotApplicable("a matrix whose eigenvalues are counted is not symmetric at this instance")
    positive = negative = 0
    left = list(range(size))
    while left:
        pivot = next((i for i in left if matrix[i][i] != 0), None)
        if pivot is None:
            pair = next(((i, j) for i in left for j in left if matrix[i][j] != 0), None)
            if pair is None:
                break
            # Adding one row and column to another makes the diagonal entry 2 a_ij.
            i, j = pair
            for k in range(size):
                matrix[i][k] += matrix[j][k]
            for k in range(size):
                matrix[k][i] += matrix[k][j]
            pivot = i
        value = matrix[pivot][pivot]
        positive, negative = positive + (value > 0), negative + (value < 0)
        left.remove(pivot)
        for i in left:
            factor = matrix[i][pivot] / value if matrix[i][pivot] != 0 else 0
            if factor != 0:
                for k in left:
                    matrix[i][k] -= factor * matrix[pivot][k]
    return positive, negative
