"""What findings amount to: every question of the claim decided, and looked at from somewhere else too.

Refuted needs an exact or enclosed instance, or an observation that no rigorous witness contradicts. Confirmed
needs, for each question that the claim asks, one witness that decides it for every value and every size, and a
second one that shares nothing with the first. Everything else is undecided, with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence

from lsa_theory.verification.outcome import Counterexample, Finding, Verdict

# A witness that answers this looks at the statement itself, whatever questions it is made of.
WHOLE = "statement"
# What holds at the sizes or starts that were looked at, question by question, in words.
_SEEN = {"arrival": "seen from the starts that were followed; a limit needs a checked proof"}
# One exact instance proves that there is one.
_ONE_SUFFICES = frozenset({"instance"})
# What no witness can answer, and what to do.
_OPEN = {
    "minimiser": "nothing lower was found, and no minimiser was given; write attained_at={symbol: value}",
    "right side": "the right side is left open, so there is nothing to judge; `lsa-theory solve FILE` fills it in",
}


def weigh(
    findings: Sequence[Finding], counterexample: Counterexample | None, questions: Sequence[str]
) -> tuple[Verdict, str]:
    """Return the verdict and, unless it is "confirmed", the reason.

    >>> weigh([], None, ["equality"])[0].value
    'undecided'
    """
    against = [f for f in findings if f.verdict is Verdict.REFUTED]
    if against or counterexample is not None:
        return _against(findings, against, counterexample, questions)
    broken = [f for f in findings if f.against_proof]
    if broken:
        return Verdict.UNDECIDED, "; ".join(f"{f.witness}: {f.figure}" for f in broken)
    for question in questions:
        reason = _open(question, findings)
        if reason:
            return Verdict.UNDECIDED, reason
    return (Verdict.CONFIRMED, "") if questions else (Verdict.UNDECIDED, "the claim asks no question")


def _against(
    findings: Sequence[Finding],
    against: Sequence[Finding],
    counterexample: Counterexample | None,
    questions: Sequence[str],
) -> tuple[Verdict, str]:
    proved = [f for f in findings if f.verdict is Verdict.CONFIRMED and f.rigorous]
    observed = counterexample is not None and counterexample.kind == "observed"
    # Exact instances at some sizes do not contradict each other; a decision for all sizes contradicts any of them.
    opposed = proved if observed else [f for f in proved if f.decides]
    answered = all(any(question in f.answers for f in opposed) for question in questions)
    if counterexample is not None and opposed and answered:
        return Verdict.UNDECIDED, (
            f"conflict: an instance against {_names(opposed)}; one of them is wrong, please report this claim"
            if not observed
            else f"conflict: {_names(against)} observed a difference that {_names(opposed)} excludes"
        )
    if counterexample is not None:
        return Verdict.REFUTED, f"refuted by {_names(against) or 'an exact instance'}"
    if _ONE_SUFFICES.issuperset(questions) and any(f.rigorous and f.decides for f in against):
        # Against the claim that there is an instance none can be shown: the opposite is proved for all.
        shown = [f for f in findings if f.rigorous and f.verdict is Verdict.CONFIRMED]
        if shown:
            return (
                Verdict.UNDECIDED,
                f"conflict: {_names(against)} against {_names(shown)}; please report this claim",
            )
        return Verdict.REFUTED, f"refuted by {_names(against)}: {against[0].figure}"
    return Verdict.UNDECIDED, f"{_names(against)} found a difference, but no counterexample was found"


def _open(question: str, findings: Sequence[Finding]) -> str:
    """Return why a question is open; empty if it is decided and seen by an independent witness."""
    speaking = [f for f in findings if question in f.answers or WHOLE in f.answers]
    pro = [f for f in speaking if f.verdict is Verdict.CONFIRMED]
    one = question in _ONE_SUFFICES
    deciders = [f for f in pro if (f.decides or (one and f.rigorous)) and question in f.answers]
    silent = [f for f in speaking if f.verdict is Verdict.UNDECIDED]
    why = "; ".join(f"{f.witness}: {f.figure}" for f in silent) or "no other witness was asked"
    if not deciders:
        return _undecided(question, pro, why)
    if question in _ONE_SUFFICES and any(f.rigorous for f in deciders):
        return ""
    if any(not (f.shares & decider.shares) for decider in deciders for f in pro if f is not decider):
        return ""
    return f"only {_names(deciders)} confirms the {question}, and nothing independent of it ({why})"


def _undecided(question: str, pro: Sequence[Finding], why: str) -> str:
    if question in _OPEN:
        return _OPEN[question]
    if not pro:
        return f"no witness confirms the {question} ({why})"
    seen = next((f for f in pro if f.rigorous), pro[0])
    if question in _SEEN:
        return f"{_SEEN[question]} ({seen.witness}: {seen.figure}; {why})"
    return f"holds as far as was looked ({seen.witness}: {seen.figure}), not decided for all ({why})"


def _names(findings: Sequence[Finding]) -> str:
    return ", ".join(f.witness for f in findings)
