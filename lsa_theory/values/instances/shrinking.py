"""Counterexamples made small: entries replaced by smaller ones as long as the statement still fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from lsa_theory.expressions.expression import Symbol
from lsa_theory.expressions.traversal import Constituents
from lsa_theory.values.instances.instance import Instance, Letter

_SHRINKS = 200


def shrink(instance: Instance, parts: Constituents, fails: Callable[[Instance], bool]) -> Instance:
    """Return an instance with smaller entries at which the statement still fails."""
    tries = 0
    progress = True
    while progress and tries < _SHRINKS:
        progress = False
        for candidate in _smaller(instance, parts):
            tries += 1
            if fails(candidate):
                instance, progress = candidate, True
                break
            if tries >= _SHRINKS:
                break
    return instance


def _smaller(instance: Instance, parts: Constituents) -> Iterator[Instance]:
    """Yield instances with one entry (and its mirror image) made smaller; structure is kept."""
    for symbol in (*parts.symbols, *parts.unbound):
        matrix = instance.values[symbol]
        for i, row in enumerate(matrix):
            for j, value in enumerate(row):
                mirrored = isinstance(symbol, Symbol) and symbol.is_symmetric and not symbol.is_scalar
                if mirrored and j < i:
                    continue
                for replacement in _below(Fraction(value)):
                    changed = [list(r) for r in matrix]
                    changed[i][j] = replacement
                    if mirrored:
                        changed[j][i] = replacement
                    if _allowed(symbol, changed, parts):
                        yield Instance(instance.sizes, {**instance.values, symbol: changed})


def _below(value: Fraction) -> list[int]:
    """Return the integers to try for an entry, simplest first: 0, 1, -1, 2, ... of smaller weight."""
    order = (0, 1, -1, 2, -2, 3, -3)
    weight = [abs(k) * 2 + (k < 0) for k in order]
    own = abs(value) * 2 + (value < 0) if value.denominator == 1 else Fraction(100)
    return [k for k, w in zip(order, weight, strict=True) if w < own]


def _allowed(symbol: Letter, matrix: list[list[Any]], parts: Constituents) -> bool:
    if not isinstance(symbol, Symbol):
        return True
    if symbol.structure == "positive":
        return bool(matrix[0][0] > 0)
    if symbol.is_scalar or not symbol.is_symmetric:
        return True
    if symbol.family or symbol in parts.rooted:
        diagonal = all(not value for i, row in enumerate(matrix) for j, value in enumerate(row) if i != j)
        if not diagonal:
            return False
    return symbol.structure != "positive definite" or _is_definite(matrix)


def _is_definite(matrix: list[list[Any]]) -> bool:
    """Sylvester's criterion, exactly."""
    from flint import fmpq, fmpq_mat

    exact = [[fmpq(Fraction(v).numerator, Fraction(v).denominator) for v in row] for row in matrix]
    return all(fmpq_mat([row[:k] for row in exact[:k]]).det() > 0 for k in range(1, len(exact) + 1))


def as_text(matrix: Any) -> tuple[tuple[str, ...], ...]:
    """Return a matrix as rows of printed entries."""
    rows = matrix.tolist() if hasattr(matrix, "tolist") else matrix
    return tuple(tuple(str(value) for value in row) for row in rows)
