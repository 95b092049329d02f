import re
from pathlib import Path

import pytest

from lsa_theory.claims.collecting.collect import Collected
from lsa_theory.claims.equality import Claim
from lsa_theory.expressions import dimension, matrix, trace
from lsa_theory.paper.lines import written
from lsa_theory.verification.reports.mathml import formula, words
from tests.bundled import bundled_claims

d = dimension("d")
A, B = matrix("A", d), matrix("B", d)


def lines(claim):
    found = written(Collected("x", claim, Path("x.py"), ""))
    return [*found.statement, *found.steps]


def test_a_false_statement_says_that_it_differs():
    assert any("The right side differs" in line.latex for line in lines(Claim(trace(A @ B), trace(A @ B.T))))
    assert not any("differs" in line.latex for line in lines(Claim(trace(A @ B), trace(B @ A))))


@pytest.mark.slow
def test_no_environment_and_no_alignment_is_left():
    for item in bundled_claims():
        found = written(item)
        assert found.statement, item.identifier
        for line in (*found.statement, *found.steps):
            plain = re.sub(r"\\begin\{pmatrix\}.*?\\end\{pmatrix\}", "", line.latex)
            assert not any(word in plain for word in (r"\begin", r"\tag", r"\hspace", r"\resizebox", "&"))


@pytest.mark.slow
def test_every_bundled_line_is_set():
    pytest.importorskip("latex2mathml", reason="install the extra: '.[report]'")
    for item in bundled_claims():
        found = written(item)
        for line in (*found.statement, *found.steps):
            shown = formula(line.latex) if line.formula else words(line.latex)
            assert "<code>" not in shown, line
            assert "\\" not in shown + words(line.reason), line
