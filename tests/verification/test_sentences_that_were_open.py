"""False sentences that no proof refutes, and an instance does; true neighbours beside them."""

from fractions import Fraction

import pytest

from lsa_theory import (
    Claim,
    E,
    Exists,
    Flow,
    GlobalMinimum,
    Inequality,
    Invariant,
    MatrixInequality,
    dimension,
    exp,
    gaussian,
    gradient,
    identity,
    judge,
    log,
    matrix,
    negative_eigenvalues,
    norm_squared,
    positive_definite,
    relu,
    scalar,
    sign,
    square_root,
    symmetric,
    trace,
    vector,
    zero,
)
from lsa_theory.errors import LsaTheoryError
from lsa_theory.expressions.expression import as_expression

d, N = dimension("d"), dimension("N")
s, t, x, y = (scalar(name) for name in ("s", "t", "x", "y"))
a = scalar("a", positive=True)
A, B, H, L, P = (
    matrix("A", d),
    matrix("B", d),
    symmetric("H", d),
    positive_definite("L", d),
    positive_definite("P", d),
)
q, v = vector("q", d), vector("v", d)
w = gaussian("w", covariance=identity(d))

FALSE = {
    "a slack that is negative near 0 alone": Inequality(s**2, s),
    "a square that is 1 except at 0": Claim(sign(s) ** 2, 1),
    "roots of sums": Claim(square_root(L + P), square_root(L) + square_root(P)),
    "a count of eigenvalues": Claim(negative_eigenvalues(H), 0),
    "a Gram matrix is not definite": MatrixInequality(A @ A.T, 0, strict=True),
    "a square is not definite": MatrixInequality(H @ H, 0, strict=True),
    "zero is not definite": MatrixInequality(zero(d, d), 0, strict=True),
    "a multiple that vanishes": MatrixInequality(s**2 * L, 0, strict=True),
    "a minimum attained elsewhere too": GlobalMinimum(
        norm_squared(A @ q), [q], 0, attained_at={q: zero(d)}, only_where=q
    ),
    "a minimiser outside the set that is named": GlobalMinimum(
        norm_squared(q - v), [q], 0, attained_at={q: v}, only_where=q + v
    ),
    "an exponential that is not positive": Exists(exp(s), "<=", 0),
    "a commutator that is the identity": Exists(A @ B - B @ A, "=", identity(d)),
    "what cancels": Exists((s + 1) ** 2 - s**2 - 2 * s, "=", 0),
    "a matrix and more": Exists(A, "=", A + identity(d)),
}
TRUE = {
    "a slack that is 0 at 0": Exists(s**2, "<", s),
    "a matrix and its transpose": Exists(A @ B - B @ A, "=", zero(d, d)),
    "a logarithm below 0": Exists(log(a), "<", 0),
    "a root that is at most 2": Exists(square_root(a), "<=", 2),
    "a definite sum": MatrixInequality(A @ A.T + L, 0, strict=True),
    "a minimum attained there alone": GlobalMinimum(
        norm_squared(q - v), [q], 0, attained_at={q: v}, only_where=q - v
    ),
    "a quantity that is 0": Invariant(Flow({x: y, y: -x}, start={x: 1, y: 0}), 0 * x),
}


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_is_refuted(name):
    judgement = judge(FALSE[name])
    assert judgement.verdict.value == "refuted", judgement.reason


@pytest.mark.parametrize("name", TRUE)
def test_what_is_true_is_confirmed(name):
    judgement = judge(TRUE[name])
    assert judgement.verdict.value == "confirmed", judgement.reason


def test_no_witness_breaks_at_a_quantity_that_is_zero_or_at_the_derivative_of_an_average():
    resting = Invariant(Flow({x: y, y: x}, start={x: 0, y: 0}), x * y)
    moved = Claim(gradient(E(relu(w.T @ q)), q), zero(d))
    for claim in (resting, moved):
        assert not [finding.error for finding in judge(claim).findings if finding.error]


def test_a_power_of_a_float_says_where_the_float_came_from():
    with pytest.raises(LsaTheoryError, match="Python makes one of a Fraction"):
        Fraction(1, 2) ** N
    assert judge(Claim((1 / as_expression(2)) ** N * 2**N, 1)).verdict.value == "confirmed"


def test_an_average_of_a_function_is_said_by_its_own_name():
    judgement = judge(Inequality(E(relu(q.T @ w)), trace(A)))
    assert "a Applied" not in repr(judgement)
