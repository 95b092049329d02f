"""Instances that meet hypotheses: simple ones, random ones, and solutions of equations linear in one letter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import chain, islice, product
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat

from lsa_theory.expressions.expression import Expression, Number, Power, Symbol, walk
from lsa_theory.expressions.functions import NegativeEigenvalues
from lsa_theory.expressions.operators import Gradient
from lsa_theory.expressions.random import Expectation
from lsa_theory.expressions.traversal import Constituents, everything
from lsa_theory.values.alike import alike
from lsa_theory.values.arithmetic.rational import Rationals, as_fraction
from lsa_theory.values.arithmetic.stacked_floats import StackedFloats
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.corners import corners
from lsa_theory.values.instances.formulas import Formulas
from lsa_theory.values.instances.instance import Instance, Letter
from lsa_theory.values.instances.random_instances import draw_integers
from lsa_theory.values.instances.together import Together, blocks
from lsa_theory.values.quadrature.cubature import Lattice
from lsa_theory.values.refusals import NotApplicable, SingularInstance
from lsa_theory.values.sizes import Sizes

_HEIGHTS = (1, 1, 1, 2, 2, 3)
_SIMPLE = 10
# How far from its boundary a hypothesis is met on purpose, and at how many instances.
_DISTANCES, _FEW = (Fraction(0), Fraction(1, 2), Fraction(1, 50), Fraction(1, 10**5)), 4
# Values of what the equations leave free.
_FREE = 2
# How near to 0 what vanishes is in floats.
_CLOSE = 1e-6
Matrix = list[list[Any]]


class Hypotheses:
    """Equations, each a difference that must vanish, and scalars that must be at least 0; decided exactly."""

    def __init__(self, equations: Sequence[Expression], signs: Sequence[Expression]) -> None:
        self.equations, self.signs = tuple(equations), tuple(signs)
        self._letters = set(everything([*self.equations]))
        self._ring = Rationals()
        self._shared = alike([*self.equations, *self.signs])
        self._assumed, self._equated = Formulas(self.signs), Formulas(self.equations)
        # What has axes of its own for points or moves has no room for one of solutions, nor has a count.
        alone = Expectation | Gradient | NegativeEigenvalues
        self._in_turn = any(isinstance(node, alone) for node in self._letters)

    def met(self, instance: Instance) -> bool:
        """Whether an instance meets them all; one at which something is not defined meets none."""
        try:
            signs = self._assumed.values(self._ring, instance, Lattice())
            return all(v[0, 0] >= 0 for v in signs) and not any(v != 0 for v in self.residual(instance))
        except (SingularInstance, NotApplicable):
            return False

    def residual(self, instance: Instance) -> list[Any]:
        """Return the entries of every equation's difference."""
        values = self._equated.values(self._ring, instance, Lattice())
        return [entry for value in values for entry in value.flat]

    def _residuals(self, instance: Instance, letter: Letter, given: Sequence[Matrix]) -> list[list[Any]]:
        """Return the residuals with each of some values put for a letter, all in one walk where that can be."""
        if self._in_turn or not isinstance(letter, Symbol):
            return [self.residual(_with(instance, letter, value)) for value in given]
        together = _with(instance, letter, list(given))
        values = self._equated.values(self._ring, together, Lattice())
        alike = [np.broadcast_to(v, (len(given), *v.shape[-2:])) for v in values]
        return [[entry for value in alike for entry in value[k].flat] for k in range(len(given))]

    def _near(self, together: Together) -> list[Instance]:
        """Return those that meet the hypotheses in floats, or may; these are few to look at exactly."""
        instances = together.exact
        if len(instances) < 2:
            return instances
        evaluator = Evaluator(StackedFloats(), together.floats, Lattice())
        try:
            with np.errstate(all="ignore"):
                found = evaluator.evaluate_all([*self.equations, *self.signs], self._shared)
        except (SingularInstance, NotApplicable, np.linalg.LinAlgError):
            return instances
        # What has no value in floats may have one exactly, such as a count.
        gaps, signs = found[: len(self.equations)], found[len(self.equations) :]
        missed = [np.abs(gap) > _CLOSE for gap in gaps] + [sign < -_CLOSE for sign in signs]
        far = np.zeros(len(instances), dtype=bool)
        for mask in missed:
            far |= np.broadcast_to(mask.any(axis=(0, 1)), far.shape)
        return [one for one, misses in zip(instances, far.tolist(), strict=True) if not misses]

    def instances(
        self,
        parts: Constituents,
        sizes: Sizes,
        rng: np.random.Generator,
        simple: Iterable[Together] | None = None,
    ) -> Iterator[Instance]:
        """Yield instances of one size that meet the hypotheses, simple ones first: those given, if there are any."""
        if simple is None:
            simple = blocks(chain(_simple(parts, sizes, rng), self._definite(parts, sizes, rng)))
        met = (i for some in simple for i in self._near(some) if self.met(i))
        # Zeros meet many equations, and seldom tell anything apart: those that are solved for come too.
        yield from islice(met, _SIMPLE if self.equations else None)
        if not self.equations:
            return
        for _ in _HEIGHTS:
            for letter in (s for s in (*parts.symbols, *parts.unbound) if s in self._letters):
                try:
                    drawn = draw_integers(rng, parts, sizes, _FREE)
                    solved = self._solved(drawn, letter, rng)
                except (SingularInstance, NotApplicable):
                    continue
                if solved is not None and self.met(solved):
                    yield solved

    def _definite(self, parts: Constituents, sizes: Sizes, rng: np.random.Generator) -> Iterator[Instance]:
        """Yield instances with positive definite matrices for the symmetric letters whose eigenvalues are counted."""
        counted = {n for sign in self.signs for n in walk(sign) if isinstance(n, NegativeEigenvalues)}
        letters = {n for count in counted for n in walk(count) if isinstance(n, Symbol)}
        inside = [s for s in parts.symbols if s in letters and s.structure == "symmetric" and not s.family]
        if not inside:
            return
        stand_ins = {s: replace(s, structure="positive definite") for s in inside}
        changed = replace(parts, symbols=tuple(stand_ins.get(s, s) for s in parts.symbols))
        for instance in _integers(changed, sizes, rng):
            values = dict(instance.values)
            for own, there in stand_ins.items():
                values[own] = values.pop(there)
            yield Instance(instance.sizes, values)

    def _solved(self, instance: Instance, letter: Letter, rng: np.random.Generator) -> Instance | None:
        """Return the instance with one letter replaced by a random solution; None where there is none."""
        units = _units(letter, instance)
        if not units:
            return None
        zero = _combined(units, [Fraction(0)] * len(units))
        at_zero, *at_units = self._residuals(instance, letter, [zero, *units])
        columns = [[v - base for v, base in zip(values, at_zero, strict=True)] for values in at_units]
        system = fmpq_mat([[*(c[i] for c in columns), -at_zero[i]] for i in range(len(at_zero))])
        reduced, rank = system.rref()
        rows = [[reduced[i, j] for j in range(len(units) + 1)] for i in range(rank)]
        leads = [next(j for j, value in enumerate(row) if value != 0) for row in rows]
        if len(units) in leads:
            return None
        weights = [fmpq(int(rng.integers(-_FREE, _FREE + 1))) for _ in units]
        for row, lead in zip(rows, leads, strict=True):
            free = (row[j] * weights[j] for j in range(len(units)) if j not in leads)
            weights[lead] = row[-1] - sum(free, start=fmpq(0))
        found = _combined(units, [as_fraction(w) for w in weights])
        if isinstance(letter, Symbol) and letter.structure == "positive" and not found[0][0] > 0:
            return None
        return _with(instance, letter, found)


class Boundary:
    """Instances that meet hypotheses, one of the signs with equality, or nearly so.

    What fails only where a scalar that is assumed to be at least 0 vanishes, or is small, is seldom met by chance.
    """

    def __init__(self, equations: Sequence[Expression], signs: Sequence[Expression]) -> None:
        self._whole = Hypotheses(equations, signs)
        self._levels: list[Hypotheses] = []
        for sign, distance in product(signs, _DISTANCES):
            # That something is above 0 is said by its inverse; a count is no equation that could be solved.
            strict = isinstance(sign, Power) and sign.exponent == -1
            scalar = sign.child if isinstance(sign, Power) and strict else sign
            if any(isinstance(node, NegativeEigenvalues) for node in walk(sign)) or (strict and not distance):
                continue
            level = scalar - Number(distance) if distance else scalar
            self._levels.append(Hypotheses([*equations, level], []))

    def instances(self, parts: Constituents, sizes: Sizes, rng: np.random.Generator) -> Iterator[Instance]:
        """Yield instances of one size, a few for each sign and distance."""
        # The same simple ones are tried at every distance from every boundary.
        simple = list(blocks(_simple(parts, sizes, rng))) if self._levels else []
        for level in self._levels:
            found = level.instances(parts, sizes, rng, simple)
            yield from islice((instance for instance in found if self._whole.met(instance)), _FEW)


def _simple(parts: Constituents, sizes: Sizes, rng: np.random.Generator) -> Iterator[Instance]:
    yield from corners(parts, sizes)
    yield from _integers(parts, sizes, rng)


def _integers(parts: Constituents, sizes: Sizes, rng: np.random.Generator) -> Iterator[Instance]:
    for height in _HEIGHTS * 4:
        try:
            yield draw_integers(rng, parts, sizes, height)
        except NotApplicable:
            return


def _units(letter: Letter, instance: Instance) -> list[Matrix]:
    """Return a basis of what a letter may be; none where that is no linear space."""
    if isinstance(letter, Symbol) and (letter.structure == "positive definite" or letter.family):
        return []
    rows, cols = (instance.size(size) for size in letter.shape)
    mirrored = isinstance(letter, Symbol) and letter.is_symmetric and not letter.is_scalar
    places = [(i, j) for i in range(rows) for j in range(cols) if not mirrored or i <= j]
    return [
        [[int((i, j) == place or (mirrored and (j, i) == place)) for j in range(cols)] for i in range(rows)]
        for place in places
    ]


def _combined(units: Sequence[Matrix], weights: Sequence[Fraction]) -> Matrix:
    rows, cols = len(units[0]), len(units[0][0])
    return [
        [
            sum((w * u[i][j] for u, w in zip(units, weights, strict=True)), start=Fraction(0))
            for j in range(cols)
        ]
        for i in range(rows)
    ]


def _with(instance: Instance, letter: Letter, value: Matrix) -> Instance:
    return Instance(instance.sizes, {**instance.values, letter: value})
