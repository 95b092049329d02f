"""The relative slack of an inequality in floats, at many instances at once."""

from __future__ import annotations

from typing import Any

import numpy as np

from lsa_theory.claims.questions.at_least import AtLeast
from lsa_theory.expressions.expression import Symbol
from lsa_theory.expressions.laws.orthogonal import Orthogonal
from lsa_theory.expressions.random import Expectation
from lsa_theory.expressions.traversal import everything
from lsa_theory.values.arithmetic.stacked_floats import StackedFloats
from lsa_theory.values.instances.instance import Instance, Letter
from lsa_theory.values.program import Program
from lsa_theory.values.quadrature.cubature import Lattice
from lsa_theory.values.refusals import NotApplicable, SingularInstance
from lsa_theory.values.sizes import Sizes
from lsa_theory.values.work import Work

# A point that breaks a hypothesis, or cannot be evaluated, is worse than any that meets them.
BROKEN, NONE = 2.0, 4.0
# What is below 0 by more than this is looked at exactly.
SUSPICIOUS = 1e-9
# Multiplications for one point, beyond which a size is not searched.
EACH = 3e4
POPULATION, GENERATIONS = 60, 30
# Where expectations are integrated, each instance has many points, and fewer are looked at.
_FEW, _SHORT = 24, 12


class Measured:
    """Slack in double precision; an instance that breaks a hypothesis counts as far from violating."""

    def __init__(self, question: AtLeast) -> None:
        self.tries = 0
        self._strict = question.strict
        trees = [question.larger, question.smaller, *question.given]
        self._works = [Work(tree) for tree in trees]
        self._trees = trees
        self._floats = StackedFloats()
        self._letters: list[Letter] | None = None
        self._program: Program | None = None
        self._programs: dict[tuple[tuple[Symbol, int], ...], Program] = {}
        integrated = any(isinstance(node, Expectation) for node in everything(trees))
        self.population, self.generations = (_FEW, _SHORT) if integrated else (POPULATION, GENERATIONS)

    def _values(self, instance: Instance) -> list[Any]:
        """Return the values of both sides and of the hypotheses."""
        if self._letters is None:
            if any(isinstance(getattr(letter, "law", None), Orthogonal) for letter in instance.values):
                raise NotApplicable("an orthogonal matrix is not moved about in search of an instance")
            self._letters = list(instance.values)
        stacks = [np.asarray(instance.values[s], dtype=float).transpose(1, 2, 0) for s in self._letters]
        place = tuple(instance.sizes.items())
        if place not in self._programs:
            fixed = Instance(instance.sizes, {})
            if self._program is None:
                self._program = Program(self._trees, self._letters, fixed, self._floats, Lattice())
                self._programs[place] = self._program
            else:
                self._programs[place] = self._program.at(fixed)
        return self._programs[place](stacks)

    def is_affordable(self, sizes: Sizes) -> bool:
        """Whether a batch of points is cheap at some sizes: derivatives are taken entry by entry."""
        try:
            return sum(work.at(sizes, Lattice(), 20.0) for work in self._works) <= EACH
        except NotApplicable:
            return False

    def slack(self, instance: Instance) -> Any:
        """Return the relative slack at a batch of points, of shape (n,)."""
        count = len(next(iter(instance.values.values()))) if instance.values else 1
        self.tries += count
        try:
            with np.errstate(all="ignore"):
                larger, smaller, *givens = (
                    np.broadcast_to(v[0, 0], (count,)) for v in self._values(instance)
                )
                weight = np.abs(larger) + np.abs(smaller)
                sound = np.isfinite(weight) & (weight > 0)
                slack = np.where(sound, (larger - smaller) / np.where(sound, weight, 1.0), NONE)
                if self._strict:
                    # Both sides 0: as near to a violation as can be.
                    slack = np.where(weight == 0, 0.0, slack)
                # Where the sides have opposite signs it is 1 throughout; the difference then says where to go.
                apart = np.abs(larger - smaller)
                if (slack == 1.0).any():
                    slack = np.where(slack == 1.0, 1.0 + apart / (1.0 + apart) / 2, slack)
                for given in (g for g in givens if not (g >= 0).all()):
                    slack = np.where(given >= 0, slack, BROKEN + np.tanh(np.nan_to_num(-given, nan=1.0)))
        except (SingularInstance, NotApplicable, np.linalg.LinAlgError):
            return np.full(count, NONE)
        return slack
