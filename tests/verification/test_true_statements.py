"""Of true statements as theorists write them at least 95 of 100 are confirmed, and none is refuted."""

import pytest

from lsa_theory.verification.judge import judge
from lsa_theory.verification.outcome import Verdict
from tests.verification.true.closed_forms import TRUE


@pytest.mark.slow
def test_true_statements_are_decided():
    verdicts = {name: judge(claim).verdict for name, claim in TRUE.items()}
    assert Verdict.REFUTED not in verdicts.values()
    undecided = [name for name, verdict in verdicts.items() if verdict is Verdict.UNDECIDED]
    assert len(undecided) <= 0.05 * len(TRUE), undecided
