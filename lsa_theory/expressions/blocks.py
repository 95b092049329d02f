"""Block matrices of expressions, so that the model's own text runs on symbols.

An embedding has d + 1 rows; its blocks have d rows and 1 row. Products and transposes go block by block.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.expressions.expression import Expression, Product, Zero, as_expression, describe
from lsa_theory.expressions.functions import NegativeEigenvalues


@dataclass(frozen=True)
class Block:
    """A matrix of expressions whose heights agree along rows and whose widths agree along columns.

    Examples
    --------
    >>> from lsa_theory import Block, dimension, matrix, vector
    >>> d = dimension("d")
    >>> A, b = matrix("A", d), vector("b", d)
    >>> (Block(((A, b),)) @ Block(((A,), (b.T,)))).rows
    ((A @ A + b @ b.T,),)
    """

    rows: tuple[tuple[Expression, ...], ...]

    def __matmul__(self, other: Block) -> Block:
        inner, outer = len(self.rows[0]), len(other.rows)
        if inner != outer:
            raise ShapeMismatch(f"cannot multiply blocks: {inner} block columns meet {outer} block rows")
        columns = range(len(other.rows[0]))
        return Block(
            tuple(
                tuple(_total([row[k] @ other.rows[k][j] for k in range(inner)]) for j in columns)
                for row in self.rows
            )
        )

    def __add__(self, other: Block) -> Block:
        if (len(self.rows), len(self.rows[0])) != (len(other.rows), len(other.rows[0])):
            raise ShapeMismatch("cannot add blocks of different layout")
        pairs = zip(self.rows, other.rows, strict=True)
        return Block(tuple(tuple(_total([a, b]) for a, b in zip(r, s, strict=True)) for r, s in pairs))

    def __truediv__(self, scalar: object) -> Block:
        return Block(
            tuple(
                tuple(b if isinstance(b, Zero) else b / as_expression(scalar) for b in row)
                for row in self.rows
            )
        )

    @property
    def T(self) -> Block:
        """The transpose."""
        return Block(tuple(tuple(_transpose(b) for b in column) for column in zip(*self.rows, strict=True)))

    def _repr_latex_(self) -> str:
        from lsa_theory.expressions.latex import to_latex

        body = r" \\ ".join(" & ".join(to_latex(b) for b in row) for row in self.rows)
        return rf"$\displaystyle \begin{{pmatrix}} {body} \end{{pmatrix}}$"


class BlockContext:
    """The arithmetic of block matrices, as `lsa_theory.model` asks for it.

    Examples
    --------
    >>> from lsa_theory import BlockContext, dimension, identity, vector
    >>> d = dimension("d")
    >>> BlockContext().block([[identity(d)], [vector("v", d).T]]).rows
    ((I,), (v.T,))
    """

    def block(self, rows: Sequence[Sequence[Expression]]) -> Block:
        """Join blocks, checking that heights and widths agree."""
        widths = [b.cols for b in rows[0]]
        for row in rows:
            if len(row) != len(widths):
                raise ShapeMismatch(f"a row has {len(row)} blocks; the first row has {len(widths)}")
            for block, width in zip(row, widths, strict=True):
                if block.rows != row[0].rows or block.cols != width:
                    raise ShapeMismatch(
                        f"block {describe(block)} does not fit: expected {row[0].rows} rows and {width} columns"
                    )
        return Block(tuple(tuple(row) for row in rows))

    def transpose(self, matrix: Block | Expression) -> Block | Expression:
        """Transpose a block matrix or an expression."""
        return matrix.T

    def zero(self) -> Expression:
        """Return the 1 x 1 zero."""
        return Zero(1, 1)

    def last_entry(self, matrix: Block) -> Expression:
        """Return the bottom right block, which must be a scalar."""
        entry = matrix.rows[-1][-1]
        if not entry.is_scalar:
            raise ShapeMismatch(f"the bottom right block is {describe(entry)}; expected a scalar")
        return entry


@dataclass(frozen=True, repr=False)
class Kronecker:
    """The Kronecker product of block matrices, from left to right."""

    instead_of_an_expression: ClassVar[str] = (
        "a Kronecker product is counted by negative_eigenvalues(...) and acts on vec(...): "
        "vec(C).T @ kronecker(A, B) @ vec(D) is a scalar, and (A kron B) vec(D) is vec(B @ D @ A.T), so that a "
        "statement about A kron B is one about B @ D @ A.T for every D"
    )

    factors: tuple[Block, ...]

    @property
    def T(self) -> Kronecker:
        """The transpose, factor by factor."""
        return Kronecker(tuple(factor.T for factor in self.factors))

    def __truediv__(self, scalar: object) -> Kronecker:
        return Kronecker((self.factors[0] / scalar, *self.factors[1:]))

    def __repr__(self) -> str:
        return " kron ".join(
            repr(f.rows[0][0]) if len(f.rows) == len(f.rows[0]) == 1 else repr(f) for f in self.factors
        )


def kronecker(*factors: Block | Expression) -> Kronecker:
    """Return the Kronecker product of matrices, for `negative_eigenvalues` and to act on `vec`.

    Raises
    ------
    InvalidArgument
        If there is none.

    Examples
    --------
    >>> from lsa_theory import dimension, identity, kronecker, negative_eigenvalues
    >>> d = dimension("d")
    >>> negative_eigenvalues(kronecker(identity(2), -identity(d)))
    negative_eigenvalues(I kron (-I))
    """
    if not factors:
        raise InvalidArgument("give the matrices whose Kronecker product is meant")
    return Kronecker(tuple(_as_block(factor) for factor in factors))


def negative_eigenvalues(matrix: Block | Expression | Kronecker) -> Expression:
    """Return how many eigenvalues of a symmetric matrix are negative, with their multiplicities.

    Parameters
    ----------
    matrix : expression, block matrix or Kronecker product
        Square; where it is evaluated it has to be symmetric.

    Raises
    ------
    ShapeMismatch
        If a factor is not square, block by block.

    Examples
    --------
    >>> from lsa_theory.expressions import BlockContext, dimension, vector, zero
    >>> d = dimension("d"); x = vector("x", d)
    >>> negative_eigenvalues(BlockContext().block([[zero(d, d), x], [x.T, zero(1)]]))
    negative_eigenvalues([0, x; x.T, 0])
    """
    product = matrix if isinstance(matrix, Kronecker) else Kronecker((_as_block(matrix),))
    for factor in product.factors:
        heights = [row[0].rows for row in factor.rows]
        widths = [block.cols for block in factor.rows[0]]
        if heights != widths:
            raise ShapeMismatch(
                f"a matrix with blocks of {', '.join(map(str, heights))} rows and {', '.join(map(str, widths))} "
                "columns is not square, block by block; only of symmetric matrices are negative eigenvalues counted"
            )
    return NegativeEigenvalues(tuple(factor.rows for factor in product.factors))


def _as_block(matrix: Block | Expression) -> Block:
    if isinstance(matrix, Block):
        return matrix
    expression = as_expression(matrix)
    if expression.rows != expression.cols:
        raise ShapeMismatch(f"{describe(expression)} is not square")
    return Block(((expression,),))


def _transpose(block: Expression) -> Expression:
    return Zero(block.cols, block.rows) if isinstance(block, Zero) else block.T


def _total(terms: list[Expression]) -> Expression:
    """Add what is not visibly zero; the model's zero corner would otherwise fill every product."""
    kept = [t for t in terms if not _vanishes(t)]
    if not kept:
        return Zero(terms[0].rows, terms[0].cols)
    result = kept[0]
    for term in kept[1:]:
        result = result + term
    return result


def _vanishes(term: Expression) -> bool:
    if isinstance(term, Zero):
        return True
    return isinstance(term, Product) and (_vanishes(term.left) or _vanishes(term.right))
