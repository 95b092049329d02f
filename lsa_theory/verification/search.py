"""The search for a counterexample: smallest dimensions first, then small integers, exact."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np

from lsa_theory.algebra.expression import Symbol
from lsa_theory.algebra.random import DeclaredMoments, RandomVector, SampleMatrix
from lsa_theory.verification.arithmetic.balls import Balls
from lsa_theory.verification.arithmetic.base import Arithmetic
from lsa_theory.verification.arithmetic.rational import Rationals
from lsa_theory.verification.claims import Identity
from lsa_theory.verification.constituents import Constituents, constituents, everything, free_symbols
from lsa_theory.verification.cubature import Lattice
from lsa_theory.verification.draw import draw_integers
from lsa_theory.verification.evaluate import Evaluator
from lsa_theory.verification.instances import Instance, Letter
from lsa_theory.verification.outcome import Counterexample, SingularInstance
from lsa_theory.verification.sizes import affordable_sizes

# Exact evaluation at one size costs at most a tenth of a second.
_EACH, _TOTAL = 1.5e5, 1e7
# Instances tried at each size: a polynomial that is not zero rarely vanishes at several random ones.
_HEIGHTS = (1, 1, 2, 2, 3, 5, 9)
_DIGITS = 30
_SHRINKS = 200


def find_counterexample(identity: Identity, rng: np.random.Generator) -> Counterexample | None:
    """Search for an exact instance at which the two sides differ.

    Parameters
    ----------
    identity : Identity
        The equality.
    rng : numpy.random.Generator
        Draws the instances.

    Returns
    -------
    Counterexample or None
        With the smallest dimensions at which one is found, in the order of their declaration, then made
        small entry by entry. With fractional powers the values are enclosures that exclude equality.
    """
    parts = constituents([identity.left, identity.right])
    trees = (identity.left, identity.right)
    arithmetic: Arithmetic = Balls(_DIGITS) if parts.has_fractional_powers else Rationals()
    sizes = affordable_sizes(
        parts.dimensions, trees, Lattice(), each=_EACH, total=_TOTAL, largest=4, most=64, overhead=20.0
    )
    laws = [Lattice()]
    if any(_only_moments(node) for node in everything(list(trees))):
        laws.append(Lattice(skewed=True))
    for chosen in sorted(sizes, key=lambda s: tuple(s.values())):
        for law in laws:
            trial = _Trial(identity, parts, arithmetic, law)
            for height in _HEIGHTS:
                instance = draw_integers(rng, parts, chosen, height)
                if trial.differs(instance):
                    return trial.report(trial.shrink(instance))
    return None


class _Trial:
    """One arithmetic and one way of realising the laws."""

    def __init__(
        self, identity: Identity, parts: Constituents, arithmetic: Arithmetic, rule: Lattice
    ) -> None:
        self._identity = identity
        self._parts = parts
        self._arithmetic = arithmetic
        self._rule = rule

    def sides(self, instance: Instance) -> tuple[Any, Any]:
        """Return the values of both sides."""
        evaluator = Evaluator(self._arithmetic, instance, self._rule)
        return evaluator.evaluate(self._identity.left), evaluator.evaluate(self._identity.right)

    def differs(self, instance: Instance) -> bool:
        """Whether the sides are certainly different."""
        try:
            left, right = self.sides(instance)
        except SingularInstance:
            return False
        pairs = zip(left.flat, right.flat, strict=True)
        if self._arithmetic.exact:
            return any(a != b for a, b in pairs)
        return any(not a.overlaps(b) for a, b in pairs)

    def shrink(self, instance: Instance) -> Instance:
        """Replace entries by smaller ones as long as the sides still differ."""
        tries = 0
        progress = True
        while progress and tries < _SHRINKS:
            progress = False
            for candidate in _smaller(instance, self._parts):
                tries += 1
                if self.differs(candidate):
                    instance, progress = candidate, True
                    break
                if tries >= _SHRINKS:
                    break
        return instance

    def report(self, instance: Instance) -> Counterexample:
        """Return the instance and both values, as text."""
        left, right = self.sides(instance)
        with self._arithmetic.at_work():
            difference = left - right
        free = free_symbols(self._identity.left) | free_symbols(self._identity.right)
        law = ""
        if any(_only_moments(n) for n in everything([self._identity.left, self._identity.right])):
            law = (
                "independent two-point components (1 with probability D/(1+D), else -D; variance D)"
                if self._rule.skewed
                else "Gaussian"
            )
        return Counterexample(
            sizes={symbol.name: size for symbol, size in instance.sizes.items()},
            values={
                letter.name: _text(value)
                for letter, value in instance.values.items()
                if not isinstance(letter, Symbol) or letter in free
            },
            left=_text(left),
            right=_text(right),
            difference=_text(difference),
            part=self._identity.part,
            law=law,
            kind="exact" if self._arithmetic.exact else "enclosed",
        )


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


def _only_moments(node: object) -> bool:
    return isinstance(node, RandomVector | SampleMatrix) and isinstance(node.law, DeclaredMoments)


def _text(matrix: Any) -> tuple[tuple[str, ...], ...]:
    rows = matrix.tolist() if hasattr(matrix, "tolist") else matrix
    return tuple(tuple(str(value) for value in row) for row in rows)
