from fractions import Fraction

import pytest

from lsa_theory import Claim, at, inverse, scalar, square_root, trace
from lsa_theory.verification.outcome import Verdict
from lsa_theory.verification.witnesses.base import Setting
from lsa_theory.verification.witnesses.precision import Precision
from tests.verification.toys import FALSE, TRUE, TWO_PERCENT, A, Gamma, Lambda, d, zero

u = scalar("u", positive=True)
QUARTER = Fraction(1, 4)


def judged(claim, digits=50):
    return Precision().judge(claim, "toy", Setting(digits=digits))


@pytest.mark.parametrize("digits", [15, 50, 200])
@pytest.mark.parametrize("name", TRUE)
def test_true_claims_agree_to_the_digits_asked_for(name, digits):
    finding = judged(TRUE[name], digits)
    assert finding.verdict is Verdict.CONFIRMED
    assert finding.figure.startswith(f"{digits} digits, radius ")


@pytest.mark.parametrize("name", FALSE)
def test_false_claims_are_refuted(name):
    assert judged(FALSE[name]).verdict is Verdict.REFUTED


ROOTED = {
    "roots of a scalar": (
        trace(Gamma**-2) ** QUARTER * trace(Gamma**-2) ** QUARTER,
        square_root(trace(Gamma**-2)),
    ),
    "root of a matrix": (square_root(Lambda) @ square_root(Lambda), Lambda),
    "inverse": (inverse(square_root(Lambda)) @ Lambda, square_root(Lambda)),
    "a point on a curve": (at(u**4 - trace(Lambda), {u: trace(Lambda) ** QUARTER}), zero(1, 1)),
}


@pytest.mark.parametrize("name", ROOTED)
def test_roots_and_limits(name):
    left, right = ROOTED[name]
    assert judged(Claim(left, right)).verdict is Verdict.CONFIRMED


@pytest.mark.parametrize("name", ["roots of a scalar", "root of a matrix", "inverse"])
def test_roots_off_by_two_percent_are_refuted(name):
    left, right = ROOTED[name]
    assert judged(Claim(left, TWO_PERCENT * right)).verdict is Verdict.REFUTED


def test_point_beside_the_curve_is_refuted():
    beside = at(u**4 - trace(Lambda), {u: TWO_PERCENT * trace(Lambda) ** QUARTER})
    assert judged(Claim(beside, zero(1, 1))).verdict is Verdict.REFUTED


def test_wide_balls_do_not_pass(monkeypatch):
    monkeypatch.setattr("lsa_theory.values.arithmetic.balls._GUARD_BITS", -120)
    finding = judged(Claim(inverse(A + d * Lambda) @ (A + d * Lambda) @ A, A))
    assert finding.verdict is Verdict.UNDECIDED
    assert "too wide" in finding.figure


def test_balls_narrower_than_a_double_can_say_are_still_measured():
    # Cancellation loses 400 digits: at 1000 digits the balls are too wide, though their radius is 0 as a double.
    from lsa_theory import scalar

    t = scalar("t", positive=True)
    huge = 10**400
    claim = Claim(t / 3 + huge - huge, t / 3)
    finding = Precision().judge(claim, "cancellation", Setting(digits=1000))
    assert finding.verdict is Verdict.UNDECIDED
    assert "too wide" in finding.figure
    assert Precision().judge(claim, "cancellation", Setting(digits=50)).verdict is Verdict.UNDECIDED


def test_a_size_that_is_singular_for_good_is_left_out():
    from lsa_theory import trace

    claim = Claim(trace(Lambda) / (Lambda.rows - 1) * (Lambda.rows - 1), trace(Lambda))
    finding = Precision().judge(claim, "singular at d = 1", Setting())
    assert finding.verdict is Verdict.CONFIRMED
    assert "d = 2" in finding.figure
