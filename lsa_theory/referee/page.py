"""The table of a refereed paper as one HTML page, with the formulas typeset beside their verdicts."""

from __future__ import annotations

from html import escape

from lsa_theory.referee.examining import Entry, Paper
from lsa_theory.referee.table import Judgements, summary, word_of
from lsa_theory.verification.outcome import Judgement
from lsa_theory.verification.reports.counterexample import counterexample_lines

TITLE = "<title>lsa-theory referee</title>"
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
article { border-top: 1px solid #999; padding: .6rem 0; }
.refuted, .error { color: #a40000; } .confirmed { color: #1a6d1a; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
"""


def to_page(paper: Paper, judgements: Judgements) -> str:
    """Return the page; it loads nothing from elsewhere."""
    rows = "\n".join(_row(entry, judgements.get(k)) for k, entry in enumerate(paper.entries))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">{TITLE}<style>{_STYLE}</style></head><body>'
        f"<h1>{escape(str(paper.file))}</h1><p>{escape(summary(paper, judgements))}</p>\n{rows}\n</body></html>\n"
    )


def _row(entry: Entry, judgement: Judgement | None) -> str:
    word = word_of(entry, judgement)
    found = judgement.counterexample if judgement else None
    detail = "\n".join(counterexample_lines(found)) if found else entry.reason
    if judgement and not found:
        detail = judgement.error or judgement.reason
    reading = f"<p>read as: <code>{escape(entry.reading)}</code></p>" if entry.reading else ""
    place = f"{entry.file}:{entry.line} {entry.label} {entry.within}".strip()
    return (
        f"<article><p><b>{escape(place)}</b> <span class='{escape(word.split(',')[0])}'>{escape(word)}</span></p>"
        f"{_typeset(entry.reading_latex or entry.latex)}{reading}"
        + (f"<pre>{escape(detail)}</pre>" if detail else "")
        + "</article>"
    )


def _typeset(latex: str) -> str:
    """Return MathML where latex2mathml is installed, else the source."""
    try:
        from latex2mathml.converter import convert

        return f"<p>{convert(latex, display='block')}</p>"
    except Exception:
        return f"<pre>{escape(latex)}</pre>"
