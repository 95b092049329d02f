"""Judgements as JUnit XML, which continuous integration systems read."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from lsa_theory.printable import printable
from lsa_theory.verification.outcome import Judgement
from lsa_theory.verification.reports.counterexample import counterexample_lines
from lsa_theory.verification.reports.json import as_called
from lsa_theory.verification.reports.table import evidence, verdict_words


def to_junit(judgements: Sequence[Judgement]) -> str:
    """Return the XML text: a failure for what is not in order, undecided claims included.

    >>> to_junit([]).splitlines()[0]
    '<testsuites name="lsa-theory">'
    """
    root = Element("testsuites", name="lsa-theory")
    failures = [j for j in judgements if not j.in_order and not j.error]
    suite = SubElement(
        root,
        "testsuite",
        name="lsa-theory",
        tests=str(len(judgements)),
        failures=str(len(failures)),
        errors=str(sum(bool(j.error) for j in judgements)),
        time=f"{sum(j.seconds for j in judgements):.3f}",
    )
    for judgement in judgements:
        case = SubElement(
            suite,
            "testcase",
            classname=printable(as_called(judgement.file)) or "claims",
            name=printable(judgement.identifier),
            time=f"{judgement.seconds:.3f}",
        )
        if not judgement.in_order:
            lines = evidence(judgement)
            if judgement.counterexample is not None:
                lines += counterexample_lines(judgement.counterexample)
            kind = "error" if judgement.error else "failure"
            outcome = SubElement(case, kind, message=printable(verdict_words(judgement)))
            outcome.text = printable("\n".join(lines))
    indent(root)
    return tostring(root, encoding="unicode") + "\n"
