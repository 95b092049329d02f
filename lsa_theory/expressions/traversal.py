"""What a formula is made of: the dimensions and symbols that an instance must give values to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never

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
from lsa_theory.expressions.nodes import known
from lsa_theory.expressions.operators import At, Gradient
from lsa_theory.expressions.random import (
    Column,
    Expectation,
    Position,
    RandomVector,
    SampleMatrix,
    SumOver,
    scales_of,
    sources,
)


@dataclass(frozen=True)
class Constituents:
    """Dimensions and symbols in order of appearance.

    `rooted` symbols stand below a fractional power. `unbound` are random vectors and samples over which no
    expectation is taken: an identity about them holds for every value, so an instance gives them any. `entrywise` says
    that entries are named or multiplied: then a rotation of everything changes what is stated.
    """

    dimensions: tuple[Symbol, ...]
    symbols: tuple[Symbol, ...]
    rooted: frozenset[Symbol]
    has_fractional_powers: bool
    unbound: tuple[RandomVector | SampleMatrix, ...] = ()
    entrywise: bool = False


def constituents(expressions: Iterable[Expression]) -> Constituents:
    """Collect the dimensions and symbols of expressions, the laws of their random vectors included.

    >>> from lsa_theory.expressions import dimension, matrix, trace
    >>> d = dimension("d")
    >>> constituents([trace(matrix("A", d))]).dimensions
    (d,)
    """
    dimensions: dict[Symbol, None] = {}
    symbols: dict[Symbol, None] = {}
    rooted: set[Symbol] = set()
    rows: set[Dimension] = set()
    fractional = entrywise = False

    def note_size(size: Dimension) -> None:
        if isinstance(size, Symbol):
            dimensions.setdefault(size)

    trees = list(expressions)
    for node in everything(trees):
        note_size(node.rows)
        note_size(node.cols)
        entrywise = entrywise or isinstance(node, Hadamard | UnitVector | Ones | Array)
        if isinstance(node, Symbol | RandomVector | SampleMatrix):
            rows.add(node.rows)
        match node:
            case Symbol() if node.structure == "dimension":
                note_size(node)
            case Symbol():
                symbols.setdefault(node)
            case SumOver():
                note_size(node.index.count)
            case Power() if node.exponent.denominator != 1:
                fractional = True
                if not node.is_scalar:
                    below = (n for n in everything([node.child]) if isinstance(n, Symbol))
                    rooted.update(n for n in below if n.structure in ("symmetric", "positive definite"))
    # Dimensions of vectors and matrices first, then lengths: that is the order in which examples get smaller.
    spaces = [d for d in dimensions if d in rows]
    ordered = (*spaces, *(d for d in dimensions if d not in rows))
    unbound = dict.fromkeys(source for tree in trees for source in sources(tree))
    return Constituents(ordered, tuple(symbols), frozenset(rooted), fractional, tuple(unbound), entrywise)


def parts_of(node: Expression) -> tuple[Expression, ...]:
    """Return all direct parts of a node: children, laws, and the symbols that operators act on."""
    # A tree is walked over by everybody who asks something of it, and which parts it has is found once.
    found: tuple[Expression, ...] | None = node.__dict__.get("_parts")
    if found is None:
        found = node.__dict__["_parts"] = _parts(node)
    return found


def _parts(node: Expression) -> tuple[Expression, ...]:
    node = known(node)
    match node:
        case RandomVector() | SampleMatrix():
            law = node.law
            mean = () if law.mean is None else (law.mean,)
            return (law.covariance, *mean, *scales_of(law))
        case Column():
            return (node.sample,)
        case Expectation():
            return (node.body, *node.over)
        case Gradient():
            return (node.body, node.symbol)
        case At():
            return (*node.children, *(symbol for symbol, _ in node.values))
        case (
            Number()
            | Symbol()
            | Identity()
            | Zero()
            | Sum()
            | Scale()
            | Product()
            | Transpose()
            | Trace()
            | Power()
            | Array()
            | Hadamard()
            | Ones()
            | UnitVector()
            | OperatorNorm()
            | BlockNorm()
            | Rank()
            | Applied()
            | Determinant()
            | Pi()
            | SymbolicPower()
            | NegativeEigenvalues()
            | Position()
            | SumOver()
        ):
            return node.children
        case _:
            assert_never(node)


def everything(roots: Sequence[Expression]) -> Iterator[Expression]:
    """Yield every node once, parents first, shared nodes a single time."""
    seen: set[int] = set()
    stack = list(reversed(roots))
    while stack:
        node = stack.pop()
        mark = id(node)
        if mark in seen:
            continue
        seen.add(mark)
        yield node
        parts = parts_of(node)
        if parts:
            stack.extend(reversed(parts))


def free_symbols(node: Expression) -> frozenset[Symbol]:
    """Return the symbols that the value of an expression depends on: those that no `At` replaces."""
    return _Free().of(node)


class _Free:
    def __init__(self) -> None:
        self._known: dict[int, frozenset[Symbol]] = {}

    def of(self, node: Expression) -> frozenset[Symbol]:
        if id(node) not in self._known:
            self._known[id(node)] = self._compute(node)
        return self._known[id(node)]

    def _compute(self, node: Expression) -> frozenset[Symbol]:
        if isinstance(node, Symbol):
            return frozenset([node])
        if isinstance(node, At):
            replaced = frozenset(symbol for symbol, _ in node.values)
            return (self.of(node.body) - replaced).union(*(self.of(value) for _, value in node.values))
        return frozenset().union(*(self.of(part) for part in parts_of(node)))
