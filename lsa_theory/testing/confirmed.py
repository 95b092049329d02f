"""A claim in an ordinary test: it is confirmed, or the test fails with the verdict and what it rests on."""

from __future__ import annotations

from lsa_theory.claims.equality import Statement
from lsa_theory.errors import InvalidArgument
from lsa_theory.verification.judge import judge
from lsa_theory.verification.outcome import Judgement, Verdict
from lsa_theory.verification.reports.headline import headline
from lsa_theory.verification.reports.table import claim_lines
from lsa_theory.verification.witnesses.base import Setting

_WIDTH = 100


def assert_confirmed(claim: Statement, *, seed: int = 0) -> Judgement:
    """Judge a claim, and fail unless it is confirmed.

    Parameters
    ----------
    claim : Claim or another statement
        What is claimed. `expected="refuted"` changes nothing here: refuted is not confirmed.
    seed : int
        Root of all randomness.

    Returns
    -------
    Judgement
        What it rests on.

    Raises
    ------
    AssertionError
        If it is refuted or undecided, or something broke; the message begins with the verdict in one line.
    InvalidArgument
        If it is not a claim.

    Examples
    --------
    >>> from lsa_theory import Claim, dimension, matrix, trace
    >>> A = matrix("A", dimension("d"))
    >>> assert_confirmed(Claim(trace(A), trace(A.T))).verdict.value
    'confirmed'
    >>> assert_confirmed(Claim(trace(A), trace(2 * A)))
    Traceback (most recent call last):
    AssertionError: refuted at d = 1: 1 = 2
      ...
    """
    # The line of the test is what its author wants to see.
    __tracebackhide__ = True
    judgement = judgement_of(claim, seed)
    if judgement.error or judgement.verdict is not Verdict.CONFIRMED:
        lines = [text for text, _ in claim_lines(judgement, _WIDTH)]
        raise AssertionError("\n".join([headline(judgement), *lines]))
    return judgement


def judgement_of(claim: Statement, seed: int = 0) -> Judgement:
    """Return the judgement of all witnesses that the claim asks.

    Raises
    ------
    InvalidArgument
        If it is not a claim.
    """
    if not isinstance(claim, Statement):
        raise InvalidArgument(
            f"a {type(claim).__name__} is no claim; expected Claim(left, right), Inequality(larger, smaller) "
            "or another statement"
        )
    place = getattr(claim, "place", None)
    return judge(
        claim,
        identifier=claim.id or "claim",
        file=str(place.file) if place is not None else "",
        setting=Setting(seed=seed),
    )
