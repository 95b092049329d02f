"""Formulas that are evaluated at one instance after the other, in one arithmetic or several.

At the first instance the trees are walked over; from the second on it pays to have planned the steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from lsa_theory.expressions.expression import Expression
from lsa_theory.expressions.traversal import Constituents, constituents, everything
from lsa_theory.values.alike import alike
from lsa_theory.values.arithmetic.base import Arithmetic
from lsa_theory.values.degree import Degrees
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.program import Program
from lsa_theory.values.quadrature.laws import Rule
from lsa_theory.values.work import Work


class Formulas:
    """Some trees, with what they share computed once, and what was found of them kept for all who ask.

    Parameters
    ----------
    trees : expressions

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, matrix, trace
    >>> from lsa_theory.values.arithmetic.rational import Rationals
    >>> d = dimension("d"); A = matrix("A", d)
    >>> formulas = Formulas([trace(A), trace(A @ A)])
    >>> [v.item() for v in formulas.values(Rationals(), Instance({d: 1}, {A: [[3]]}))]
    [3, 9]
    """

    def __init__(self, trees: Sequence[Expression]) -> None:
        self.trees = tuple(trees)
        self.alike, self.degrees = alike(self.trees), Degrees()
        self._program: Program | None = None
        self._looked_at = False

    @cached_property
    def nodes(self) -> tuple[Expression, ...]:
        """Every node of the trees, once."""
        return tuple(everything(self.trees))

    @cached_property
    def parts(self) -> Constituents:
        """The letters of all trees."""
        return constituents(self.trees)

    @cached_property
    def works(self) -> tuple[Work, ...]:
        """What each tree takes to evaluate."""
        return tuple(Work(tree, self.degrees) for tree in self.trees)

    def values(self, ring: Arithmetic, instance: Instance, rule: Rule | None = None) -> list[Any]:
        """Return the values of all trees.

        Raises
        ------
        NotApplicable, SingularInstance
            If one of them has no value there.
        """
        if not self.trees:
            return []
        if not self._looked_at:
            self._looked_at = True
            return Evaluator(ring, instance, rule).evaluate_all(self.trees, self.alike, self.degrees)
        if self._program is None or self._program.fixed != instance.values.keys():
            # Planned apart from being evaluated: where there is no value here, there may be one at the next instance.
            self._program = Program(
                self.trees, [], instance, ring, rule, self.alike, self.degrees, evaluated=False
            )
        return self._program.at(instance, ring, rule)([])
