"""What a claim and its judgement look like in a notebook and at the prompt."""

import pickle
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import lsa_theory
from lsa_theory import Claim, Inequality, dimension, judge, matrix, norm_squared, trace
from lsa_theory.claims.collecting.collect import Collected
from lsa_theory.paper.lines import written
from lsa_theory.verification.reports.html_claim import article

d = dimension("d")
A, B = matrix("A", d), matrix("B", d)


def test_a_judgement_is_short_at_the_prompt():
    right = judge(Claim(trace(A @ B), trace(B @ A)))
    assert repr(right).startswith("confirmed: tr(A @ B) = tr(B @ A)\n  algebra: all d")
    wrong = judge(Claim(trace(A @ B), trace(A @ B.T)))
    assert "counterexample at d = 2" in repr(wrong)


def test_a_judgement_in_a_notebook_is_the_row_of_the_report():
    claim = Claim(trace(A @ B), trace(A @ B.T))
    found = judge(claim)
    row = article(replace(found, written=written(Collected("claim", claim, Path("x.py"), ""))))
    assert row in found._repr_html_()
    assert "Counterexample" in row
    # Without the extra `report` a formula stands there as its source.
    formula = "<math" if find_spec("latex2mathml") else r"<code>\operatorname{tr}"
    assert formula in row.partition("Counterexample")[0]


def test_a_judgement_of_another_process_shows_its_statement_as_it_was_typed():
    hook = {"observe": lambda rng, instance: None, "witnesses": ["algebra", "field"]}
    found = judge(Claim(trace(A @ B), trace(B @ A), **hook))
    brought = pickle.loads(pickle.dumps(found))
    assert brought == found
    assert brought.claim is None
    assert article(brought) in brought._repr_html_()


def test_a_claim_is_its_statement():
    assert repr(Claim(trace(A), trace(A.T))) == "Claim(tr(A) = tr(A.T))"
    shown = repr(Claim(trace(A), trace(A @ A), expected="refuted", id="misprint"))
    assert shown == "Claim(misprint: tr(A) = tr(A @ A))"
    assert repr(Inequality(norm_squared(A), trace(A @ A))) == "Inequality(tr(A @ A.T) >= tr(A @ A))"
    assert lsa_theory.Claim is Claim
    assert r"= \operatorname{tr}" in Claim(trace(A), trace(A.T))._repr_latex_()
