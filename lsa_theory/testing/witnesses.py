"""What a witness says of statements whose truth is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lsa_theory.claims.equality import Statement
from lsa_theory.claims.questions.tends import Tends
from lsa_theory.errors import LsaTheoryError
from lsa_theory.testing.statements import pairs
from lsa_theory.verification.outcome import Verdict
from lsa_theory.verification.witnesses.base import Setting
from lsa_theory.verification.witnesses.registry import WITNESSES

_KNOWN = {
    "equality",
    "signs",
    "arrival",
    "limit",
    "regularity",
    "equality under the hypotheses",
    "instance",
    "attainment",
    "statement",
}


@dataclass(frozen=True)
class Passed:
    """How many statements a witness confirmed or refuted, and of how many it said nothing."""

    spoken: int
    silent: int


def check_witness(witness: Any) -> Passed:
    """Judge statements that are true, and the same 2 % off, with a witness alone.

    Parameters
    ----------
    witness : class or instance of `Witness`

    Returns
    -------
    Passed
        How often it spoke.

    Raises
    ------
    AssertionError
        If it speaks against what is true or for what is false, never speaks at all, or does not say the same twice.
        The message has the statement. What it raises, apart from our own errors, passes through.
    InvalidArgument
        If it does not say its name, what it answers and what it shares.

    Examples
    --------
    >>> from lsa_theory.testing import check_witness
    >>> from lsa_theory.verification.witnesses.entries.witness import Entries
    >>> check_witness(Entries()).spoken > 3
    True
    """
    made = WITNESSES.made(witness)
    unknown = set(made.answers) - _KNOWN
    assert not unknown, (
        f"{made.name} answers {sorted(unknown)}, which no question asks; known: {sorted(_KNOWN)}"
    )
    spoken = silent = 0
    for name, (true, false) in pairs().items():
        for statement, wrong in ((true, Verdict.REFUTED), (false, Verdict.CONFIRMED)):
            said, shown = _verdict(made, statement), statement.describe()
            assert said is not wrong, f"{made.name} says {said.value} of {name}, which is not so: {shown}"
            assert said is _verdict(made, statement), f"{made.name} says two things of {name}: {shown}"
            spoken += said is not Verdict.UNDECIDED
            silent += said is Verdict.UNDECIDED
    assert spoken, f"{made.name} has nothing to say of any statement"
    return Passed(spoken, silent)


def _verdict(witness: Any, statement: Any) -> Verdict:
    try:
        finding = witness.judge(_certified(statement), statement.describe(), Setting())
    except LsaTheoryError:
        # It says that it does not apply, and why.
        return Verdict.UNDECIDED
    verdict: Verdict = finding.verdict
    return verdict


def _certified(statement: Statement) -> Statement:
    """Return a statement with what its limits were reduced to, as the judge hands it on."""
    if not any(isinstance(question, Tends) for question in statement.questions):
        return statement
    certificate = WITNESSES.get("algebra").judge(statement, statement.describe(), Setting()).certificate
    return statement if certificate is None else statement.certified(certificate)
