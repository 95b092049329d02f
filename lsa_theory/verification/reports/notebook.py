"""A judgement in a notebook: the report's row in the report's style, kept from the rest of the page."""

from __future__ import annotations

from pathlib import Path

from lsa_theory.verification.outcome import Judgement
from lsa_theory.verification.reports.html_claim import article


def to_cell(judgement: Judgement) -> str:
    """Return the article of the report, its style scoped to it.

    Examples
    --------
    >>> from lsa_theory.verification.outcome import Verdict
    >>> done = Judgement("mine", "", "", "", Verdict.CONFIRMED, Verdict.CONFIRMED)
    >>> article(done) in to_cell(done)
    True
    """
    style = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
    # The report's rules for its whole page hold here inside one element only; nesting scopes them.
    scoped = style.replace(":root", "&").replace("body {", "& {").replace("html {", "& {")
    return f'<div class="lsa-judgement"><style>\n.lsa-judgement {{\n{scoped}}}\n</style>{article(judgement)}</div>'
