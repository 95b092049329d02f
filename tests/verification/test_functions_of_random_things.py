"""Determinants, exponentials and half spaces: true statements are confirmed, slightly wrong ones refuted."""

from fractions import Fraction

import pytest

from lsa_theory import (
    Block,
    Claim,
    E,
    absolute,
    arccos,
    det,
    digamma,
    dimension,
    exp,
    factorial,
    gaussian,
    gradient,
    identity,
    indicator,
    inverse,
    judge,
    log,
    log_det,
    matrix,
    normal,
    pi,
    positive_definite,
    relu,
    samples,
    scalar,
    square_root,
    sum_over,
    symmetric,
    vector,
)

d, N = dimension("d"), dimension("N")
A, B, C = matrix("A", d), matrix("B", d), symmetric("C", d)
L, S = positive_definite("Lambda", d), positive_definite("Sigma", d)
a, b, u, v = (vector(name, d) for name in "abuv")
c, mu = scalar("c"), scalar("mu")
x, z = gaussian("x", covariance=L), gaussian("z", covariance=identity(d))
X = samples("x", covariance=L, count=N)
ARROW = Block(((mu * identity(d), -u), (-u.T, mu)))
ROOT = square_root((a.T @ a) * (b.T @ b) - (a.T @ b) ** 2)
ANGLE = arccos(a.T @ b / square_root((a.T @ a) * (b.T @ b)))
BELL = E(exp(-(c**2) * x.T @ C @ C @ x / 2))

# Left, right, and a right side that is wrong.
STATEMENTS = {
    "det of a product": (det(A @ B), det(A) * det(B), det(A) + det(B)),
    "det of rank one": (det(identity(d) + u @ v.T), 1 + v.T @ u, 1 - v.T @ u),
    "characteristic polynomial": (
        det(ARROW),
        mu ** (d - 1) * (mu**2 - u.T @ u),
        mu**d * (mu**2 - u.T @ u),
    ),
    "gradient of log det": (gradient(log_det(A), A), inverse(A).T, inverse(A)),
    "gradient of a resolvent": (
        gradient(a.T @ inverse(L + S) @ a, L),
        -inverse(L + S) @ a @ a.T @ inverse(L + S),
        -inverse(L + S) @ a @ a.T @ inverse(L),
    ),
    "mean of log det": (
        E(log_det(X.gram)),
        log_det(L) + d * log(2) + digamma(N / 2, d),
        log_det(L) + d * log(N),
    ),
    "mean of det": (E(det(X.gram)), factorial(N) / factorial(N - d) * det(L), N**d * det(L)),
    "softmax over infinitely many tokens": (
        E(exp(a.T @ x) * x) / E(exp(a.T @ x)),
        L @ a,
        2 * L @ a,
    ),
    "tilted by a quadratic form": (
        BELL,
        det(identity(d) + c**2 * L @ C @ C) ** Fraction(-1, 2),
        det(identity(d) + 2 * c**2 * L @ C @ C) ** Fraction(-1, 2),
    ),
    "mean of an absolute value": (
        E(absolute(b.T @ x)),
        square_root(2 * (b.T @ L @ b) / pi),
        square_root(b.T @ L @ b),
    ),
    "arc-cosine kernel": (
        E(relu(a.T @ z) * relu(b.T @ z)),
        (ROOT + (pi - ANGLE) * (a.T @ b)) / (2 * pi),
        (ROOT + ANGLE * (a.T @ b)) / (2 * pi),
    ),
    "half space": (E(indicator(b.T @ x) * x @ x.T), L / 2, L),
    "exponential weights": (
        E(sum_over(N, lambda i: X.column(i) * exp(a.T @ X.column(i)))),
        N * L @ a * exp(a.T @ L @ a / 2),
        N * L @ a * exp(a.T @ L @ a),
    ),
}
QUICK = ("det of rank one", "characteristic polynomial", "gradient of log det")
NAMED = [pytest.param(k, marks=[] if k in QUICK else [pytest.mark.slow]) for k in STATEMENTS]


@pytest.mark.parametrize("name", NAMED)
def test_a_true_statement_is_confirmed(name):
    left, right, _ = STATEMENTS[name]
    judgement = judge(Claim(left, right))
    assert judgement.verdict.value == "confirmed", judgement


@pytest.mark.parametrize("name", NAMED)
def test_a_wrong_statement_is_refuted(name):
    left, _, wrong = STATEMENTS[name]
    judgement = judge(Claim(left, wrong))
    assert judgement.verdict.value == "refuted", judgement


def test_the_condition_of_a_tilt_is_said():
    assert normal(E(exp(x.T @ C @ x / 2))).conditions == ("-C + Lambda**(-1) positive definite",)


def test_a_wrong_statement_under_a_condition_on_matrices_ends_no_run():
    judgement = judge(Claim(E(exp(x.T @ C @ x / 2)) * (b.T @ b), E(exp(x.T @ C @ x / 2))))
    assert judgement.verdict.value in ("refuted", "undecided")
    assert not any(f.error for f in judgement.findings)
