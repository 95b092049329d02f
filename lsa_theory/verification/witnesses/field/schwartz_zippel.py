"""Degrees of rational functions, for the bound on the error of random exact tests (Schwartz and Zippel).

A nonzero polynomial of degree n vanishes at a random point of a field of p elements with probability at most
n / p. Both sides are rational functions of the entries of the symbols; their difference, over a common
denominator, has a numerator whose degree is bounded here by structure.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
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
from lsa_theory.expressions.laws.orthogonal import Orthogonal
from lsa_theory.expressions.nodes import known
from lsa_theory.expressions.operators import At, Gradient
from lsa_theory.expressions.random import (
    Column,
    Expectation,
    Index,
    Position,
    RandomVector,
    SampleMatrix,
    SumOver,
    free_indices,
    scales_of,
)
from lsa_theory.values.lengths import exact_at, length
from lsa_theory.values.refusals import NotApplicable
from lsa_theory.values.sizes import Sizes

Degrees = tuple[int, int]


def difference_degree(left: Expression, right: Expression, sizes: Sequence[Sizes]) -> int:
    """Return a bound on the degree of the numerator of left - right in the entries of all symbols, at any of the sizes.

    Raises
    ------
    NotApplicable
        If a fractional power makes a side no rational function.
    """
    found: dict[tuple[int, ...], int] = {}
    # What the degree depends on: of most trees, on no size at all.
    asked: dict[Symbol, None] = {}
    for at in sizes:
        if tuple(at.get(dimension, 1) for dimension in asked) in found:
            continue
        counter = _Counter(at, asked)
        (n, d), (m, e) = counter.of(left), counter.of(right)
        found[tuple(at.get(dimension, 1) for dimension in asked)] = max(n + e, m + d)
    return max(found.values())


class _Counter:
    def __init__(self, sizes: Sizes, asked: dict[Symbol, None]) -> None:
        self._sizes = sizes
        self._asked = asked
        self._values: dict[Symbol, Degrees] = {}
        self._known: dict[int, Degrees] = {}

    def _size(self, dimension: Dimension) -> int:
        if isinstance(dimension, int):
            return dimension
        self._asked.setdefault(dimension)
        return self._sizes.get(dimension, 1)

    def of(self, node: Expression) -> Degrees:
        """Return degrees of numerator and denominator of every entry."""
        if id(node) not in self._known:
            self._known[id(node)] = self._compute(node)
        return self._known[id(node)]

    def _compute(self, node: Expression) -> Degrees:
        node = known(node)
        match node:
            case Number() | Identity() | Zero() | Array() | Ones() | UnitVector() | Position():
                return 0, 0
            case Symbol():
                return self._values.get(node, (0, 0) if node.structure == "dimension" else (1, 0))
            case RandomVector() if isinstance(node.law, Orthogonal):
                # Of (I - S) (I + S)^-1 for a skew S of size d, where no average is taken.
                size = self._size(node.rows)
                return size, size
            case RandomVector() | SampleMatrix():
                law = node.law
                n, d = self.of(law.covariance)
                m, e = (0, 0) if law.mean is None else self.of(law.mean)
                # x = mean + L zeta, and moments pair the factors of L up to covariances; a vector without an
                # expectation is drawn itself, with degree one.
                # E s^(2k) of a scale has degree k in what it is made of, above and below.
                more = max((self.of(part)[0] for part in scales_of(law)), default=0)
                return max(n + e, m + d, 1 + d + e) + more, d + e + more
            case Column():
                return self.of(node.sample)
            case Sum():
                return self._sum([self.of(term) for term in node.terms])
            case Scale():
                return self._times(self.of(node.scalar), self.of(node.child))
            case Hadamard():
                return self._times(self.of(node.left), self.of(node.right))
            case Product():
                n, d = self._times(self.of(node.left), self.of(node.right))
                return n, d
            case SumOver():
                # Each term may have a denominator of its own.
                (n, d), terms = self.of(node.body), self._size(node.index.count)
                return n + d * (terms - 1), d * terms
            case Transpose() | Expectation() | Trace():
                return self.of(node.children[0])
            case Gradient():
                n, d = self.of(node.body)
                return n + d, 2 * d
            case At():
                return self._at(node)
            case Power():
                return self._power(node)
            case Pi():
                raise NotApplicable("pi has no residue modulo a prime")
            case Applied() if node.function in ("factorial", "harmonic"):
                # At given sizes a number.
                return 0, 0
            case Applied():
                raise NotApplicable(f"{node.function} has no residues modulo a prime")
            case Determinant():
                n, d = (max(self.of(block)[k] for block in node.children) for k in (0, 1))
                size = sum(self._size(row[0].rows) for row in node.blocks)
                return n * size, d * size * size
            case SymbolicPower():
                return self._symbolic_power(node)
            case OperatorNorm() | BlockNorm() | Rank() | NegativeEigenvalues():
                raise NotApplicable(f"a {type(node).__name__} is no rational function of entries")
            case _:
                assert_never(node)

    def _at(self, node: At) -> Degrees:
        sizes = dict(self._sizes)
        for symbol, value in node.values:
            if symbol.structure == "dimension":
                self._ask_all()
                sizes[symbol] = length(value, self._sizes) or self._size(symbol)
        inner = _Counter(sizes, {})
        inner._values = {**self._values, **{symbol: self.of(value) for symbol, value in node.values}}
        degrees = inner.of(node.body)
        replaced = {symbol for symbol, _ in node.values}
        for symbol in inner._asked:
            if symbol not in replaced:
                self._size(symbol)
        return degrees

    def _ask_all(self) -> None:
        for dimension in self._sizes:
            self._size(dimension)

    def _symbolic_power(self, node: SymbolicPower) -> Degrees:
        outside = sorted(free_indices(node.exponent), key=lambda index: index.name)
        self._ask_all()
        (n, d), found = self.of(node.child), [(0, 0)]
        for chosen in product(*(range(self._size(index.count)) for index in outside)):
            exponent = exact_at(
                node.exponent, self._sizes, dict[Index, int](zip(outside, chosen, strict=True))
            )
            if exponent is None or exponent.denominator != 1:
                raise NotApplicable(f"the power {node.exponent!r} is no whole number at these sizes")
            times = abs(int(exponent))
            found.append((n * times, d * times) if exponent >= 0 else (d * times, n * times))
        # At some places of an index the power may be negative, at others not.
        return max(above for above, _ in found), max(below for _, below in found)

    def _power(self, node: Power) -> Degrees:
        if node.exponent.denominator != 1:
            raise NotApplicable("a fractional power is no rational function")
        n, d = self.of(node.child)
        times = int(node.exponent)
        if times < 0:
            # A = B / q entry-wise: inverse(A) = q adj(B) / det(B).
            size = self._size(node.rows)
            n, d, times = d + n * (size - 1), n * size, -times
        return n * times, d * times

    @staticmethod
    def _times(a: Degrees, b: Degrees) -> Degrees:
        return a[0] + b[0], a[1] + b[1]

    @staticmethod
    def _sum(terms: list[Degrees]) -> Degrees:
        total = sum(d for _, d in terms)
        return max(n + total - d for n, d in terms), total
