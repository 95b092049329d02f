"""Named inequalities between operator norms, of matrices and of block matrices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from lsa_theory.claims.named_inequalities import Reason
from lsa_theory.claims.signs import is_nonnegative
from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.expressions.analysis.block_norm import fitting
from lsa_theory.expressions.blocks import Block
from lsa_theory.expressions.declare import norm_squared
from lsa_theory.expressions.expression import (
    Expression,
    Identity,
    Sum,
    Zero,
    as_expression,
    describe,
)
from lsa_theory.expressions.functions import operator_norm

Matrix = Block | Expression


def _blocks(matrix: object) -> tuple[tuple[Expression, ...], ...]:
    return fitting(matrix.rows) if isinstance(matrix, Block) else ((as_expression(matrix),),)


def _added(terms: Sequence[Expression]) -> Expression:
    return terms[0] if len(terms) == 1 else Sum(tuple(terms))


def _filled(matrix: object) -> list[Expression]:
    """Return the blocks that are not written as 0."""
    blocks = [block for row in _blocks(matrix) for block in row]
    return [block for block in blocks if not isinstance(block, Zero)] or blocks[:1]


@dataclass(frozen=True)
class NormAtMostFrobenius(Reason):
    """|M|_F^2 >= |M|_op^2: the square of one singular value against the sum of the squares of all.

    Examples
    --------
    >>> from lsa_theory import Block, NormAtMostFrobenius, dimension, matrix
    >>> d = dimension("d"); A, B = matrix("A", d), matrix("B", d)
    >>> NormAtMostFrobenius(Block(((A, B),))).gap()
    tr(A @ A.T) + tr(B @ B.T) - |[A, B]|_op**2
    """

    matrix: Matrix
    name: ClassVar[str] = "the operator norm is at most the Frobenius norm"

    def gap(self) -> Expression:
        """Return |M|_F^2 - |M|_op^2."""
        return _added([norm_squared(b) for b in _filled(self.matrix)]) - operator_norm(self.matrix) ** 2

    def missing(self) -> str:
        """Nothing: it holds for all matrices."""
        return ""


@dataclass(frozen=True)
class NormOfBlocks(Reason):
    """Sum of |M_ij|_op^2 >= |M|_op^2: Cauchy-Schwarz for the norms of the blocks.

    Examples
    --------
    >>> from lsa_theory import Block, NormOfBlocks, dimension, matrix
    >>> d = dimension("d"); A, B = matrix("A", d), matrix("B", d)
    >>> NormOfBlocks(Block(((A, B),))).gap()
    |A|_op**2 + |B|_op**2 - |[A, B]|_op**2
    """

    matrix: Matrix
    name: ClassVar[str] = "the norm of a block matrix"

    def gap(self) -> Expression:
        """Return the sum of the squared norms of the blocks minus the squared norm of the whole."""
        return _added([operator_norm(b) ** 2 for b in _filled(self.matrix)]) - operator_norm(self.matrix) ** 2

    def missing(self) -> str:
        """Nothing: it holds for all block matrices."""
        return ""


@dataclass(frozen=True)
class NormOfOneBlock(Reason):
    """|M|_op >= |M_ij|_op: a block is what is left of the matrix between two projections.

    Examples
    --------
    >>> from lsa_theory import Block, NormOfOneBlock, dimension, matrix
    >>> d = dimension("d"); A, B = matrix("A", d), matrix("B", d)
    >>> NormOfOneBlock(Block(((A, B),)), 0, 1).gap()
    |[A, B]|_op - |B|_op
    >>> NormOfOneBlock(Block(((A, B),)), 1, 0).missing()
    'there is no block 1, 0 among 1 x 2; they are counted from 0'
    """

    matrix: Block
    row: int
    col: int
    name: ClassVar[str] = "no block exceeds the norm of the whole"

    def _is_there(self) -> bool:
        return 0 <= self.row < len(self.matrix.rows) and 0 <= self.col < len(self.matrix.rows[0])

    def gap(self) -> Expression:
        """Return the norm of the whole minus that of the block.

        Raises
        ------
        InvalidArgument
            If there is no such block.
        """
        if not self._is_there():
            raise InvalidArgument(self.missing())
        return operator_norm(self.matrix) - operator_norm(_blocks(self.matrix)[self.row][self.col])

    def missing(self) -> str:
        """Check that there is such a block."""
        if self._is_there():
            return ""
        rows, cols = len(self.matrix.rows), len(self.matrix.rows[0])
        return f"there is no block {self.row}, {self.col} among {rows} x {cols}; they are counted from 0"


@dataclass(frozen=True)
class NormTriangle(Reason):
    """|A|_op + |B|_op >= |A + B|_op, for matrices or block matrices of one layout.

    Examples
    --------
    >>> from lsa_theory import NormTriangle, dimension, matrix
    >>> d = dimension("d")
    >>> NormTriangle(matrix("A", d), matrix("B", d)).gap()
    |A|_op + |B|_op - |A + B|_op
    """

    first: Matrix
    second: Matrix
    name: ClassVar[str] = "triangle inequality"

    def gap(self) -> Expression:
        """Return |A|_op + |B|_op - |A + B|_op.

        Raises
        ------
        ShapeMismatch
            If one is a block matrix and the other is not, or their layouts differ.
        """
        one, other = self.first, self.second
        if isinstance(one, Block) and isinstance(other, Block):
            whole: Matrix = one + other
        elif isinstance(one, Block) or isinstance(other, Block):
            raise ShapeMismatch("a block matrix and one that is none are not added")
        else:
            whole = as_expression(one) + as_expression(other)
        return operator_norm(one) + operator_norm(other) - operator_norm(whole)

    def missing(self) -> str:
        """Nothing: it holds for all matrices of one shape."""
        return ""


@dataclass(frozen=True)
class NormOfProduct(Reason):
    """|A|_op |B|_op >= |A B|_op, for matrices or block matrices that can be multiplied.

    Examples
    --------
    >>> from lsa_theory import NormOfProduct, dimension, matrix
    >>> d = dimension("d")
    >>> NormOfProduct(matrix("A", d), matrix("B", d)).gap()
    |A|_op * |B|_op - |A @ B|_op
    """

    first: Matrix
    second: Matrix
    name: ClassVar[str] = "the operator norm of a product"

    def gap(self) -> Expression:
        """Return |A|_op |B|_op - |A B|_op.

        Raises
        ------
        ShapeMismatch
            If one is a block matrix and the other is not, or they cannot be multiplied.
        """
        one, other = self.first, self.second
        if isinstance(one, Block) and isinstance(other, Block):
            whole: Matrix = one @ other
        elif isinstance(one, Block) or isinstance(other, Block):
            raise ShapeMismatch("a block matrix and one that is none are not multiplied")
        else:
            whole = as_expression(one) @ as_expression(other)
        return operator_norm(one) * operator_norm(other) - operator_norm(whole)

    def missing(self) -> str:
        """Nothing: it holds for all matrices that can be multiplied."""
        return ""


@dataclass(frozen=True)
class GramBound(Reason):
    """c >= |M|_op, since c^2 I - M'M is the sum of F'F for some F: then |M v| <= c |v| for every v.

    Parameters
    ----------
    matrix : expression or Block
    bound : scalar expression c
        Non-negative by its form.
    factors : expressions or Blocks F
        Of the column layout of M.

    Examples
    --------
    >>> from lsa_theory import Block, GramBound, Inequality, Step, dimension, identity, judge, operator_norm, zero
    >>> d = dimension("d")
    >>> I, O = identity(d), zero(d, d)
    >>> M, F = Block(((I, O), (O, O))), Block(((O, I),))
    >>> reason = GramBound(M, 1, [F])
    >>> judge(Inequality(1, operator_norm(M), proof=[Step(operator_norm(M), reason)])).verdict.value
    'confirmed'
    """

    matrix: Matrix
    bound: object
    factors: Sequence[Matrix]
    name: ClassVar[str] = "a Gram matrix bounds the norm"

    def gap(self) -> Expression:
        """Return c - |M|_op."""
        return as_expression(self.bound) - operator_norm(self.matrix)

    def missing(self) -> str:
        """Read the sign of the bound, and whether the layouts agree."""
        bound = as_expression(self.bound)
        if not is_nonnegative(bound):
            return f"the form of the bound {describe(bound)} does not show that it is non-negative"
        widths = [block.cols for block in _blocks(self.matrix)[0]]
        for factor in self.factors:
            if [block.cols for block in _blocks(factor)[0]] != widths:
                return "a factor of the Gram matrix has other columns than the matrix"
        return ""

    def premises(self) -> Iterator[tuple[Expression, Expression]]:
        """Yield c^2 I - M'M = sum of F'F, block by block."""
        if self.missing():
            return
        bound = as_expression(self.bound)
        widths = [block.cols for block in _blocks(self.matrix)[0]]
        for i, height in enumerate(widths):
            for j, width in enumerate(widths):
                start: Expression = bound**2 * Identity(height) if i == j else Zero(height, width)
                if i == j and height == 1:
                    start = bound**2
                total: Expression = Zero(height, width)
                for factor in self.factors:
                    total = total + _gram(factor, i, j)
                yield start - _gram(self.matrix, i, j), total


def _gram(matrix: Matrix, i: int, j: int) -> Expression:
    """Return block i, j of M'M."""
    return _added([row[i].T @ row[j] for row in _blocks(matrix)])
