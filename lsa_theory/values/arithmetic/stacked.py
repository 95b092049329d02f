"""Several instances at once: the last axis of every value runs over them, behind rows and columns.

A walk over a tree costs far more than a product of small matrices, and one walk serves all instances. Broadcasting
aligns the last axes, so an axis of length one stands for what is alike in all of them, and the points of an expectation
keep their own axes in front.
"""

# What the methods do is documented once, on Arithmetic.
# ruff: noqa: D102

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from lsa_theory.values.arithmetic.base import Arithmetic


@dataclass(frozen=True, eq=False)
class Stack:
    """The values of one letter at all instances, of shape (rows, cols, instances), as the arithmetic has them."""

    values: Any


class Stacked(Arithmetic):
    """What only moves entries about, for values of shape (..., rows, cols, instances or 1)."""

    def shape(self, a: Any) -> tuple[int, ...]:
        shape: tuple[int, ...] = a.shape[:-1]
        return shape

    def transpose(self, a: Any) -> Any:
        return a.swapaxes(-3, -2)

    def reshape(self, a: Any, shape: tuple[int, ...]) -> Any:
        return a.reshape((*shape, a.shape[-1]))

    def entries(self, a: Any, index: Any) -> Any:
        behind = isinstance(index, tuple) and index[0] is ...
        return a[(*index, slice(None))] if behind else a[index]

    def stack_rows(self, rows: Any) -> Any:
        widths = [row.shape[-1] for row in rows]
        widest = max(widths)
        if min(widths) != widest:
            rows = [np.broadcast_to(row, (*row.shape[:-1], widest)) for row in rows]
        return np.concatenate(rows, axis=-3)
