"""The verdict table for a terminal: one entry a claim, readable at 80 columns and without colour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from textwrap import wrap

from lsa_theory.verification.outcome import Finding, Judgement, Verdict
from lsa_theory.verification.reports.counterexample import counterexample_lines

# Words carry the verdict; colour repeats it.
STYLES = {Verdict.CONFIRMED: "green", Verdict.REFUTED: "bold red", Verdict.UNDECIDED: "yellow"}
# The witness that decides for every dimension at once.
FOR_ALL = "algebra"
Line = tuple[str, str]


def claim_lines(judgement: Judgement, width: int) -> list[Line]:
    """Return the lines for one claim as (text, style): name, verdict, seconds; then what it rests on."""
    verdict, style = verdict_words(judgement), STYLES[judgement.verdict]
    if judgement.error:
        style = "bold magenta"
    if judgement.in_order and judgement.verdict is Verdict.REFUTED:
        style = "green"
    # Seconds of another day would be taken for today's.
    time = "(cached)" if judgement.cached else f"{judgement.seconds:6.1f} s"
    tail = f"{verdict}  {time}"
    room = width - len(tail) - 3
    name = judgement.identifier
    lines: list[Line] = []
    if len(name) > room:
        lines.append((f"  {name}", style))
        name = ""
    lines.append((f"  {name:<{room}} {tail}", style))
    for text in evidence(judgement):
        lines.extend((line, "") for line in _indented(text, width))
    if judgement.counterexample is not None:
        lines.extend((f"      {line}", "") for line in counterexample_lines(judgement.counterexample))
    return lines


def verdict_words(judgement: Judgement) -> str:
    """Return the verdict, with what was expected where that differs from "confirmed"."""
    words = judgement.outcome
    if judgement.error:
        return words
    if judgement.expected is Verdict.REFUTED:
        return f"{words} (as expected)" if judgement.in_order else f"{words} (expected: refuted)"
    return words


def evidence(judgement: Judgement) -> list[str]:
    """Return what the verdict rests on: the figures, and the reason where it is not "confirmed"."""
    spoken = [f for f in judgement.findings if f.applicable]
    figures = " · ".join(figure_text(f) for f in spoken)
    result = [figures] if figures else []
    if judgement.hypotheses:
        result.append(f"where {' and '.join(judgement.hypotheses)}")
    if judgement.error:
        kept = f" (otherwise {judgement.verdict.value})" if judgement.verdict is not Verdict.UNDECIDED else ""
        return [*result, f"{judgement.outcome}: {judgement.error}{kept}"]
    if judgement.verdict is Verdict.CONFIRMED:
        # Without it, what confirms has looked at some sizes only: a reader must see why.
        absent = [f for f in judgement.findings if f.witness == FOR_ALL and not f.applicable and f.answers]
        result += [f"{f.witness}: not applicable, {f.figure}" for f in absent]
    if judgement.verdict is Verdict.UNDECIDED and judgement.reason:
        result.append(f"undecided: {judgement.reason}")
    return result


def figure_text(finding: Finding) -> str:
    """Return "witness: figure", with the verdict where it is not "confirmed"."""
    mark = "" if finding.verdict is Verdict.CONFIRMED else f"{finding.verdict.value}, "
    return f"{finding.witness}: {mark}{finding.figure}"


def summary_counts(judgements: Sequence[Judgement]) -> dict[str, int]:
    """Return how many claims have each verdict, and how many broke or timed out where any did."""
    count = Counter(j.outcome for j in judgements)
    broken = {word: count[word] for word in ("error", "timed out") if count[word]}
    return {verdict.value: count[verdict.value] for verdict in Verdict} | broken


def summary_line(judgements: Sequence[Judgement], seconds: float) -> str:
    """Return the last line of the table.

    >>> summary_line([], 0.0)
    '0 claims: 0 confirmed, 0 refuted, 0 undecided  (0.0 s)'
    """
    counts = summary_counts(judgements)
    expected = sum(j.in_order and j.verdict is Verdict.REFUTED for j in judgements)
    refuted = f"{counts['refuted']} refuted" + (f" ({expected} as expected)" if expected else "")
    broken = "".join(f", {counts[word]} {word}" for word in ("error", "timed out") if word in counts)
    total = len(judgements)
    return (
        f"{total} claim{'' if total == 1 else 's'}: {counts['confirmed']} confirmed, {refuted}, "
        f"{counts['undecided']} undecided{broken}  ({seconds:.1f} s)"
    )


def _indented(text: str, width: int) -> list[str]:
    return wrap(
        text,
        width,
        initial_indent="      ",
        subsequent_indent="      ",
        break_long_words=False,
        break_on_hyphens=False,
    )
