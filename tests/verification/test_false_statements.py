"""Nothing false is confirmed, whatever it is that deceives; most of it comes back with a counterexample."""

from importlib import import_module

import pytest

from lsa_theory.verification.judge import judge
from lsa_theory.verification.outcome import Verdict

QUICK, SLOW = ("sizes", "domains", "proofs", "averages", "sentences"), ("flows",)

# What takes seconds.
LONG = frozenset({"a risk without its noise"})


def statements(kinds):
    return [
        pytest.param(claim, id=f"{kind}: {name}", marks=[pytest.mark.slow] if name in LONG else [])
        for kind in kinds
        for name, claim in import_module(f"tests.verification.false.{kind}").FALSE.items()
    ]


@pytest.mark.parametrize("claim", statements(QUICK))
def test_a_false_statement_is_not_confirmed(claim):
    assert judge(claim).verdict is not Verdict.CONFIRMED


@pytest.mark.slow
@pytest.mark.parametrize("claim", statements(SLOW))
def test_a_false_statement_about_a_flow_is_not_confirmed(claim):
    assert judge(claim).verdict is not Verdict.CONFIRMED


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sizes", "domains", "averages"])
def test_every_one_of_these_has_a_counterexample(kind):
    for name, claim in import_module(f"tests.verification.false.{kind}").FALSE.items():
        judgement = judge(claim)
        assert judgement.verdict is Verdict.REFUTED, name
        assert judgement.counterexample is not None, name
