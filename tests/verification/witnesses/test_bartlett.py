"""Expectations with inverse Gram matrices, decided by a second exact witness that knows no words."""

from fractions import Fraction

import pytest

from lsa_theory.claims.equality import Claim
from lsa_theory.expressions import (
    E,
    dimension,
    gaussian,
    identity,
    inverse,
    matrix,
    positive_definite,
    samples,
    scalar,
    trace,
    vector,
)
from lsa_theory.expressions.statistics import covariance, variance
from lsa_theory.values.refusals import NotApplicable, NotConcerned
from lsa_theory.verification.outcome import Verdict
from lsa_theory.verification.witnesses.bartlett.laurent import Chi, NoMoment, Normal
from lsa_theory.verification.witnesses.bartlett.reading import Reading
from lsa_theory.verification.witnesses.bartlett.witness import Bartlett
from lsa_theory.verification.witnesses.base import Setting

d, N, M = dimension("d"), dimension("N"), dimension("M")
L, A = positive_definite("Lambda", d), matrix("A", d)
a, b, s = vector("a", d), vector("b", d), scalar("s", positive=True)
X = samples("x", covariance=L, count=N)
Z = samples("z", covariance=L, count=M)
S, P = inverse(X.gram), inverse(L)
t = N - d
third = t * (t - 1) * (t - 3)

TRUE = {
    "mean": (E(S), P / (t - 1)),
    "sandwich": (E(S @ A @ S), ((t - 2) * P @ A @ P + P @ A.T @ P + trace(A @ P) * P) / third),
    "square": (E(S @ S), ((t - 1) * P @ P + trace(P) * P) / third),
    "squared trace": (E(trace(S) ** 2), ((t - 2) * trace(P) ** 2 + 2 * trace(P @ P)) / third),
    "variance of a form": (
        variance(a.T @ S @ b),
        ((t + 1) * (a.T @ P @ b) ** 2 + (t - 1) * (a.T @ P @ a) * (b.T @ P @ b))
        / (t * (t - 1) ** 2 * (t - 3)),
    ),
    "covariance of itself": (covariance(trace(S), trace(S)), variance(trace(S))),
    "product of expectations": (E(S) @ E(X.gram), N / (t - 1) * identity(d)),
    "two samples": (E(trace(S @ Z.gram)), M * d / (t - 1)),
    "beside its own sample": (E(trace(X.gram) * trace(S)), E(trace(X.gram) * trace(S))),
    "precision times Gram": (E(S @ X.gram), identity(d)),
    "a query": (E((gaussian("q", covariance=L).T @ S @ a) ** 2), E(a.T @ S @ L @ S @ a)),
}


def judged(left, right, seed=0, stream="stream"):
    return Bartlett().judge(Claim(left, right, id="c"), stream, Setting(seed=seed))


@pytest.mark.parametrize(("left", "right"), TRUE.values(), ids=TRUE)
def test_true_moments_are_confirmed(left, right):
    finding = judged(left, right)
    assert finding.verdict is Verdict.CONFIRMED
    assert finding.rigorous
    assert not finding.decides


@pytest.mark.parametrize("name", [n for n in TRUE if n != "beside its own sample"])
def test_moments_off_by_a_factor_are_refuted_with_numbers(name):
    left, right = TRUE[name]
    finding = judged(left, Fraction(1001, 1000) * right)
    assert finding.verdict is Verdict.REFUTED
    assert finding.counterexample is not None
    assert finding.counterexample.left != finding.counterexample.right


def test_a_published_variance_that_is_wrong_is_refuted_under_every_seed():
    wrong = ((a.T @ P @ b) ** 2 + (a.T @ P @ a) * (b.T @ P @ b)) / ((t - 1) ** 2 * (t - 3))
    for seed in range(8):
        assert judged(variance(a.T @ S @ b), wrong, seed, f"name {seed}").verdict is Verdict.REFUTED


def test_the_second_moment_has_one_verdict_under_every_seed():
    right = ((t - 1) * (a.T @ P @ b) ** 2 + (a.T @ P @ a) * (b.T @ P @ b)) / third
    for seed in range(8):
        assert judged(E((a.T @ S @ b) ** 2), right, seed, f"name {seed}").verdict is Verdict.CONFIRMED


def test_inverse_chi_square_moments_are_those_of_the_textbook():
    # E 1/chi2_n = 1/(n - 2), E 1/chi2_n^2 = 1/((n - 2)(n - 4)), E chi2_n^2 = n (n + 2).
    assert Chi(Fraction(1), 7).moment(-2) == Fraction(1, 5)
    assert Chi(Fraction(2), 7).moment(-4) == Fraction(1, 4 * 15)
    assert Chi(Fraction(1), 7).moment(4) == 63
    assert Normal(Fraction(2)).moment(4) == 12


def test_a_moment_that_does_not_exist_is_refused():
    value = {L: [[Fraction(1)]]}
    with pytest.raises(NoMoment):
        Reading({d: 1, N: 2}, value, [X]).value(E(S))


def test_a_claim_without_inverse_gram_matrices_is_none_of_its_business():
    with pytest.raises(NotConcerned):
        judged(E(X.gram), N * L)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (E(inverse(X.gram + identity(d))), "that is a product of Bartlett factors"),
        (E(a.T @ X @ X.T @ X @ X.T @ S @ a), None),
        (E(trace(X.T @ S @ X @ X.T @ S @ X)), "outside its Gram matrix"),
    ],
)
def test_what_bartlett_factors_cannot_write_is_refused(body, reason):
    if reason is None:
        assert judged(body, body).verdict is Verdict.CONFIRMED
        return
    with pytest.raises(NotApplicable, match=reason):
        judged(body, body)
