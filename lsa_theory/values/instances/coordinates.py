"""Instances as points of a box in R^n, so that an optimiser can move about among them.

Positive scalars and the diagonals of definite matrices are exponentials of their coordinates, so that every
point is a valid instance; a rounded point is an exact rational instance near it.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np

from lsa_theory.expressions.expression import Symbol
from lsa_theory.expressions.traversal import Constituents
from lsa_theory.values.instances.instance import Instance, Letter

# exp(9) and its inverse: wide enough for condition numbers of 1e16 in a matrix B B'.
_REACH = 9.0


class Points:
    """The instances of given sizes, by real coordinates.

    Parameters
    ----------
    parts : Constituents
        The letters that need values.
    sizes : mapping from dimension symbol to int
    """

    def __init__(self, parts: Constituents, sizes: Mapping[Symbol, int]) -> None:
        self._parts = parts
        self._sizes = dict(sizes)
        self._layout: list[tuple[Letter, str, int, int, Any]] = []
        for letter in (*parts.unbound, *parts.symbols):
            rows, cols = (s if isinstance(s, int) else sizes[s] for s in letter.shape)
            kind = self._kind(letter)
            positive = _positive_places(kind, rows, _coordinates(kind, rows, cols))
            self._layout.append((letter, kind, rows, cols, positive))
        self.count = sum(len(positive) for *_, positive in self._layout)

    def _kind(self, letter: Letter) -> str:
        if not isinstance(letter, Symbol):
            return "general"
        if letter.structure == "positive":
            return "positive"
        if letter.is_scalar or not letter.is_symmetric:
            return "general"
        positive = letter.structure == "positive definite"
        if letter.family or letter in self._parts.rooted:
            return "positive diagonal" if positive else "diagonal"
        return "definite" if positive else "symmetric"

    def draw(self, rng: np.random.Generator, number: int) -> Any:
        """Return starts of shape (number, count): normal coordinates at random scales, since the worst cases are
        rarely balanced.
        """
        scales = np.exp(rng.uniform(-1.0, 1.5, size=(number, 1)))
        return rng.standard_normal((number, self.count)) * scales

    def instance(self, points: Any, denominator: int | None = None) -> Instance:
        """Return the instance at a point, or at a batch of points of shape (n, count) with a leading axis.

        With a denominator the coordinates are rounded, and the instance is exact.
        """
        given = np.asarray(points, dtype=float)
        values: dict[Letter, Any] = {}
        start = 0
        for letter, kind, rows, cols, positive in self._layout:
            count = len(positive)
            own = given[..., start : start + count]
            if positive.any():
                own = np.where(positive, np.exp(np.clip(own, -_REACH, _REACH)), own)
            if denominator is not None:
                own = _rounded(own, positive, denominator)
            matrix = _assemble(kind, rows, cols, own)
            values[letter] = matrix if denominator is None else matrix.tolist()
            start += count
        return Instance(self._sizes, values)


@cache
def _below(rows: int) -> tuple[Any, Any]:
    """Return the places on and below the diagonal; NumPy takes longer over them than a program over its steps."""
    i, j = np.tril_indices(rows)
    return i, j


def _coordinates(kind: str, rows: int, cols: int) -> int:
    if kind in ("definite", "symmetric"):
        return rows * (rows + 1) // 2
    return rows if kind.endswith("diagonal") else rows * cols


def _positive_places(kind: str, rows: int, count: int) -> Any:
    """Return which coordinates are logarithms: all of a positive kind, the diagonal of a definite factor."""
    if kind == "definite":
        below = _below(rows)
        return below[0] == below[1]
    return np.full(count, kind.startswith("positive"))


def _rounded(values: Any, positive: Any, denominator: int) -> Any:
    result = np.empty(values.shape, dtype=object)
    for place, value in np.ndenumerate(values):
        if positive[place[-1]]:
            least = Fraction(1, denominator)
            result[place] = max(Fraction(float(value)).limit_denominator(denominator), least)
        else:
            result[place] = Fraction(round(float(value) * denominator), denominator)
    return result


def _assemble(kind: str, rows: int, cols: int, given: Any) -> Any:
    """Return matrices with the given coordinates; any kind of number, any leading axes."""
    if not kind.endswith("diagonal") and kind not in ("definite", "symmetric"):
        return given.reshape((*given.shape[:-1], rows, cols))
    matrix = np.zeros((*given.shape[:-1], rows, rows), dtype=given.dtype)
    if kind.endswith("diagonal"):
        matrix[..., np.arange(rows), np.arange(rows)] = given
        return matrix
    i, j = _below(rows)
    matrix[..., i, j] = given
    if kind == "definite":
        return matrix @ np.swapaxes(matrix, -1, -2)
    matrix[..., j, i] = given
    return matrix
