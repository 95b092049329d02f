"""Determinants in any arithmetic, by sums and products alone."""

from __future__ import annotations

from typing import Any


def by_minors(ring: Any, matrix: Any) -> Any:
    """Return a determinant by Laplace's expansion, each minor once: sums and products alone, no pivot is chosen."""
    size = ring.shape(matrix)[-1]

    def entry(i: int, j: int) -> Any:
        return ring.entries(matrix, (..., slice(i, i + 1), slice(j, j + 1)))

    # The minors of the last rows, by the columns that are left, as a bit mask.
    minors: dict[int, Any] = {0: ring.number(1)}
    for row in reversed(range(size)):
        grown: dict[int, Any] = {}
        for columns, minor in minors.items():
            for j in range(size):
                if columns >> j & 1:
                    continue
                crossed = (columns & ((1 << j) - 1)).bit_count()
                term = ring.multiply(entry(row, j), minor)
                if crossed % 2:
                    term = ring.multiply(ring.number(-1), term)
                key = columns | 1 << j
                grown[key] = term if key not in grown else ring.add(grown[key], term)
        minors = grown
    return minors[(1 << size) - 1]
