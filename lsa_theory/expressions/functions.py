"""Functions of a whole matrix that are no polynomials of its entries: operator norm, rank, negative eigenvalues.

They can be written, printed and evaluated at an instance. They have no normal form: a proof that mentions them
puts positive scalars in their place and uses named inequalities (`lsa_theory.claims.named_inequalities`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

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
    """Return the operator norm (spectral norm) of an expression, a non-negative scalar.

    >>> from lsa_theory.expressions.declare import dimension, matrix
    >>> operator_norm(matrix("A", dimension("d")))
    |A|_op
    """
    return OperatorNorm(as_expression(body))


def rank(body: object) -> Expression:
    """Return the rank of an expression, an integer.

    >>> from lsa_theory.expressions.declare import dimension, matrix
    >>> rank(matrix("A", dimension("d")))
    rank(A)
    """
    return Rank(as_expression(body))
