"""What every witness is asked, and what it may use."""

from __future__ import annotations

import zlib
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from lsa_theory.verification.claims import Identity, Statement
from lsa_theory.verification.outcome import Finding, NotApplicable, Verdict

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
    """

    seed: int = 0
    digits: int = DEFAULT_DIGITS
    quadrature_digits: int | None = None
    seconds: float = 4.0

    def generator(self, identifier: str, witness: str, stage: int = 0) -> np.random.Generator:
        """Return the generator of one witness for one claim; the same whatever else is run."""
        return np.random.default_rng(
            np.random.SeedSequence([self.seed, _hash(identifier), _hash(witness), stage])
        )


class Witness(ABC):
    """One way of judging a claim.

    `judge` returns a finding, or raises NotApplicable with the reason. A witness that is `rigorous` when it
    confirms proves something; the others measure.
    """

    name: ClassVar[str]
    rigorous: ClassVar[bool] = False
    # Whether it takes seconds; such a witness is not asked about a claim that is already refuted exactly.
    costly: ClassVar[bool] = False

    @abstractmethod
    def judge(self, claim: Statement, identifier: str, setting: Setting) -> Finding:
        """Judge a claim.

        Raises
        ------
        NotApplicable
            If this witness has nothing to say; the message is the reason.
        """

    def found(self, verdict: Verdict, figure: str) -> Finding:
        """Return a finding of this witness."""
        return Finding(self.name, verdict, figure, self.rigorous)


def identities_of(claim: Statement) -> tuple[Identity, ...]:
    """Return the equalities of a claim, or raise NotApplicable where it has none."""
    identities = claim.identities()
    if not identities:
        raise NotApplicable("the claim states no equality that can be evaluated")
    return identities


def _hash(text: str) -> int:
    return zlib.crc32(text.encode())
