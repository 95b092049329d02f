"""Formulas that are evaluated at one instance after the other, in one arithmetic or several.

At the first instance the trees are walked over; from the second on it pays to have planned the steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lsa_theory.expressions.expression import Expression
from lsa_theory.values.alike import alike
from lsa_theory.values.arithmetic.base import Arithmetic
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.program import Program
from lsa_theory.values.quadrature.laws import Rule


class Formulas:
    """Some trees, with what they share computed once.

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
        self._trees = tuple(trees)
        self._alike = alike(self._trees)
        self._program: Program | None = None
        self._looked_at = False

    def values(self, ring: Arithmetic, instance: Instance, rule: Rule | None = None) -> list[Any]:
        """Return the values of all trees.

        Raises
        ------
        NotApplicable, SingularInstance
            If one of them has no value there.
        """
        if not self._looked_at:
            self._looked_at = True
            return Evaluator(ring, instance, rule).evaluate_all(self._trees, self._alike)
        if self._program is None or self._program.fixed != instance.values.keys():
            self._program = Program(self._trees, [], instance, ring, rule, self._alike)
            return self._program([])
        return self._program.at(instance, ring, rule)([])
