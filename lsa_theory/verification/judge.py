"""The verdict: what the findings of the witnesses amount to."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from lsa_theory.claims.domain import domain
from lsa_theory.claims.equality import Statement
from lsa_theory.claims.questions.approaches import Approaches
from lsa_theory.claims.questions.at_least import AtLeast
from lsa_theory.claims.questions.attained import Attained
from lsa_theory.claims.questions.kinds import Question
from lsa_theory.claims.questions.some_instance import SomeInstance
from lsa_theory.claims.questions.tested import Tested
from lsa_theory.claims.questions.under import Under
from lsa_theory.claims.strict import is_strictly_definite
from lsa_theory.errors import LsaTheoryError, told
from lsa_theory.expressions.expression import Expression
from lsa_theory.expressions.laws.orthogonal import Orthogonal
from lsa_theory.expressions.random import reaches_everywhere, sources
from lsa_theory.marked_text import plain
from lsa_theory.values.refusals import NotConcerned
from lsa_theory.verification.counterexample import find_at_leads, find_counterexample
from lsa_theory.verification.outcome import Counterexample, Finding, Judgement, Verdict
from lsa_theory.verification.weighing import weigh
from lsa_theory.verification.witnesses.base import Setting, Witness
from lsa_theory.verification.witnesses.registry import WITNESSES
from lsa_theory.verification.witnesses.simulation.hooks import BadObservation


def judge(
    claim: Statement,
    *,
    identifier: str = "claim",
    file: str = "",
    witnesses: Sequence[str] | None = None,
    setting: Setting | None = None,
) -> Judgement:
    """Let the witnesses judge one claim.

    Parameters
    ----------
    claim : Claim or another Statement
        What is claimed.
    identifier : str
        Its name. The random streams depend on the statement alone, so that a claim has the same figures under
        every name.
    file : str
        Where it stands.
    witnesses : names, optional
        Ask only these, of those that the claim allows.
    setting : Setting, optional
        Seed, digits and budget.

    Returns
    -------
    Judgement
        Refuted if one witness refutes and there is a counterexample: an exact instance, or an observation that
        no rigorous witness contradicts. Confirmed if every question of the claim is decided for all values and
        sizes by one witness and confirmed by another that shares nothing with it, and none is against. Undecided
        otherwise, with the reason.

    Raises
    ------
    UnknownName
        If a witness of that name does not exist.

    Examples
    --------
    >>> from lsa_theory.expressions import dimension, matrix, trace
    >>> from lsa_theory.claims.equality import Claim
    >>> d = dimension("d"); A = matrix("A", d); B = matrix("B", d)
    >>> judge(Claim(trace(A @ B), trace(A @ B.T)), witnesses=["field"]).verdict.value
    'refuted'
    """
    setting, claimed = setting or Setting(), claim
    stream = claim.describe()
    claim = claim.at_hand()
    findings: list[Finding] = []
    counterexample = None
    searched = False
    named = witnesses is not None or claim.witnesses is not None
    for witness in _asked(claim, witnesses):
        if witness.reserve and not named and not _needed(findings, claim):
            continue
        # Once an exact counterexample settles the claim, nothing is drawn: that would only cost time.
        settled = any(f.rigorous and f.verdict is Verdict.REFUTED for f in findings)
        if witness.costly and settled and witnesses is None:
            if not searched:
                counterexample, searched = _counterexample(claim, stream, findings, setting), True
            if counterexample is not None:
                continue
        finding = _ask(witness, claim, stream, setting)
        if claim.certificate is None and finding.certificate is not None:
            # From here on everybody judges what limits and hypotheses were reduced to.
            claim = claim.certified(finding.certificate)
        findings.append(_answering(finding, claim))
    against = any(f.verdict is Verdict.REFUTED or f.leads for f in findings)
    if (against or (not named and _is_open(findings, claim))) and counterexample is None:
        exact = None if searched else _counterexample(claim, stream, findings, setting)
        observed = next((f.counterexample for f in findings if f.counterexample is not None), None)
        counterexample = exact or observed
    verdict, reason = weigh(findings, counterexample, claim.needs)
    unreached = _unreached(claim, verdict)
    if unreached:
        verdict, reason, counterexample = Verdict.UNDECIDED, unreached, None
    return Judgement(
        identifier=identifier,
        title=plain(claim.title),
        source=plain(claim.source),
        file=file,
        expected=Verdict(claim.expected),
        verdict=verdict,
        findings=tuple(findings),
        counterexample=counterexample,
        reason=reason,
        statement=stream if claim.certificate is claimed.certificate else claim.describe(),
        hypotheses=tuple(
            dict.fromkeys(
                (*(h for f in findings for h in f.hypotheses), *domain(claim.stated(), _assumed(claim)))
            )
        ),
        claim=claimed,
    )


def _unreached(claim: Statement, verdict: Verdict) -> str:
    """Return why an instance may be one that no draw is at; empty where it is not.

    What is random and not averaged over may have any value that its law reaches. With a covariance that may be singular
    it does not reach every vector: then an instance neither refutes nor shows that there is one.
    """
    shown = any(isinstance(q, SomeInstance) for q in claim.questions)
    if verdict is not (Verdict.CONFIRMED if shown else Verdict.REFUTED):
        return ""
    trees = [tree for question in claim.questions for tree in _evaluated(question)]
    for source in dict.fromkeys(s for tree in trees for s in sources(tree)):
        if isinstance(source.law, Orthogonal):
            # Its instances are orthogonal matrices, and it comes close to every one of them.
            continue
        if not reaches_everywhere(source.law):
            return (
                f"{source.name} is not averaged over, and its law does not reach every vector; an instance may be one "
                "that is never drawn. State the claim for a vector, or average"
            )
        if not is_strictly_definite(source.law.covariance):
            return (
                f"{source.name} is not averaged over, and the form of its covariance does not show that it reaches "
                "every vector; an instance may be one that is never drawn. State the claim for a vector, or average"
            )
    return ""


def _evaluated(question: Question) -> tuple[Expression, ...]:
    """Return what instances are put into: of a conditional mean, both sides averaged."""
    if isinstance(question, Tested):
        return tuple(side for e in question.equalities() for side in (e.left, e.right))
    return question.stated()


def _answering(finding: Finding, claim: Statement) -> Finding:
    """Return a finding that answers what the equalities that it speaks about decide together."""
    if (
        claim.certificate is None
        or "equality" not in finding.answers
        or finding.verdict is not Verdict.CONFIRMED
    ):
        return finding
    return replace(finding, answers=finding.answers | claim.certificate.answers)


def _is_open(findings: Sequence[Finding], claim: Statement) -> bool:
    """Whether nobody has decided the equalities; what no witness can read may still fail at a simple instance."""
    decided = any(f.decides and f.verdict is Verdict.CONFIRMED and "equality" in f.answers for f in findings)
    return "equality" in claim.needs and not decided


def _needed(findings: Sequence[Finding], claim: Statement) -> bool:
    """Whether what has been found neither confirms nor refutes."""
    if any(f.verdict is Verdict.REFUTED for f in findings):
        return False
    return weigh(findings, None, claim.needs)[0] is not Verdict.CONFIRMED


def _asked(claim: Statement, wanted: Sequence[str] | None) -> list[Witness]:
    asked = dict.fromkeys((*(claim.witnesses or ()), *(wanted or ())))
    for name in asked:
        WITNESSES.get(name)
    return [
        WITNESSES.get(name)
        for name in dict.fromkeys((*WITNESSES.names(), *asked))
        if (claim.witnesses is None or name in claim.witnesses) and (wanted is None or name in wanted)
    ]


def _ask(witness: Witness, claim: Statement, stream: str, setting: Setting) -> Finding:
    start = time.perf_counter()
    try:
        finding = witness.judge(claim, stream, setting)
    except BadObservation as mistake:
        text = str(mistake)
        finding = replace(witness.found(Verdict.UNDECIDED, text), applicable=False, error=text)
    except LsaTheoryError as reason:
        # What one witness cannot do is its own finding; the other witnesses and claims go on.
        finding = replace(witness.found(Verdict.UNDECIDED, str(reason)), applicable=False)
        if isinstance(reason, NotConcerned):
            finding = replace(finding, answers=frozenset())
    except (Exception, SystemExit) as broken:
        # What breaks in one witness, or in a hook of the claim, is this claim's error and costs no other.
        text = f"stopped with {told(broken)}"
        finding = replace(witness.found(Verdict.UNDECIDED, text), applicable=False, error=text)
    judged = claim if finding.certificate is None else claim.certified(finding.certificate)
    if finding.verdict is Verdict.REFUTED and _is_step(judged, finding):
        # What fails is a step of the proof that was offered; the statement may hold all the same.
        finding = replace(
            finding,
            verdict=Verdict.UNDECIDED,
            figure=f"the proof fails: {finding.figure}",
            against_proof=True,
            counterexample=None,
        )
    return replace(finding, seconds=time.perf_counter() - start)


def _is_step(claim: Statement, finding: Finding) -> bool:
    """Whether what a finding refutes is a step of an offered proof, and not the statement."""
    steps = {equality.part for equality in claim.equalities() if equality.step} if finding.leads else set()
    return any(lead.part in steps for lead in finding.leads)


def _counterexample(
    claim: Statement, stream: str, findings: Sequence[Finding], setting: Setting
) -> Counterexample | None:
    """Search small sizes first, then where a witness says that a difference must show."""
    try:
        equalities = {equality.part: equality for equality in claim.equalities() if not equality.step}
    except LsaTheoryError:
        # Steps of a proof that cannot be written out; what is stated is an inequality.
        return None
    for equality in equalities.values():
        try:
            found = find_counterexample(equality, setting.generator(stream, "search"))
        except LsaTheoryError:
            continue
        if found is not None:
            return found
    for lead in (lead for finding in findings for lead in finding.leads if lead.part in equalities):
        try:
            found = find_at_leads(equalities[lead.part], lead, setting.generator(stream, "search", 1))
        except LsaTheoryError:
            continue
        if found is not None:
            return found
    return None


def _assumed(claim: Statement) -> tuple[Expression, ...]:
    """Return the scalars that a claim assumes to be at least 0."""
    found: list[Expression] = []
    for question in claim.questions:
        match question:
            case AtLeast() | Approaches() | Attained():
                found += question.given
            case Under():
                found += question.signs
    return tuple(dict.fromkeys(found))
