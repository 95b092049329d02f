"""The sizes of the blocks of a matrix that stands alone: 0 and I take those of their row and their column."""

from __future__ import annotations

from fractions import Fraction

from lsa_theory.errors import ShapeMismatch
from lsa_theory.expressions.blocks import Block
from lsa_theory.expressions.declare import zero
from lsa_theory.expressions.expression import Dimension, Expression, Number
from lsa_theory.reading.shapes import Multiple, Value, sized

_NOTHING = Number(Fraction(0))


def as_block(grid: list[list[Value]]) -> Block:
    """Return a block matrix whose blocks all have sizes.

    Raises
    ------
    ShapeMismatch
        If the size of a row or a column is not said by any of its blocks.
    """
    heights: list[Dimension | None] = [_first(row, "rows") for row in grid]
    widths: list[Dimension | None] = [_first(column, "cols") for column in zip(*grid, strict=True)]
    # An identity is square: what its row knows its column knows, and the other way round.
    for _ in range(len(grid) * len(grid[0])):
        for i, row in enumerate(grid):
            for j, value in enumerate(row):
                if isinstance(value, Multiple):
                    known = heights[i] if heights[i] is not None else widths[j]
                    heights[i] = widths[j] = known
    rows = []
    for row, height in zip(grid, heights, strict=True):
        blocks = []
        for value, width in zip(row, widths, strict=True):
            if height is None or width is None:
                raise ShapeMismatch(
                    "the size of a row or a column of blocks is not said by any of its blocks"
                )
            shape = zero(height, width)
            nothing = isinstance(value, Expression) and value == _NOTHING
            blocks.append(shape if nothing else sized(value, shape))
        rows.append(tuple(blocks))
    return Block(tuple(rows))


def _first(line: list[Value] | tuple[Value, ...], side: str) -> Dimension | None:
    found = [getattr(v, side) for v in line if isinstance(v, Expression) and v != _NOTHING]
    return found[0] if found else None
