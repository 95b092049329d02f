"""The claim that a symmetric matrix has so many negative eigenvalues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Unpack

from lsa_theory.claims.equality import About, Statement
from lsa_theory.claims.names import check_names
from lsa_theory.claims.questions.counted import Congruence, Counted
from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.expressions.blocks import Block, Kronecker, negative_eigenvalues
from lsa_theory.expressions.expression import Expression, as_expression, describe
from lsa_theory.expressions.functions import NegativeEigenvalues


@dataclass(frozen=True, init=False, eq=False)
class HasNegativeEigenvalues(Statement):
    """The claim that a symmetric matrix has a given number of negative eigenvalues, with their multiplicities.

    A congruence for each factor of a Kronecker product, or for the matrix, is the proof; an exact instance with another
    number refutes. The verdict holds where the volumes of the congruences are not 0.

    Parameters
    ----------
    matrix : expression, Block or Kronecker product
    number : expression or int
        Of dimensions and ranks.
    by : Congruences
        One for each factor.

    The remaining parameters are those of `Statement`.

    Raises
    ------
    InvalidArgument
        If there is not one congruence for each factor.
    ShapeMismatch
        If a factor is not square, or its congruence has other blocks.

    Examples
    --------
    >>> from lsa_theory import Block, Congruence, HasNegativeEigenvalues, dimension, identity, judge, positive_definite
    >>> from lsa_theory import det, zero
    >>> d = dimension("d"); P = positive_definite("P", d)
    >>> saddle = Block(((zero(d, d), P), (P, zero(d, d))))
    >>> T = Block(((P, P), (identity(d), -identity(d))))
    >>> half = identity(d) / 2
    >>> by = [Congruence(T, [(1, half), (-1, half)], (-2) ** d * det(P))]
    >>> judge(HasNegativeEigenvalues(saddle, d, by=by)).verdict.value
    'confirmed'
    >>> judge(HasNegativeEigenvalues(saddle, d + 1, by=by)).verdict.value
    'refuted'
    """

    asked: Counted

    def __init__(
        self,
        matrix: Block | Expression | Kronecker,
        number: object,
        *,
        by: Sequence[Congruence] = (),
        **about: Unpack[About],
    ) -> None:
        counted = negative_eigenvalues(matrix)
        assert isinstance(counted, NegativeEigenvalues)
        value = as_expression(number)
        if not value.is_scalar:
            raise ShapeMismatch(f"a number of eigenvalues is a scalar; {describe(value)} is not")
        if len(by) != len(counted.factors) or not all(isinstance(c, Congruence) for c in by):
            raise InvalidArgument(
                f"by={list(by)!r}; give a Congruence for each of the {len(counted.factors)} factors"
            )
        for rows, congruence in zip(counted.factors, by, strict=True):
            heights = [row[0].rows for row in rows]
            own = [row[0].rows for row in congruence.factor.rows]
            if heights != own:
                raise ShapeMismatch(
                    f"a matrix with blocks of {heights} rows is not congruent by a factor with blocks of {own} rows"
                )
        object.__setattr__(self, "asked", Counted(counted, value, tuple(by)))
        check_names(self.stated())
        Statement.__init__(self, **about)

    @property
    def questions(self) -> tuple[Counted, ...]:
        """The number, with its congruences."""
        return (self.asked,)
