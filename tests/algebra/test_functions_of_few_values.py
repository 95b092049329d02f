"""Functions of signs and masks: sums over what they may be, and powers to the number of coordinates."""

from fractions import Fraction

import pytest

from lsa_theory import (
    Claim,
    E,
    absolute,
    det,
    difference,
    dimension,
    exp,
    gaussian,
    identity,
    judge,
    log,
    normal,
    ones,
    positive_definite,
    random_mask,
    random_signs,
    relu,
    scalar,
    sum_over,
    unit,
    vector,
)
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.verification.outcome import Verdict

d, N = dimension("d"), dimension("N")
z, p = scalar("z"), scalar("p", positive=True)
a, v, w = vector("a", d), vector("v", 2), vector("w", 3)
g = gaussian("g", covariance=positive_definite("Lambda", d))
one, two, three = (random_signs(name, size) for name, size in (("r", 1), ("s", 2), ("t", 3)))
many, kept = random_signs("u", d), random_mask("m", d, probability=p)
flips, sample = random_signs("f", 1, probability=p), random_signs("S", 1, count=N)


def cosh(x):
    return (exp(x) + exp(-x)) / 2


@pytest.mark.parametrize(
    ("body", "mean"),
    [
        (exp(z * one), cosh(z)),
        (exp(z * one) * one, (exp(z) - exp(-z)) / 2),
        (exp(v.T @ two), cosh(v[0]) * cosh(v[1])),
        (exp(w.T @ three) * three[2], cosh(w[0]) * cosh(w[1]) * (exp(w[2]) - exp(-w[2])) / 2),
        (exp(z * flips), p * exp(z) + (1 - p) * exp(-z)),
        (exp(z * ones(d).T @ many), cosh(z) ** d),
        (exp(2 + z * ones(d).T @ kept), exp(2) * (1 - p + p * exp(z)) ** d),
        (sum_over(N, lambda i: exp(z * sample.column(i))), N * cosh(z)),
        (absolute(one * z), absolute(z)),
        (relu(one + 2), 2),
        (log(2 + one), log(3) / 2),
        (exp(one * (a.T @ g)), exp(a.T @ g.law.covariance @ a / 2)),
        (det(identity(2) + two @ two.T), 3),
        (log(det(2 * identity(2) + two @ two.T)), log(8)),
    ],
)
def test_their_means(body, mean):
    assert difference(E(body), mean).is_zero()
    assert not difference(E(body), mean * Fraction(51, 50)).is_zero()


def test_a_claim_is_seen_by_simulation_too():
    claim = Claim(E(exp(z * ones(d).T @ many)), cosh(z) ** d)
    assert judge(claim, witnesses=["algebra", "simulation"]).verdict is Verdict.CONFIRMED
    wrong = Claim(E(exp(z * ones(d).T @ many)), cosh(z) ** (d + 1))
    assert judge(wrong, witnesses=["algebra", "simulation"]).verdict is Verdict.REFUTED


def test_what_is_refused_and_why():
    for body in (exp(a.T @ many), exp(z * ones(d).T @ many) * (unit(d, 0).T @ many)):
        with pytest.raises(
            UnsupportedExpression, match="number is given and small, or where the exponent is a multiple"
        ):
            normal(E(body))
