"""Random instances for a prime field, several at once, each modulo a prime of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from lsa_theory.expressions.expression import Symbol
from lsa_theory.expressions.traversal import Constituents
from lsa_theory.values.arithmetic.field import PrimeField
from lsa_theory.values.arithmetic.stacked import Stack
from lsa_theory.values.arithmetic.stacked_field import StackedField
from lsa_theory.values.instances.frames import frame
from lsa_theory.values.instances.instance import Letter
from lsa_theory.values.instances.random_instances import Maker, assembled, diagonal, rotation

# Drawn at once: one by one, drawing takes as long as evaluating does.
_BLOCK = 16


def draw_residues(
    rng: np.random.Generator,
    parts: Constituents,
    sizes: Mapping[Symbol, int],
    primes: Sequence[int],
    reflected: int = 0,
) -> dict[Letter, Stack]:
    """Draw every entry uniformly, at one instance for each prime.

    A positive scalar and the eigenvalues of a matrix below a fractional power are squares, so that their roots exist.
    The binary digits of `reflected` say which orthogonal matrices have the determinant -1.

    Returns
    -------
    dict of (rows, cols, instances) arrays

    Raises
    ------
    SingularInstance
        If a matrix has more orthonormal columns than rows.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, matrix, trace
    >>> from lsa_theory.expressions.traversal import constituents
    >>> d = dimension("d"); A = matrix("A", d)
    >>> drawn = draw_residues(np.random.default_rng(0), constituents([trace(A)]), {d: 2}, [11, 23, 47])
    >>> drawn[A].values.shape
    (2, 2, 3)
    """
    drawn = assembled(parts, sizes, _Residues(rng, primes, reflected))
    return {letter: Stack(np.array(value, dtype=np.int64)) for letter, value in drawn.items()}


class _Residues(Maker):
    """An entry is an array, with the residues of all instances."""

    def __init__(self, rng: np.random.Generator, primes: Sequence[int], reflected: int) -> None:
        self._rng = rng
        self._primes = np.array(primes, dtype=np.int64)
        self._fields = [PrimeField(prime) for prime in primes]
        self._reflected = reflected
        self._left: list[Any] = []
        self._rotations: dict[str, Any] = {}
        self.zero = np.zeros(len(primes), dtype=np.int64)

    def entry(self, positive: bool) -> Any:
        if not self._left:
            self._left = list(self._rng.integers(1, self._primes, size=(_BLOCK, len(self._primes))))
        value = self._left.pop()
        return value * value % self._primes if positive else value

    def turned(self, family: str, spectrum: Sequence[Any]) -> Any:
        rows, ring = len(spectrum), StackedField(self._primes.tolist())
        if family not in self._rotations:
            each = [field.array(np.array(rotation(self._rng, rows), dtype=object)) for field in self._fields]
            self._rotations[family] = np.stack(each, axis=-1)
        turn = self._rotations[family]
        straight = np.array(diagonal(spectrum, self.zero), dtype=np.int64)
        return ring.matmul(ring.matmul(turn, straight), ring.transpose(turn))

    def frame(self, rows: int, cols: int, place: int, name: str) -> Any:
        each = []
        for field in self._fields:
            numbers = iter(self._rng.integers(1, field.prime, size=rows * rows).tolist())
            turned = frame(rows, cols, lambda: next(numbers), bool(self._reflected >> place & 1), name)  # noqa: B023
            each.append(field.array(np.array(turned, dtype=object)))
        return np.stack(each, axis=-1)

    def definite(self, rows: int) -> Any:
        # No residue is positive; an identity in the entries of positive definite matrices is one in all symmetric ones.
        return self.symmetric(rows)
