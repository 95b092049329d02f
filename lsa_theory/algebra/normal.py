"""From what is written to its normal form, which decides equality for every dimension.

Two normal forms with general matrix symbols are equal for all dimensions exactly when they are the same: beyond
cyclic and transpose symmetry there is no trace identity that holds in every dimension (Procesi 1976,
Razmyslov 1974). Denominators are scalars and are cleared before the comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import count
from typing import Any, assert_never

from lsa_theory.algebra import derivative, writing
from lsa_theory.algebra.block_norms import norm_of_blocks
from lsa_theory.algebra.deciding.cancelling import cancelled
from lsa_theory.algebra.deciding.deciding import doubt, vanishes
from lsa_theory.algebra.deciding.small_sizes import Excluded, LeftOpen, sizes_left_open
from lsa_theory.algebra.expectation.centred_scatter import Scattered, scattered
from lsa_theory.algebra.expectation.conditions import (
    Condition,
    LargeEnough,
    Noted,
    as_condition,
    changed,
    written_lengths,
)
from lsa_theory.algebra.expectation.expectation import expectation
from lsa_theory.algebra.expectation.functions.sums_as_vectors import sums_as_vectors
from lsa_theory.algebra.expectation.occurrences import averaged
from lsa_theory.algebra.expectation.source import Source
from lsa_theory.algebra.expectation.sums_over_columns import bind_index
from lsa_theory.algebra.functions.determinant import of_blocks
from lsa_theory.algebra.functions.making import PI, applied
from lsa_theory.algebra.functions.powers import raised
from lsa_theory.algebra.functions.signs import settled, signs_moving_with, without_zeros
from lsa_theory.algebra.norms_and_ranks import NORM, Functions
from lsa_theory.algebra.ordered import weights
from lsa_theory.algebra.ordered.averages import average, sum_in_order
from lsa_theory.algebra.ordered.opening import in_order, order_counts
from lsa_theory.algebra.ordered.unaveraged import mean_square
from lsa_theory.algebra.ring.concatenation import dimension, finished, trace
from lsa_theory.algebra.ring.elementwise import all_ones, elementwise
from lsa_theory.algebra.ring.matrix_power import matrix_power
from lsa_theory.algebra.ring.multiplication import multiply
from lsa_theory.algebra.ring.numeric import of_entries
from lsa_theory.algebra.ring.occurring import names_of, parts_of
from lsa_theory.algebra.ring.polynomial import (
    Key,
    Terms,
    add,
    constant,
    freeze,
    of_atom,
    of_word,
    power,
    thaw,
    transpose,
)
from lsa_theory.algebra.ring.rational import reduced
from lsa_theory.algebra.ring.words import POSITIVE, SYMMETRIC, Atom, Factor, Letter, variable
from lsa_theory.algebra.substitution import substitute
from lsa_theory.errors import InvalidArgument, ShapeMismatch, UnsupportedExpression
from lsa_theory.expressions.analysis.block_norm import BlockNorm
from lsa_theory.expressions.analysis.holding import holding_where, needed_of
from lsa_theory.expressions.analysis.kinds import Applied, Determinant, Pi
from lsa_theory.expressions.entrywise.arrays import Array
from lsa_theory.expressions.entrywise.elementwise import UnitVector
from lsa_theory.expressions.entrywise.positions import check_bound
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
    as_expression,
    describe,
    walk,
)
from lsa_theory.expressions.functions import NegativeEigenvalues, OperatorNorm, Rank
from lsa_theory.expressions.laws.coordinates import IndependentCoordinates
from lsa_theory.expressions.laws.elliptical import Elliptical
from lsa_theory.expressions.laws.orthogonal import Orthogonal
from lsa_theory.expressions.nodes import known
from lsa_theory.expressions.operators import At, Gradient
from lsa_theory.expressions.random import (
    PLACEHOLDER,
    Column,
    DeclaredMoments,
    Expectation,
    Gaussian,
    Position,
    RandomVector,
    SampleMatrix,
    SumOver,
    law_parts,
    reaches_everywhere,
)
from lsa_theory.expressions.rebuilding import replaced
from lsa_theory.expressions.traversal import everything

Declared = Mapping[str, Expression]
# Words take some 120 characters each: more of them than this nobody reads.
_SHOWN = 2000
# What stands at a place, or binds it.
_PLACED = frozenset({Column, Position, SumOver, UnitVector})


@dataclass(frozen=True)
class Normal:
    """The normal form of an expression: collected terms, and the declarations they refer to.

    `conditions` says where it holds, for instance that a sample is long enough for its inverse moments; `excluded`
    names sizes, and numbers up to which the expression has another value.

    Immutable, hashable and picklable. Equality of two `Normal` objects is equality of their stored terms;
    `equal` decides equality of what they mean, denominators included.

    Examples
    --------
    >>> from lsa_theory import dimension, matrix, normal
    >>> A = matrix("A", dimension("d"))
    >>> form = normal((A + A.T) @ A - A.T @ A)
    >>> form, form.is_zero(), form == normal(A**2)
    (A**2, False, True)
    """

    rows: Dimension
    cols: Dimension
    key: Key
    declared: tuple[tuple[str, Expression], ...] = field(default=(), compare=False)
    conditions: tuple[str, ...] = field(default=(), compare=False)
    excluded: tuple[Excluded, ...] = field(default=(), compare=False)
    # What is positive, or positive definite, where the conditions hold.
    needed: tuple[Expression, ...] = field(default=(), compare=False)

    @property
    def terms(self) -> Terms:
        """The terms {(monomial, word): coefficient}."""
        return thaw(self.key)

    @property
    def is_scalar(self) -> bool:
        """Whether it is 1 x 1."""
        return self.rows == 1 and self.cols == 1

    def is_zero(self) -> bool:
        """Whether it vanishes for every value of its symbols, in every dimension."""
        return self._vanishes

    @cached_property
    def _vanishes(self) -> bool:
        return not self.key or vanishes(self.terms)

    @property
    def decides(self) -> bool:
        """Whether a form that is not zero stands for something that is not zero.

        With a root inside another root or inside a denominator there are relations that the form does not know,
        such as 1 / (1 + sqrt(2)) = sqrt(2) - 1; and so there are with inverses of sums that do not commute.
        """
        return self.doubt is None

    @property
    def doubt(self) -> str | None:
        """Why the form leaves open whether it vanishes; None where it decides."""
        if self.is_zero():
            return None
        left = names_of(parts_of(self.terms))
        for name, node in self.declared:
            if (
                name in left
                and isinstance(node, RandomVector | SampleMatrix)
                and not reaches_everywhere(node.law)
                # Beyond Q' Q = I there is no relation between such matrices that holds in every size.
                and not (isinstance(node.law, Orthogonal) and isinstance(node.law.rows, Symbol))
            ):
                return (
                    f"{name} is not averaged over, and its law does not reach every vector, so that what does not "
                    "vanish for every vector may still vanish always"
                )
        return doubt(self.terms)

    def as_expression(self) -> Expression:
        """Return an expression tree with this normal form, which holds under the same conditions."""
        return holding_where(writing.as_expression(self), self.needed)

    def __len__(self) -> int:
        """The number of distinct words, scalar coefficients collected."""
        return len(writing.collected(self.terms))

    @property
    def is_long(self) -> bool:
        """Whether it has so many words that it is shown as their number; `as_expression()` writes them all.

        >>> from lsa_theory import dimension, matrix, normal, trace
        >>> d = dimension("d"); A, B = matrix("A", d), matrix("B", d)
        >>> normal((A + B) ** 4).is_long, normal((A + B) ** 11)
        (False, <2048 words, d x d; as_expression() writes them>)
        """
        return len(self.key) > _SHOWN and len(self) > _SHOWN

    def __repr__(self) -> str:
        if self.is_long:
            shape = "" if self.is_scalar else f", {self.rows!s} x {self.cols!s}"
            return f"<{len(self)} words{shape}; as_expression() writes them>"
        return repr(self.as_expression())

    def _repr_latex_(self) -> str:
        if self.is_long:
            return rf"$\text{{{len(self)} words}}$"
        return self.as_expression()._repr_latex_()


def normal(expression: object) -> Normal:
    """Return the normal form of an expression, expectations taken and derivatives done.

    Parameters
    ----------
    expression : Expression
        Any shape.

    Raises
    ------
    UnsupportedExpression, MissingMoment
        If something in it has no closed form in words; the message says what.
    InvalidArgument
        If one name is declared in two ways.

    Examples
    --------
    >>> from lsa_theory.expressions import E, dimension, gaussian, positive_definite
    >>> d = dimension("d")
    >>> Lambda = positive_definite("Lambda", d)
    >>> x = gaussian("x", covariance=Lambda)
    >>> normal(E(x @ x.T @ x @ x.T))
    2 * Lambda**2 + tr(Lambda) * Lambda
    """
    if isinstance(expression, Normal):
        return expression
    return _normal(as_expression(expression), None)


def _normal(tree: Expression, functions: Functions | None) -> Normal:
    if functions is not None and any(
        isinstance(node, OperatorNorm | BlockNorm | Rank) for node in walk(tree)
    ):
        _check_free(tree)
    kinds: set[type] = set()
    declared = declarations(tree, kinds)
    if kinds & _PLACED:
        check_bound(tree)
    normaliser = Normaliser(declared, functions, kinds)
    whole = normaliser.terms(tree)
    terms = cancelled(settled(without_zeros(reduced(whole), normaliser.not_zero)))
    if kinds & _PLACED:
        weights.check_none_left(terms)
    needed: dict[str, Expression] = {}
    if normaliser.conditions:
        everything_named = {**normaliser.declared, **declared}
        written = (_written(c, everything_named) for c in normaliser.conditions)
        # Two conditions may say the same in the same words, of trees that are written otherwise.
        needed = dict(sorted(written, key=lambda said: (said[0], repr(said[1]))))
    named = {**declared, **(normaliser.functions_left() if functions is not None else {})}
    excluded = sorted({(c.size, c.number) for c in normaliser.conditions if isinstance(c, LargeEnough)})
    return Normal(
        tree.rows,
        tree.cols,
        freeze(terms),
        tuple(sorted(named.items())),
        tuple(needed),
        tuple(excluded),
        tuple(needed.values()),
    )


def _written(condition: Noted, declared: Declared) -> tuple[str, Expression]:
    """Return a condition in words, and what has to be positive or positive definite."""
    writer = writing.Writer(dict(declared))
    if isinstance(condition, LargeEnough):
        size = writer.dimension(condition.size)
        return f"{condition.size} > {condition.number}", size - as_expression(condition.number)
    meant = as_condition(condition)
    size = writer.dimension(meant.size)
    tree = writer.matrix(reduced(meant.terms), size, size)
    words = condition if isinstance(condition, str) else written_lengths(meant)
    return words or (f"{tree!r} > 0" if meant.size == "1" else f"{tree!r} positive definite"), tree


def difference(left: object, right: object) -> Normal:
    """Return the normal form of left - right.

    >>> from lsa_theory import difference, dimension, matrix, trace
    >>> A = matrix("A", dimension("d"))
    >>> difference(trace(A @ A.T), trace(A @ A))
    -tr(A**2) + tr(A @ A.T)
    >>> difference(trace(A), trace(A.T)).is_zero()
    True
    """
    a, b = as_expression(left), as_expression(right)
    if a.shape != b.shape:
        raise ShapeMismatch(f"cannot compare {describe(a)} with {describe(b)}: the shapes must be equal")
    try:
        return _normal(a - b, Functions())
    except UnsupportedExpression as refusal:
        square = mean_square(a - b)
        try:
            form = None if square is None else _normal(square, None)
        except UnsupportedExpression:
            form = None
        if form is None or not form.is_zero():
            raise refusal from None
        return replace(form, rows=a.rows, cols=a.cols, key=())


def equal(left: object, right: object) -> bool:
    """Decide whether two expressions are equal for every dimension, length and value of their symbols.

    Raises
    ------
    UnsupportedExpression
        If roots inside roots or denominators, or inverses of sums, leave the question open.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, matrix, trace
    >>> d = dimension("d"); A = matrix("A", d); B = matrix("B", d)
    >>> equal(trace(A @ B), trace(B.T @ A.T)), equal(trace(A @ B), trace(A @ B.T))
    (True, False)
    """
    left_over = difference(left, right)
    if (reason := left_over.doubt) is not None:
        raise UnsupportedExpression(f"{reason}; check it numerically with lsa-theory verify")
    if left_over.is_zero() and (unsettled := left_open(left, right, left_over)):
        if any(at.differs for at in unsettled):
            return False
        raise UnsupportedExpression(
            f"both sides are equal where {' and '.join(left_over.conditions)}, and {_sizes(unsettled)} is not settled; "
            "check it numerically with lsa-theory verify"
        )
    return left_over.is_zero()


def left_open(left: object, right: object, form: Normal) -> tuple[LeftOpen, ...]:
    """Return the sizes at which two sides are defined, and are not settled by the form of their difference."""
    if not form.excluded:
        return ()
    return sizes_left_open(
        as_expression(left) - as_expression(right), form.excluded, lambda tree: _normal(tree, Functions())
    )


def _sizes(unsettled: tuple[LeftOpen, ...]) -> str:
    return ", ".join(f"{symbol.name} = {size}" for at in unsettled for symbol, size in at.sizes.items())


def _check_free(tree: Expression) -> None:
    """Refuse a norm or rank of what an operator acts on: no scalar can stand for it."""
    for node in walk(tree):
        if isinstance(node, At | Gradient | Expectation | SumOver):
            bound = next((n for n in walk(node) if isinstance(n, OperatorNorm | BlockNorm | Rank)), None)
            if bound is not None:
                raise UnsupportedExpression(
                    f"{bound!r} stands inside an expectation, a sum, a gradient or a substitution, where no scalar can "
                    "stand for it"
                )


def declarations(tree: Expression, kinds: set[type] | None = None) -> dict[str, Expression]:
    """Return what each name of a tree stands for; `kinds` takes the kinds of its nodes.

    Raises
    ------
    InvalidArgument
        If one name is declared in two ways, or a family mixes structures.
    """
    found: dict[str, Expression] = {}
    families: dict[str, Symbol] = {}
    stack: list[Expression] = [tree]
    met: set[type] = set() if kinds is None else kinds
    while stack:
        for node in walk(stack.pop()):
            met.add(type(node))
            if isinstance(node, Column):
                node = node.sample
            if isinstance(node, Symbol | RandomVector | SampleMatrix):
                known = found.get(node.name)
                if node.name.startswith(PLACEHOLDER):
                    continue
                if known is None:
                    found[node.name] = node
                    stack.extend(s for s in node.shape if isinstance(s, Symbol))
                    if not isinstance(node, Symbol):
                        stack.extend(law_parts(node.law))
                    elif node.family:
                        other = families.setdefault(node.family, node)
                        if (other.rows, other.structure) != (node.rows, node.structure):
                            raise InvalidArgument(
                                f"the family {node.family} holds {other.name} ({other.structure}) and "
                                f"{node.name} ({node.structure}); declare a family's matrices alike"
                            )
                elif known is not node and known != node:
                    raise InvalidArgument(
                        f"the name {node.name} stands for two different things in one expression: "
                        f"{describe(known)} and {describe(node)}; give them different names"
                    )
            elif isinstance(node, Gradient):
                stack.append(node.symbol)
            elif isinstance(node, Identity | Zero):
                stack.extend(s for s in node.shape if isinstance(s, Symbol))
    return found


class Normaliser:
    """Turns trees over one set of declarations into polynomials; remembers subtrees it has met."""

    def __init__(
        self, declared: Declared, functions: Functions | None = None, kinds: set[type] | None = None
    ) -> None:
        self._declared = declared
        # The kinds of nodes in the trees, all if it is not said.
        self._kinds = set(_PLACED) if kinds is None else kinds
        # Whether a sum over a range was met, which may leave the number of a place.
        self._ranged = False
        # Norms and ranks are scalars only where nothing acts on what stands inside them: in a difference to be decided.
        self._functions = functions
        self._known: dict[int, tuple[Expression, Terms, tuple[Noted, ...]]] = {}
        self._sources: dict[str, Source] | None = None
        self._numbers = count(1)
        self.conditions: list[Noted] = []
        # Signs of what has to differ from 0 for a gradient to exist.
        self.not_zero: set[Atom] = set()

    @property
    def declared(self) -> Declared:
        """What each name stands for, those of conditions and of vectors for columns too."""
        return self._declared

    def terms(self, node: Expression) -> Terms:
        """Return the polynomial of a tree."""
        known = self._known.get(id(node))
        if known is not None:
            self.conditions.extend(known[2])
            return known[1]
        before = len(self.conditions)
        if "_needed" in node.__dict__:
            self._note_needed(node)
        result = self._compute(node)
        if type(node) is Expectation:
            self._require_second_moments(node, before)
        found = self._found_since(before) if len(self.conditions) > before else ()
        # The node is kept alive beside its result, so that its id is not used again.
        self._known[id(node)] = (node, result, found)
        return result

    def _note_needed(self, node: Expression) -> None:
        """Note where a result holds that has become an expression."""
        for tree in needed_of(node):
            self._declare(tree)
            self.conditions.append(Condition(self.terms(tree), "1" if tree.is_scalar else name_of(tree.rows)))

    def _found_since(self, before: int) -> tuple[Noted, ...]:
        """Return the conditions that were noted from some place on, each once."""
        found: list[Noted] = []
        for condition in self.conditions[before:]:
            if condition not in found:
                found.append(condition)
        self.conditions[before:] = found
        return tuple(found)

    def _compute(self, node: Expression) -> Terms:
        node = known(node)
        match node:
            case Number():
                value = node.value
                return constant(int(value) if value.denominator == 1 else value)
            case Symbol():
                return self._symbol(node)
            case Identity():
                return constant(1)
            case Zero():
                return {}
            case Sum():
                return add(*(self.terms(t) for t in node.terms))
            case Scale():
                return multiply(self.terms(node.scalar), self.terms(node.child))
            case Product():
                return multiply(self.terms(node.left), self.terms(node.right))
            case Transpose():
                return transpose(self.terms(node.child))
            case Trace():
                return trace(self.terms(node.child), name_of(node.child.rows))
            case Hadamard():
                sizes = name_of(node.rows), name_of(node.cols)
                return elementwise(self.terms(node.left), self.terms(node.right), *sizes)
            case Array():
                return of_entries(node.entries)
            case Ones():
                return all_ones(name_of(node.rows), name_of(node.cols))
            case UnitVector():
                place = str(node.place) if isinstance(node.place, int) else f"[{node.place.name}]"
                return of_word((Letter("u", place, 0, name_of(node.rows), "1", ""),))
            case Power():
                return self._power(node)
            case RandomVector() if isinstance(node.law, Orthogonal):
                return finished((Letter("o", node.name, 0, name_of(node.rows), name_of(node.cols), ""),))
            case RandomVector():
                return vector_terms(Letter("r", node.name, 0, name_of(node.rows), "1", ""))
            case SampleMatrix():
                return of_word((Letter("x", node.name, 0, name_of(node.rows), name_of(node.cols), ""),))
            case Column():
                sample = node.sample
                return vector_terms(Letter("c", sample.name, 0, name_of(sample.rows), "1", node.index.name))
            case Position():
                return weights.place(node.index.name)
            case SumOver():
                return self._sum(node)
            case Expectation():
                if self._kinds & _PLACED and order_counts(node):
                    return self._average_in_order(node)
                opened = sums_as_vectors(node)
                if opened is not None:
                    self._declare(opened)
                    return self.terms(opened)
                about_average = scattered(node, self.terms)
                if about_average is not None:
                    return self._scattered(node, about_average)
                over = frozenset(s.name for s in node.over)
                return averaged(expectation(self.terms(node.body), self._all_sources(), over), over)
            case Gradient():
                return self._gradient(node)
            case At():
                return self._at(node)
            case Applied():
                return applied(node.function, [self.terms(a) for a in node.arguments])
            case Pi():
                return PI
            case Determinant():
                blocks = [[self.terms(block) for block in row] for row in node.blocks]
                return of_blocks(blocks, [name_of(row[0].rows) for row in node.blocks])
            case SymbolicPower():
                return self._symbolic_power(node)
            case OperatorNorm() | BlockNorm() | Rank():
                return self._function(node)
            case NegativeEigenvalues():
                raise UnsupportedExpression(f"{describe(node)} is a count, and has no normal form")
            case _:
                assert_never(node)

    def _sum(self, node: SumOver) -> Terms:
        index = node.index
        body = self.terms(node.body)
        if index.is_whole and not self._ranged and Position not in self._kinds:
            return bind_index(body, index.name, name_of(index.count))
        self._ranged = True

        def bind(terms: Terms) -> Terms:
            return bind_index(terms, index.name, name_of(index.count))

        return sum_in_order(node, body, bind, self.conditions)

    def _require_second_moments(self, node: Expectation, before: int) -> None:
        """Note that what is averaged has a covariance, where that depends on a symbol and nothing higher is noted."""
        for source in node.over:
            if isinstance(source.law, Elliptical) and (needed := source.law.radius.positive(1)) is not None:
                part = names_of(parts_of(self.terms(needed)))
                noted = self.conditions[before:]
                if not any(
                    part & names_of(parts_of(as_condition(c).terms))
                    for c in noted
                    if not isinstance(c, LargeEnough)
                ):
                    self.conditions.append(Condition(self.terms(needed), "1"))

    def _average_in_order(self, node: Expectation) -> Terms:
        def compute(tree: Expression) -> Terms:
            self._declare(tree)
            return self.terms(tree)

        self._ranged = True
        return average(node, self._numbers, compute, self.conditions)

    def _scattered(self, node: Expectation, parts: Scattered) -> Terms:
        """Return an expectation in which the scatter of a sample about its average is inverted."""
        for tree in (parts.columns.gram, *parts.averages.values()):
            self._declare(tree)
        writer = writing.Writer(dict(self._declared))

        def inverse(part: Expression) -> Expression | None:
            factor = parts.inverses.get(id(part))
            if factor is None or not isinstance(part, Power):
                return None
            return Power(Scale(writer.matrix(factor, 1, 1), parts.columns.gram), part.exponent)

        terms = parts.apart(self.terms(replaced(node.body, inverse)))
        over = frozenset(s.name for s in (*node.over, *parts.sources)) - parts.names
        value = averaged(expectation(terms, self._all_sources(), over), over)
        self.conditions[:] = [parts.of_whole(condition) for condition in self.conditions]
        return substitute(value, parts.lengths())

    def _function(self, node: OperatorNorm | BlockNorm | Rank) -> Terms:
        if self._functions is None:
            raise UnsupportedExpression(
                f"{describe(node)} is no polynomial in the entries and has no normal form; put a positive scalar "
                "in its place"
            )
        if isinstance(node, BlockNorm):
            sizes = [name_of(row[0].rows) for row in node.blocks], [name_of(b.cols) for b in node.blocks[0]]
            grid = [[reduced(self.terms(block)) for block in row] for row in node.blocks]
            return norm_of_blocks(self._functions, grid, *sizes)
        inside, child = reduced(self.terms(node.child)), node.child
        taken = self._functions.norm if isinstance(node, OperatorNorm) else self._functions.rank
        return taken(inside, name_of(child.rows), name_of(child.cols))

    def functions_left(self) -> dict[str, Expression]:
        """Return what the scalars stand for that norms and ranks have become, by name."""
        if self._functions is None:
            return {}
        writer = writing.Writer(dict(self._declared))
        found: dict[str, Expression] = {}
        for name, (terms, rows, cols) in self._functions.left_over.items():
            tree = writer.matrix(terms, writer.dimension(rows), writer.dimension(cols))
            found[name] = OperatorNorm(tree) if name.startswith(NORM) else Rank(tree)
        for name, (grid, heights, widths) in self._functions.blocks_left_over.items():
            found[name] = BlockNorm(
                tuple(
                    tuple(
                        writer.matrix(terms, writer.dimension(height), writer.dimension(width))
                        for terms, width in zip(row, widths, strict=True)
                    )
                    for row, height in zip(grid, heights, strict=True)
                )
            )
        return found

    def _declare(self, tree: Expression) -> None:
        """Know the vectors of a tree that stand for columns of a sample."""
        new = {
            name: node for name, node in declarations(tree, self._kinds).items() if name not in self._declared
        }
        if new:
            self._declared, self._sources = {**self._declared, **new}, None

    def _symbol(self, node: Symbol) -> Terms:
        if node.is_scalar:
            return of_atom(variable(node.name, node.structure))
        return of_word((symbol_letter(node),))

    def _power(self, node: Power) -> Terms:
        exponent: Any = int(node.exponent) if node.exponent.denominator == 1 else node.exponent
        base = self.terms(node.child)
        try:
            return power(base, exponent) if node.child.is_scalar else matrix_power(base, exponent)
        except ZeroDivisionError:
            raise UnsupportedExpression(f"{describe(node.child)} is zero and has no inverse") from None

    def _symbolic_power(self, node: SymbolicPower) -> Terms:
        try:
            return raised(self.terms(node.child), self.terms(node.exponent))
        except ZeroDivisionError:
            raise UnsupportedExpression(f"{describe(node.child)} is zero and has no inverse") from None

    def _at(self, node: At) -> Terms:
        values = {s.name: self.terms(v) for s, v in node.values}
        before = len(self.conditions)
        try:
            body = substitute(self.terms(node.body), values)
        except ZeroDivisionError:
            where = ", ".join(f"{s.name} = {v!r}" for s, v in node.values)
            if in_order(node.body) and not _stands_in_a_law(node):
                # The closed form of a geometric sum has a pole at ratio 1, the sum has none.
                del self.conditions[before:]
                put = dict(node.values)
                return self.terms(
                    replaced(node.body, lambda n: put.get(n) if isinstance(n, Symbol) else None)
                )
            raise UnsupportedExpression(f"the expression has a pole at {where}") from None
        except UnsupportedExpression:
            # Such as the inverse of a sum that commutes only once the values are in.
            if any(isinstance(n, Gradient | At | RandomVector | SampleMatrix) for n in walk(node.body)):
                raise
        else:
            where = ", ".join(f"{s.name} = {v!r}" for s, v in node.values)
            within, self.conditions[before:] = self.conditions[before:], []
            self.conditions.extend(changed(within, values, lambda terms: substitute(terms, values), where))
            return body
        put = dict(node.values)
        del self.conditions[before:]
        return self.terms(replaced(node.body, lambda n: put.get(n) if isinstance(n, Symbol) else None))

    def _gradient(self, node: Gradient) -> Terms:
        body = self.terms(node.body)
        symbol = node.symbol
        self.not_zero |= signs_moving_with(body, symbol.name)
        if symbol.is_scalar:
            return derivative.directional(body, {symbol.name: constant(1)})
        return derivative.gradient(body, symbol_letter(symbol))

    def _all_sources(self) -> dict[str, Source]:
        if self._sources is None:
            self._sources = {
                name: self._source(node)
                for name, node in self._declared.items()
                if isinstance(node, RandomVector | SampleMatrix)
            }
        return self._sources

    def _source(self, node: RandomVector | SampleMatrix) -> Source:
        sampled = isinstance(node, SampleMatrix)
        mean = self.terms(node.law.mean) if node.law.mean is not None else {}
        return Source(
            name=node.name,
            size=name_of(node.rows),
            count=dimension(name_of(node.cols)) if sampled else None,
            count_name=name_of(node.cols) if sampled else None,
            covariance=self.terms(node.law.covariance),
            mean=mean,
            gaussian=isinstance(node.law, Gaussian),
            moment=self._moment(node),
            scale=self._scale(node),
            coordinate=self._coordinate(node),
            values=self._values(node),
            frame=name_of(node.cols) if isinstance(node.law, Orthogonal) else None,
            conditions=self.conditions,
        )

    def _coordinate(self, node: RandomVector | SampleMatrix) -> Callable[[int], Terms] | None:
        """Return the function from k to E xi^k of a vector of independent coordinates xi."""
        law = node.law
        if not isinstance(law, IndependentCoordinates):
            return None
        return lambda k: self.terms(law.coordinate.moment(k))

    def _values(self, node: RandomVector | SampleMatrix) -> tuple[tuple[int, Terms], ...] | None:
        """Return what one of independent coordinates may be, where that is few things, with their probabilities."""
        law = node.law
        atoms = law.coordinate.atoms if isinstance(law, IndependentCoordinates) else None
        return None if atoms is None else tuple((value, self.terms(share)) for value, share in atoms)

    def _scale(self, node: RandomVector | SampleMatrix) -> Callable[[int], Terms] | None:
        """Return the function from k to E s^(2k) of a vector that is a scale s times a Gaussian one."""
        law = node.law
        if not isinstance(law, Elliptical):
            return None

        def scale(k: int) -> Terms:
            needed = law.radius.positive(k)
            if needed is not None:
                self.conditions.append(f"{needed!r} > 0")
            return self.terms(law.radius.even(k))

        return scale

    def _moment(self, node: RandomVector | SampleMatrix) -> Callable[[int], Terms | None] | None:
        """Return the function from an order to the declared central moment, as words between placeholders."""
        law = node.law
        if not isinstance(law, DeclaredMoments):
            return None

        def moment(order: int) -> Terms | None:
            legs = [Symbol(f"{PLACEHOLDER}{k}", node.rows, 1, "general") for k in range(1, order + 1)]
            if order == 1:
                return {}
            if order == 2:
                return self.terms(legs[0].T @ law.covariance @ legs[1])
            rule = law.rules.get(order)
            return None if rule is None else self.terms(as_expression(rule(*legs)))

        return moment


def _stands_in_a_law(node: At) -> bool:
    """Whether a substitution reaches into a law, a length or what acts on its letters, where no tree can follow it."""
    nodes = list(everything([node.body]))
    laws = [p for n in nodes if isinstance(n, RandomVector | SampleMatrix) for p in law_parts(n.law)]
    inside = set(everything(laws))
    return any(isinstance(n, Gradient | At) for n in nodes) or any(
        s.structure == "dimension" or s in inside for s, _ in node.values
    )


def symbol_letter(node: Symbol) -> Letter:
    """Return the letter of a constant matrix or vector."""
    rows, cols = name_of(node.rows), name_of(node.cols)
    if node.rows == node.cols:
        flag = {"positive definite": POSITIVE, "symmetric": SYMMETRIC}.get(node.structure, 0)
        group = f"family {node.family}" if node.family else node.name
        return Letter("f", group, flag, rows, cols, (Factor(node.name, (), 1),))
    return Letter("m", node.name, 0, rows, cols, "")


def vector_terms(letter: Letter) -> Terms:
    """Return a random vector as a polynomial; of one dimension, as a scalar."""
    return finished((letter,))


def name_of(size: Dimension) -> str:
    """Return a dimension by name."""
    return size.name if isinstance(size, Symbol) else str(size)
