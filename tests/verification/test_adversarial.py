"""Claims that invite a wrong verdict: never a false one confirmed, never a true one refuted."""

from fractions import Fraction

import pytest

from lsa_theory import (
    Claim,
    E,
    dimension,
    gaussian,
    gradient,
    identity,
    matrix,
    norm_squared,
    positive_definite,
    samples,
    scalar,
    square_root,
    sum_over,
    trace,
    zero,
)
from lsa_theory.verification.judge import judge
from lsa_theory.verification.outcome import Verdict

d, N, M = dimension("d"), dimension("N"), dimension("M")
L, P = positive_definite("Lambda", d), positive_definite("Psi", d)
F, K = positive_definite("F", d, family="f"), positive_definite("K", d, family="f")
A, B, I = matrix("A", d), matrix("B", d), identity(d)
s, p = scalar("s"), scalar("p", positive=True)
w, one = gaussian("w", covariance=I), gaussian("one", covariance=identity(1))
x = gaussian("x", covariance=L)
X, Z = samples("X", covariance=L, count=N), samples("Z", covariance=I, count=N)
Y = samples("Y", covariance=L, count=M)
pairs = E(sum_over(N, lambda i: sum_over(N, lambda j: (X.column(i).T @ X.column(j)) ** 2)))

FALSE = {
    "the root of a square of either sign": (square_root(s**2), s),
    "Cayley-Hamilton at d = 2": (A @ A, trace(A) * A - (trace(A) ** 2 - trace(A @ A)) / 2 * I),
    "right at d = 2": (E(norm_squared(w)), 2 + 0 * p),
    "2 % off": (
        E(trace(X.covariance @ X.covariance)),
        Fraction(51, 50) * E(trace(X.covariance @ X.covariance)),
    ),
    "N for N + 1": (pairs, N * N * trace(L @ L) + N * trace(L) ** 2),
    "right at N = 1": (E(X.covariance @ X.covariance), 2 * L @ L + trace(L) * L),
    "dependent factors": (E(trace(X.covariance) ** 2), trace(L) ** 2),
    "inside and outside": (E(x @ x.T, x) @ x @ x.T, x @ x.T @ x @ x.T),
    "one length for another": (E(X.covariance @ Y.covariance), (1 + 1 / N) * L @ L),
    "N for d": (E(X @ Z.T @ Z @ X.T), N * N * L),
    "a gradient without symmetry": (gradient(trace(L @ A), L), A),
    "the fourth moment at d = 1": (E(one**4), 2),
    "right at d = 1": (A @ B, B @ A),
    "symmetry of a general matrix": (A, A.T),
    "roots that do not commute": (square_root(L) @ square_root(P), square_root(P) @ square_root(L)),
}
TRUE = {
    "the root of a positive square": (square_root(p**2), p),
    "a family commutes": (F @ K, K @ F),
    "roots of a family commute": (square_root(F) @ square_root(K), square_root(K) @ square_root(F)),
    "the root of a product in a family": (square_root(F @ K), square_root(F) @ square_root(K)),
    "a nested sum": (pairs, N * (N + 1) * trace(L @ L) + N * trace(L) ** 2),
    "two lengths": (E(X.covariance @ Y.covariance), L @ L),
    "two samples of one length": (E(X @ Z.T @ Z @ X.T), N * d * L),
    "a symmetric gradient": (gradient(trace(L @ A), L), (A + A.T) / 2),
    "a scalar's fourth moment": (E(one**4), 3),
    "zero": (0 * A, zero(d, d)),
    "the power zero": (A**0, I),
}


@pytest.mark.parametrize("name", FALSE)
def test_false_claims_are_not_confirmed(name):
    verdict = judge(Claim(*FALSE[name])).verdict
    # Two roots that do not commute are refuted by the algebra, but no witness can enclose an instance.
    expected = Verdict.UNDECIDED if name == "roots that do not commute" else Verdict.REFUTED
    assert verdict is expected


@pytest.mark.parametrize("name", TRUE)
def test_true_claims_are_not_refuted(name):
    assert judge(Claim(*TRUE[name])).verdict is Verdict.CONFIRMED
