"""Simple instances, tried before random ones: zeros, identities, units, ones and shifts.

Many statements fail first at such a place, and a counterexample of zeros and ones needs no making smaller.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from heapq import nsmallest
from itertools import islice, product
from typing import Any

from lsa_theory.expressions.expression import Dimension, Symbol
from lsa_theory.expressions.traversal import Constituents
from lsa_theory.values.instances.instance import Instance, Letter

Matrix = list[list[Any]]
# With many letters only the first combinations are tried; random instances follow.
_MOST = 96


def corners(parts: Constituents, sizes: Mapping[Symbol, int]) -> Iterator[Instance]:
    """Yield instances with simple entries.

    >>> from lsa_theory.expressions import dimension, matrix, trace
    >>> from lsa_theory.expressions.traversal import constituents
    >>> d = dimension("d"); A = matrix("A", d)
    >>> [c.values[A] for c in islice(corners(constituents([trace(A)]), {d: 2}), 2)]
    [[[1, 0], [0, 1]], [[0, 0], [0, 0]]]
    """
    letters: tuple[Letter, ...] = (*parts.unbound, *parts.symbols)

    def size(dimension: Dimension) -> int:
        return dimension if isinstance(dimension, int) else sizes[dimension]

    choices = [_choices(letter, size(letter.rows), size(letter.cols)) for letter in letters]
    for order in _orders(tuple(map(len, choices))):
        values = {letter: c[k] for letter, c, k in zip(letters, choices, order, strict=True)}
        yield Instance(dict(sizes), values)


@lru_cache(maxsize=64)
def _orders(counts: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    """Return combinations of choices: those that differ from the first one in few places come first."""
    every = islice(product(*map(range, counts)), 20_000)
    return tuple(nsmallest(_MOST, every, key=lambda order: (sum(k > 0 for k in order), order)))


def _choices(letter: Letter, rows: int, cols: int) -> list[Matrix]:
    symbol = letter if isinstance(letter, Symbol) else None
    if symbol is not None and symbol.is_scalar:
        values = (1, 2, Fraction(1, 2)) if symbol.structure == "positive" else (1, 0, -1, 2, Fraction(1, 2))
        return [[[v]] for v in values]
    unit = _made(rows, cols, lambda i, j: int(i == j))
    if symbol is not None and symbol.is_symmetric:
        rising = _made(rows, cols, lambda i, j: (i + 1) * (i == j))
        if symbol.structure == "positive definite":
            return [unit, rising, *([] if symbol.family else [_made(rows, cols, lambda i, j: 1 + (i == j))])]
        mixed = _made(rows, cols, lambda i, j: (-1) ** i * (i == j))
        dense = [] if symbol.family else [_made(rows, cols, lambda i, j: 1)]
        return [unit, _made(rows, cols, lambda i, j: 0), _negative(unit), mixed, *dense]
    ones = _made(rows, cols, lambda i, j: 1)
    shift = _made(rows, cols, lambda i, j: int(j == i + 1))
    return [unit, _made(rows, cols, lambda i, j: 0), ones, shift, _negative(unit)]


def _made(rows: int, cols: int, entry: Any) -> Matrix:
    return [[entry(i, j) for j in range(cols)] for i in range(rows)]


def _negative(matrix: Matrix) -> Matrix:
    return [[-value for value in row] for row in matrix]
