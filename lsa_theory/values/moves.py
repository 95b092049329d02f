"""How the entries of a letter are moved for a gradient, and the gradient from the slopes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from lsa_theory.expressions.expression import Symbol
from lsa_theory.values.arithmetic.base import Arithmetic
from lsa_theory.values.interpolation import moves, slope_weights


class Moves:
    """The moves of one letter, entry by entry; those of a symmetric matrix take their mirror image along.

    Parameters
    ----------
    symbol : Symbol
    rows, cols : int
        Its size.
    reach : int, optional
        Polynomials to the degree 2 `reach` are interpolated; without it, slopes are known otherwise.

    Examples
    --------
    >>> from lsa_theory.expressions import matrix
    >>> found = Moves(matrix("A", 2), 2, 2, reach=1)
    >>> found.places, found.nodes
    ([(0, 0), (0, 1), (1, 0), (1, 1)], [(-1, Fraction(-1, 2)), (1, Fraction(1, 2))])
    >>> found.matrix((0, 1), -1)
    [[0, -1], [0, 0]]
    """

    def __init__(self, symbol: Symbol, rows: int, cols: int, reach: int = 0) -> None:
        self._rows, self._cols = rows, cols
        self._mirrored = symbol.is_symmetric and not symbol.is_scalar
        self.places = [(i, j) for i in range(rows) for j in range(cols) if i <= j or not self._mirrored]
        # Any step gives the same result; a small one keeps what must be positive positive.
        step = Fraction(1, 1024) if symbol.structure in ("positive", "positive definite") else 1
        self.nodes = [(t * step, weight / step) for t, weight in slope_weights(reach)]

    def matrix(self, place: tuple[int, int], length: Fraction | int = 1) -> list[list[Any]]:
        """Return a move at one place."""
        i, j = place
        return [
            [length * moves(r, c, i, j, self._mirrored) for c in range(self._cols)] for r in range(self._rows)
        ]

    def gradient(self, ring: Arithmetic, slopes: Sequence[Any]) -> Any:
        """Return the gradient from the slopes at all places, in their order."""
        table: dict[tuple[int, int], Any] = {}
        for (i, j), slope in zip(self.places, slopes, strict=True):
            if self._mirrored and i != j:
                # Moving both mirrored entries changes tr(G dS) by twice the entry of G.
                table[i, j] = table[j, i] = ring.multiply(ring.number(Fraction(1, 2)), slope)
            else:
                table[i, j] = slope
        lines = [[table[i, j] for j in range(self._cols)] for i in range(self._rows)]
        return ring.stack_rows([ring.transpose(ring.stack_rows(_alike(ring, line))) for line in lines])


def _alike(ring: Arithmetic, line: Sequence[Any]) -> list[Any]:
    """Give all entries of a row the same batch axes, so that they can be joined."""
    if len({ring.shape(value) for value in line}) == 1:
        return list(line)
    zero = line[0]
    for value in line[1:]:
        zero = ring.add(ring.multiply(ring.zeros(1, 1), zero), ring.multiply(ring.zeros(1, 1), value))
    zero = ring.multiply(ring.zeros(1, 1), zero)
    return [ring.add(value, zero) for value in line]
