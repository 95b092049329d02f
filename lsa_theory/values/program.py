"""Formulas at given sizes as a list of steps, for what is evaluated thousands of times.

The steps do what the evaluator does, node by node in the same arithmetic, without looking at the trees again: equal
steps once, what does not move beforehand. What has a scope of its own, such as an expectation or a gradient, is one
step, which the evaluator takes. The steps are the same at all sizes: only what does not move is computed anew there.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence, Set
from copy import copy
from fractions import Fraction
from functools import partial
from operator import attrgetter
from typing import Any

from lsa_theory.expressions.entrywise.products import Hadamard
from lsa_theory.expressions.expression import (
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
)
from lsa_theory.expressions.functions import OperatorNorm
from lsa_theory.expressions.operators import At
from lsa_theory.expressions.random import RandomVector, SampleMatrix
from lsa_theory.expressions.traversal import everything
from lsa_theory.values.alike import Alike, alike
from lsa_theory.values.arithmetic.base import Arithmetic
from lsa_theory.values.degree import Degrees
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.frames import check_frames
from lsa_theory.values.instances.instance import Instance, Letter
from lsa_theory.values.lengths import is_shape
from lsa_theory.values.quadrature.laws import Rule
from lsa_theory.values.scope import Scope, size_of

# Places of values, by letter.
_Places = dict[Expression, int]
# What computes a result, given an arithmetic.
_Operation = Callable[[Arithmetic], Callable[..., Any]]
# The place of a result, what computes it, and the places of what it is computed from.
_Plan = list[tuple[int, _Operation, tuple[int, ...]]]
_Steps = list[tuple[int, Callable[..., Any], tuple[int, ...]]]


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
    degrees : Degrees, optional
        What was found of the trees, likewise.
    evaluated : bool
        Whether what does not move is evaluated at once; otherwise `at` gives the program its values.

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
        degrees: Degrees | None = None,
        *,
        evaluated: bool = True,
    ) -> None:
        self._rule = rule
        # What moves, and what is computed beforehand from sizes and fixed values.
        self._moving: _Plan = []
        self._unmoved: _Plan = []
        self._known: dict[tuple[int, int, bool], int] = {}
        self._alike = alike(trees) if shared is None else shared
        self._equal: dict[tuple[Hashable, tuple[int, ...]], int] = {}
        self._kept: list[Any] = list(trees)
        self._degrees = Degrees() if degrees is None else degrees
        self._count = len(letters)
        self._moves = set(range(self._count))
        self._sizes, self._by, self._places = self._count, self._count + 1, self._count + 2
        places: _Places = {letter: k for k, letter in enumerate(letters)}
        self._fixed: dict[Letter, int] = {}
        for letter in fixed.values:
            if letter not in places:
                places[letter] = self._fixed[letter] = self._next()
        self._kept.append(places)
        self._results = [self._place(tree, places) for tree in trees]
        self._bound: dict[int, tuple[Arithmetic, _Steps, _Steps]] = {}
        self._bind(ring)
        self._registers = self._beforehand(fixed) if evaluated else []

    def at(self, fixed: Instance, ring: Arithmetic | None = None, rule: Rule | None = None) -> Program:
        """Return the program at other sizes and other values of the same letters; the trees are not walked again.

        With a ring, in that arithmetic and by that rule.

        Raises
        ------
        NotApplicable, SingularInstance
            If what does not move has no value there.

        Examples
        --------
        >>> from lsa_theory.expressions import dimension, identity, trace
        >>> from lsa_theory.values.arithmetic.rational import Rationals
        >>> d, ring = dimension("d"), Rationals(); s = d * trace(identity(d))
        >>> program = Program([s], [], Instance({d: 2}, {}), ring)
        >>> program([])[0].tolist(), program.at(Instance({d: 3}, {}))([])[0].tolist()
        ([[4]], [[9]])
        """
        moved = copy(self)
        if ring is not None:
            moved._rule = rule
            moved._bind(ring)
        moved._registers = moved._beforehand(fixed)
        return moved

    @property
    def fixed(self) -> Set[Letter]:
        """The letters whose values are given beforehand."""
        return self._fixed.keys()

    def __call__(self, values: Sequence[Any]) -> list[Any]:
        """Return the values of the trees, where the letters have `values`, in their order."""
        registers = self._registers.copy()
        registers[: self._count] = values
        with self._ring.at_work():
            for place, step, arguments in self._steps:
                if len(arguments) == 2:
                    # Most steps are sums and products, and to gather their arguments takes as long as they do.
                    left, right = arguments
                    registers[place] = step(registers[left], registers[right])
                else:
                    registers[place] = step(*[registers[k] for k in arguments])
        return [registers[place] for place in self._results]

    def _beforehand(self, fixed: Instance) -> list[Any]:
        """Return the registers with all that does not move."""
        check_frames(fixed)
        registers: list[Any] = [None] * self._places
        registers[self._sizes], registers[self._by] = dict(fixed.sizes), self._rule
        with self._ring.at_work():
            for letter, place in self._fixed.items():
                registers[place] = self._ring.array(fixed.values[letter])
            for place, step, arguments in self._still:
                registers[place] = step(*[registers[k] for k in arguments])
        return registers

    def _bind(self, ring: Arithmetic) -> None:
        """Give every step its arithmetic, once for each."""
        if id(ring) not in self._bound:
            moving, still = (
                [(place, operation(ring), arguments) for place, operation, arguments in plan]
                for plan in (self._moving, self._unmoved)
            )
            # The entry keeps the arithmetic alive, so that its identity stays its own.
            self._bound[id(ring)] = ring, moving, still
        self._ring, self._steps, self._still = self._bound[id(ring)]

    def _next(self) -> int:
        self._places += 1
        return self._places - 1

    def _step(self, key: Hashable, operation: _Operation, *arguments: int) -> int:
        """Return the place of a result; steps of the same key and arguments are one."""
        if (key, arguments) in self._equal:
            return self._equal[key, arguments]
        place = self._equal[key, arguments] = self._next()
        if self._moves.intersection(arguments):
            self._moves.add(place)
            self._moving.append((place, operation, arguments))
        else:
            self._unmoved.append((place, operation, arguments))
        return place

    def _done(self, name: str, *arguments: int) -> int:
        """Return the place of what an arithmetic's method of this name returns."""
        method = attrgetter(name)
        return self._step(name, method, *arguments)

    def _place(self, node: Expression, places: _Places) -> int:
        number = self._alike.get(id(node))
        key = id(node) if number is None else number, id(places), number is None
        if key not in self._known:
            self._known[key] = self._made(node, places)
        return self._known[key]

    def _made(self, node: Expression, places: _Places) -> int:
        if isinstance(node, Symbol | RandomVector | SampleMatrix) and node in places:
            return places[node]
        below = partial(self._place, places=places)
        kind = type(node)
        if kind is Sum:
            first, *others = map(below, node.children)
            for other in others:
                first = self._done("add", first, other)
            return first
        if kind in (Scale, Hadamard):
            return self._done("multiply", *map(below, node.children))
        if kind is Product:
            return self._done("matmul", *map(below, node.children))
        if kind is Transpose:
            return self._done("transpose", *map(below, node.children))
        if kind is Trace:
            return self._done("trace", *map(below, node.children))
        if kind is OperatorNorm:
            return self._done("operator_norm", *map(below, node.children))
        if isinstance(node, Power) and kind is Power:
            return self._power(node.exponent, below(node.child))
        if kind in (Number, Identity) or (isinstance(node, Symbol) and node.structure == "dimension"):
            return self._step(node, partial(_constant, node), self._sizes)
        if isinstance(node, At) and not any(
            s.structure == "dimension" and is_shape(node.body, s) for s, _ in node.values
        ):
            inner = dict(places)
            inner.update((symbol, below(value)) for symbol, value in node.values)
            self._kept.append(inner)
            return self._place(node.body, inner)
        return self._opaque(node, places)

    def _power(self, exponent: Fraction, place: int) -> int:
        """Return the place of a power, whose inverse, root and squares others may need too."""
        times = abs(exponent.numerator)
        if not times:
            return self._step(("power", exponent), partial(_power, exponent), place)
        if exponent < 0:
            place = self._done("inverse", place)
        if exponent.denominator != 1:
            root = Fraction(1, exponent.denominator)
            place = self._step(("power", root), partial(_power, root), place)
        result = None
        while times:
            if times & 1:
                result = place if result is None else self._done("matmul", result, place)
            times >>= 1
            if times:
                place = self._done("matmul", place, place)
        assert result is not None
        return result

    def _opaque(self, node: Expression, places: _Places) -> int:
        """Return the place of what the evaluator computes, from the sizes and the letters that it holds."""
        parts = set(everything([node]))
        letters = [letter for letter in places if letter in parts]
        shared, degrees = self._alike, self._degrees

        def evaluating(ring: Arithmetic) -> Callable[..., Any]:
            def evaluated(sizes: dict[Symbol, int], rule: Rule | None, *values: Any) -> Any:
                evaluator = Evaluator(ring, Instance(sizes, {}), rule)
                scope = Scope(sizes, dict(zip(letters, values, strict=True)))
                return evaluator.value_in(node, scope, shared, degrees)

            return evaluated

        return self._step(node, evaluating, self._sizes, self._by, *(places[letter] for letter in letters))


def _power(exponent: Fraction, ring: Arithmetic) -> Callable[..., Any]:
    return partial(ring.power, exponent=exponent)


def _constant(node: Expression, ring: Arithmetic) -> Callable[..., Any]:
    """Return what a number, a dimension or an identity matrix is worth at sizes."""
    if isinstance(node, Number):
        return lambda sizes: ring.placed(node, None, lambda: ring.number(node.value))
    if isinstance(node, Identity):
        return lambda sizes: ring.identity(size_of(node.rows, Scope(sizes, {})))
    return lambda sizes: ring.number(size_of(node, Scope(sizes, {})))  # type: ignore[arg-type]
