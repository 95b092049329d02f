"""The value of an expression tree at an instance, entry by entry, exactly as it was written.

One evaluator serves every arithmetic. Each random vector or sample that an expectation binds gets a batch
axis of its own, which runs over the points of a cubature rule, so a product is computed on the grid of those
variables alone that occur in it. The axis of the source bound at depth k stands k places left of the matrix
axes; NumPy's broadcasting does the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from math import ceil
from typing import Any, ClassVar, assert_never

from lsa_theory.errors import MissingMoment
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
from lsa_theory.expressions.laws.coordinates import Coordinate, Given, IndependentCoordinates, central_moment
from lsa_theory.expressions.laws.elliptical import Elliptical, Scales, Sphere, StudentT
from lsa_theory.expressions.laws.moment_problem import some_law_has
from lsa_theory.expressions.laws.orthogonal import Orthogonal
from lsa_theory.expressions.nodes import known
from lsa_theory.expressions.operators import At, Gradient
from lsa_theory.expressions.random import (
    Column,
    DeclaredMoments,
    Expectation,
    Gaussian,
    Position,
    RandomVector,
    SampleMatrix,
    SumOver,
)
from lsa_theory.expressions.traversal import everything
from lsa_theory.values.alike import Alike, alike
from lsa_theory.values.arithmetic.base import Arithmetic
from lsa_theory.values.arithmetic.dual import Dual, Pair
from lsa_theory.values.arithmetic.functions import applied, joined
from lsa_theory.values.degree import Degrees
from lsa_theory.values.instances.frames import check_frames
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.lengths import is_shape, length
from lsa_theory.values.lengths_kept import check_lengths
from lsa_theory.values.moves import Moves
from lsa_theory.values.of_lengths import NAMES, exponent_at, of_lengths
from lsa_theory.values.quadrature.laws import LawAt, Rule
from lsa_theory.values.refusals import NotApplicable, RandomLaw, SingularInstance
from lsa_theory.values.scope import Scope, places, size_of, unit_column

# Moves of a gradient that one walk looks at: the values of more of them take more memory than they save time.
_MOVES = 16


class Evaluator:
    """Evaluates trees at one instance.

    Parameters
    ----------
    arithmetic : Arithmetic
        The kind of numbers.
    instance : Instance
        Sizes for dimensions, exact values for symbols.
    rule : Rule, optional
        How expectations are taken; without one, an expectation is not applicable.

    Examples
    --------
    >>> from lsa_theory.expressions import E, dimension, gaussian, positive_definite
    >>> from lsa_theory.values.arithmetic.rational import Rationals
    >>> from lsa_theory.values.quadrature.cubature import Lattice
    >>> d = dimension("d"); C = positive_definite("C", d); x = gaussian("x", covariance=C)
    >>> at = Instance({d: 2}, {C: [[2, 1], [1, 3]]})
    >>> Evaluator(Rationals(), at, Lattice()).evaluate(E(x @ x.T)).tolist()
    [[2, 1], [1, 3]]
    """

    # Whether the mean or covariance of what is averaged may differ from point to point of an outer average.
    random_laws: ClassVar[bool] = False
    # Whether what a gradient moves is looked at in one walk, all moves at once.
    many_moves: ClassVar[bool] = True

    def __init__(self, arithmetic: Arithmetic, instance: Instance, rule: Rule | None = None) -> None:
        self.arithmetic = arithmetic
        self.rule = rule
        self._instance = instance
        self._shared: Alike = {}
        self._degrees = Degrees()
        self._grids: dict[Any, tuple[Any, tuple[Any, Any]]] = {}
        self._given: dict[Expression, Any] | None = None

    def evaluate(self, expression: Expression, shared: Alike | None = None) -> Any:
        """Return the value, of shape (rows, cols).

        `shared` is what `alike` says of the expression, for those who evaluate one many times.

        Raises
        ------
        NotApplicable
            If the arithmetic or the rule cannot treat the expression.
        SingularInstance
            If something is divided by zero at this instance.
        """
        return self.evaluate_all([expression], shared)[0]

    def evaluate_all(
        self, expressions: Sequence[Expression], shared: Alike | None = None, degrees: Degrees | None = None
    ) -> list[Any]:
        """Return the values of some expressions, with what they share computed once.

        `degrees` keeps what was found of the expressions, for those who evaluate them at many sizes.
        """
        with self.arithmetic.at_work():
            scope = Scope(self._instance.sizes, self._values())
            self._prepare(alike(expressions) if shared is None else shared, degrees)
            return [self._value(expression, scope) for expression in expressions]

    def value_in(
        self, expression: Expression, scope: Scope, shared: Alike, degrees: Degrees | None = None
    ) -> Any:
        """Return the value where letters have values of this arithmetic, as `scope` says."""
        self._prepare(shared, degrees)
        return self._value(expression, scope)

    def _prepare(self, shared: Alike, degrees: Degrees | None = None) -> None:
        self._shared = shared
        self._degrees = Degrees() if degrees is None else degrees

    def _values(self) -> dict[Expression, Any]:
        """Return the instance's values in this arithmetic, converted once."""
        if self._given is None:
            check_frames(self._instance)
            self._given = {s: self.arithmetic.array(v) for s, v in self._instance.values.items()}
        return self._given

    def _value(self, node: Expression, scope: Scope) -> Any:
        # Most nodes are of few kinds, and a walk that tries all kinds in turn takes as long as the arithmetic does.
        compute = getattr(self, _COMMON.get(type(node), "_compute"))
        key = self._shared.get(id(node))
        if key is None:
            return compute(node, scope)
        if key not in scope.known:
            scope.known[key] = compute(node, scope)
        return scope.known[key]

    def _compute(self, node: Expression, scope: Scope) -> Any:
        ring = self.arithmetic
        node = known(node)
        match node:
            case Number():
                return self._literal(node, scope)
            case Symbol() if node.structure == "dimension" and node not in scope.values:
                return ring.number(size_of(node, scope))
            case Symbol() | RandomVector() | SampleMatrix():
                return self._leaf(node, scope)
            case Identity():
                return ring.identity(size_of(node.rows, scope))
            case Zero():
                return ring.zeros(size_of(node.rows, scope), size_of(node.cols, scope))
            case Sum():
                return self._sum(node, scope)
            case Scale():
                return self._scale(node, scope)
            case Product():
                return self._product(node, scope)
            case Transpose():
                return ring.transpose(self._value(node.child, scope))
            case Trace():
                return self._trace(node, scope)
            case Power():
                return self._power(node, scope)
            case Hadamard():
                return ring.multiply(self._value(node.left, scope), self._value(node.right, scope))
            case Array():
                return ring.array(node.entries)
            case Ones():
                return ring.array([[1] * size_of(node.cols, scope)] * size_of(node.rows, scope))
            case UnitVector():
                return ring.array(unit_column(node, scope))
            case OperatorNorm():
                return ring.operator_norm(self._value(node.child, scope))
            case BlockNorm():
                blocks = [[self._value(block, scope) for block in row] for row in node.blocks]
                return ring.operator_norm(joined(ring, blocks))
            case Rank():
                return ring.rank(self._value(node.child, scope))
            case Applied() if node.function in NAMES:
                return of_lengths(ring, node, scope)
            case Applied():
                return applied(ring, node.function, [self._value(a, scope) for a in node.arguments])
            case Pi():
                return ring.pi()
            case Determinant():
                blocks = [[self._value(block, scope) for block in row] for row in node.blocks]
                return ring.determinant(joined(ring, blocks))
            case SymbolicPower():
                return ring.power(self._value(node.child, scope), exponent_at(node.exponent, scope))
            case NegativeEigenvalues():
                blocks = [[[self._value(b, scope) for b in row] for row in rows] for rows in node.factors]
                return ring.negative_eigenvalues(blocks)
            case Column():
                i = scope.place(node.index)
                return ring.entries(self._leaf(node.sample, scope), (..., slice(None), slice(i, i + 1)))
            case Position():
                return ring.number(scope.place(node.index) + 1)
            case SumOver():
                return self._sum_over(node, scope)
            case Expectation():
                return self._expectation(node, scope)
            case Gradient():
                return self._gradient(node, scope)
            case At():
                return self._at(node, scope)
            case _:
                assert_never(node)

    def _literal(self, node: Number, scope: Scope) -> Any:
        return self.arithmetic.placed(node, None, lambda: self.arithmetic.number(node.value))

    def _sum(self, node: Sum, scope: Scope) -> Any:
        total = self._value(node.terms[0], scope)
        for term in node.terms[1:]:
            total = self.arithmetic.add(total, self._value(term, scope))
        return total

    def _scale(self, node: Scale, scope: Scope) -> Any:
        return self.arithmetic.multiply(self._value(node.scalar, scope), self._value(node.child, scope))

    def _product(self, node: Product, scope: Scope) -> Any:
        return self.arithmetic.matmul(self._value(node.left, scope), self._value(node.right, scope))

    def _trace(self, node: Trace, scope: Scope) -> Any:
        return self.arithmetic.trace(self._value(node.child, scope))

    def _power(self, node: Power, scope: Scope) -> Any:
        return self.arithmetic.power(self._value(node.child, scope), node.exponent)

    def _leaf(self, node: Symbol | RandomVector | SampleMatrix, scope: Scope) -> Any:
        if node in scope.values:
            return scope.values[node]
        if isinstance(node, Symbol):
            raise NotApplicable(f"no value was given for {node.name}")
        raise NotApplicable(f"{node.name} is random, and no expectation is taken over it")

    def _sum_over(self, node: SumOver, scope: Scope) -> Any:
        total = None
        for i in places(node.index, scope):
            term = self._value(node.body, scope.bind(indices={**scope.indices, node.index: i}))
            total = term if total is None else self.arithmetic.add(total, term)
        return (
            self.arithmetic.zeros(size_of(node.rows, scope), size_of(node.cols, scope))
            if total is None
            else total
        )

    def _expectation(self, node: Expectation, scope: Scope) -> Any:
        ring = self.arithmetic
        values, weights = dict(scope.values), []
        for k, source in enumerate(node.over):
            points, weight = self._points(source, node.body, scope)
            n, *matrix = ring.shape(points)
            values[source] = ring.reshape(points, (n,) + (1,) * (scope.depth + k) + tuple(matrix))
            weights.append(weight)
        inner = scope.bind(values=values, depth=scope.depth + len(node.over))
        value = self._value(node.body, inner)
        for k in reversed(range(len(node.over))):
            axes = len(ring.shape(value)) - 2
            if axes == scope.depth + k + 1:
                # An axis of length one belongs to a source that the body does not depend on.
                alone = ring.shape(value)[0] == 1
                value = ring.entries(value, 0) if alone else ring.contract(value, weights[k])
        return value

    def _points(self, source: RandomVector | SampleMatrix, body: Expression, scope: Scope) -> tuple[Any, Any]:
        if self.rule is None:
            raise NotApplicable("it contains an expectation")
        degree = self._degrees.of(body, source, scope.sizes)
        # The same law at the same values has the same points; the entry keeps the values alive.
        letters = [s for s in everything([source]) if s in scope.values and s is not source]
        values = [scope.values[s] for s in letters]
        grid = (
            source,
            degree,
            tuple(map(id, values)),
            tuple(scope.sizes.items()),
            tuple(scope.indices.items()),
        )
        if grid not in self._grids:
            self._grids[grid] = values, self.rule(self.arithmetic, self._law(source, scope), degree)
        return self._grids[grid][1]

    def _law(self, source: RandomVector | SampleMatrix, scope: Scope) -> LawAt:
        law = source.law
        match law:
            case Gaussian():
                declared = False
            case DeclaredMoments(rules=rules):
                declared = True
                if rules:
                    raise NotApplicable(
                        f"no concrete law with the moments of order {max(rules)} declared for {source.name}"
                    )
            case Elliptical() | IndependentCoordinates() | Orthogonal():
                declared = False
            case _:
                assert_never(law)
        covariance = self._value(law.covariance, scope)
        mean = None if law.mean is None else self._value(law.mean, scope)
        batched = any(v is not None and len(self.arithmetic.shape(v)) != 2 for v in (covariance, mean))
        if batched and not self.random_laws:
            raise RandomLaw(f"the law of {source.name} is itself random")
        count = size_of(source.cols, scope)
        even = partial(self._even, law.radius, scope) if isinstance(law, Elliptical) else None
        at = LawAt(source.name, covariance, mean, count, declared, even, frame=isinstance(law, Orthogonal))
        if not isinstance(law, IndependentCoordinates):
            return at
        if self.arithmetic.signed and self.arithmetic.exact:
            self._check_exists(law.coordinate, source.name, scope)
        atoms = partial(self._atoms, law.coordinate, scope) if law.coordinate.atoms is not None else None
        return replace(at, coordinate=partial(self._central, law.coordinate, scope), atoms=atoms)

    def _check_exists(self, coordinate: Coordinate, name: str, scope: Scope) -> None:
        """Refuse an instance at which no law is what was declared."""
        shares = [self._value(p, scope) for _, p in coordinate.atoms or ()]
        if any(bool((p < 0).any()) for p in shares):
            raise SingularInstance(f"a probability of {name} is negative at the instance")
        if isinstance(coordinate, Given):
            given = [self._value(m, scope) for m in coordinate.moments]
            numbers = [Fraction(int(m.flat[0].p), int(m.flat[0].q)) for m in given if m.size == 1]
            if len(numbers) == len(given) and some_law_has(numbers) is False:
                raise SingularInstance(f"no law has the moments of {name} at the instance")

    def _central(self, coordinate: Coordinate, scope: Scope, k: int) -> Any:
        """Return the central moment of one of the independent coordinates."""
        try:
            return self._value(central_moment(coordinate, k), scope)
        except MissingMoment as error:
            raise NotApplicable(str(error)) from None

    def _atoms(self, coordinate: Coordinate, scope: Scope) -> tuple[tuple[Any, Any], ...]:
        """Return the centred values of a coordinate and their probabilities."""
        mean = coordinate.moment(1)
        pairs = coordinate.atoms or ()
        return tuple((self._value(x - mean, scope), self._value(p, scope)) for x, p in pairs)

    def _even(self, radius: Sphere | StudentT | Scales, scope: Scope, k: int) -> Any:
        """Return E s^(2k) of a scale."""
        needed = radius.positive(k)
        if needed is not None and self.arithmetic.signed:
            value = self._value(needed, scope)
            if bool((value <= 0).any()):
                raise SingularInstance(f"the moment of order {2 * k} is infinite at the instance")
        return self._value(radius.even(k), scope)

    def _gradient(self, node: Gradient, scope: Scope) -> Any:
        """Differentiate entry by entry, exactly: a polynomial in t is interpolated on t = -m h ... m h."""
        symbol = node.symbol
        try:
            reach = (self._degrees.of(node.body, symbol, scope.sizes) + 1) // 2
        except NotApplicable:
            return self._gradient_by_duals(node, scope)
        rows, cols = size_of(symbol.rows, scope), size_of(symbol.cols, scope)
        if not reach:
            return self.arithmetic.zeros(rows, cols)
        moves = Moves(symbol, rows, cols, reach)
        if self.many_moves:
            try:
                return moves.gradient(self.arithmetic, self._slopes_together(node, scope, moves))
            except RandomLaw:
                # Where a law moves along, it is one law at each move by itself.
                pass
        return moves.gradient(self.arithmetic, self._slopes_in_turn(node, scope, moves))

    def _slopes_in_turn(self, node: Gradient, scope: Scope, moves: Moves) -> list[Any]:
        ring, origin = self.arithmetic, self._leaf(node.symbol, scope)
        slopes = []
        for place in moves.places:
            slope = ring.zeros(1, 1)
            for t, weight in moves.nodes:
                moved = ring.add(origin, ring.array(moves.matrix(place, t)))
                body = self._value(node.body, scope.bind(values={**scope.values, node.symbol: moved}))
                slope = ring.add(slope, ring.multiply(ring.number(weight), body))
            slopes.append(slope)
        return slopes

    def _slopes_together(self, node: Gradient, scope: Scope, moves: Moves) -> list[Any]:
        """Walk over the body with an axis for moves like one for the points of an expectation."""
        count = len(moves.places)
        walks = ceil(count * len(moves.nodes) / _MOVES)
        each = ceil(count / walks)
        groups = (moves.places[first : first + each] for first in range(0, count, each))
        return [slope for places in groups for slope in self._slopes_at(node, scope, moves, places)]

    def _slopes_at(
        self, node: Gradient, scope: Scope, moves: Moves, at: Sequence[tuple[int, int]]
    ) -> list[Any]:
        ring, count = self.arithmetic, len(at)
        steps = ring.array([moves.matrix(place, t) for t, _ in moves.nodes for place in at])
        size, *matrix = ring.shape(steps)
        steps = ring.reshape(steps, (size, *(1,) * scope.depth, *matrix))
        moved = ring.add(self._leaf(node.symbol, scope), steps)
        inner = scope.bind(values={**scope.values, node.symbol: moved}, depth=scope.depth + 1)
        body = self._value(node.body, inner)
        if len(ring.shape(body)) - 2 <= scope.depth:
            # It does not depend on the symbol at all, and the weights add up to 0.
            return [ring.zeros(1, 1)] * count
        by_node = ring.reshape(body, (len(moves.nodes), count, *ring.shape(body)[1:]))
        slopes = ring.contract(by_node, ring.array([[[weight]] for _, weight in moves.nodes]))
        return [ring.entries(slopes, k) for k in range(count)]

    def _gradient_by_duals(self, node: Gradient, scope: Scope) -> Any:
        """Differentiate what is no polynomial along with evaluating it, one entry of the symbol at a time."""
        ring, symbol = self.arithmetic, node.symbol
        moves = Moves(symbol, size_of(symbol.rows, scope), size_of(symbol.cols, scope))
        origin, dual = self._leaf(symbol, scope), Dual(ring)
        slopes = []
        grids, self._grids, self.arithmetic = self._grids, {}, dual
        try:
            for place in moves.places:
                moved = Pair(origin, ring.array(moves.matrix(place)))
                body = self._value(node.body, scope.bind(values={**scope.values, symbol: moved}))
                slopes.append(dual.slope(body))
        finally:
            self._grids, self.arithmetic = grids, ring
        return moves.gradient(ring, slopes)

    def _is_shape(self, node: At, symbol: Symbol) -> bool:
        found: bool = self.arithmetic.placed(node, symbol, lambda: is_shape(node.body, symbol))
        return found

    def _at(self, node: At, scope: Scope) -> Any:
        values, sizes = dict(scope.values), dict(scope.sizes)
        for symbol, given in node.values:
            if symbol.structure == "dimension" and self._is_shape(node, symbol):
                size = length(given, scope.sizes)
                if size is None:
                    raise NotApplicable(
                        f"{given!r} is put for the dimension {symbol.name}, and is no size here"
                    )
                sizes[symbol] = size
            else:
                values[symbol] = self._value(given, scope)
        inner = scope.bind(values=values, sizes=sizes)
        if sizes != scope.sizes:
            check_lengths(self.arithmetic, node.body, inner)
        return self._value(node.body, inner)


# By the exact class, the method's name; what is of another kind, or of none, goes through the whole list.
_COMMON: dict[type, str] = {
    Number: "_literal",
    Sum: "_sum",
    Scale: "_scale",
    Product: "_product",
    Trace: "_trace",
    Power: "_power",
}
