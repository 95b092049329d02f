"""What a statement with a limit or with hypotheses was reduced to: plain equalities, and signs that they rest on.

Whoever finds a certificate is not trusted: its equalities are judged by all witnesses like any others, and its signs
are read off. It is sound if, whenever they hold, the statement does.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lsa_theory.claims.questions.equal import Equal
from lsa_theory.expressions.expression import Expression, Symbol


@dataclass(frozen=True)
class Sequence:
    """A quantity in the small scalars that stand for 1/N, 1/M: what a witness follows as they go to 0.

    `power` is the order of what is left out: |moving - target| may be of that order; 0 asks that it vanishes at all.
    `lengths` are what the small scalars are the inverses of.
    """

    moving: Expression
    small: tuple[Symbol, ...]
    target: Expression
    power: int = 0
    lengths: tuple[Symbol, ...] = ()


@dataclass(frozen=True)
class Certificate:
    """Equalities that imply what was asked, given that some expressions are positive (definite).

    Parameters
    ----------
    answers : names of questions
        What is decided once all of this holds.
    equalities : equalities
        Steps, or parts whose failure refutes the statement itself.
    positive : expressions
        Scalars above 0, or symmetric positive definite matrices, at the limit: what is divided by there.
    sequences : quantities to be followed
    words : str
        What was found, for the figure.
    open : str
        Why the statement is not decided by this, in words; empty if it is.
    """

    answers: frozenset[str]
    equalities: tuple[Equal, ...]
    positive: tuple[Expression, ...] = ()
    sequences: tuple[Sequence, ...] = ()
    words: str = ""
    open: str = field(default="")
