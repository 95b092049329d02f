"""The table of a refereed paper, as text and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from lsa_theory.referee.examining import CLAIM, Entry, Paper
from lsa_theory.verification.outcome import Judgement, Verdict
from lsa_theory.verification.reports.counterexample import counterexample_lines

Judgements = Mapping[int, Judgement]


def word_of(entry: Entry, judgement: Judgement | None) -> str:
    """Return the word for an entry: its verdict, or what it is."""
    if judgement is None:
        return entry.kind
    word = judgement.outcome
    return f"{word}, as expected" if judgement.expected is Verdict.REFUTED and judgement.in_order else word


def lines_of(paper: Paper, judgements: Judgements) -> list[str]:
    """Return the table: what stands where, how it was read before the verdict on it."""
    out = []
    for k, entry in enumerate(paper.entries):
        judgement = judgements.get(k)
        label = f"  [{entry.label}]" if entry.label else ""
        within = f"  {entry.within}" if entry.within else ""
        out.append(f"{entry.file}:{entry.line}{label}{within}")
        out.append(f"    {_short(entry.latex)}")
        if entry.reading:
            out.append(
                f"    read as: {_short(entry.reading)}"
                if entry.kind == CLAIM
                else f"    {_short(entry.reading)}"
            )
        if entry.reading_latex:
            out.append(f"    as LaTeX: {_short(entry.reading_latex)}")
        out.append(f"    {word_of(entry, judgement)}")
        if entry.reason:
            out.extend(f"      {line}" for line in entry.reason.splitlines())
        if judgement is not None:
            if judgement.counterexample is not None:
                out.extend(f"      {line}" for line in counterexample_lines(judgement.counterexample))
            elif judgement.verdict is Verdict.UNDECIDED or judgement.error:
                out.append(f"      {judgement.error or judgement.reason}")
    return [*out, "", summary(paper, judgements)]


def summary(paper: Paper, judgements: Judgements) -> str:
    """Return how many of each there are."""
    counts = Counter(word_of(e, judgements.get(k)) for k, e in enumerate(paper.entries))
    return f"{len(paper.entries)} formulas: " + ", ".join(f"{n} {word}" for word, n in counts.items())


def exit_code(judgements: Judgements, unread: bool) -> int:
    """Return the exit code of `verify`: 1 wrong, 4 broken, 3 undecided or not read, 0."""
    found = list(judgements.values())
    if any(
        not j.error and not j.timed_out and j.verdict not in (j.expected, Verdict.UNDECIDED) for j in found
    ):
        return 1
    if any(j.error or j.timed_out for j in found):
        return 4
    return 3 if unread or any(j.verdict is Verdict.UNDECIDED for j in found) else 0


def as_json(paper: Paper, judgements: Judgements) -> dict[str, object]:
    """Return the table for programs."""
    rows = []
    for k, entry in enumerate(paper.entries):
        judgement = judgements.get(k)
        found = judgement.counterexample if judgement else None
        rows.append(
            {
                "file": str(entry.file),
                "line": entry.line,
                "label": entry.label,
                "within": entry.within,
                "latex": entry.latex,
                "kind": entry.kind,
                "reading": entry.reading,
                "reading_latex": entry.reading_latex,
                "verdict": judgement.outcome if judgement else None,
                "reason": (judgement.error or judgement.reason) if judgement else entry.reason,
                "counterexample": counterexample_lines(found) if found else [],
            }
        )
    return {"paper": str(paper.file), "formulas": rows}


def _short(text: str) -> str:
    cut = text if len(text) <= 300 else f"{text[:297]}..."
    # What follows on lines of its own, such as hypotheses, stands below.
    return cut.replace("\n", "\n    ")
