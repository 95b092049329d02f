import pytest

from lsa_theory import Claim, E, trace, with_moments
from lsa_theory.values.refusals import NotApplicable
from lsa_theory.verification.outcome import Verdict
from lsa_theory.verification.witnesses.algebra.witness import Algebra
from lsa_theory.verification.witnesses.base import Setting
from tests.verification.toys import FALSE, TRUE, A, Lambda


def judged(claim):
    return Algebra().judge(claim, "toy", Setting())


@pytest.mark.parametrize("name", TRUE)
def test_true_claims_hold_for_all_dimensions(name):
    finding = judged(TRUE[name])
    assert finding.verdict is Verdict.CONFIRMED
    assert finding.figure.startswith("all d")


@pytest.mark.parametrize("name", FALSE)
def test_false_claims_leave_something(name):
    finding = judged(FALSE[name])
    assert finding.verdict is Verdict.REFUTED
    assert "left - right = " in finding.figure


def test_missing_moment_is_the_reason():
    z = with_moments("z", covariance=Lambda)
    with pytest.raises(NotApplicable, match="moment"):
        judged(Claim(E(z @ z.T @ A @ z @ z.T), trace(A) * Lambda))
