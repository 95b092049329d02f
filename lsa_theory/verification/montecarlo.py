"""Expectations by drawing: all sources of an expectation are drawn together, prompt by prompt."""

from __future__ import annotations

from typing import Any

import numpy as np

from lsa_theory.algebra.expression import (
    Expression,
    Identity,
    Number,
    Power,
    Product,
    Scale,
    Sum,
    Symbol,
    Trace,
    Transpose,
    Zero,
)
from lsa_theory.algebra.operators import At, Gradient
from lsa_theory.algebra.random import Expectation, RandomVector, SampleMatrix, SumOver
from lsa_theory.verification.arithmetic.prompts import Prompts
from lsa_theory.verification.evaluate import Evaluator
from lsa_theory.verification.instances import Instance
from lsa_theory.verification.laws import transform, triangular
from lsa_theory.verification.outcome import NotApplicable
from lsa_theory.verification.scope import Scope


class MonteCarlo(Evaluator):
    """Replaces each expectation by the mean over drawn prompts; the same draws for the same vector.

    Parameters
    ----------
    instance : Instance
    rng : numpy.random.Generator
        Draws the prompts.
    prompts : int
        How many.
    """

    def __init__(self, instance: Instance, rng: np.random.Generator, prompts: int) -> None:
        super().__init__(Prompts(), instance)
        self._rng = rng
        self._prompts = prompts
        # Equal draws wherever a vector occurs: an interpolated gradient differentiates one function.
        self._standard: dict[RandomVector | SampleMatrix, Any] = {}

    def evaluate(self, expression: Expression) -> Any:
        """Return the value, of shape (rows, cols), with means over the prompts for expectations."""
        return super().evaluate(expression)[..., 0]

    def _expectation(self, node: Expectation, scope: Scope) -> Any:
        values = dict(scope.values)
        for source in node.over:
            values[source] = self._draw(source, scope)
        return self._value(node.body, scope.bind(values=values)).mean(axis=-1, keepdims=True)

    def _draw(self, source: RandomVector | SampleMatrix, scope: Scope) -> Any:
        law = self._law(source, scope)
        lower, variances = triangular(self.arithmetic, law.covariance, law.name)
        shape = (len(variances), law.count, self._prompts)
        if source not in self._standard:
            self._standard[source] = self._rng.standard_normal(shape)
        deviations = np.sqrt(np.maximum(np.concatenate(variances), 0.0))
        return transform(self.arithmetic, lower, law.mean, self._standard[source] * deviations)


def expectations_in(node: Expression) -> int:
    """Return the degree in expectations: 1 where a mean over prompts in their place is unbiased, 0 for none.

    Raises
    ------
    NotApplicable
        If expectations are multiplied, inverted or nested.
    """
    match node:
        case Number() | Symbol() | Identity() | Zero() | RandomVector() | SampleMatrix():
            return 0
        case Expectation():
            if expectations_in(node.body):
                raise NotApplicable("an expectation within an expectation is not sampled")
            return 1
        case Sum():
            return max(expectations_in(term) for term in node.terms)
        case Scale() | Product():
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
            return 0
    if degree > 1:
        raise NotApplicable("a product of expectations is not estimated without bias")
    return degree
