"""Expectations by drawing: all sources of an expectation are drawn together, prompt by prompt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, assert_never

import numpy as np

from lsa_theory.expressions.analysis.block_norm import BlockNorm
from lsa_theory.expressions.analysis.kinds import Applied, Determinant, Pi
from lsa_theory.expressions.entrywise.arrays import Array
from lsa_theory.expressions.entrywise.elementwise import UnitVector
from lsa_theory.expressions.entrywise.products import Hadamard, Ones
from lsa_theory.expressions.expression import (
    Expression,
    Identity,
    Number,
    Power,
    Product,
    Scale,
    Sum,
    Symbol,
    SymbolicPower,
    Trace,
    Transpose,
    Zero,
)
from lsa_theory.expressions.functions import NegativeEigenvalues, OperatorNorm, Rank
from lsa_theory.expressions.laws.coordinates import Coordinate, IndependentCoordinates
from lsa_theory.expressions.laws.elliptical import Elliptical
from lsa_theory.expressions.laws.orthogonal import Orthogonal
from lsa_theory.expressions.nodes import known
from lsa_theory.expressions.operators import At, Gradient
from lsa_theory.expressions.random import Column, Expectation, Position, RandomVector, SampleMatrix, SumOver
from lsa_theory.expressions.traversal import everything, parts_of
from lsa_theory.values.alike import Alike, alike
from lsa_theory.values.arithmetic.prompts import Prompts
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.frames import check_columns
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.quadrature.laws import LawAt, transform, triangular
from lsa_theory.values.refusals import NotApplicable
from lsa_theory.values.scope import Scope, size_of
from lsa_theory.verification.witnesses.simulation.known_error import check_error
from lsa_theory.verification.witnesses.simulation.other_laws import (
    drawn_coordinates,
    drawn_scales,
    orthonormal_columns,
)
from lsa_theory.verification.witnesses.simulation.shifted import Shifted, independent


class MonteCarlo(Evaluator):
    """Replaces each expectation by the mean over drawn prompts; the same draws for the same vector.

    Parameters
    ----------
    instance : Instance
    rng : numpy.random.Generator or Shifted
        Draws the prompts.
    prompts : int
        How many.
    still : Still, optional
        What is the same for all prompts at this instance, computed once for many groups of prompts.
    groups : int
        Means are over so many equal parts of the prompts, each by itself: a walk over the tree serves several groups.
    """

    # A prompt draws the law first, then what has it.
    random_laws = True
    # An axis for the prompts is all that its arithmetic has.
    many_moves = False

    def __init__(
        self,
        instance: Instance,
        rng: np.random.Generator | Shifted,
        prompts: int,
        still: Still | None = None,
        groups: int = 1,
    ) -> None:
        super().__init__(Prompts(), instance)
        self._groups = groups
        self._rng = rng
        self._prompts = prompts
        self._still = still
        self._checked: set[int] = still.checked if still is not None else set()
        self._drawn: dict[tuple[RandomVector | SampleMatrix, int], Any] = {}
        # Equal draws wherever a vector occurs: an interpolated gradient differentiates one function.
        self._standard: dict[tuple[RandomVector | SampleMatrix, int], Any] = {}
        self._scales: dict[tuple[RandomVector | SampleMatrix, int], Any] = {}

    def evaluate(self, expression: Expression, shared: Alike | None = None) -> Any:
        """Return the value, of shape (rows, cols), with means over the prompts for expectations."""
        if shared is None and self._still is not None and expression is self._still.tree:
            shared = self._still.shared
        return super().evaluate(expression, shared)[..., 0]

    def estimates(self, expression: Expression) -> Any:
        """Return the values, of shape (groups, rows, cols), one for each group of prompts."""
        shared = None
        if self._still is not None and expression is self._still.tree:
            shared = self._still.shared
        values = super().evaluate(expression, shared)
        return np.moveaxis(np.broadcast_to(values, (*values.shape[:-1], self._groups)), -1, 0)

    def _expectation(self, node: Expectation, scope: Scope) -> Any:
        if id(node) not in self._checked:
            check_error(node, scope, self._value)
            inner: Expression = node
            while isinstance(inner, Expectation):
                # Averages right after one another are looked at together.
                self._checked.add(id(inner))
                inner = inner.body
        values = dict(scope.values)
        for source in node.over:
            values[source] = self._draw(source, scope)
        found = self._value(node.body, scope.bind(values=values))
        if found.shape[-1] == 1:
            return found
        return found.reshape((*found.shape[:-1], self._groups, -1)).mean(axis=-1)

    def _gradient_by_duals(self, node: Gradient, scope: Scope) -> Any:
        raise NotApplicable("the gradient of what is no polynomial is not drawn")

    def _value(self, node: Expression, scope: Scope) -> Any:
        if self._still is not None and id(node) in self._still.values:
            return self._still.values[id(node)]
        return super()._value(node, scope)

    def _draw(self, source: RandomVector | SampleMatrix, scope: Scope) -> Any:
        if self._still is None or source not in self._still.sources:
            return self._transformed(source, scope)
        # An interpolated gradient asks for the same draws at every step; a substitution may change the length.
        key = source, size_of(source.cols, scope)
        if key not in self._drawn:
            self._drawn[key] = self._transformed(source, scope)
        return self._drawn[key]

    def _transformed(self, source: RandomVector | SampleMatrix, scope: Scope) -> Any:
        if isinstance(source.law, IndependentCoordinates):
            return self._coordinates(source, source.law.coordinate, scope)
        if isinstance(source.law, Orthogonal):
            return self._frame(source, scope)
        law, lower, variances = self._factored(source, scope)
        shape = (len(variances), law.count, self._prompts)
        key = source, law.count
        if key not in self._standard:
            self._standard[key] = self._rng.standard_normal(shape)
        standard = self._standard[key]
        if isinstance(source.law, Elliptical):
            if key not in self._scales:
                self._scales[key] = drawn_scales(
                    source.law, standard, independent(self._rng), lambda tree: self._number(tree, scope)
                )
            standard = standard * self._scales[key]
        deviations = np.sqrt(np.maximum(np.concatenate(variances), 0.0))
        return transform(self.arithmetic, lower, law.mean, standard * deviations)

    def _coordinates(self, source: RandomVector | SampleMatrix, coordinate: Coordinate, scope: Scope) -> Any:
        key = source, size_of(source.cols, scope)
        if key not in self._standard:
            shape = (size_of(source.rows, scope), key[1], self._prompts)
            self._standard[key] = drawn_coordinates(
                coordinate, shape, independent(self._rng), lambda tree: self._number(tree, scope)
            )
        return self._standard[key]

    def _frame(self, source: RandomVector | SampleMatrix, scope: Scope) -> Any:
        rows, cols = size_of(source.rows, scope), size_of(source.cols, scope)
        key = source, cols
        if key not in self._standard:
            check_columns(rows, cols, source.name)
            normal = self._rng.standard_normal((rows, cols, self._prompts))
            self._standard[key] = orthonormal_columns(normal)
        return self._standard[key]

    def _number(self, tree: Expression, scope: Scope) -> float:
        return float(self._value(tree, scope)[0, 0, 0])

    def _factored(self, source: RandomVector | SampleMatrix, scope: Scope) -> tuple[LawAt, Any, Any]:
        """Return the law and its factor; of a law that never changes, the one computed first."""
        known = self._still.laws if self._still is not None and source in self._still.sources else {}
        key = source, size_of(source.cols, scope)
        if key not in known:
            law = self._law(source, scope)
            known[key] = (law, *triangular(self.arithmetic, law.covariance, law.name))
        return known[key]


class Still:
    """The parts of a formula that neither the prompts nor an operator inside it change.

    A part counts if it holds nothing random and no symbol that some `At` or `Gradient` of the formula moves; it
    then has one value wherever it stands.
    """

    def __init__(self, tree: Expression, instance: Instance) -> None:
        nodes = list(everything([tree]))
        moved = {n.symbol for n in nodes if isinstance(n, Gradient)}
        moved |= {symbol for n in nodes if isinstance(n, At) for symbol, _ in n.values}
        self.sources = {
            n
            for n in nodes
            if isinstance(n, RandomVector | SampleMatrix) and not _changes(parts_of(n), moved)
        }
        self.laws: dict[tuple[RandomVector | SampleMatrix, int], tuple[LawAt, Any, Any]] = {}
        # Expectations whose means are known to have an error that is known.
        self.checked: set[int] = set()
        evaluator = MonteCarlo(instance, np.random.default_rng(0), 1)
        self.values: dict[int, Any] = {}
        # The tree is kept alive, so that the identities of its nodes stay theirs.
        self.tree = tree
        self.shared = alike([tree])
        stack = [tree]
        while stack:
            node = stack.pop()
            if _changes([node], moved):
                stack.extend(parts_of(node))
            elif node.children and id(node) not in self.values:
                self.values[id(node)] = Evaluator.evaluate(evaluator, node, self.shared)


# What changes from prompt to prompt or from place to place.
_CHANGING = RandomVector | SampleMatrix | Column | UnitVector | Position | Expectation | SumOver


def _changes(nodes: Sequence[Expression], moved: set[Symbol]) -> bool:
    return any(isinstance(n, _CHANGING) or n in moved for n in everything(list(nodes)))


_FUNCTIONS: dict[type, str] = {
    OperatorNorm: "a norm",
    BlockNorm: "a norm",
    Rank: "a rank",
    Determinant: "a determinant",
}


def expectations_in(node: Expression) -> int:
    """Return the degree in expectations: 1 where a mean over prompts in their place is unbiased, 0 for none.

    Raises
    ------
    NotApplicable
        If expectations are multiplied, inverted or nested.
    """
    node = known(node)
    match node:
        case Number() | Symbol() | Identity() | Zero() | Array() | Ones() | UnitVector() | Position():
            return 0
        case RandomVector() | SampleMatrix() | Column():
            return 0
        case (
            OperatorNorm()
            | BlockNorm()
            | Rank()
            | NegativeEigenvalues()
            | Applied()
            | Determinant()
            | Pi()
            | SymbolicPower()
        ):
            if any(map(expectations_in, node.children)):
                raise NotApplicable(
                    f"{_FUNCTIONS.get(type(node), 'a function')} of an expectation is not estimated without bias"
                )
            return 0
        case Expectation():
            body = node.body
            while isinstance(body, Expectation):
                # An average over a law's randomness right after the one over what has it: one prompt draws both.
                body = body.body
            if expectations_in(body):
                raise NotApplicable("an expectation within an expectation is not sampled")
            return 1
        case Sum():
            return max(expectations_in(term) for term in node.terms)
        case Scale() | Product() | Hadamard():
            degree = sum(expectations_in(child) for child in node.children)
        case Transpose() | Trace() | SumOver() | Gradient():
            degree = expectations_in(node.children[0])
        case Power():
            degree = expectations_in(node.child)
            if degree and node.exponent != 1:
                raise NotApplicable("a power of an expectation is not estimated without bias")
        case At():
            if any(expectations_in(value) for _, value in node.values):
                raise NotApplicable(
                    "an expectation is put into a formula, which is not estimated without bias"
                )
            degree = expectations_in(node.body)
        case _:
            assert_never(node)
    if degree > 1:
        raise NotApplicable("a product of expectations is not estimated without bias")
    return degree
