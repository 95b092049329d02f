"""Both sides of an equality at several random instances in one walk over the trees, each modulo a prime of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np

from lsa_theory.claims.questions.equal import Equal
from lsa_theory.expressions.expression import Expression, Power
from lsa_theory.expressions.operators import At, Gradient
from lsa_theory.expressions.random import Expectation, SumOver
from lsa_theory.expressions.traversal import Constituents
from lsa_theory.values.arithmetic.stacked import Stack
from lsa_theory.values.arithmetic.stacked_field import StackedField
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance, Letter
from lsa_theory.values.instances.residues import draw_residues
from lsa_theory.values.quadrature.cubature import Lattice
from lsa_theory.values.refusals import NotApplicable, SingularInstance
from lsa_theory.values.sizes import Sizes, describe_sizes

# Instances drawn for one that counts. A fractional power asks for residues that are squares: one instance in two for
# each root.
_DRAWS_WITH_ROOTS, _DRAWS = 800, 20
# Drawn at once, at most, where roots reject.
_AHEAD = 200
# Multiplications at once: on large grids the values of all instances together take more memory than they save time.
_TOGETHER = 1e6


Drawn: TypeAlias = dict[Letter, Stack]


class Trials:
    """The sides of one identity at random instances.

    Parameters
    ----------
    identity : Equal
    parts : Constituents
        The letters of both sides.
    field : StackedField
        One prime for each instance that counts; at every size the same ones.
    """

    def __init__(self, identity: Equal, parts: Constituents, field: StackedField) -> None:
        self._parts = parts
        self._primes: list[int] = field.primes.tolist()
        self._fields = {tuple(self._primes): field}
        # Roots are looked at first: they reject most instances, and cost little.
        self._roots = _roots(identity) if parts.has_fractional_powers else []
        self._sides = [identity.left, identity.right]
        self._formulas = identity.formulas

    def agree(self, rng: np.random.Generator, sizes: Sizes, rule: Lattice, reflected: int = 0) -> bool:
        """Whether both sides are equal at one instance for each prime.

        The binary digits of `reflected` say which orthogonal matrices have the determinant -1.

        Raises
        ------
        SingularInstance
            If too few instances have a value.
        """
        wanted = len(self._primes)
        rejecting = self._parts.has_fractional_powers
        each = _DRAWS_WITH_ROOTS if rejecting else _DRAWS
        drawn, found, ahead, reason = 0, 0, self._at_once(sizes, rule), ""
        while found < wanted:
            # As many for each that counts: where none has a value, that is soon known.
            left = each * (found + 1) - drawn
            if left <= 0:
                raise SingularInstance(
                    f"no instance was found in {drawn} draws at {describe_sizes([sizes])}: {reason}"
                )
            count = min(ahead, left) if rejecting else min(ahead, left, wanted - found)
            chosen = [self._primes[(found + k) % wanted] for k in range(count)]
            drawn += len(chosen)
            if rejecting:
                ahead = min(2 * ahead, _AHEAD)
            try:
                instances = draw_residues(rng, self._parts, sizes, chosen, reflected)
                kept = self._rooted(instances, chosen, sizes, rule)
                if len(kept) < len(chosen):
                    instances, chosen = _chosen(instances, kept), [chosen[k] for k in kept]
                equal, reason = self._equal(instances, chosen, sizes, rule)
            except SingularInstance as error:
                reason = str(error)
                continue
            if not all(equal):
                return False
            found += len(equal)
        return True

    def _at_once(self, sizes: Sizes, rule: Lattice) -> int:
        """Return how many instances are looked at in one walk."""
        try:
            work = sum(work.at(sizes, rule, 0.0) for work in self._formulas.works)
        except NotApplicable:
            return len(self._primes)
        return max(1, min(len(self._primes), int(_TOGETHER / max(work, 1.0))))

    def _modulo(self, primes: Sequence[int]) -> StackedField:
        # Constants are kept for the groups of primes that come again and again.
        key = tuple(primes)
        field = self._fields.get(key)
        if field is None:
            field = StackedField(primes)
            if len(primes) <= len(self._primes):
                self._fields[key] = field
        return field.again()

    def _rooted(self, instances: Drawn, primes: Sequence[int], sizes: Sizes, rule: Lattice) -> list[int]:
        """Return which instances have all roots."""
        if not self._roots:
            return list(range(len(primes)))
        field = self._modulo(primes)
        self._values(self._roots, field, instances, sizes, rule)
        kept: list[int] = np.flatnonzero(~field.failed).tolist()
        return kept

    def _equal(
        self, instances: Drawn, primes: Sequence[int], sizes: Sizes, rule: Lattice
    ) -> tuple[list[bool], str]:
        """Return whether the sides are equal at each instance that has a value."""
        field = self._modulo(primes)
        try:
            left, right = self._values(self._sides, field, instances, sizes, rule)
        except (SingularInstance, NotApplicable):
            # What is computed on after one has failed may look like no covariance; alone, each is judged by itself.
            if field.failed.all() or not field.failed.any():
                raise
            return self._one_by_one(instances, primes, sizes, rule)
        same = np.broadcast_to((left == right).all(axis=(0, 1)), field.failed.shape)
        return same[
            ~field.failed
        ].tolist(), "a number that is inverted vanishes, or one below a root is no square"

    def _one_by_one(
        self, instances: Drawn, primes: Sequence[int], sizes: Sizes, rule: Lattice
    ) -> tuple[list[bool], str]:
        equal, reason = [], ""
        for k, prime in enumerate(primes):
            try:
                found, _ = self._equal(_chosen(instances, [k]), [prime], sizes, rule)
            except SingularInstance as error:
                reason = str(error)
                continue
            equal += found
        return equal, reason

    def _values(
        self,
        trees: Sequence[Expression],
        field: StackedField,
        instances: Drawn,
        sizes: Sizes,
        rule: Lattice,
    ) -> list[Any]:
        evaluator = Evaluator(field, Instance(dict(sizes), instances), rule)
        return evaluator.evaluate_all(trees, self._formulas.alike, self._formulas.degrees)


def _chosen(instances: Drawn, places: list[int]) -> Drawn:
    return {letter: Stack(stack.values[..., places]) for letter, stack in instances.items()}


def _roots(identity: Equal) -> list[Power]:
    """Return the roots that stand in no scope of their own: cheap to look at, they reject most instances."""
    found: dict[Power, None] = {}
    stack: list[Expression] = [identity.left, identity.right]
    while stack:
        node = stack.pop()
        if isinstance(node, Power) and node.exponent.denominator != 1:
            found.setdefault(node)
        elif not isinstance(node, At | Gradient | Expectation | SumOver):
            stack.extend(node.children)
    return list(found)
