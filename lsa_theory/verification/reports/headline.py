"""A judgement in one line: the verdict and where it shows; of an undecided claim, what to do next."""

from __future__ import annotations

from lsa_theory.verification.outcome import Counterexample, Judgement, Verdict
from lsa_theory.verification.reports.table import FOR_ALL, verdict_words


def headline(judgement: Judgement) -> str:
    """Return the verdict with the instance that refutes, the step to take or what broke.

    >>> one = (("3",),), (("2",),), (("1",),)
    >>> found = Counterexample({"d": 1, "N": 1}, {}, *one)
    >>> headline(Judgement("x", "", "", "", Verdict.CONFIRMED, Verdict.REFUTED, counterexample=found))
    'refuted at d = 1, N = 1: 3 = 2'
    """
    if judgement.error:
        return f"{judgement.outcome}: {judgement.error}"
    if judgement.verdict is Verdict.REFUTED and judgement.counterexample is not None:
        tail = " (as expected)" if judgement.in_order else ""
        return f"refuted{instance(judgement.counterexample)}{tail}"
    if judgement.verdict is Verdict.UNDECIDED:
        return f"undecided: {next_step(judgement)}"
    if judgement.verdict is Verdict.REFUTED:
        # Of what is claimed to exist no instance can be shown; the reason names what shows that there is none.
        tail = " (as expected)" if judgement.in_order else ""
        return f"{judgement.reason}{tail}" if judgement.reason else verdict_words(judgement)
    return verdict_words(judgement)


def instance(found: Counterexample) -> str:
    """Return where a counterexample stands, and the two numbers that should be in relation and are not.

    >>> print(instance(Counterexample({}, {}, (("2",),), (("3",),), (("-1",),), part="left >= right fails")))
    : 2 >= 3
    """
    sizes = ", ".join(f"{name} = {size}" for name, size in found.sizes.items())
    where = f" at {sizes}" if sizes else ""
    place = _first_difference(found)
    if place is None:
        return f"{where}: {found.part}" if found.part else where
    row, column = place
    entry = f"entry ({row + 1}, {column + 1}), " if len(found.left) * len(found.left[0]) > 1 else ""
    sign = ">=" if ">=" in found.part else "="
    kind = "" if found.kind == "exact" else f" ({found.kind})"
    # A part says which of several equalities fails; "left >= right fails" is said by the numbers.
    part = f"{found.part}, " if found.part and ">=" not in found.part else ""
    return f"{where}: {part}{entry}{found.left[row][column]} {sign} {found.right[row][column]}{kind}"


def _first_difference(found: Counterexample) -> tuple[int, int] | None:
    for i, row in enumerate(found.difference):
        for j, entry in enumerate(row):
            if entry != "0" and i < len(found.left) and j < len(found.left[i]):
                return i, j
    return None


def next_step(judgement: Judgement) -> str:
    """Return what the author of an undecided claim can do, in one line."""
    spoken = {f.witness: f for f in judgement.findings}
    proof, algebra = spoken.get("proof"), spoken.get(FOR_ALL)
    if "conflict" in judgement.reason:
        return "two witnesses contradict each other; please report this claim, with its file"
    failing = next((f for f in judgement.findings if f.against_proof), None)
    if failing is not None:
        return f"a step of the proof fails, the statement may hold: mend the step ({failing.figure})"
    if any("starts" in f.figure and f.witness == "flow" for f in judgement.findings) or (
        "a limit needs a checked proof" in judgement.reason
    ):
        return "seen to arrive, not proved; give proof=Descent(...) (docs/verdicts.md, Limits)"
    if proof is not None and proof.verdict is Verdict.UNDECIDED and "no proof was given" in proof.figure:
        return "no violation found; write proof=[Step(...)] (docs/inequalities.md), or claim it on=Box(...)"
    if judgement.expected is Verdict.REFUTED:
        return "nothing refutes it, though it is expected to be refuted; is it perhaps true?"
    if "no other witness was asked" in judgement.reason:
        return "one witness alone never confirms; ask them all: leave out --witness and witnesses=[...]"
    if algebra is not None and not algebra.applicable and algebra.answers:
        return f"write it so that the algebra can decide it for all sizes; now: {algebra.figure}"
    if judgement.reason.startswith("only "):
        return "decided once, seen by nothing else; give observe=, or raise --digits, for a second witness"
    return "the reason names the witness that stopped and why; docs/verdicts.md says what each one needs"
