"""A tree as a matrix of Laurent polynomials, its Gram matrices written by their Bartlett factors.

X X' of N columns from N(0, L D L') has the law of L S S' L' with S lower triangular and independent entries: s_ii the
root of D_i times a chi-square with N - i + 1 degrees of freedom, s_ij with i > j normal of variance D_i. A Gram matrix
of one or two rows has a determinant of one term, so that its inverse is a matrix of Laurent polynomials too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, assert_never

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
    Gaussian,
    Position,
    RandomVector,
    SampleMatrix,
    SumOver,
)
from lsa_theory.expressions.traversal import everything
from lsa_theory.values.refusals import NotApplicable
from lsa_theory.verification.witnesses.bartlett.laurent import (
    Chi,
    Laurent,
    Matrix,
    Normal,
    Variable,
    averaged,
    inverse,
    number,
    pivots,
    plus,
    power_of,
    product,
    times,
    transposed,
)

Source = RandomVector | SampleMatrix


def inverted_samples(trees: list[Expression]) -> list[SampleMatrix]:
    """Return the samples that stand below a negative power, in order."""
    below = (
        n
        for tree in everything(trees)
        if isinstance(tree, Power) and tree.exponent < 0
        for n in everything([tree])
    )
    return list(dict.fromkeys(n for n in below if isinstance(n, SampleMatrix)))


class Reading:
    """Reads trees at one instance.

    Parameters
    ----------
    sizes : mapping from dimension symbol to int
    values : mapping from symbol to rows of Fractions
    inverted : the samples whose Gram matrices are inverted

    Examples
    --------
    >>> from lsa_theory.expressions import E, dimension, inverse, samples, scalar
    >>> N = dimension("N"); v = scalar("v", positive=True); x = samples("x", covariance=v, count=N)
    >>> Reading({N: 5}, {v: [[Fraction(2)]]}, [x]).value(E(inverse(x @ x.T)))
    [[Fraction(1, 6)]]
    """

    def __init__(
        self, sizes: Mapping[Symbol, int], values: Mapping[Expression, Any], inverted: list[SampleMatrix]
    ) -> None:
        self._sizes = dict(sizes)
        self._values: dict[Expression, Matrix] = {
            symbol: [[number(x) for x in row] for row in rows] for symbol, rows in values.items()
        }
        self._inverted = frozenset(inverted)
        self._variables: dict[int, Variable] = {}
        self._of: dict[Source, tuple[Matrix, tuple[int, ...]]] = {}

    def value(self, tree: Expression) -> list[list[Fraction]]:
        """Return the exact value.

        Raises
        ------
        NotApplicable
            If the tree is no Laurent polynomial in Bartlett factors; NoMoment, if a moment does not exist.
        SingularInstance
            If something is divided by zero at this instance.
        """
        matrix = self._read(tree)
        if any(monomial for row in matrix for entry in row for monomial in entry):
            raise NotApplicable("something random is left that no expectation averages")
        return [[entry.get((), Fraction(0)) for entry in row] for row in matrix]

    def _read(self, node: Expression) -> Matrix:
        node = known(node)
        match node:
            case Number():
                return [[number(node.value)]]
            case Symbol():
                return self._symbol(node)
            case Identity():
                size = self._size(node.rows)
                return [[number(int(i == j)) for j in range(size)] for i in range(size)]
            case Zero():
                return [[number(0)] * self._size(node.cols) for _ in range(self._size(node.rows))]
            case Sum():
                terms = [self._read(t) for t in node.terms]
                return [
                    [plus(entries) for entries in zip(*rows, strict=True)]
                    for rows in zip(*terms, strict=True)
                ]
            case Scale():
                factor = self._read(node.scalar)[0][0]
                return [[times(factor, entry) for entry in row] for row in self._read(node.child)]
            case Product():
                return self._product(node)
            case Hadamard():
                pairs = zip(self._read(node.left), self._read(node.right), strict=True)
                return [[times(a, b) for a, b in zip(*rows, strict=True)] for rows in pairs]
            case Array():
                return [[number(x) for x in row] for row in node.entries]
            case Ones():
                return [[number(1)] * self._size(node.cols) for _ in range(self._size(node.rows))]
            case Transpose():
                return transposed(self._read(node.child))
            case Trace():
                if isinstance(node.child, Product) and self._is_gram_turned(node.child):
                    return self._read(Trace(Product(node.child.right, node.child.left)))
                matrix = self._read(node.child)
                return [[plus(matrix[i][i] for i in range(len(matrix)))]]
            case Power():
                return self._power(node)
            case RandomVector() | SampleMatrix():
                if node in self._inverted:
                    raise NotApplicable(f"the sample {node.name} stands outside its Gram matrix")
                return self._entries(node)[0]
            case Expectation():
                return self._expectation(node)
            case At():
                return self._at(node)
            case Determinant():
                return self._determinant(node)
            case Applied() | Pi() | SymbolicPower():
                raise NotApplicable(f"{node!r} is no Laurent polynomial in Bartlett factors")
            case (
                Column()
                | UnitVector()
                | Position()
                | SumOver()
                | Gradient()
                | OperatorNorm()
                | BlockNorm()
                | Rank()
                | NegativeEigenvalues()
            ):
                raise NotApplicable(f"a {type(node).__name__} is not read by Bartlett factors")
            case _:
                assert_never(node)

    def _size(self, dimension: Dimension) -> int:
        return dimension if isinstance(dimension, int) else self._sizes[dimension]

    def _determinant(self, node: Determinant) -> Matrix:
        if len(node.blocks) > 1:
            raise NotApplicable("a determinant of blocks is not read by Bartlett factors")
        matrix = self._read(node.blocks[0][0])
        match len(matrix):
            case 1:
                return matrix
            case 2:
                (a, b), (c, d) = matrix
                return [[plus((times(a, d), times(number(-1), times(b, c))))]]
        raise NotApplicable("determinants of three rows and more are not read by Bartlett factors")

    def _symbol(self, node: Symbol) -> Matrix:
        if node.structure == "dimension":
            return [[number(self._sizes[node])]]
        return self._values[node]

    def _product(self, node: Product) -> Matrix:
        factors = list(_chain(node))
        total: Matrix | None = None
        k = 0
        while k < len(factors):
            factor = factors[k]
            following = factors[k + 1] if k + 1 < len(factors) else None
            if (
                isinstance(factor, SampleMatrix)
                and factor in self._inverted
                and _is_turned(following, factor)
            ):
                value, k = self._gram(factor), k + 2
            else:
                value, k = self._read(factor), k + 1
            total = value if total is None else product(total, value)
        if total is None:
            raise NotApplicable("a product of nothing")
        return total

    def _is_gram_turned(self, node: Product) -> bool:
        return (
            isinstance(node.right, SampleMatrix)
            and node.right in self._inverted
            and _is_turned(node.left, node.right)
        )

    def _power(self, node: Power) -> Matrix:
        if node.exponent.denominator != 1:
            raise NotApplicable("a root has no Laurent polynomial")
        base = self._read(node.child)
        if node.exponent < 0:
            base = inverse(base)
        total = self._read(Identity(node.rows))
        for _ in range(abs(int(node.exponent))):
            total = product(total, base)
        return total

    def _gram(self, sample: SampleMatrix) -> Matrix:
        left, numbers = self._factors(sample)
        size = len(left)
        lower: Matrix = [[{} for _ in range(size)] for _ in range(size)]
        for i in range(size):
            for j in range(i + 1):
                lower[i][j] = power_of(numbers[i * (i + 1) // 2 + j])
        half = product(left, lower)
        return product(half, transposed(half))

    def _factors(self, sample: SampleMatrix) -> tuple[Matrix, tuple[int, ...]]:
        if sample not in self._of:
            if sample.law.mean is not None and any(x for row in self._read(sample.law.mean) for x in row):
                raise NotApplicable(f"the sample {sample.name} has a mean")
            left, diagonal = self._pivots(sample)
            size, count = len(diagonal), self._size(sample.cols)
            if size > 2:
                raise NotApplicable("Gram matrices of one or two rows are read, not larger ones")
            numbers = [
                self._new(Chi(diagonal[i], count - i) if i == j else Normal(diagonal[i]))
                for i in range(size)
                for j in range(i + 1)
            ]
            self._of[sample] = left, tuple(numbers)
        return self._of[sample]

    def _entries(self, source: Source) -> tuple[Matrix, tuple[int, ...]]:
        if source not in self._of:
            left, diagonal = self._pivots(source)
            columns = self._size(source.cols)
            numbers = [[self._new(Normal(v)) for _ in range(columns)] for v in diagonal]
            value = product(left, [[power_of(k) for k in row] for row in numbers])
            if source.law.mean is not None:
                mean = self._read(source.law.mean)
                value = [[plus((x, m[0])) for x in row] for row, m in zip(value, mean, strict=True)]
            self._of[source] = value, tuple(k for row in numbers for k in row)
        return self._of[source]

    def _pivots(self, source: Source) -> tuple[Matrix, list[Fraction]]:
        if not isinstance(source.law, Gaussian):
            raise NotApplicable(f"{source.name} is not Gaussian")
        covariance = self._read(source.law.covariance)
        if any(monomial for row in covariance for entry in row for monomial in entry):
            raise NotApplicable(f"the covariance of {source.name} is random")
        left, diagonal = pivots([[entry.get((), Fraction(0)) for entry in row] for row in covariance])
        return [[number(x) for x in row] for row in left], diagonal

    def _new(self, variable: Variable) -> int:
        self._variables[len(self._variables)] = variable
        return len(self._variables) - 1

    def _expectation(self, node: Expectation) -> Matrix:
        outer = dict(self._of)
        for source in node.over:
            self._of.pop(source, None)
        body = self._read(node.body)
        bound = {k for source in node.over if source in self._of for k in self._of[source][1]}
        variables = {k: self._variables[k] for k in bound}
        # Each expectation has copies of its own of what it averages.
        self._of = {s: v for s, v in self._of.items() if s not in node.over} | {
            s: outer[s] for s in node.over if s in outer
        }
        return [[averaged(entry, variables) for entry in row] for row in body]

    def _at(self, node: At) -> Matrix:
        values, sizes, known = dict(self._values), dict(self._sizes), dict(self._of)
        given: dict[Symbol, Matrix] = {symbol: self._read(value) for symbol, value in node.values}
        for symbol, value in given.items():
            if symbol.structure == "dimension":
                size = _constant(value[0][0])
                if size.denominator != 1 or size < 1:
                    raise NotApplicable(f"{symbol.name} becomes {size}, which is no size")
                letters = (n for n in everything([node.body]) if isinstance(n, Symbol) and symbol in n.shape)
                if int(size) != sizes.get(symbol) and (letter := next(letters, None)) is not None:
                    raise NotApplicable(
                        f"{letter.name} has values for {symbol.name} = {sizes.get(symbol)}, not {size}"
                    )
                self._sizes[symbol] = int(size)
            else:
                self._values[symbol] = value
        self._of = {}
        result = self._read(node.body)
        self._values, self._sizes, self._of = values, sizes, known
        return result


def _chain(node: Expression) -> Iterator[Expression]:
    if isinstance(node, Product):
        yield from _chain(node.left)
        yield from _chain(node.right)
    else:
        yield node


def _is_turned(node: Expression | None, sample: SampleMatrix) -> bool:
    return isinstance(node, Transpose) and node.child == sample


def _constant(entry: Laurent) -> Fraction:
    if any(entry):
        raise NotApplicable("a size is random")
    return entry.get((), Fraction(0))
