"""The errata of a paper, written from verdicts: what was refuted, with its counterexample and correction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lsa_theory.claims.collecting.collect import Collected
from lsa_theory.claims.collecting.links import corrections
from lsa_theory.marked_text import plain
from lsa_theory.verification.outcome import Judgement, Verdict
from lsa_theory.verification.reports.counterexample import counterexample_lines
from lsa_theory.verification.reports.table import FOR_ALL, figure_text


@dataclass(frozen=True)
class Entry:
    """A claim with its verdict."""

    item: Collected
    judgement: Judgement


def judged_fully(claims: Sequence[Collected]) -> set[str]:
    """Return the ids of the claims that errata tell about in any case: misprints, corrections, what is stronger."""
    names = {c.identifier for c in claims if c.claim.expected == "refuted"}
    told = names | set(corrections(claims).values())
    return {c.identifier for c in claims if c.identifier in told or c.claim.strengthens}


def relevant(claims: Sequence[Collected]) -> list[Collected]:
    """Return those claims."""
    names = judged_fully(claims)
    return [c for c in claims if c.identifier in names]


def marked(beginning: bytes) -> bool:
    """Whether a file that begins like this was written by `to_markdown`."""
    return b"Written by `lsa-theory errata` from verdicts" in beginning


def to_markdown(entries: Sequence[Entry]) -> str:
    """Return the errata as Markdown, in the order of the claims.

    A misprint is set out with the claim that corrects it; other claims expected to be refuted are listed as guesses.

    A misprint that was not refuted, or a correction that was not confirmed, is left out and named at the end.
    """
    by_name = {entry.item.identifier: entry for entry in entries}
    refuted = [e for e in entries if e.item.claim.expected == "refuted"]
    unexpected = [
        e for e in entries if e.item.claim.expected != "refuted" and e.judgement.verdict is Verdict.REFUTED
    ]
    correcting = corrections(entry.item for entry in entries)
    guesses = [e for e in refuted if e.item.identifier not in correcting]
    refuted = [e for e in refuted if e not in guesses]
    stronger = [e for e in entries if e.item.claim.strengthens]
    lines = [
        "# Errata",
        "",
        "Written by `lsa-theory errata` from verdicts; do not edit it by hand.",
        "",
    ]
    if refuted or not unexpected:
        lines += ["## Refuted as printed", ""]
    open_: list[str] = []
    for entry in refuted:
        if entry.judgement.verdict is Verdict.REFUTED:
            lines += _misprint(entry, by_name.get(correcting.get(entry.item.identifier, "")))
        else:
            open_.append(entry.item.identifier)
    if unexpected:
        lines += ["## Refuted, and not expected to be", ""]
    for entry in unexpected:
        lines += _misprint(entry, by_name.get(correcting.get(entry.item.identifier, "")))
    if guesses:
        lines += ["## Natural guesses that are false", ""]
    for entry in guesses:
        if entry.judgement.verdict is Verdict.REFUTED:
            claim = entry.item.claim
            lines += [f"- **`{entry.item.identifier}`**: {plain(claim.title)}. {plain(claim.note)}"]
        else:
            open_.append(entry.item.identifier)
    if guesses:
        lines += [""]
    if stronger:
        lines += ["## Stronger than printed", ""]
    for entry in stronger:
        if entry.judgement.verdict is Verdict.CONFIRMED:
            lines += [
                f"- **`{entry.item.identifier}`** ({plain(entry.item.claim.source)}). "
                f"{plain(entry.item.claim.strengthens)}"
            ]
        else:
            open_.append(entry.item.identifier)
    open_ += [e.item.identifier for e in entries if e.judgement.error and e.item.identifier not in open_]
    if open_:
        lines += ["", f"Not decided as expected, and therefore not listed: {', '.join(open_)}."]
    return "\n".join(lines) + "\n"


def _misprint(entry: Entry, correction: Entry | None) -> list[str]:
    claim, judgement = entry.item.claim, entry.judgement
    about = ": ".join(plain(text) for text in (claim.source, claim.title) if text)
    lines = [f"### `{entry.item.identifier}`", "", *([f"{about}.", ""] if about else [])]
    lines += ["```", *judgement.statement.splitlines(), "```", ""]
    if claim.note:
        lead = "What is wrong: " if claim.expected == "refuted" else "Note: "
        lines += [f"{lead}{plain(claim.note)}.", ""]
    if judgement.counterexample is not None:
        lines += ["```", *counterexample_lines(judgement.counterexample), "```", ""]
    decided = [f for f in judgement.findings if f.witness == FOR_ALL and f.verdict is Verdict.REFUTED]
    if decided:
        # The difference in its shortest form is often the diagnosis.
        lines += ["```", decided[0].figure, "```", ""]
    seen = [f for f in judgement.findings if f.witness == "simulation" and f.applicable]
    if seen:
        lines += [f"Simulation: {figure_text(seen[0]).removeprefix('simulation: ')}.", ""]
    if correction is not None and correction.judgement.verdict is Verdict.CONFIRMED:
        lines += [
            f"Corrected (`{correction.item.identifier}`, confirmed): {plain(correction.item.claim.title)}.",
            "",
        ]
        lines += ["```", *correction.judgement.statement.splitlines(), "```", ""]
        note = plain(correction.item.claim.note)
        if note:
            lines += [f"{note[0].upper()}{note[1:]}.", ""]
    return lines
