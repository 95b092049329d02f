"""Judgements as JUnit XML, which continuous integration systems read."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from lsa_theory.verification.outcome import Judgement, Verdict
from lsa_theory.verification.reports.counterexample import counterexample_lines
from lsa_theory.verification.reports.table import evidence, verdict_words


def to_junit(judgements: Sequence[Judgement]) -> str:
    """Return the XML text: a failure for what is not in order, skipped for what is undecided.

    >>> to_junit([]).splitlines()[0]
    '<testsuites name="lsa-theory">'
    """
    root = Element("testsuites", name="lsa-theory")
    failures = [j for j in judgements if _fails(j)]
    skipped = [j for j in judgements if _is_skipped(j)]
    suite = SubElement(
        root,
        "testsuite",
        name="lsa-theory",
        tests=str(len(judgements)),
        failures=str(len(failures)),
        skipped=str(len(skipped)),
        errors="0",
        time=f"{sum(j.seconds for j in judgements):.3f}",
    )
    for judgement in judgements:
        case = SubElement(
            suite,
            "testcase",
            classname=judgement.file or "claims",
            name=judgement.identifier,
            time=f"{judgement.seconds:.3f}",
        )
        if _fails(judgement) or _is_skipped(judgement):
            kind = "failure" if _fails(judgement) else "skipped"
            lines = evidence(judgement)
            if judgement.counterexample is not None:
                lines += counterexample_lines(judgement.counterexample)
            outcome = SubElement(case, kind, message=verdict_words(judgement))
            outcome.text = "\n".join(lines)
    indent(root)
    return tostring(root, encoding="unicode") + "\n"


def _fails(judgement: Judgement) -> bool:
    return not judgement.in_order and not _is_skipped(judgement)


def _is_skipped(judgement: Judgement) -> bool:
    return judgement.verdict is Verdict.UNDECIDED and judgement.expected is Verdict.CONFIRMED
