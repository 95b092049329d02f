"""A tree as a matrix of polynomials in its random entries, at one instance.

It shares no code with the evaluator, its cubature or the algebra: random entries are variables until an
expectation averages them, monomial by monomial, and a gradient is the coefficient of an infinitesimal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from itertools import permutations
from typing import Any, assert_never

from flint import fmpq_mat

from lsa_theory.errors import MissingMoment
from lsa_theory.expressions.analysis.block_norm import BlockNorm
from lsa_theory.expressions.analysis.kinds import Applied, Determinant, Pi
from lsa_theory.expressions.entrywise.arrays import Array
from lsa_theory.expressions.entrywise.elementwise import UnitVector
from lsa_theory.expressions.entrywise.products import Hadamard, Ones
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
    SymbolicPower,
    Trace,
    Transpose,
    Zero,
)
from lsa_theory.expressions.functions import NegativeEigenvalues, OperatorNorm, Rank
from lsa_theory.expressions.laws.coordinates import Coordinate, IndependentCoordinates
from lsa_theory.expressions.laws.elliptical import Elliptical, Scales, Sphere, StudentT
from lsa_theory.expressions.laws.orthogonal import Orthogonal
from lsa_theory.expressions.nodes import known
from lsa_theory.expressions.operators import At, Gradient
from lsa_theory.expressions.random import (
    Column,
    DeclaredMoments,
    Expectation,
    Gaussian,
    Index,
    Position,
    RandomVector,
    SampleMatrix,
    SumOver,
)
from lsa_theory.values.lengths import is_shape
from lsa_theory.values.refusals import NotApplicable, SingularInstance
from lsa_theory.verification.witnesses.entries.moments import LawOfEntries, averaged
from lsa_theory.verification.witnesses.entries.polynomials import (
    Matrix,
    Polynomial,
    Ring,
    add,
    constant,
    number,
    plus,
    transposed,
    variable,
)
from lsa_theory.verification.witnesses.entries.projections import through_frames

Source = RandomVector | SampleMatrix
# A determinant has as many terms as there are permutations.
_LARGEST_DETERMINANT = 5


@dataclass(frozen=True)
class _Place:
    """What symbols, dimensions and indices are worth where a node stands."""

    sizes: Mapping[Symbol, int]
    values: Mapping[Expression, Matrix]
    indices: Mapping[Index, int] = field(default_factory=dict)
    known: dict[int, Matrix] = field(default_factory=dict, compare=False)

    def inside(self, **changes: Any) -> _Place:
        """Return an inner place, where nothing is known yet."""
        return replace(self, known={}, **changes)

    def size(self, dimension: Dimension) -> int:
        """Return the size of a dimension."""
        if isinstance(dimension, int):
            return dimension
        if dimension not in self.sizes:
            raise NotApplicable(f"no size was given for the dimension {dimension.name}")
        return self.sizes[dimension]


class Reading:
    """Reads trees at one instance.

    Parameters
    ----------
    sizes : mapping from dimension symbol to int
    values : mapping from letter to rows of exact numbers

    Examples
    --------
    >>> from lsa_theory.expressions import E, dimension, gaussian, positive_definite
    >>> d = dimension("d"); C = positive_definite("C", d); x = gaussian("x", covariance=C)
    >>> Reading({d: 1}, {C: [[2]]}).value(E((x.T @ x) ** 2))
    [[12]]
    """

    def __init__(self, sizes: Mapping[Symbol, int], values: Mapping[Any, Any]) -> None:
        self._ring = Ring()
        self._variables: dict[tuple[Source, int, int], int] = {}
        self._infinitesimals = 0
        # Trees are kept, so that the identities of their nodes stay theirs.
        self._kept: list[Expression] = []
        self._place = _Place(dict(sizes), {letter: constant(rows) for letter, rows in values.items()})

    def value(self, tree: Expression) -> list[list[Any]]:
        """Return the exact value.

        Raises
        ------
        NotApplicable
            If the tree is no polynomial in what is random, or too large.
        SingularInstance
            If something is divided by zero at this instance.
        """
        self._kept.append(tree)
        matrix = self._of(tree, self._place)
        if any(monomial for row in matrix for entry in row for monomial in entry):
            raise NotApplicable("something random is left that no expectation averages")
        zero = number(0)
        return [[entry.get((), zero.get((), 0)) for entry in row] for row in matrix]

    def _of(self, node: Expression, place: _Place) -> Matrix:
        if id(node) not in place.known:
            place.known[id(node)] = self._read(node, place)
        return place.known[id(node)]

    def _read(self, node: Expression, place: _Place) -> Matrix:
        node = known(node)
        match node:
            case Number():
                return [[number(node.value)]]
            case Symbol():
                return self._symbol(node, place)
            case RandomVector() | SampleMatrix():
                return self._entries(node, place)
            case Column():
                i = place.indices[node.index]
                return [[row[i]] for row in self._entries(node.sample, place)]
            case Identity():
                size = place.size(node.rows)
                return [[number(int(i == j)) for j in range(size)] for i in range(size)]
            case Zero():
                return [[number(0)] * place.size(node.cols) for _ in range(place.size(node.rows))]
            case Sum():
                total = self._of(node.terms[0], place)
                for term in node.terms[1:]:
                    total = add(total, self._of(term, place))
                return total
            case Scale():
                return self._ring.scaled(self._of(node.scalar, place)[0][0], self._of(node.child, place))
            case Product():
                return self._ring.product(self._of(node.left, place), self._of(node.right, place))
            case Hadamard():
                return self._ring.elementwise(self._of(node.left, place), self._of(node.right, place))
            case Array():
                return [[number(x) for x in row] for row in node.entries]
            case Ones():
                return [[number(1)] * place.size(node.cols) for _ in range(place.size(node.rows))]
            case UnitVector():
                chosen = node.place if isinstance(node.place, int) else place.indices[node.place]
                size = place.size(node.rows)
                if chosen >= size:
                    raise SingularInstance(f"there is no place {chosen} among {size}, counted from 0")
                return [[number(int(k == chosen))] for k in range(size)]
            case Transpose():
                return transposed(self._of(node.child, place))
            case Trace():
                matrix = self._of(node.child, place)
                return [[plus(matrix[i][i] for i in range(len(matrix)))]]
            case Power():
                return self._power(self._of(node.child, place), node.exponent)
            case Determinant():
                return self._determinant(node, place)
            case Applied() | Pi() | SymbolicPower():
                raise NotApplicable(f"{node!r} is no polynomial in entries")
            case NegativeEigenvalues():
                raise NotApplicable("a count of eigenvalues is no polynomial in entries")
            case Rank():
                return self._rank(self._of(node.child, place))
            case Position():
                return [[number(place.indices[node.index] + 1)]]
            case SumOver():
                return self._sum(node, place)
            case Expectation():
                return self._expectation(node, place)
            case Gradient():
                return self._gradient(node, place)
            case At():
                return self._at(node, place)
            case OperatorNorm() | BlockNorm():
                raise NotApplicable("an operator norm is not read entry by entry")
            case _:
                assert_never(node)

    def _symbol(self, node: Symbol, place: _Place) -> Matrix:
        if node in place.values:
            return place.values[node]
        if node.structure == "dimension":
            return [[number(place.size(node))]]
        raise NotApplicable(f"no value was given for {node.name}")

    def _entries(self, source: Source, place: _Place) -> Matrix:
        if source in place.values:
            return place.values[source]
        rows, cols = place.size(source.rows), place.size(source.cols)
        return [[variable(self._number(source, i, j)) for j in range(cols)] for i in range(rows)]

    def _number(self, source: Source, row: int, column: int) -> int:
        return self._variables.setdefault((source, row, column), len(self._variables) + 1)

    def _power(self, matrix: Matrix, exponent: Fraction) -> Matrix:
        if exponent.denominator != 1:
            raise NotApplicable("a root is no polynomial")
        if exponent < 0:
            return self._power(self._ring.inverse(matrix), -exponent)
        size = len(matrix)
        result = [[number(int(i == j)) for j in range(size)] for i in range(size)]
        for _ in range(int(exponent)):
            result = self._ring.product(result, matrix)
        return result

    def _determinant(self, node: Determinant, place: _Place) -> Matrix:
        blocks = [[self._of(block, place) for block in row] for row in node.blocks]
        rows = [[x for block in row for x in block[i]] for row in blocks for i in range(len(row[0]))]
        if len(rows) > _LARGEST_DETERMINANT:
            raise NotApplicable(f"a determinant of size {len(rows)} has too many terms")
        total: Polynomial = number(0)
        for order in permutations(range(len(rows))):
            crossings = sum(order[i] > order[j] for i in range(len(order)) for j in range(i, len(order)))
            term = number((-1) ** crossings)
            for i, j in enumerate(order):
                term = self._ring.times(term, rows[i][j])
            total = plus((total, term))
        return [[total]]

    def _rank(self, matrix: Matrix) -> Matrix:
        if any(monomial for row in matrix for entry in row for monomial in entry):
            raise NotApplicable("the rank of something random or differentiated")
        rows, cols = len(matrix), len(matrix[0])
        flat = [entry.get((), 0) for row in matrix for entry in row]
        return [[number(fmpq_mat(rows, cols, flat).rank())]]

    def _sum(self, node: SumOver, place: _Place) -> Matrix:
        total = [[number(0)] * place.size(node.cols) for _ in range(place.size(node.rows))]
        for i in _range(node.index, place):
            term = self._of(node.body, place.inside(indices={**place.indices, node.index: i}))
            total = add(total, term)
        return total

    def _expectation(self, node: Expectation, place: _Place) -> Matrix:
        node = through_frames(node)
        # Places know nodes by identity: what is made here is kept.
        self._kept.append(node)
        free = {letter: value for letter, value in place.values.items() if letter not in node.over}
        within = place.inside(values=free)
        body = self._of(node.body, within)
        for source in _innermost_first(node.over):
            laws = self._laws(source, within)
            body = [[averaged(self._ring, entry, laws) for entry in row] for row in body]
        return body

    def _laws(self, source: Source, place: _Place) -> list[LawOfEntries]:
        law = source.law
        if isinstance(law, Orthogonal):
            return [self._frame(source, place)]
        highest: int | None = None
        even: Callable[[int], Polynomial] | None = None
        coordinate: Callable[[int], Polynomial] | None = None
        match law:
            case Gaussian():
                pass
            case DeclaredMoments():
                highest = 2
            case Elliptical(radius=radius):
                even = partial(self._even, radius, place)
            case IndependentCoordinates(coordinate=one):
                coordinate = partial(self._moment, one, place)
            case _:
                assert_never(law)
        covariance = self._of(law.covariance, place)
        mean: Matrix | list[list[Polynomial]] = (
            [[number(0)]] * len(covariance) if law.mean is None else self._of(law.mean, place)
        )
        means = tuple(row[0] for row in mean)
        return [
            LawOfEntries(
                source.name,
                tuple(self._number(source, i, j) for i in range(place.size(source.rows))),
                means,
                covariance,
                highest,
                even,
                coordinate,
            )
            for j in range(place.size(source.cols))
        ]

    def _frame(self, source: Source, place: _Place) -> LawOfEntries:
        rows, cols = place.size(source.rows), place.size(source.cols)
        if cols > rows:
            raise SingularInstance(f"{source.name} has no {cols} orthonormal columns of {rows} entries")
        numbered = tuple(self._number(source, i, j) for i in range(rows) for j in range(cols))
        return LawOfEntries(source.name, numbered, (), [], None, frame=(rows, cols))

    def _moment(self, coordinate: Coordinate, place: _Place, k: int) -> Polynomial:
        try:
            tree = coordinate.moment(k)
        except MissingMoment as error:
            raise NotApplicable(str(error)) from None
        self._kept.append(tree)
        return self._of(tree, place)[0][0]

    def _even(self, radius: Sphere | StudentT | Scales, place: _Place, k: int) -> Polynomial:
        needed, tree = radius.positive(k), radius.even(k)
        # Places know nodes by identity: what is made here is kept.
        self._kept += [tree] if needed is None else [needed, tree]
        if needed is not None and self._of(needed, place)[0][0].get((), 0) <= 0:
            raise SingularInstance(f"the moment of order {2 * k} is infinite at the instance")
        return self._of(tree, place)[0][0]

    def _gradient(self, node: Gradient, place: _Place) -> Matrix:
        symbol, origin = node.symbol, self._symbol(node.symbol, place)
        mirrored = symbol.is_symmetric and not symbol.is_scalar
        self._infinitesimals += 1
        small = -self._infinitesimals
        rows, cols = len(origin), len(origin[0])
        result: Matrix = [[number(0)] * cols for _ in range(rows)]
        for i in range(rows):
            for j in range(cols):
                if mirrored and j < i:
                    result[i][j] = result[j][i]
                    continue
                moved = [list(row) for row in origin]
                moved[i][j] = plus((moved[i][j], variable(small)))
                if mirrored and i != j:
                    moved[j][i] = plus((moved[j][i], variable(small)))
                body = self._of(node.body, place.inside(values={**place.values, symbol: moved}))[0][0]
                # Moving both mirrored entries changes tr(G dS) by twice the entry of G.
                part = Fraction(1, 2) if mirrored and i != j else Fraction(1)
                slope = {tuple(v for v in m if v != small): c for m, c in body.items() if small in m}
                result[i][j] = self._ring.times(number(part), slope)
        return result

    def _at(self, node: At, place: _Place) -> Matrix:
        values, sizes = dict(place.values), dict(place.sizes)
        for symbol, given in node.values:
            value = self._of(given, place)
            if symbol.structure == "dimension" and is_shape(node.body, symbol):
                size = value[0][0].get((), 0)
                if size != int(size) or size < 0:
                    raise NotApplicable(f"{symbol.name} becomes {size}, which is no size")
                sizes[symbol] = int(size)
            else:
                values[symbol] = value
        return self._of(node.body, place.inside(values=values, sizes=sizes))


def _range(index: Index, place: _Place) -> range:
    """Return the places between the two ends of an index, counted from 0."""
    (before, more), (behind, less) = index.first, index.last
    low = more if before is None else place.indices[before] + 1 + more
    high = less + (place.size(index.count) if behind is None else place.indices[behind] + 1)
    if low < 1 or high < low - 1:
        raise SingularInstance(f"a sum from {low} to {high} ends before it begins")
    return range(low - 1, high)


def _innermost_first(over: tuple[Source, ...]) -> list[Source]:
    """Order sources so that one whose law depends on another is averaged before it."""
    waiting, ordered = list(over), []
    while waiting:
        free = [s for s in waiting if not any(_mentions(t, s) for t in waiting if t is not s)]
        if not free:
            raise NotApplicable("the laws of the random quantities depend on each other in a circle")
        ordered.extend(free)
        waiting = [s for s in waiting if s not in free]
    return ordered


def _mentions(source: Source, other: Source) -> bool:
    """Whether the law of one source contains another."""
    stack: list[Expression] = [e for e in (source.law.covariance, source.law.mean) if e is not None]
    while stack:
        node = stack.pop()
        if node == other or (isinstance(node, Column) and node.sample == other):
            return True
        if isinstance(node, RandomVector | SampleMatrix):
            stack.extend(e for e in (node.law.covariance, node.law.mean) if e is not None)
        stack.extend(node.children)
    return False
