"""Statements about sums in the order of places, read from LaTeX and judged: true ones confirmed, false ones refuted."""

from __future__ import annotations

import pytest

from lsa_theory.reading.notation import notation
from lsa_theory.reading.statements import claim_from_latex
from lsa_theory.verification.judge import judge
from lsa_theory.verification.outcome import Verdict
from tests.verification.false.in_order import FALSE, OPEN
from tests.verification.true.in_order import TRUE

KNOWN = notation(
    {
        "d": "dimension",
        "N": "dimension",
        "M": "dimension",
        r"\Lambda": "positive definite d",
        "U": "matrix d",
        "A": "matrix d",
        "w": "vector d",
        "v": "vector d",
        r"\alpha": "positive scalar",
        "x_i": r"samples \Lambda, N",
        r"\epsilon_i": "samples 1, N",
        "y_i": r"w^\top x_i",
        "T": "matrix N",
        r"\omega": "vector N",
        "H": "harmonic",
        r"\psi": "digamma",
    }
)


def _verdict(text: str) -> Verdict:
    return judge(claim_from_latex(text, KNOWN)).verdict


def _some(texts: list[str]) -> list[object]:
    """Mark all but every tenth as slow: each is short, and they are many."""
    return [t if k % 10 == 0 else pytest.param(t, marks=pytest.mark.slow) for k, t in enumerate(texts)]


@pytest.mark.parametrize("text", _some(TRUE))
def test_a_true_statement_is_confirmed(text: str) -> None:
    assert _verdict(text) is Verdict.CONFIRMED


@pytest.mark.parametrize("text", _some(FALSE))
def test_a_false_statement_is_refuted_with_a_counterexample(text: str) -> None:
    judgement = judge(claim_from_latex(text, KNOWN))
    assert judgement.verdict is Verdict.REFUTED
    assert judgement.counterexample is not None


@pytest.mark.parametrize("text", OPEN)
def test_what_nothing_decides_is_left_open(text: str) -> None:
    assert _verdict(text) is Verdict.UNDECIDED


def test_there_are_enough_of_both() -> None:
    assert len(set(TRUE)) >= 40
    assert len(set(FALSE)) >= 80
