"""A run in few lines: one a file of claims, one for each claim that needs attention; the details are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from lsa_theory.verification.outcome import Judgement, Verdict
from lsa_theory.verification.reports.headline import headline
from lsa_theory.verification.reports.table import STYLES, Line

# A table of more claims than these is scrolled past, not read.
MOST_IN_FULL = 30


class Detail(Enum):
    """How much is printed: what needs attention alone, a line a file besides, or what each verdict rests on."""

    QUIET = "quiet"
    BRIEF = "brief"
    FULL = "full"

    @classmethod
    def fitting(cls, count: int) -> Detail:
        """Return what can be read of so many claims.

        >>> Detail.fitting(3).value, Detail.fitting(164).value
        ('full', 'brief')
        """
        return cls.FULL if count <= MOST_IN_FULL else cls.BRIEF


def group_line(heading: str, judgements: Sequence[Judgement]) -> Line:
    """Return the line of the claims under one heading.

    >>> group_line("Moments", [Judgement("a", "", "", "", Verdict.CONFIRMED, Verdict.CONFIRMED)])
    ('   1 of   1 as expected  Moments', 'green')
    """
    good = sum(j.in_order for j in judgements)
    style = "green" if good == len(judgements) else "bold"
    return f"{good:>4} of {len(judgements):>3} as expected  {heading}", style


def attention_lines(judgements: Sequence[Judgement]) -> list[Line]:
    """Return one line for each claim that is not as expected: what is wrong, what broke, what is undecided.

    >>> attention_lines([Judgement("a", "", "", "", Verdict.REFUTED, Verdict.CONFIRMED)])
    [('  a: confirmed (expected: refuted)', 'bold red')]
    """
    return [
        # What broke may speak in several lines.
        (f"  {j.identifier}: {' '.join(headline(j).split())}", _style(j))
        for rank in range(3)
        for j in judgements
        if not j.in_order and _rank(j) == rank
    ]


def _rank(judgement: Judgement) -> int:
    if judgement.error:
        return 1
    return 2 if judgement.verdict is Verdict.UNDECIDED and judgement.expected is not Verdict.REFUTED else 0


def _style(judgement: Judgement) -> str:
    return (STYLES[Verdict.REFUTED], "bold magenta", STYLES[Verdict.UNDECIDED])[_rank(judgement)]
