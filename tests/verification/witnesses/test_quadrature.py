import pytest

from lsa_theory import Claim, E, trace
from lsa_theory.values.refusals import NotApplicable
from lsa_theory.verification.outcome import Verdict
from lsa_theory.verification.witnesses.base import Setting
from lsa_theory.verification.witnesses.quadrature import Quadrature
from tests.verification.toys import FALSE, TRUE, A, Lambda, averages, x

DIGITS = [None, 30]


def judged(claim, digits=None, seed=0):
    return Quadrature().judge(claim, "toy", Setting(seed=seed, quadrature_digits=digits))


@pytest.mark.parametrize("digits", DIGITS)
@pytest.mark.parametrize("name", [n for n in TRUE if averages(TRUE[n])])
def test_true_claims_are_confirmed(name, digits):
    finding = judged(TRUE[name], digits)
    assert finding.verdict is Verdict.CONFIRMED
    assert float(finding.figure.split(",")[0]) < (1e-30 if digits else 1e-10)
    assert not finding.rigorous


@pytest.mark.parametrize("digits", DIGITS)
@pytest.mark.parametrize("name", [n for n in FALSE if averages(FALSE[n])])
def test_false_claims_are_refuted(name, digits):
    assert judged(FALSE[name], digits).verdict is Verdict.REFUTED


@pytest.mark.parametrize("seed", range(10))
def test_rounding_refutes_nothing(seed):
    assert judged(TRUE["second moment of the covariance"], seed=seed).verdict is Verdict.CONFIRMED


def test_nothing_to_integrate():
    with pytest.raises(NotApplicable, match="no expectation to integrate"):
        judged(Claim(trace(A @ Lambda), trace(Lambda @ A)))


def test_integrand_that_is_no_polynomial():
    with pytest.raises(NotApplicable, match="no polynomial in x"):
        judged(Claim(E((1 + x.T @ x) ** -1), trace(Lambda)))
