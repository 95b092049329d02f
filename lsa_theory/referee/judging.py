"""The claims of a paper before the judge, each in a process of its own where the system can fork."""

from __future__ import annotations

from collections.abc import Iterator

from lsa_theory.claims.collecting.collect import Collected
from lsa_theory.referee.examining import Entry
from lsa_theory.verification.judge import judge
from lsa_theory.verification.outcome import Judgement
from lsa_theory.verification.run.crew import can_fork
from lsa_theory.verification.run.processes import run
from lsa_theory.verification.run.request import Request


def judged(entries: list[Entry], request: Request, jobs: int) -> Iterator[tuple[Entry, Judgement]]:
    """Yield the judgement of every entry that is a claim."""
    claims = [entry for entry in entries if entry.claim is not None]
    if can_fork() and claims:
        items = [
            Collected(f"{k + 1}: {e.identifier}", e.claim, e.file, "", line=e.line)
            for k, e in enumerate(claims)
            if e.claim is not None
        ]
        yield from zip(claims, run(items, request, jobs), strict=True)
        return
    for entry in claims:
        assert entry.claim is not None
        yield (
            entry,
            judge(
                entry.claim,
                identifier=entry.identifier,
                file=str(entry.file),
                witnesses=request.witnesses,
                setting=request.setting,
            ),
        )
