"""Trees over one set of declarations as polynomials, kind by kind of node."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any, assert_never

from lsa_theory.algebra import derivative, writing
from lsa_theory.algebra.block_norms import norm_of_blocks
from lsa_theory.algebra.declarations import Declared, declarations, name_of, symbol_letter, vector_terms
from lsa_theory.algebra.expectation.centred_scatter import Scattered, scattered
from lsa_theory.algebra.expectation.conditions import (
    Condition,
    LargeEnough,
    Noted,
    as_condition,
    changed,
)
from lsa_theory.algebra.expectation.expectation import expectation
from lsa_theory.algebra.expectation.functions.sums_as_vectors import sums_as_vectors
from lsa_theory.algebra.expectation.occurrences import averaged
from lsa_theory.algebra.expectation.source import Source
from lsa_theory.algebra.expectation.sums_over_columns import bind_index
from lsa_theory.algebra.functions.determinant import of_blocks
from lsa_theory.algebra.functions.making import PI, applied
from lsa_theory.algebra.functions.powers import raised
from lsa_theory.algebra.functions.signs import signs_moving_with
from lsa_theory.algebra.norms_and_ranks import NORM, Functions
from lsa_theory.algebra.ordered import weights
from lsa_theory.algebra.ordered.averages import average, sum_in_order
from lsa_theory.algebra.ordered.opening import in_order, order_counts
from lsa_theory.algebra.ring.concatenation import dimension, finished, trace
from lsa_theory.algebra.ring.elementwise import all_ones, elementwise
from lsa_theory.algebra.ring.matrix_power import matrix_power
from lsa_theory.algebra.ring.multiplication import multiply
from lsa_theory.algebra.ring.numeric import of_entries
from lsa_theory.algebra.ring.occurring import names_of, parts_of
from lsa_theory.algebra.ring.polynomial import (
    Terms,
    add,
    constant,
    of_atom,
    of_word,
    power,
    transpose,
)
from lsa_theory.algebra.ring.rational import reduced
from lsa_theory.algebra.ring.words import Atom, Letter, variable
from lsa_theory.algebra.substitution import substitute
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions.analysis.block_norm import BlockNorm
from lsa_theory.expressions.analysis.holding import needed_of
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
)
from lsa_theory.expressions.rebuilding import replaced
from lsa_theory.expressions.traversal import everything

# What stands at a place, or binds it.
PLACED = frozenset({Column, Position, SumOver, UnitVector})


class Normaliser:
    """Turns trees over one set of declarations into polynomials; remembers subtrees it has met."""

    def __init__(
        self, declared: Declared, functions: Functions | None = None, kinds: set[type] | None = None
    ) -> None:
        self._declared = declared
        # The kinds of nodes in the trees, all if it is not said.
        self._kinds = set(PLACED) if kinds is None else kinds
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
                if self._kinds & PLACED and order_counts(node):
                    return self._average_in_order(node)
                opened = sums_as_vectors(node) if SumOver in self._kinds else None
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
