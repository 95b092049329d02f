"""Judgements as one HTML page that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape as escaped

from lsa_theory.printable import printable
from lsa_theory.verification.outcome import Judgement
from lsa_theory.verification.reports.counterexample import counterexample_lines
from lsa_theory.verification.reports.table import evidence, summary_line, verdict_words

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; vertical-align: top; padding: .5rem; border-bottom: 1px solid #ccc; }
pre { background: #f5f5f5; padding: .5rem; overflow-x: auto; white-space: pre-wrap; }
.confirmed { color: #06631e; } .refuted { color: #a40000; } .undecided { color: #7a5b00; }
.error, .timed-out { color: #8a1a8a; font-weight: bold; }
"""


def to_html(judgements: Sequence[Judgement], version: str, seconds: float) -> str:
    """Return the page.

    >>> "<!doctype html>" in to_html([], "0", 0.0)
    True
    """
    rows = "\n".join(_row(j) for j in judgements)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f"<title>lsa-theory verify</title><style>{_STYLE}</style></head><body>\n"
        f"<h1>lsa-theory {escape(version)}</h1>\n<p>{escape(summary_line(judgements, seconds))}</p>\n"
        "<table><tr><th>claim</th><th>verdict</th><th>rests on</th><th>s</th></tr>\n"
        f"{rows}\n</table></body></html>\n"
    )


def escape(text: str) -> str:
    """Return text that a page can hold, control characters written out."""
    return escaped(printable(text))


def _row(judgement: Judgement) -> str:
    details = [f"<p>{escape(text)}</p>" for text in evidence(judgement)]
    details.append(f"<details><summary>statement</summary><pre>{escape(judgement.statement)}</pre></details>")
    if judgement.counterexample is not None:
        text = "\n".join(counterexample_lines(judgement.counterexample))
        details.append(f"<pre>{escape(text)}</pre>")
    name, title, source = (escape(t) for t in (judgement.identifier, judgement.title, judgement.source))
    head = f"<b>{name}</b><br>{title}<br><i>{source}</i>"
    return (
        f'<tr><td>{head}</td><td class="{judgement.outcome.replace(" ", "-")}">{escape(verdict_words(judgement))}</td>'
        f"<td>{''.join(details)}</td><td>{judgement.seconds:.1f}</td></tr>"
    )
