"""Functions of a whole matrix that are no polynomials of its entries: operator norm, rank, negative eigenvalues.

They can be written, printed and evaluated at an instance. They have no normal form: a proof that mentions them
puts positive scalars in their place and uses named inequalities (`lsa_theory.claims.named_inequalities`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from lsa_theory.expressions.analysis.block_norm import BlockNorm, fitting
from lsa_theory.expressions.expression import Dimension, Expression, as_expression


@dataclass(frozen=True, repr=False)
class OperatorNorm(Expression, kind=True):
    """The largest singular value of an expression."""

    parts: ClassVar[tuple[str, ...]] = ("child",)

    child: Expression
    rows: Dimension = 1
    cols: Dimension = 1


@dataclass(frozen=True, repr=False)
class Rank(Expression, kind=True):
    """The rank of an expression."""

    parts: ClassVar[tuple[str, ...]] = ("child",)

    child: Expression
    rows: Dimension = 1
    cols: Dimension = 1


Rows = tuple[tuple[Expression, ...], ...]


@dataclass(frozen=True, repr=False)
class NegativeEigenvalues(Expression, kind=True):
    """The number of negative eigenvalues of the Kronecker product of some block matrices, from left to right."""

    factors: tuple[Rows, ...]
    rows: Dimension = 1
    cols: Dimension = 1
    # Its blocks are its children, row by row.
    parts: ClassVar[tuple[str, ...]] = ()

    @property
    def children(self) -> tuple[Expression, ...]:
        return tuple(block for rows in self.factors for row in rows for block in row)


def operator_norm(body: object) -> Expression:
    """Return the operator norm (spectral norm) of an expression or a block matrix, a non-negative scalar.

    Raises
    ------
    ShapeMismatch
        If blocks do not fit together.

    Examples
    --------
    >>> from lsa_theory import Block, dimension, equal, matrix, operator_norm, zero
    >>> d = dimension("d"); A = matrix("A", d)
    >>> operator_norm(A)
    |A|_op
    >>> equal(operator_norm(Block(((zero(d, d), A), (A.T, zero(d, d))))), operator_norm(A))
    True
    """
    # A block matrix, which stands above this file, is known by its rows of blocks.
    blocks = getattr(body, "rows", None)
    if not isinstance(blocks, tuple):
        return OperatorNorm(as_expression(body))
    single = len(blocks) == len(blocks[0]) == 1
    return OperatorNorm(blocks[0][0]) if single else BlockNorm(fitting(blocks))


def rank(body: object) -> Expression:
    """Return the rank of an expression, an integer.

    >>> from lsa_theory.expressions.declare import dimension, matrix
    >>> rank(matrix("A", dimension("d")))
    rank(A)
    """
    return Rank(as_expression(body))
