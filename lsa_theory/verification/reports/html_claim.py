"""One judgement as a part of an HTML page: statement, verdict, counterexample, witnesses and steps that unfold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape as escaped

from lsa_theory.printable import printable
from lsa_theory.verification.outcome import Counterexample, Finding, Judgement, Verdict
from lsa_theory.verification.reports.headline import next_step
from lsa_theory.verification.reports.mathml import formula, words
from lsa_theory.verification.reports.table import evidence, verdict_words
from lsa_theory.verification.written import Line

_KINDS = {Verdict.CONFIRMED: "good", Verdict.REFUTED: "bad", Verdict.UNDECIDED: "open"}
_MARKS = {"good": "✓", "bad": "✗", "open": "?", "broken": "!"}
Rows = Sequence[Sequence[str]]


def escape(text: str) -> str:
    """Return text that a page can hold, control characters written out."""
    return escaped(printable(text))


def anchor(identifier: str) -> str:
    """Return the id of a claim's part of the page, which holds no blank.

    >>> anchor("my lemma::a.b")
    'my-lemma::a.b'
    """
    return re.sub(r"\s", "-", printable(identifier))


def kind(judgement: Judgement) -> str:
    """Return good, bad, open or broken: a misprint that is refuted is as good as a lemma that is confirmed."""
    if judgement.error:
        return "broken"
    if judgement.in_order:
        return "good"
    return "bad" if judgement.verdict is Verdict.CONFIRMED else _KINDS[judgement.verdict]


def badge(judgement: Judgement) -> str:
    """Return the verdict in words and a mark; the colour repeats it."""
    own = kind(judgement)
    words_ = f'<span aria-hidden="true">{_MARKS[own]}</span> {escape(verdict_words(judgement))}'
    return f'<span class="verdict {own}">{words_}</span>'


def article(judgement: Judgement, *, note: str = "", command: str = "") -> str:
    """Return the part of one claim.

    Parameters
    ----------
    judgement : Judgement
    note : str
        What its author says about it.
    command : str
        What judges it once more.
    """
    name, written = escape(judgement.identifier), judgement.written
    about = " · ".join(escape(t) for t in (judgement.title, judgement.source) if t)
    text = f'<pre class="statement">{escape(judgement.statement)}</pre>' if judgement.statement else ""
    parts = [
        f'<div class="head"><h3><a href="#{escape(anchor(judgement.identifier))}">{name}</a></h3>'
        f"{badge(judgement)}</div>",
        f'<p class="source">{about}</p>' if about else "",
        maths(written.statement, "statement") if written and written.statement else text,
        *(f"<p>{escape(t)}</p>" for t in _reasons(judgement)),
        f'<p class="soft">{escape(note)}</p>' if note else "",
        counterexample(judgement.counterexample) if judgement.counterexample is not None else "",
        _unfolding("What the verdict rests on", witnesses(judgement.findings)) if judgement.findings else "",
        _unfolding("Steps", maths(written.steps, "steps")) if written and written.steps else "",
        _unfolding("As it was typed", text) if written and written.statement else "",
        _unfolding("Judge it once more", f"<pre>{escape(command)}</pre>") if command else "",
    ]
    body = "\n".join(part for part in parts if part)
    return f'<article id="{escape(anchor(judgement.identifier))}" data-kind="{kind(judgement)}">\n{body}\n</article>'


def maths(lines: Iterable[Line], what: str) -> str:
    """Return formulas and words, a row each, the reasons at the right; what is too wide scrolls by itself."""
    rows = []
    for line in lines:
        body = formula(printable(line.latex)) if line.formula else f"<p>{words(printable(line.latex))}</p>"
        reason = f'<span class="reason">{words(printable(line.reason))}</span>' if line.reason else ""
        rows.append(f'<div class="row{" on" if line.continued else ""}">{body}{reason}</div>')
    return f'<div class="maths" role="group" aria-label="{what}">{"".join(rows)}</div>'


def witnesses(findings: Sequence[Finding]) -> str:
    """Return the table of what each witness found."""
    rows = []
    for finding in findings:
        seen = finding.verdict.value if finding.applicable else "does not apply"
        reach = "for all" if finding.decides and finding.verdict is not Verdict.UNDECIDED else ""
        rows.append(
            f'<tr><th scope="row">{escape(finding.witness)}</th><td>{seen}</td>'
            f'<td class="figure">{escape(finding.figure)}</td><td>{reach}</td><td>{finding.seconds:.2f}</td></tr>'
        )
    head = "".join(
        f'<th scope="col">{h}</th>' for h in ("witness", "says", "figure or reason", "decides", "s")
    )
    return f'<div class="wide"><table><tr>{head}</tr>{"".join(rows)}</table></div>'


def counterexample(found: Counterexample) -> str:
    """Return an instance with its matrices set as matrices, to be checked by hand."""
    sizes = ", ".join(f"{name} = {size}" for name, size in found.sizes.items())
    head = ", ".join(t for t in ("" if found.kind == "exact" else found.kind, found.part, sizes) if t)
    law = f'<p class="soft">{escape(found.law)}</p>' if found.law else ""
    rows = [
        *found.values.items(),
        ("left", found.left),
        ("right", found.right),
        ("difference", found.difference),
    ]
    shown = "".join(_equation(name, value) for name, value in rows)
    return (
        f"<p><strong>Counterexample</strong>{f': {escape(head)}' if head else ''}</p>{law}"
        f'<div class="pair" role="group" aria-label="counterexample">{shown}</div>'
    )


def _equation(name: str, value: Rows) -> str:
    base, _, index = printable(name).partition("_")
    letter = f"<mi>{escape(base)}</mi>"
    if index and base:
        letter = f"<msub>{letter}<mtext>{escape(index)}</mtext></msub>"
    return f"<math><mrow>{letter}<mo>=</mo>{_matrix(value)}</mrow></math>"


def _matrix(value: Rows) -> str:
    if len(value) == 1 and len(value[0]) == 1:
        return _entry(value[0][0])
    rows = "".join(f"<mtr>{''.join(f'<mtd>{_entry(e)}</mtd>' for e in row)}</mtr>" for row in value)
    return f"<mrow><mo>[</mo><mtable>{rows}</mtable><mo>]</mo></mrow>"


def _entry(text: str) -> str:
    ratio = re.fullmatch(r"(-?)(\d+)(?:/(\d+))?", text)
    if ratio is None:
        return f"<mtext>{escape(text)}</mtext>"
    sign, top, bottom = ratio.groups()
    number = f"<mfrac><mn>{top}</mn><mn>{bottom}</mn></mfrac>" if bottom else f"<mn>{top}</mn>"
    return f"<mrow><mo>−</mo>{number}</mrow>" if sign else number


def _reasons(judgement: Judgement) -> list[str]:
    """Return what the table of the terminal says besides the figures, and what to do next."""
    spoken = any(f.applicable for f in judgement.findings)
    lines = evidence(judgement)[1 if spoken else 0 :]
    if judgement.verdict is Verdict.UNDECIDED and not judgement.error:
        lines.append(f"Next: {next_step(judgement)}")
    return lines


def _unfolding(title: str, body: str) -> str:
    return f"<details><summary>{title}</summary>{body}</details>"
