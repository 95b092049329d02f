"""Moments of inverse Gram matrices under the condition on which they exist: written down, it costs no verdict."""

import pytest

from lsa_theory import (
    Claim,
    E,
    at_least,
    dimension,
    gaussian,
    greater,
    inverse,
    judge,
    nonzero,
    positive_definite,
    samples,
    sign,
    trace,
    vector,
)
from lsa_theory.verification.outcome import Verdict

d, N = dimension("d"), dimension("N")
Lambda = positive_definite("Lambda", d)
X = samples("x", covariance=Lambda, count=N)
H = inverse(X.gram)
CLOSED = inverse(Lambda) / (N - d - 1)


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (Claim(E(H), CLOSED, given=[greater(N, d + 1)]), Verdict.CONFIRMED),
        (Claim(E(H), CLOSED, given=[at_least(N, d + 2)]), Verdict.CONFIRMED),
        (Claim(E(H), inverse(Lambda) / (N - d), given=[greater(N, d + 1)]), Verdict.REFUTED),
        (Claim(E(trace(H)), trace(inverse(Lambda)), given=[greater(N, d + 1)]), Verdict.REFUTED),
        # Where the hypotheses hold there is no such moment, and where there is one they do not hold.
        (Claim(E(H), CLOSED, given=[greater(d, N)]), Verdict.UNDECIDED),
        (Claim(E(H), CLOSED, given=[greater(N, d + 1), greater(d, N)]), Verdict.UNDECIDED),
    ],
)
def test_the_condition_of_a_moment_may_be_assumed(claim, verdict):
    assert judge(claim).verdict is verdict


def test_a_counterexample_meets_the_hypotheses():
    wrong = Claim(E(trace(H)), trace(inverse(Lambda)) / (N - 3), given=[greater(N, d + 1), greater(d, 1)])
    found = judge(wrong)
    # At d = 2 it holds; with hypotheses about lengths alone only one and two rows are looked at.
    assert found.verdict is not Verdict.CONFIRMED
    below = judge(Claim(E(trace(H)), trace(inverse(Lambda)), given=[greater(N, d + 1), greater(d, 1)]))
    assert below.verdict is Verdict.REFUTED
    assert below.counterexample.sizes["d"] == 2
    assert below.counterexample.sizes["N"] > 3


def test_instances_that_nobody_can_evaluate_are_told_from_hypotheses_that_nothing_meets():
    x = vector("x", d)
    claim = Claim(E(sign(x.T @ gaussian("g", covariance=Lambda)) ** 2), 1, given=[nonzero(x)])
    (found,) = judge(claim, witnesses=["search"]).findings
    assert "about nothing" not in found.figure
