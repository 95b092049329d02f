"""The claim that one symmetric block matrix is at least another, or that all its eigenvalues are at least a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Unpack

from lsa_theory.claims.equality import About, Statement
from lsa_theory.claims.named_inequalities import Sign
from lsa_theory.claims.names import check_names
from lsa_theory.claims.questions.at_least import AtLeast, Step
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.claims.questions.under import Under
from lsa_theory.errors import ShapeMismatch
from lsa_theory.expressions.analysis.block_norm import Rows, fitting
from lsa_theory.expressions.blocks import Block
from lsa_theory.expressions.declare import norm_squared
from lsa_theory.expressions.definitions import where
from lsa_theory.expressions.expression import Expression, Identity, Symbol, Zero, as_expression, describe

# What stands for every direction, part by part; no name that a user declares begins like this.
_DIRECTION = "\0v"


@dataclass(frozen=True, init=False, eq=False)
class BlockMatrixInequality(Statement):
    """The claim that larger - smaller is symmetric and positive semi-definite, for block matrices of one layout.

    A scalar on one side stands for that multiple of the identity: with it the claim bounds every eigenvalue. It is
    judged by v' (larger - smaller) v >= 0 for every v in parts of the layout, and by the symmetry of the difference.

    Parameters
    ----------
    larger, smaller : Block or scalar expression, one of them a Block
    proof : sequence of Blocks F, optional
        larger - smaller is the sum of F'F.
    given : scalar expressions, optional
        Hypotheses: each is assumed to be at least 0, or above it as ``greater(left, right)``.

    The remaining parameters are those of `Statement`.

    Raises
    ------
    ShapeMismatch
        If the layouts differ, are not square, or a factor of the proof has other columns.

    Examples
    --------
    >>> from lsa_theory import Block, BlockMatrixInequality, dimension, identity, judge, matrix
    >>> d = dimension("d"); A, I = matrix("A", d), identity(d)
    >>> gram = Block(((I, A), (A.T, A.T @ A)))
    >>> judge(BlockMatrixInequality(gram, 0, proof=[Block(((I, A),))])).verdict.value
    'confirmed'
    >>> judge(BlockMatrixInequality(gram, 1)).verdict.value
    'refuted'
    """

    larger: Block | Expression
    smaller: Block | Expression
    asked: AtLeast
    mirrored: tuple[Equal | Under, ...]

    def __init__(
        self,
        larger: object,
        smaller: object,
        *,
        proof: Sequence[Block] = (),
        given: Sequence[object] = (),
        **about: Unpack[About],
    ) -> None:
        ordered = order_of_blocks(larger, smaller, proof, given)
        sides, asked, mirrored = ordered.sides, ordered.asked, ordered.mirrored
        for name, value in zip(
            ("larger", "smaller", "asked", "mirrored"), (*sides, asked, mirrored), strict=True
        ):
            object.__setattr__(self, name, value)
        check_names(self.stated())
        Statement.__init__(self, **about)

    @property
    def questions(self) -> tuple[AtLeast | Equal | Under, ...]:
        """That the quadratic form is non-negative, and that the difference is symmetric."""
        return (self.asked, *self.mirrored)

    def describe(self) -> str:
        """Return the statement as readable text."""
        texts = [written(side) for side in (self.larger, self.smaller)]
        lines = [f"{texts[0]} >= {texts[1]}, as symmetric matrices"]
        return "\n".join([*lines, *self.asked.hypotheses_told(), *where(self.stated())])


@dataclass(frozen=True)
class OrderOfBlocks:
    """What is asked for one block matrix to be at least another: of a form, and that the difference is symmetric."""

    sides: tuple[Block | Expression, Block | Expression]
    asked: AtLeast
    mirrored: tuple[Equal | Under, ...]


def order_of_blocks(
    larger: object, smaller: object, proof: Sequence[Block], given: Sequence[object]
) -> OrderOfBlocks:
    """Return the questions of an order between block matrices, or of one and a multiple of the identity.

    Raises
    ------
    ShapeMismatch
        If the layouts differ, are not square, or a factor of the proof has other columns.
    """
    one, other = (side if isinstance(side, Block) else as_expression(side) for side in (larger, smaller))
    layout = next((fitting(side.rows) for side in (one, other) if isinstance(side, Block)), None)
    if layout is None:
        raise ShapeMismatch("neither side is a block matrix; of matrices claim a MatrixInequality")
    sizes = [row[0].rows for row in layout]
    if sizes != [block.cols for block in layout[0]]:
        raise ShapeMismatch("a block matrix that is compared has square blocks on its diagonal")
    parts = [Symbol(f"{_DIRECTION}_{k}", size, 1, "general") for k, size in enumerate(sizes)]
    a, b = _grid(one, layout), _grid(other, layout)
    above, below = _form(a, parts), _form(b, parts)
    chain = [Step(below, *(Sign(norm_squared(p)) for f in proof for p in _applied(f, parts)))]
    asked = AtLeast(above, below, given=given, proof=chain if proof else ())
    mirrored = tuple(
        equal_under(a[i][j] - b[i][j], (a[j][i] - b[j][i]).T, asked.given, f"symmetric, block {i}, {j}")
        for i in range(len(sizes))
        for j in range(i, len(sizes))
    )
    return OrderOfBlocks((one, other), asked, mirrored)


def equal_under(left: Expression, right: Expression, given: Sequence[Expression], part: str) -> Equal | Under:
    """Return an equality, under hypotheses where there are any."""
    return Under(left, right, (), tuple(given)) if given else Equal(left, right, part)


def _grid(side: Block | Expression, layout: Rows) -> Rows:
    """Return the blocks of a side; of a scalar, those of its multiple of the identity."""
    if isinstance(side, Block):
        own = fitting(side.rows)
        if [[b.shape for b in row] for row in own] != [[b.shape for b in row] for row in layout]:
            raise ShapeMismatch("the two block matrices have different layouts")
        return own
    if not side.is_scalar:
        raise ShapeMismatch(f"{describe(side)} is no block matrix and no scalar")
    return tuple(
        tuple(
            (side if block.is_scalar else side * Identity(block.rows))
            if i == j and side != as_expression(0)
            else Zero(*block.shape)
            for j, block in enumerate(row)
        )
        for i, row in enumerate(layout)
    )


def _form(grid: Rows, parts: Sequence[Symbol]) -> Expression:
    """Return v' M v."""
    total: Expression = Zero(1, 1)
    for row, left in zip(grid, parts, strict=True):
        for block, right in zip(row, parts, strict=True):
            if not isinstance(block, Zero):
                total = total + left.T @ block @ right
    return total


def _applied(factor: Block, parts: Sequence[Symbol]) -> list[Expression]:
    """Return F v, row by row."""
    rows = fitting(factor.rows)
    if [block.cols for block in rows[0]] != [part.rows for part in parts]:
        raise ShapeMismatch("a factor of the proof has other columns than the matrix")
    found = []
    for row in rows:
        total: Expression = Zero(row[0].rows, 1)
        for block, part in zip(row, parts, strict=True):
            if not isinstance(block, Zero):
                total = total + block @ part
        found.append(total)
    return found


def written(side: Block | Expression) -> str:
    """Return a side as text; a scalar stands for a multiple of the identity."""
    if not isinstance(side, Block):
        return f"{side!r} I" if side != as_expression(0) else "0"
    return f"[{'; '.join(', '.join(map(repr, row)) for row in side.rows)}]"
