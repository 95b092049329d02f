"""The degree of an expression in some of its letters, read off its structure.

An upper bound on the true degree: terms that cancel still count. Exact integration and interpolation need
an upper bound, so a count that is too high costs points, and one that is too low would be an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import assert_never

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
    describe,
)
from lsa_theory.expressions.functions import NegativeEigenvalues, OperatorNorm, Rank
from lsa_theory.expressions.nodes import known
from lsa_theory.expressions.operators import At, Gradient
from lsa_theory.expressions.random import Column, Expectation, Position, RandomVector, SampleMatrix, SumOver
from lsa_theory.values.refusals import NotApplicable


def degree_in(body: Expression, letter: Expression, sizes: Mapping[Symbol, int] | None = None) -> int:
    """Return an upper bound on the total degree of `body` in the entries of `letter`.

    Parameters
    ----------
    body : expression
        The integrand.
    letter : Symbol, RandomVector or SampleMatrix
        What to count.
    sizes : mapping from dimension symbol to int, optional
        Without them a determinant, whose degree is its size, is no polynomial of a known degree.

    Raises
    ------
    NotApplicable
        If the expression is not a polynomial in the letter.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, gaussian, identity, trace
    >>> x = gaussian("x", covariance=identity(dimension("d")))
    >>> degree_in(trace(x @ x.T) * (x @ x.T), x)
    4
    """
    return max(_Count(sizes).degree(body, {letter: 1}), 0)


def joint_degree_in(
    body: Expression, letters: Iterable[Expression], sizes: Mapping[Symbol, int] | None = None
) -> int:
    """Return an upper bound on the total degree of `body` in the entries of all of several letters together.

    >>> from lsa_theory.expressions import dimension, gaussian, identity
    >>> d = dimension("d"); x, y = (gaussian(name, covariance=identity(d)) for name in "xy")
    >>> joint_degree_in(x.T @ x + x.T @ y, [x, y])
    2
    """
    return max(_Count(sizes).degree(body, dict.fromkeys(letters, 1)), 0)


class Degrees:
    """Degrees of bodies in letters, found once for those who ask at many sizes: most are the same at all.

    Examples
    --------
    >>> from lsa_theory import det, dimension, matrix
    >>> d = dimension("d"); A = matrix("A", d); degrees = Degrees()
    >>> body = det(A @ A)
    >>> [degrees.of(body, A, {d: n}) for n in (1, 2)]
    [2, 4]
    """

    def __init__(self) -> None:
        # None where it depends on sizes, as that of a determinant does.
        self._at_all: dict[tuple[int, int], int | None] = {}
        self._at: dict[tuple[int, int, tuple[tuple[Symbol, int], ...]], int | NotApplicable] = {}
        self._kept: list[Expression] = []

    def of(self, body: Expression, letter: Expression, sizes: Mapping[Symbol, int]) -> int:
        """Return what `degree_in` returns, or raise what it raises."""
        key = id(body), id(letter)
        if key not in self._at_all:
            # Kept alive, so that their identities stay theirs.
            self._kept += [body, letter]
            try:
                self._at_all[key] = degree_in(body, letter)
            except NotApplicable:
                self._at_all[key] = None
        found = self._at_all[key]
        return self._at_sizes(body, letter, sizes) if found is None else found

    def _at_sizes(self, body: Expression, letter: Expression, sizes: Mapping[Symbol, int]) -> int:
        key = id(body), id(letter), tuple(sizes.items())
        if key not in self._at:
            try:
                self._at[key] = degree_in(body, letter, sizes)
            except NotApplicable as reason:
                self._at[key] = reason
        found = self._at[key]
        if isinstance(found, NotApplicable):
            raise found
        return found


# The degree of the zero polynomial: any product with it stays negative, any sum leaves it out.
_VANISHES = -(10**6)

Weights = Mapping[Expression, int]


class _Count:
    def __init__(self, sizes: Mapping[Symbol, int] | None = None) -> None:
        self.sizes = sizes
        self._known: dict[tuple[int, int], tuple[object, object, int]] = {}

    def degree(self, node: Expression, weights: Weights) -> int:
        key = id(node), id(weights)
        if key not in self._known:
            # The entry keeps node and weights alive, so that their identities stay theirs.
            self._known[key] = (node, weights, self._compute(node, weights))
        return self._known[key][2]

    def _compute(self, node: Expression, weights: Weights) -> int:
        node = known(node)
        match node:
            case Number() | Identity() | Array() | Ones() | UnitVector() | Position():
                return 0
            case Zero():
                return _VANISHES
            case Symbol():
                return weights.get(node, 0)
            case RandomVector() | SampleMatrix():
                return weights[node] if node in weights else self._through_law(node, weights)
            case Column():
                return self.degree(node.sample, weights)
            case Sum():
                return max(self.degree(term, weights) for term in node.terms)
            case Scale() | Product() | Hadamard():
                return sum(self.degree(child, weights) for child in node.children)
            case Transpose() | Trace() | SumOver() | Gradient():
                # A gradient lowers the degree by one where it acts on the letter, and never raises it.
                return self.degree(node.children[0], weights)
            case Expectation():
                bound = {k: w for k, w in weights.items() if k not in node.over}
                return self.degree(node.body, bound)
            case At():
                inner = dict(weights)
                for symbol, value in node.values:
                    inner[symbol] = self.degree(value, weights)
                return self.degree(node.body, inner)
            case Power():
                return self._power(node, weights)
            case Determinant() if self.sizes is not None:
                return self._determinant(node, weights)
            case (
                OperatorNorm()
                | BlockNorm()
                | Rank()
                | NegativeEigenvalues()
                | Applied()
                | Determinant()
                | Pi()
                | SymbolicPower()
            ):
                if all(self.degree(child, weights) <= 0 for child in node.children):
                    return 0
                raise NotApplicable(f"{describe(node)} is no polynomial in what stands inside it")
            case _:
                assert_never(node)

    def _determinant(self, node: Determinant, weights: Weights) -> int:
        inner = max(self.degree(block, weights) for block in node.children)
        if inner <= 0:
            return 0
        sizes = self.sizes or {}
        rows = [row[0].rows for row in node.blocks]
        if any(isinstance(n, Symbol) and n not in sizes for n in rows):
            raise NotApplicable("the degree of a determinant depends on a size that is not given")
        return inner * sum(sizes[n] if isinstance(n, Symbol) else n for n in rows)

    def _power(self, node: Power, weights: Weights) -> int:
        inner = self.degree(node.child, weights)
        if inner == 0 or node.exponent == 0:
            return 0
        if inner < 0 and node.exponent > 0:
            return inner
        if node.exponent.denominator == 1 and node.exponent >= 0:
            return inner * int(node.exponent)
        letters = ", ".join(k.name for k in weights if hasattr(k, "name"))
        raise NotApplicable(f"power {node.exponent} makes the integrand no polynomial in {letters}")

    def _through_law(self, node: RandomVector | SampleMatrix, weights: Weights) -> int:
        """Count a vector as half its covariance: its moments pair the factors up."""
        law = node.law
        spread = (max(self.degree(law.covariance, weights), 0) + 1) // 2
        return max(spread, 0 if law.mean is None else self.degree(law.mean, weights))
