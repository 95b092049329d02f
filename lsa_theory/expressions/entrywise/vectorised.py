"""vec of a matrix, and Kronecker products acting on it, without forming either.

vec stacks columns: (X kron G) vec(A) = vec(G A X'), and vec(A)' vec(B) = tr(A' B).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import overload

from lsa_theory.errors import ShapeMismatch
from lsa_theory.expressions.blocks import Block, Kronecker
from lsa_theory.expressions.declare import trace
from lsa_theory.expressions.expression import Expression, as_expression


@dataclass(frozen=True)
class Vec:
    """The columns of a matrix below one another; `matrix` has them beside one another."""

    matrix: Block

    @property
    def T(self) -> RowVec:
        """The transpose, a row."""
        return RowVec(self.matrix)

    def __add__(self, other: Vec) -> Vec:
        return Vec(self.matrix + other.matrix)

    def __truediv__(self, scalar: object) -> Vec:
        return Vec(self.matrix / scalar)

    def __rmatmul__(self, left: object) -> Vec:
        if not isinstance(left, Kronecker):
            return NotImplemented
        if len(left.factors) != 2:
            raise ShapeMismatch(
                f"a Kronecker product of {len(left.factors)} matrices meets vec of a matrix; expected two, X kron G "
                "with G A X' defined"
            )
        outer, inner = left.factors
        return Vec(inner @ self.matrix @ outer.T)


@dataclass(frozen=True)
class RowVec:
    """The transpose of vec of a matrix."""

    matrix: Block

    @property
    def T(self) -> Vec:
        """The transpose, a column."""
        return Vec(self.matrix)

    @overload
    def __matmul__(self, other: Kronecker) -> RowVec: ...

    @overload
    def __matmul__(self, other: Vec) -> Expression: ...

    def __matmul__(self, other: object) -> Expression | RowVec:
        if isinstance(other, Kronecker):
            return (other.T @ self.T).T
        if not isinstance(other, Vec):
            return NotImplemented
        return _trace(self.matrix.T @ other.matrix)


def vec(matrix: Block | Expression) -> Vec:
    """Return vec of a matrix, for quadratic forms vec(A)' (X kron G) vec(A) as they are printed.

    Parameters
    ----------
    matrix : expression or block matrix

    Examples
    --------
    >>> from lsa_theory import dimension, kronecker, matrix, normal, vec
    >>> d = dimension("d"); A, G, X = matrix("A", d), matrix("G", d), matrix("X", d)
    >>> normal(vec(A).T @ kronecker(X, G) @ vec(A))
    tr(A @ X @ A.T @ G.T)
    """
    return Vec(matrix if isinstance(matrix, Block) else Block(((as_expression(matrix),),)))


def _trace(product: Block) -> Expression:
    diagonal = [product.rows[k][k] for k in range(len(product.rows))]
    for block in diagonal:
        if block.rows != block.cols:
            raise ShapeMismatch("two vec have different shapes, so that their inner product is not defined")
    total = trace(diagonal[0])
    for block in diagonal[1:]:
        total = total + trace(block)
    return total
