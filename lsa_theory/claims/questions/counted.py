"""How many eigenvalues of a symmetric matrix are negative, by congruences to matrices whose signs are seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from lsa_theory.claims.norms_as_scalars import without_functions
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.claims.signs import is_definite
from lsa_theory.claims.strict import is_positive, is_strictly_definite
from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.expressions.analysis.words import det
from lsa_theory.expressions.blocks import Block
from lsa_theory.expressions.expression import Expression, Scale, Zero, as_expression, describe
from lsa_theory.expressions.functions import NegativeEigenvalues, rank


@dataclass(frozen=True, init=False)
class Congruence:
    """A = T D T' with D block diagonal and T of full column rank, so that A has the signs of D.

    Parameters
    ----------
    factor : Block T
    signed : pairs (sign, block)
        The diagonal blocks of D: 1 or -1 times a matrix whose form shows that it is positive semi-definite.
    volume : scalar expression
        det T, where T is square block by block, else det T'T; T has full column rank where it is not 0.

    Examples
    --------
    >>> from lsa_theory import BlockContext, Congruence, dimension, norm_squared, vector
    >>> x = vector("x", dimension("d")); T = BlockContext().block([[x, x], [1 + 0 * x[0], -1 + 0 * x[0]]])
    >>> Congruence(T, [(1, 1), (-1, 1)], 4 * norm_squared(x)).counts()
    (1, 1)
    """

    factor: Block
    signed: tuple[tuple[int, Expression], ...]
    volume: Expression

    def __init__(self, factor: Block, signed: Sequence[tuple[int, object]], volume: object) -> None:
        blocks = tuple((sign, as_expression(block)) for sign, block in signed)
        widths = [block.cols for block in factor.rows[0]]
        if widths != [block.rows for _, block in blocks]:
            raise ShapeMismatch(
                f"the diagonal has blocks of {[b.rows for _, b in blocks]} rows; the factor has columns of {widths}"
            )
        for sign, block in blocks:
            if sign not in (1, -1):
                raise InvalidArgument(f"the sign of {describe(block)} is {sign!r}; expected 1 or -1")
            if not is_definite(block):
                raise InvalidArgument(
                    f"the form of {describe(block)} does not show that it is positive semi-definite; write it as a "
                    "square such as X @ X.T, with its sign beside it"
                )
        for name, value in (("factor", factor), ("signed", blocks), ("volume", as_expression(volume))):
            object.__setattr__(self, name, value)

    def counts(self) -> tuple[Expression | int, Expression | int]:
        """Return how many eigenvalues are positive and how many are negative."""
        positive, negative = (
            [_rank(block) for sign, block in self.signed if sign == wanted] for wanted in (1, -1)
        )
        return _total(positive), _total(negative)

    def equalities(self, matrix: Block, name: str) -> tuple[Equal, ...]:
        """Return that the matrix is T D T', block by block, and what the volume is."""
        size = range(len(self.signed))
        diagonal = Block(
            tuple(
                tuple(sign * block if j == k else Zero(block.rows, self.signed[j][1].rows) for j in size)
                for k, (sign, block) in enumerate(self.signed)
            )
        )
        formed = self.factor @ diagonal @ self.factor.T
        shown = det(self.factor if self._is_square() else self.factor.T @ self.factor)
        return (
            *(
                Equal(left, right, f"block ({i + 1}, {j + 1}) of {name}", step=True)
                for i, (row, other) in enumerate(zip(matrix.rows, formed.rows, strict=True))
                for j, (left, right) in enumerate(zip(row, other, strict=True))
            ),
            Equal(shown, self.volume, f"the volume of the factor of {name}", step=True),
            # Of a volume that is 0 everywhere there is no inverse, and this fails.
            Equal(
                self.volume * self.volume**-1, as_expression(1), f"the volume of {name} is not 0", step=True
            ),
        )

    def _is_square(self) -> bool:
        return [row[0].rows for row in self.factor.rows] == [b.cols for b in self.factor.rows[0]]


@dataclass(frozen=True, eq=False)
class Counted:
    """The number of negative eigenvalues is the given one, where the volumes of the congruences are not 0.

    Those of a Kronecker product are the products; congruent matrices have as many of each sign. So the number follows
    from ranks, and the steps are equalities. That it is another number is seen at an exact instance alone.

    Examples
    --------
    >>> from lsa_theory import Block, Congruence, Counted, dimension, identity, matrix, negative_eigenvalues, rank
    >>> A = matrix("A", dimension("d")); whole = Congruence(Block(((identity(A.rows),),)), [(-1, A @ A.T)], 1)
    >>> Counted(negative_eigenvalues(-(A @ A.T)), rank(A @ A.T), (whole,)).describe()
    'negative_eigenvalues((-(A @ A.T))) = rank(A @ A.T)'
    """

    needs: ClassVar[tuple[str, ...]] = ("equality",)
    established: ClassVar[str] = "by congruence"

    matrix: NegativeEigenvalues
    number: Expression
    by: tuple[Congruence, ...]

    def equalities(self) -> tuple[Equal, ...]:
        """Return the congruences, and what follows from them for the number."""
        found: list[Equal] = []
        positive: Expression | int = 1
        negative: Expression | int = 0
        for k, (rows, congruence) in enumerate(zip(self.matrix.factors, self.by, strict=True)):
            name = f"factor {k + 1}" if len(self.by) > 1 else "the matrix"
            found.extend(congruence.equalities(Block(rows), name))
            above, below = congruence.counts()
            positive, negative = (
                _total([_product(positive, above), _product(negative, below)]),
                _total([_product(positive, below), _product(negative, above)]),
            )
        left, right = without_functions(self.number, as_expression(negative))
        return (*found, Equal(left, right, "the number", step=True))

    def where(self) -> tuple[Expression, ...]:
        """Return what has to exist: one over each volume."""
        return tuple(c.volume**-1 for c in self.by)

    def stated(self) -> tuple[Expression, ...]:
        """Return the count, the number, and what has to exist."""
        return (self.matrix, self.number, *self.where())

    def describe(self) -> str:
        """Return the question as readable text."""
        return f"{self.matrix!r} = {self.number!r}"


def _rank(block: Expression) -> Expression | int:
    while isinstance(block, Scale) and is_positive(block.scalar):
        block = block.child
    if is_positive(block) if block.is_scalar else is_strictly_definite(block):
        return block.rows if isinstance(block.rows, int) else as_expression(block.rows)
    return rank(block)


def _product(left: Expression | int, right: Expression | int) -> Expression | int:
    if 0 in (left, right):
        return 0
    return right if left == 1 else left if right == 1 else left * right


def _total(counts: Sequence[Expression | int]) -> Expression | int:
    kept = [count for count in counts if count != 0]
    total: Expression | int = kept[0] if kept else 0
    for count in kept[1:]:
        total = total + count
    return total
