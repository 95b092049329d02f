"""The claim that one scalar is at least another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Unpack

from lsa_theory.claims.box import Box
from lsa_theory.claims.equality import About, Statement
from lsa_theory.claims.names import check_names
from lsa_theory.claims.questions.at_least import AtLeast, Step
from lsa_theory.claims.questions.equal import as_stated
from lsa_theory.expressions.expression import Expression


@dataclass(frozen=True, init=False, eq=False)
class Inequality(Statement):
    """The claim that larger >= smaller, or larger > smaller, wherever the hypotheses are met, for every dimension.

    Parameters
    ----------
    larger, smaller : scalar expressions
    given : scalar expressions, optional
        Hypotheses: each is assumed to be at least 0, or above it as ``greater(left, right)``.
    proof : Steps, optional
        A chain from `larger` down to `smaller`; the last step's `to` may be left to `smaller` itself. The
        identity witnesses check that each step is an equality of the two sides plus what is given away; the
        proof witness checks every sign. Without a proof the claim can be refuted, but not confirmed.

    on : Box, optional
        Claim it on this box only; then branch and bound with ball arithmetic is the proof.
    strict : bool
        Claim larger > smaller. Equality at one instance refutes it; a proof has to give something away that is above 0.

    The remaining parameters are those of `Statement`.

    Raises
    ------
    ShapeMismatch
        If a side or hypothesis is not a scalar.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, matrix, norm_squared, trace
    >>> d = dimension("d"); A = matrix("A", d)
    >>> Inequality(norm_squared(A), trace(A @ A)).describe()
    'tr(A @ A.T) >= tr(A @ A)'
    >>> from lsa_theory import Sign, Step, judge
    >>> above = Inequality(norm_squared(A) + 1, 0, strict=True, proof=[Step(0, Sign(norm_squared(A) + 1))])
    >>> judge(above).verdict.value, judge(Inequality(norm_squared(A), 0, strict=True)).verdict.value
    ('confirmed', 'refuted')
    """

    asked: AtLeast

    def __init__(
        self,
        larger: object,
        smaller: object,
        *,
        given: Sequence[object] = (),
        proof: Sequence[Step] = (),
        on: Box | None = None,
        strict: bool = False,
        **about: Unpack[About],
    ) -> None:
        asked = AtLeast(as_stated(larger), as_stated(smaller), given=given, proof=proof, on=on, strict=strict)
        object.__setattr__(self, "asked", asked)
        check_names(self.stated())
        Statement.__init__(self, **about)

    @property
    def questions(self) -> tuple[AtLeast, ...]:
        """The signs that the proof uses, and that each of its steps is an equality; on a box, the signs."""
        return (self.asked,)

    @property
    def larger(self) -> Expression:
        """The larger side."""
        return self.asked.larger

    @property
    def smaller(self) -> Expression:
        """The smaller side."""
        return self.asked.smaller

    @property
    def given(self) -> tuple[Expression, ...]:
        """The hypotheses, each assumed to be at least 0."""
        return self.asked.given

    @property
    def proof(self) -> tuple[Step, ...]:
        """The chain that was offered."""
        return self.asked.proof
