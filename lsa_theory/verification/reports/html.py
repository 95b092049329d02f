"""Judgements as one HTML page that needs nothing else: what needs attention first, then every claim."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path

from lsa_theory.claims.collecting.collect import Collected, is_bundled
from lsa_theory.marked_text import plain
from lsa_theory.verification.outcome import Judgement
from lsa_theory.verification.reports.about import About
from lsa_theory.verification.reports.headline import headline
from lsa_theory.verification.reports.html_claim import anchor, article, badge, escape, kind
from lsa_theory.verification.reports.json import as_called
from lsa_theory.verification.reports.mathml import available
from lsa_theory.verification.reports.table import summary_line
from lsa_theory.verification.witnesses.base import DEFAULT_DIGITS

# In the order in which they matter, with the words of the filter.
_KINDS = {"bad": "wrong", "broken": "broken", "open": "undecided", "good": "as expected"}
PLAIN = "Formulas are shown as LaTeX source here: pip install 'lsa-theory[report]' has them set, in the next report."


def to_html(
    judgements: Sequence[Judgement],
    version: str,
    seconds: float,
    about: About | None = None,
    claims: Sequence[Collected] = (),
) -> str:
    """Return the page.

    Parameters
    ----------
    judgements : judgements
        In the order of the claims.
    version : str
        Of lsa-theory.
    seconds : float
        What the run took.
    about : About, optional
        Seed, digits, versions: what it takes to have the same figures once more.
    claims : collected claims, optional
        Where they stand, for the headings, and their notes.

    Examples
    --------
    >>> "<!doctype html>" in to_html([], "0", 0.0)
    True
    """
    items = {item.identifier: item for item in claims}
    folder = Path(__file__).parent
    style = (folder / "report.css").read_text(encoding="utf-8")
    script = (folder / "report.js").read_text(encoding="utf-8")
    return "\n".join(
        [
            '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">',
            "<title>lsa-theory verify</title>",
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<style>\n{style}</style></head><body>",
            '<a class="skip" href="#page:claims">Skip to the claims</a>',
            f"<header><h1>lsa-theory verify</h1>\n<p>{escape(summary_line(judgements, seconds))}</p>",
            f"{_counts(judgements)}{_plain_note()}</header>",
            f"<main>\n{_attention(judgements, about)}",
            _filter(judgements),
            f'<div id="page:claims">\n{_files(judgements, items, about)}\n</div></main>',
            _footer(version, about),
            f"<script>\n{script}</script></body></html>\n",
        ]
    )


def _plain_note() -> str:
    return "" if available() else f'<p class="soft">{escape(PLAIN)}</p>'


def _counts(judgements: Sequence[Judgement]) -> str:
    found = [kind(j) for j in judgements]
    shown = [(k, found.count(k)) for k in _KINDS if found.count(k)]
    return f'<ul class="counts">{"".join(f"<li class={k}>{n} {_KINDS[k]}</li>" for k, n in shown)}</ul>'


def _attention(judgements: Sequence[Judgement], about: About | None) -> str:
    rows = [
        f'<li>{badge(j)} <a href="#{escape(anchor(j.identifier))}">{escape(j.identifier)}</a><br>'
        f"{escape(headline(j))}</li>"
        for wanted in list(_KINDS)[:3]
        for j in judgements
        if kind(j) == wanted
    ]
    if about is not None:
        rows += [f"<li>not loaded: {escape(problem)}</li>" for problem in about.problems]
        if about.interrupted:
            missing = about.collected - len(judgements)
            rows.insert(0, f"<li>interrupted: {missing} of {about.collected} claims were not judged</li>")
    body = f"<ul>{''.join(rows)}</ul>" if rows else "<p>Nothing: every verdict is the expected one.</p>"
    return f'<section class="attention"><h2>What needs attention</h2>{body}</section>'


def _filter(judgements: Sequence[Judgement]) -> str:
    found = {kind(j) for j in judgements}
    choices = {"all": "all", **{k: words for k, words in _KINDS.items() if k in found}}
    radios = "".join(
        f'<label><input type="radio" name="kind" value="{k}"{" checked" if k == "all" else ""}> {words}</label>'
        for k, words in choices.items()
    )
    return (
        '<form id="page:filter" role="search" hidden>'
        '<input type="search" aria-label="Search claims (press /)" placeholder="Search: name, source, figure">'
        f"<fieldset><legend>Show</legend>{radios}</fieldset>"
        '<output id="page:told" class="soft"></output></form>'
    )


def _files(judgements: Sequence[Judgement], items: Mapping[str, Collected], about: About | None) -> str:
    def heading(judgement: Judgement) -> str:
        item = items.get(judgement.identifier)
        return item.heading if item else "Claims"

    sections = []
    for title, group in groupby(judgements, heading):
        parts = [
            article(j, note=_note(items.get(j.identifier)), command=_command(j, about) if about else "")
            for j in group
        ]
        sections.append(f'<section class="file"><h2>{escape(title)}</h2>\n' + "\n".join(parts) + "</section>")
    return "\n".join(sections)


def _note(item: Collected | None) -> str:
    if item is None:
        return ""
    texts = [plain(t) for t in (item.claim.note, item.claim.strengthens) if t]
    return " ".join(f"{t[0].upper()}{t[1:]}." for t in texts).replace("..", ".")


def _command(judgement: Judgement, about: About) -> str:
    """Return the command that judges one claim with the same figures."""
    own = judgement.file and not is_bundled(Path(judgement.file))
    options = [f"--seed {about.seed}"] if about.seed else []
    options += [f"--digits {about.digits}"] if about.digits != DEFAULT_DIGITS else []
    options += [f"--witness {','.join(about.witnesses)}"] if about.witnesses else []
    file = [shlex.quote(as_called(judgement.file))] if own else []
    return " ".join(["lsa-theory verify", *file, "-k", shlex.quote(judgement.identifier), *options])


def _footer(version: str, about: About | None) -> str:
    rows = {"lsa-theory": version}
    if about is not None:
        rows |= {
            "date": about.date,
            "seed": str(about.seed),
            "digits": str(about.digits),
            "time limit": f"{about.seconds:g} s a claim",
            "witnesses": ", ".join(about.witnesses) if about.witnesses else "all that apply",
            **dict(about.versions),
            "system": about.system,
        }
    table = "".join(f'<tr><th scope="row">{escape(k)}</th><td>{escape(v)}</td></tr>' for k, v in rows.items())
    meaning = (
        "Confirmed: decided for all values and sizes by one witness, and confirmed by a second that shares nothing "
        "with it. Refuted: one instance at which it fails. Undecided is never a pass."
    )
    return f"<footer><h2>How to have the same figures</h2><p>{meaning}</p><table>{table}</table></footer>"
