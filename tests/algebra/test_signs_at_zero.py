"""Signs, absolute values and logarithms where something vanishes or is negative: nothing is concluded past a kink."""

import pytest

from lsa_theory import (
    Claim,
    absolute,
    det,
    dimension,
    exp,
    identity,
    indicator,
    judge,
    log,
    log_det,
    matrix,
    positive_definite,
    relu,
    scalar,
    sign,
    symmetric,
    trace,
    vector,
)

d = dimension("d")
A, C, L = matrix("A", d), symmetric("C", d), positive_definite("Lambda", d)
a, s, t = vector("a", d), scalar("s"), scalar("t")

TRUE = {
    "sign of a trace": (sign(trace(L)), 1),
    "sign of a determinant": (sign(det(identity(d) + C @ C)), 1),
    "absolute value of a product": (absolute(s * t), absolute(s) * absolute(t)),
    "logarithm of an odd power": (log(det(A) ** 3), 3 * log_det(A)),
}
FALSE = {
    "a sign squared": (sign(s) ** 2, 1),
    "an absolute value": (absolute(s), s),
    "both half lines": (indicator(s) + indicator(-s), 1),
    "a sum of positive parts": (relu(s + t), relu(s) + relu(t)),
    "sign of a square": (sign(trace(C @ C)), 1),
    "sign of a determinant of a square": (sign(det(C @ C)), 1),
    "sign of a norm": (sign(a.T @ a), 1),
    "root of a square through logarithms": (exp(log(det(A) ** 2) / 2), det(A)),
}


@pytest.mark.parametrize("name", TRUE)
def test_a_true_statement_is_confirmed(name):
    assert judge(Claim(*TRUE[name])).verdict.value == "confirmed"


@pytest.mark.parametrize("name", FALSE)
def test_a_false_one_is_refuted(name):
    assert judge(Claim(*FALSE[name])).verdict.value == "refuted"


def test_the_logarithm_of_a_square_says_nothing_of_the_sign():
    assert judge(Claim(log_det(A @ A), 2 * log_det(A))).verdict.value == "undecided"
