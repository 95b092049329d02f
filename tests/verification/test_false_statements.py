"""Nothing false is confirmed, whatever it is that deceives; most of it comes back with a counterexample."""

from importlib import import_module

import pytest

from lsa_theory.verification.judge import judge
from lsa_theory.verification.outcome import Verdict

QUICK, SLOW = ("sizes", "domains", "proofs", "averages", "sentences"), ("flows",)

# Kinds of which every one comes back with a counterexample, and so is not confirmed either.
REFUTED = ("sizes", "domains", "averages")
# What takes seconds: judged once, among those.
LONG = frozenset({"a risk without its noise"})


def statements(kinds, but=frozenset()):
    return [
        pytest.param(claim, id=f"{kind}: {name}")
        for kind in kinds
        for name, claim in import_module(f"tests.verification.false.{kind}").FALSE.items()
        if name not in but
    ]


@pytest.mark.parametrize("claim", statements(QUICK, but=LONG))
def test_a_false_statement_is_not_confirmed(claim):
    assert judge(claim).verdict is not Verdict.CONFIRMED


@pytest.mark.slow
@pytest.mark.parametrize("claim", statements(SLOW))
def test_a_false_statement_about_a_flow_is_not_confirmed(claim):
    assert judge(claim).verdict is not Verdict.CONFIRMED


@pytest.mark.slow
@pytest.mark.parametrize("claim", statements(REFUTED))
def test_every_one_of_these_has_a_counterexample(claim):
    judgement = judge(claim)
    assert judgement.verdict is Verdict.REFUTED
    assert judgement.counterexample is not None


def test_what_is_left_out_here_is_judged_there():
    assert {
        name for kind in REFUTED for name in import_module(f"tests.verification.false.{kind}").FALSE
    } >= LONG
