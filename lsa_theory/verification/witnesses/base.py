"""What every witness is asked, and what it may use."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from lsa_theory.claims.equality import Statement
from lsa_theory.claims.questions.equal import Equal
from lsa_theory.values.refusals import NotConcerned
from lsa_theory.verification.outcome import Finding, Verdict

DEFAULT_DIGITS = 50


@dataclass(frozen=True)
class Setting:
    """How a run was asked for.

    Parameters
    ----------
    seed : int
        The root of all randomness; each claim and witness draws from a stream of its own.
    digits : int
        Decimal digits of the precision witness.
    quadrature_digits : int, optional
        Run the quadrature at this many digits too.
    seconds : float
        About what the simulation witness may spend on the first run of one claim.

    Examples
    --------
    >>> from lsa_theory import Claim, Setting, dimension, judge, matrix, trace
    >>> A = matrix("A", dimension("d"))
    >>> judgement = judge(Claim(trace(A), trace(A.T)), setting=Setting(seed=1, digits=80))
    >>> judgement.verdict.value
    'confirmed'
    """

    seed: int = 0
    digits: int = DEFAULT_DIGITS
    quadrature_digits: int | None = None
    seconds: float = 4.0

    def generator(self, stream: str, witness: str, stage: int = 0) -> np.random.Generator:
        """Return the generator of one witness for one statement; the same whatever else is run."""
        return np.random.default_rng(
            np.random.SeedSequence([self.seed, _hash(stream), _hash(witness), stage])
        )


class Witness(ABC):
    """One way of judging a claim.

    `judge` returns a finding, or raises NotApplicable with the reason. A witness that is `rigorous` when it
    confirms proves something; the others measure. `answers` names the questions of claims that it speaks about,
    and `shares` the pieces it is made of; what shares nothing with another witness is independent of it.

    Examples
    --------
    >>> from lsa_theory.testing import NotApplicable, Witness, check_witness
    >>> class Silent(Witness):
    ...     name, shares = "silent", frozenset({"silence"})
    ...     def judge(self, claim, stream, setting):
    ...         raise NotApplicable("it has nothing to say")
    >>> check_witness(Silent)
    Traceback (most recent call last):
    AssertionError: silent has nothing to say of any statement
    """

    name: ClassVar[str]
    rigorous: ClassVar[bool] = False
    answers: ClassVar[frozenset[str]] = frozenset({"equality"})
    shares: ClassVar[frozenset[str]]
    # Whether it takes seconds; such a witness is not asked about a claim that is already refuted exactly.
    costly: ClassVar[bool] = False
    # Whether it is asked only where the others leave a claim undecided, or where it is named.
    reserve: ClassVar[bool] = False

    @abstractmethod
    def judge(self, claim: Statement, stream: str, setting: Setting) -> Finding:
        """Judge a claim; `stream` keys the random numbers and depends on what is stated, not on its name.

        Raises
        ------
        NotApplicable
            If this witness has nothing to say; the message is the reason.
        """

    def found(self, verdict: Verdict, figure: str, *, decides: bool = False) -> Finding:
        """Return a finding of this witness; it `decides` what it confirms for every value and size, or not."""
        return Finding(
            self.name,
            verdict,
            figure,
            self.rigorous,
            decides=decides,
            answers=self.answers,
            shares=self.shares,
        )


def equalities_of(claim: Statement) -> tuple[Equal, ...]:
    """Return the equalities of a claim, or raise NotApplicable where it has none."""
    identities = claim.equalities()
    if not identities:
        raise NotConcerned("the claim states no equality that can be evaluated")
    return identities


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
