"""The claim that a number is the largest, or the smallest, eigenvalue of a symmetric matrix, with an eigenvector."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Unpack

from lsa_theory.claims.equality import About, Statement
from lsa_theory.claims.names import check_names
from lsa_theory.claims.questions.at_least import AtLeast
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.claims.questions.under import Under
from lsa_theory.claims.statements.block_order import OrderOfBlocks, equal_under, order_of_blocks, written
from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.expressions.analysis.block_norm import fitting
from lsa_theory.expressions.blocks import Block
from lsa_theory.expressions.declare import norm_squared, zero
from lsa_theory.expressions.definitions import where
from lsa_theory.expressions.expression import Expression, Sum, as_expression, describe


@dataclass(frozen=True, init=False, eq=False)
class ExtremeEigenvalue(Statement):
    """The claim that a scalar is the largest (or the smallest) eigenvalue of a symmetric matrix or block matrix.

    It is judged by the order, value I >= matrix, by matrix v = value v for the eigenvector that is given, and by v not
    being 0.

    Parameters
    ----------
    matrix : Block or square expression
    value : scalar expression
    vector : expressions
        The parts of an eigenvector, one for each row of blocks.
    smallest : bool
        Claim the smallest one.
    proof : sequence of Blocks F, optional
        value I - matrix, or matrix - value I, is the sum of F'F.
    given : scalar expressions, optional
        Hypotheses, such as ``nonzero(x)``.

    The remaining parameters are those of `Statement`.

    Raises
    ------
    ShapeMismatch
        If the matrix is not square, the value is no scalar, or the vector has other parts.

    Examples
    --------
    >>> from lsa_theory import Block, ExtremeEigenvalue, dimension, identity, judge, nonzero, vector
    >>> d = dimension("d"); I, y = identity(d), vector("y", d)
    >>> ones, apart = Block(((I, I), (I, I))), Block(((I, -I),))
    >>> judge(ExtremeEigenvalue(ones, 2, [y, y], proof=[apart], given=[nonzero(y)])).verdict.value
    'confirmed'
    >>> judge(ExtremeEigenvalue(ones, 3, [y, y], given=[nonzero(y)])).verdict.value
    'refuted'
    """

    matrix: Block
    value: Expression
    vector: tuple[Expression, ...]
    smallest: bool
    order: OrderOfBlocks
    apart: AtLeast
    parts: tuple[Equal | Under, ...]

    def __init__(
        self,
        matrix: object,
        value: object,
        vector: Sequence[object],
        *,
        smallest: bool = False,
        proof: Sequence[Block] = (),
        given: Sequence[object] = (),
        **about: Unpack[About],
    ) -> None:
        if not isinstance(smallest, bool):
            raise InvalidArgument(f"smallest={smallest!r}; expected True or False")
        whole = matrix if isinstance(matrix, Block) else Block(((as_expression(matrix),),))
        number, pieces = as_expression(value), tuple(map(as_expression, vector))
        rows = fitting(whole.rows)
        if not number.is_scalar:
            raise ShapeMismatch(f"an eigenvalue is a scalar; {describe(number)} is not")
        if [piece.shape for piece in pieces] != [(block.cols, 1) for block in rows[0]]:
            raise ShapeMismatch("the eigenvector has one part for each column of blocks, of its width")
        larger, smaller = (whole, number) if smallest else (number, whole)
        order = order_of_blocks(larger, smaller, proof, given)
        size = _added([norm_squared(piece) for piece in pieces])
        apart = AtLeast(size, zero(1), given=given, strict=True)
        parts = tuple(
            equal_under(
                _added([block @ piece for block, piece in zip(row, pieces, strict=True)]),
                number * own,
                apart.given,
                f"eigenvector, part {k}",
            )
            for k, (row, own) in enumerate(zip(rows, pieces, strict=True))
        )
        names = ("matrix", "value", "vector", "smallest", "order", "apart", "parts")
        for name, part in zip(names, (whole, number, pieces, smallest, order, apart, parts), strict=True):
            object.__setattr__(self, name, part)
        check_names(self.stated())
        Statement.__init__(self, **about)

    @property
    def questions(self) -> tuple[AtLeast | Equal | Under, ...]:
        """The order, the symmetry, the eigenvector, and that it is not 0."""
        return (self.order.asked, *self.order.mirrored, *self.parts, self.apart)

    def describe(self) -> str:
        """Return the statement as readable text."""
        which = "smallest" if self.smallest else "largest"
        pieces = "; ".join(map(repr, self.vector))
        lines = [f"{self.value!r} is the {which} eigenvalue of {written(self.matrix)}, of [{pieces}]"]
        return "\n".join([*lines, *self.apart.hypotheses_told(), *where(self.stated())])


def _added(terms: Sequence[Expression]) -> Expression:
    return terms[0] if len(terms) == 1 else Sum(tuple(terms))
