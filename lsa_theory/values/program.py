"""Formulas at given sizes as a list of steps, for what is evaluated thousands of times.

The steps do what the evaluator does, node by node in the same arithmetic, without looking at the trees again: shared
nodes once, what does not move beforehand. What has a scope of its own, such as an expectation or a gradient, is one
step, which the evaluator takes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import Any

from lsa_theory.expressions.entrywise.products import Hadamard
from lsa_theory.expressions.expression import (
    Expression,
    Number,
    Power,
    Product,
    Scale,
    Sum,
    Symbol,
    Trace,
    Transpose,
)
from lsa_theory.expressions.functions import OperatorNorm
from lsa_theory.expressions.operators import At
from lsa_theory.expressions.random import RandomVector, SampleMatrix
from lsa_theory.expressions.traversal import everything
from lsa_theory.values.alike import Alike, alike
from lsa_theory.values.arithmetic.base import Arithmetic
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.lengths import is_shape
from lsa_theory.values.quadrature.laws import Rule
from lsa_theory.values.scope import Scope

# Places of values, by letter.
_Places = dict[Expression, int]


class Program:
    """The values of some trees as a function of letters that move.

    Parameters
    ----------
    trees : expressions
    letters : expressions
        What moves.
    fixed : Instance
        Sizes, and values of all other letters.
    ring : Arithmetic
        What the values are.
    rule : Rule, optional
        How expectations are taken.
    shared : mapping, optional
        What `alike` says of the trees, for those who make several programs of them.

    Raises
    ------
    NotApplicable, SingularInstance
        If what does not move has no value.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, matrix, trace
    >>> from lsa_theory.values.arithmetic.rational import Rationals
    >>> d, ring = dimension("d"), Rationals(); A = matrix("A", d); B = matrix("B", d)
    >>> program = Program([trace(A @ B), d * A], [A], Instance({d: 1}, {B: [[3]]}), ring)
    >>> [value.tolist() for value in program([ring.array([[2]])])]
    [[[6]], [[2]]]
    """

    def __init__(
        self,
        trees: Sequence[Expression],
        letters: Sequence[Expression],
        fixed: Instance,
        ring: Arithmetic,
        rule: Rule | None = None,
        shared: Alike | None = None,
    ) -> None:
        self._ring, self._rule = ring, rule
        self._steps: list[tuple[int, Callable[..., Any], tuple[int, ...]]] = []
        self._registers: list[Any] = [None] * len(letters)
        self._moves = set(range(len(letters)))
        self._count = len(letters)
        self._known: dict[tuple[int, int, bool], int] = {}
        self._taken: dict[tuple[Callable[..., Any], tuple[int, ...]], int] = {}
        self._numbers: dict[Fraction, int] = {}
        self._alike = alike(trees) if shared is None else shared
        self._kept: list[Any] = list(trees)
        with ring.at_work():
            places: _Places = {letter: k for k, letter in enumerate(letters)}
            for letter, value in fixed.values.items():
                if letter not in places:
                    places[letter] = self._constant(ring.array(value))
            self._kept.append(places)
            self._results = [self._place(tree, places, fixed.sizes) for tree in trees]

    def __call__(self, values: Sequence[Any]) -> list[Any]:
        """Return the values of the trees, where the letters have `values`, in their order."""
        registers = self._registers.copy()
        registers[: self._count] = values
        with self._ring.at_work():
            for place, step, arguments in self._steps:
                registers[place] = step(*[registers[k] for k in arguments])
        return [registers[place] for place in self._results]

    def _constant(self, value: Any) -> int:
        self._registers.append(value)
        return len(self._registers) - 1

    def _step(self, function: Callable[..., Any], *arguments: int) -> int:
        """Return the place of a result, computed now if nothing of it moves."""
        if not self._moves.intersection(arguments):
            return self._constant(function(*[self._registers[k] for k in arguments]))
        # The same of the same is one step, whichever parts of the formulas it stands in.
        if (function, arguments) not in self._taken:
            place = self._constant(None)
            self._moves.add(place)
            self._steps.append((place, function, arguments))
            self._taken[function, arguments] = place
        return self._taken[function, arguments]

    def _place(self, node: Expression, places: _Places, sizes: Mapping[Symbol, int]) -> int:
        number = self._alike.get(id(node))
        key = id(node) if number is None else number, id(places), number is None
        if key not in self._known:
            self._known[key] = self._made(node, places, sizes)
        return self._known[key]

    def _made(self, node: Expression, places: _Places, sizes: Mapping[Symbol, int]) -> int:
        if isinstance(node, Symbol | RandomVector | SampleMatrix) and node in places:
            return places[node]
        ring, below = self._ring, partial(self._place, places=places, sizes=sizes)
        kind = type(node)
        if isinstance(node, Number) and kind is Number:
            if node.value not in self._numbers:
                self._numbers[node.value] = self._constant(ring.number(node.value))
            return self._numbers[node.value]
        if kind is Sum:
            first, *others = map(below, node.children)
            for other in others:
                first = self._step(ring.add, first, other)
            return first
        if kind in (Scale, Hadamard):
            return self._step(ring.multiply, *map(below, node.children))
        if kind is Product:
            return self._step(ring.matmul, *map(below, node.children))
        if kind is Transpose:
            return self._step(ring.transpose, *map(below, node.children))
        if kind is Trace:
            return self._step(ring.trace, *map(below, node.children))
        if kind is OperatorNorm:
            return self._step(ring.operator_norm, *map(below, node.children))
        if isinstance(node, Power) and kind is Power:
            return self._step(partial(ring.power, exponent=node.exponent), below(node.child))
        if isinstance(node, At) and not any(is_shape(node.body, s) for s, _ in node.values):
            inner = dict(places)
            inner.update((symbol, below(value)) for symbol, value in node.values)
            self._kept.append(inner)
            return self._place(node.body, inner, sizes)
        return self._opaque(node, places, sizes)

    def _opaque(self, node: Expression, places: _Places, sizes: Mapping[Symbol, int]) -> int:
        """Return the place of what the evaluator computes, from the letters that it holds."""
        parts = set(everything([node]))
        letters = [letter for letter in places if letter in parts]
        shared, instance = self._alike, Instance(dict(sizes), {})

        def evaluated(*values: Any) -> Any:
            evaluator = Evaluator(self._ring, instance, self._rule)
            scope = Scope(sizes, dict(zip(letters, values, strict=True)))
            return evaluator.value_in(node, scope, shared)

        return self._step(evaluated, *(places[letter] for letter in letters))
