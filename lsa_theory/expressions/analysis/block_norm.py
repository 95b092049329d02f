"""The operator norm of a matrix that is given in blocks; it has a size that no single dimension names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lsa_theory.errors import ShapeMismatch
from lsa_theory.expressions.expression import Dimension, Expression, describe

Rows = tuple[tuple[Expression, ...], ...]


@dataclass(frozen=True, repr=False)
class BlockNorm(Expression, kind=True):
    """The largest singular value of a block matrix."""

    blocks: Rows
    rows: Dimension = 1
    cols: Dimension = 1
    # Its blocks are its children, row by row.
    parts: ClassVar[tuple[str, ...]] = ()

    @property
    def children(self) -> tuple[Expression, ...]:
        """The blocks, row by row."""
        return tuple(block for row in self.blocks for block in row)


def fitting(blocks: Rows) -> Rows:
    """Return rows of blocks, checked.

    Raises
    ------
    ShapeMismatch
        If the heights along a row or the widths along a column differ, or rows are of different lengths.
    """
    first = blocks[0]
    for row in blocks:
        if len(row) != len(first):
            raise ShapeMismatch(f"a row has {len(row)} blocks; the first row has {len(first)}")
        for block, above in zip(row, first, strict=True):
            if block.rows != row[0].rows or block.cols != above.cols:
                raise ShapeMismatch(
                    f"block {describe(block)} does not fit: expected {row[0].rows} rows and {above.cols} columns"
                )
    return blocks
