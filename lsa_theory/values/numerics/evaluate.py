"""An expression without expectations, evaluated in floating point node by node."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from lsa_theory.errors import InvalidArgument, ShapeMismatch, UnsupportedExpression
from lsa_theory.expressions.expression import (
    Dimension,
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
from lsa_theory.expressions.operators import At

Array = np.ndarray[Any, np.dtype[Any]]


def evaluate(expression: Expression, values: Mapping[Symbol, Any]) -> Array:
    """Return the entries of an expression as an array of shape (rows, cols).

    Parameters
    ----------
    expression : Expression
        Without expectations and derivatives: take `normal(...)` of those first.
    values : mapping of Symbol to number or array
        Numbers for scalars and lengths, arrays for matrices; a vector may be one-dimensional. Dimensions are read
        off the arrays where they are not given.

    Raises
    ------
    InvalidArgument
        If a symbol has no value.
    ShapeMismatch
        If two arrays disagree on a dimension.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, positive_definite, trace
    >>> d = dimension("d"); L = positive_definite("Lambda", d)
    >>> float(evaluate(trace(L) / 2, {L: np.eye(3)})[0, 0])
    1.5
    """
    return Evaluator(values).of(expression)


class Evaluator:
    """Evaluates trees at one set of values."""

    def __init__(self, values: Mapping[Symbol, Any]) -> None:
        self._values: dict[Symbol, Array] = {}
        self._sizes: dict[Symbol, int] = {}
        for symbol, given in values.items():
            array = np.asarray(given, dtype=float)
            array = array.reshape(-1, 1) if symbol.cols == 1 else np.atleast_2d(array)
            if symbol.structure == "dimension":
                self._note(symbol, int(array[0, 0]))
            for size, actual in zip(symbol.shape, array.shape, strict=True):
                if isinstance(size, Symbol):
                    self._note(size, actual)
                elif size != actual:
                    raise ShapeMismatch(f"{symbol.name} has shape {array.shape}; expected {symbol.shape}")
            self._values[symbol] = array

    def _note(self, size: Symbol, actual: int) -> None:
        if self._sizes.setdefault(size, actual) != actual:
            raise ShapeMismatch(
                f"the dimension {size.name} is {self._sizes[size]} by one value and {actual} by another"
            )

    def size(self, dimension: Dimension) -> int:
        """Return the size of a dimension."""
        if isinstance(dimension, int):
            return dimension
        if dimension not in self._sizes:
            raise InvalidArgument(f"the size of {dimension.name} is not known; give it a value")
        return self._sizes[dimension]

    def of(self, node: Expression) -> Array:
        """Return the entries of a tree."""
        match node:
            case Number():
                return np.array([[float(node.value)]])
            case Symbol() if node in self._values:
                return self._values[node]
            case Symbol() if node.structure == "dimension":
                return np.array([[float(self.size(node))]])
            case Symbol():
                raise InvalidArgument(f"{node.name} has no value; add it to the mapping")
            case Identity():
                return np.eye(self.size(node.rows))
            case Zero():
                return np.zeros((self.size(node.rows), self.size(node.cols)))
            case Sum():
                return np.asarray(sum(self.of(term) for term in node.terms))
            case Scale():
                return np.asarray(self.of(node.scalar)[0, 0] * self.of(node.child))
            case Product():
                return np.asarray(self.of(node.left) @ self.of(node.right))
            case Transpose():
                return self.of(node.child).T
            case Trace():
                return np.array([[np.trace(self.of(node.child))]])
            case Power():
                return self._power(node)
            case At():
                inner = Evaluator({})
                inner._sizes = self._sizes
                inner._values = {**self._values, **{s: self.of(v) for s, v in node.values}}
                return inner.of(node.body)
        raise UnsupportedExpression(
            f"{type(node).__name__} is not evaluated in numbers; take normal(...) of the expression first"
        )

    def _power(self, node: Power) -> Array:
        child, exponent = self.of(node.child), node.exponent
        if child.shape == (1, 1):
            return np.asarray(child ** float(exponent))
        if exponent.denominator == 1:
            return np.linalg.matrix_power(child, int(exponent))
        eigenvalues, vectors = np.linalg.eigh(child)
        return np.asarray((vectors * eigenvalues ** float(exponent)) @ vectors.T)
