"""The claim that one symmetric matrix is at least another: A >= B where A - B is positive semi-definite."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Unpack

from lsa_theory.claims.equality import About, Statement
from lsa_theory.claims.forms.assumptions import told
from lsa_theory.claims.named_inequalities import Sign
from lsa_theory.claims.names import check_names
from lsa_theory.claims.questions.at_least import AtLeast, Step
from lsa_theory.claims.questions.attained import Attained
from lsa_theory.claims.questions.equal import Equal, as_stated
from lsa_theory.claims.questions.under import Under
from lsa_theory.claims.statements.block_order import equal_under
from lsa_theory.claims.strict import is_strictly_definite
from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.expressions.declare import identity
from lsa_theory.expressions.definitions import where
from lsa_theory.expressions.expression import Expression, Scale, Sum, Symbol, Zero, as_expression, describe

# What stands for every direction; no name that a user declares begins like this.
_DIRECTION = "\0v"


@dataclass(frozen=True, init=False, eq=False)
class MatrixInequality(Statement):
    """The claim that larger - smaller is symmetric and positive semi-definite, or definite.

    It is judged by v' (larger - smaller) v >= 0 for every vector v, and by the symmetry of the difference.

    Parameters
    ----------
    larger, smaller : (n, n) expressions
        `smaller` may be 0.
    proof : sequence of (n, n) expressions, optional
        What larger - smaller is the sum of, each positive semi-definite by its form: A @ A.T, a power or a function of
        one positive definite matrix. Left out, the difference itself has to show it.
    strict : bool
        Claim that the difference is positive definite; then one of the summands has to be, by its form.
    given : scalar expressions, optional
        Hypotheses: each is assumed to be at least 0.

    The remaining parameters are those of `Statement`.

    Raises
    ------
    ShapeMismatch
        If the sides are no square matrices of one size.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, positive_definite, trace
    >>> d = dimension("d"); L = positive_definite("Lambda", d)
    >>> print(MatrixInequality(trace(L) * identity(d), L).describe())
    tr(Lambda) * I >= Lambda, as symmetric matrices
    """

    larger: Expression
    smaller: Expression
    strict: bool
    asked: AtLeast
    definite: Attained | None

    def __init__(
        self,
        larger: object,
        smaller: object,
        *,
        proof: Sequence[object] | None = None,
        strict: bool = False,
        given: Sequence[object] = (),
        **about: Unpack[About],
    ) -> None:
        left = as_stated(larger)
        if left.is_scalar or left.rows != left.cols:
            raise ShapeMismatch(f"{describe(left)} is no square matrix; of scalars claim an Inequality")
        bare = isinstance(smaller, int) and smaller == 0
        right = Zero(*left.shape) if bare else as_stated(smaller)
        if left.shape != right.shape:
            raise ShapeMismatch(
                f"{describe(left)} and {describe(right)} cannot be compared: the shapes must be equal"
            )
        summands = _apart(left, right) if proof is None else [as_expression(term) for term in proof]
        if any(term.shape != left.shape for term in summands) or not summands:
            raise InvalidArgument(
                f"a proof lists {left.rows} x {left.cols} matrices that add up to the difference"
            )
        direction = _direction(left)
        chain = [
            Step(direction.T @ right @ direction, *(Sign(direction.T @ t @ direction) for t in summands))
        ]
        asked = AtLeast(
            direction.T @ left @ direction, direction.T @ right @ direction, given=given, proof=chain
        )
        definite = None
        if strict:
            weight = next((t for t in summands if is_strictly_definite(t)), summands[0])
            forms = (direction.T @ left @ direction, direction.T @ right @ direction)
            definite = Attained(direction, weight, identity(1), of=forms, given=asked.given)
        for name, value in (
            ("larger", left),
            ("smaller", right),
            ("strict", strict),
            ("asked", asked),
            ("definite", definite),
        ):
            object.__setattr__(self, name, value)
        check_names([left, right])
        Statement.__init__(self, **about)

    @property
    def questions(self) -> tuple[AtLeast | Equal | Under | Attained, ...]:
        """That the quadratic form is non-negative, that the difference is symmetric, and whether it is definite."""
        apart = self.larger - self.smaller
        mirrored = equal_under(apart, apart.T, self.asked.given, "symmetric")
        return (self.asked, mirrored) if self.definite is None else (self.asked, mirrored, self.definite)

    def describe(self) -> str:
        """Return the statement as readable text."""
        relation = ">" if self.strict else ">="
        lines = [f"{self.larger!r} {relation} {self.smaller!r}, as symmetric matrices"]
        lines += [f"  given {told(g)}" for g in self.asked.given]
        return "\n".join([*lines, *where([self.larger, self.smaller])])


def _apart(left: Expression, right: Expression) -> list[Expression]:
    """Return what the difference is the sum of; terms that stand on both sides drop out."""
    if isinstance(right, Zero):
        return [left]
    if isinstance(left, Zero):
        return [right.child if isinstance(right, Scale) and right == -right.child else -right]
    rest = list(left.terms) if isinstance(left, Sum) else [left]
    for term in right.terms if isinstance(right, Sum) else (right,):
        if term not in rest:
            return [left - right]
        rest.remove(term)
    return rest or [Zero(*left.shape)]


def _direction(matrix: Expression) -> Symbol:
    return Symbol(_DIRECTION, matrix.rows, 1, "general")
