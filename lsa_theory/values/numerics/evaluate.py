"""An expression without expectations in floating point, at arrays off which its dimensions are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from lsa_theory.errors import InvalidArgument, ShapeMismatch, UnsupportedExpression
from lsa_theory.expressions.expression import Dimension, Expression, Symbol
from lsa_theory.expressions.traversal import constituents
from lsa_theory.values.arithmetic.plain import Plain
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance, Letter
from lsa_theory.values.numerics.given import Values, given
from lsa_theory.values.program import Program
from lsa_theory.values.refusals import NotApplicable

Array = np.ndarray[Any, np.dtype[Any]]


def evaluate(expression: Expression, values: Values) -> Array:
    """Return the entries of an expression as an array of shape (rows, cols).

    Parameters
    ----------
    expression : Expression
        Without expectations and derivatives: take `normal(...)` of those first.
    values : mapping of Symbol, or its name, to number or array
        Numbers for scalars and lengths, arrays or nested lists for matrices; a vector may be one-dimensional.
        Dimensions are read off the arrays where they are not given.

    Raises
    ------
    InvalidArgument
        If a symbol has no value, or one that it is declared not to have, see `given`.
    UnknownName
        If a name is that of no symbol in the expression.
    ShapeMismatch
        If two arrays disagree on a dimension.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, positive_definite, trace
    >>> d = dimension("d"); L = positive_definite("Lambda", d)
    >>> float(evaluate(trace(L) / 2, {L: np.eye(3)})[0, 0]), float(evaluate(trace(L) / 2, {"Lambda": [[3]]})[0, 0])
    (1.5, 1.5)
    """
    return Point(given(values, [expression])).evaluate(expression)


class Point:
    """Sizes and arrays read off what was given for symbols: an instance in floating point."""

    def __init__(self, values: Mapping[Symbol, Any]) -> None:
        self._given = dict(values)
        self._values: dict[Letter, Array] = {}
        self._sizes: dict[Symbol, int] = {}
        for symbol, value in values.items():
            array = np.asarray(value, dtype=float)
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

    def moving(
        self, trees: Sequence[Expression], letters: Sequence[Symbol]
    ) -> Callable[[Mapping[Symbol, Any]], list[Any]]:
        """Return the function of some letters, all others as they are here, that evaluates trees; planned once."""
        fixed = Instance(self._sizes, {s: value for s, value in self._values.items() if s not in letters})
        programs: list[Program] = []

        def at(values: Mapping[Symbol, Any]) -> list[Any]:
            try:
                if not programs:
                    programs.append(Program(trees, letters, fixed, Plain()))
                return programs[0]([values[letter] for letter in letters])
            except NotApplicable:
                # Said in the words of who gave the values.
                for tree in trees:
                    Point({**self._given, **values}).evaluate(tree)
                raise

        return at

    def evaluate(self, expression: Expression) -> Array:
        """Return the entries of a tree."""
        try:
            return np.asarray(Evaluator(Plain(), Instance(self._sizes, self._values)).evaluate(expression))
        except NotApplicable as reason:
            parts = constituents([expression])
            missing = sorted(symbol.name for symbol in {*parts.symbols} - {*self._values})
            if missing:
                raise InvalidArgument(f"{missing[0]} has no value; add it to the mapping") from reason
            for size in parts.dimensions:
                self.size(size)
            raise UnsupportedExpression(
                f"{reason}; take normal(...) of the expression first, expectations and gradients are not evaluated here"
            ) from reason
