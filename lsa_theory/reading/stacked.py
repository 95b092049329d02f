r"""vec(A) and Kronecker products as values of a formula: they end as a scalar, or as vec of a matrix on both sides.

vec stacks columns, so that (X \otimes G) vec(A) = vec(G A X') and vec(A)' vec(B) = tr(A' B).
"""

from __future__ import annotations

from dataclasses import dataclass

from lsa_theory.errors import ShapeMismatch
from lsa_theory.expressions.blocks import Block, Kronecker, kronecker
from lsa_theory.expressions.entrywise.vectorised import RowVec, Vec, vec
from lsa_theory.expressions.expression import Expression, Number, as_expression


@dataclass(frozen=True)
class Stacked:
    """A vec, a transposed vec, or a Kronecker product."""

    inner: Vec | RowVec | Kronecker

    @property
    def T(self) -> Stacked:
        """The transpose."""
        return Stacked(self.inner.T)

    def times(self, scalar: Expression) -> Stacked:
        """Return a multiple."""
        if isinstance(self.inner, Kronecker):
            first, *others = self.inner.factors
            return Stacked(Kronecker((_scaled(first, scalar), *others)))
        return Stacked(type(self.inner)(_scaled(self.inner.matrix, scalar)))

    def plus(self, other: object) -> Stacked:
        """Return a sum of two vec."""
        one, two = self.inner, other.inner if isinstance(other, Stacked) else None
        if type(one) is type(two) and isinstance(one, Vec | RowVec) and isinstance(two, Vec | RowVec):
            return Stacked(type(one)(one.matrix + two.matrix))
        raise ShapeMismatch(
            r"only vec(A) + vec(B) is added; write a sum of Kronecker products as a sum of what each does to vec(A)"
        )

    def product(self, other: Stacked) -> Stacked | Expression:
        """Return a product."""
        left, right = self.inner, other.inner
        match left, right:
            case Kronecker(), Kronecker() if len(left.factors) == len(right.factors):
                return Stacked(
                    Kronecker(tuple(a @ b for a, b in zip(left.factors, right.factors, strict=True)))
                )
            case Kronecker(), Vec():
                return Stacked(left @ right)
            case RowVec(), Kronecker():
                return Stacked(left @ right)
            case RowVec(), Vec():
                return left @ right
        raise ShapeMismatch(
            r"of vec and Kronecker products only vec(A)^\top (X \otimes G) vec(B) and its parts are read"
        )

    def refusal(self) -> ShapeMismatch:
        """Return why it is no expression by itself."""
        return ShapeMismatch(
            r"vec and Kronecker products are read as parts of a scalar, vec(A)^\top (X \otimes G) vec(B), or as whole "
            r"sides, (X \otimes G) vec(B) = vec(G B X^\top); state what a product does to vec(A)"
        )


def stacked_kronecker(left: Expression | Stacked, right: Expression | Stacked) -> Stacked:
    r"""Return left \otimes right."""
    factors: list[Block] = []
    for value in (left, right):
        if isinstance(value, Stacked):
            if not isinstance(value.inner, Kronecker):
                raise value.refusal()
            factors.extend(value.inner.factors)
        else:
            factors.extend(kronecker(value).factors)
    return Stacked(Kronecker(tuple(factors)))


def stacked_vec(matrix: Expression) -> Stacked:
    """Return vec(matrix)."""
    return Stacked(vec(matrix))


def matrix_of(value: Stacked) -> Expression:
    """Return the matrix of a vec, for two sides that are both one."""
    if isinstance(value.inner, Vec) and len(value.inner.matrix.rows) == len(value.inner.matrix.rows[0]) == 1:
        return value.inner.matrix.rows[0][0]
    raise value.refusal()


def _scaled(block: Block, scalar: Expression) -> Block:
    if isinstance(scalar, Number) and scalar.value == 1:
        return block
    return Block(tuple(tuple(as_expression(scalar * entry) for entry in row) for row in block.rows))
