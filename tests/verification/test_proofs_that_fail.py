"""Proofs that look right and are not: none of them confirms anything."""

from fractions import Fraction

import pytest

from lsa_theory import (
    AtLeastOne,
    E,
    Given,
    Inequality,
    Sign,
    Step,
    dimension,
    gaussian,
    gradient,
    inverse,
    matrix,
    operator_norm,
    positive_definite,
    samples,
    scalar,
    square_root,
    trace,
)
from lsa_theory.claims.signs import is_nonnegative
from lsa_theory.verification.judge import judge
from lsa_theory.verification.outcome import Verdict

d, N = dimension("d"), dimension("N")
A = matrix("A", d)
P, L = positive_definite("P", d), positive_definite("Lambda", d)
X, x = samples("X", covariance=L, count=N), gaussian("x", covariance=L)
s, t = scalar("s"), scalar("t", positive=True)


def vanishing(size, upto):
    """A polynomial in a dimension that is 0 at 1 ... upto and nowhere else."""
    result = 1
    for a in range(1, upto + 1):
        result = result * (size - a)
    return result


def elementary(of, degree):
    """The elementary symmetric function of the eigenvalues: 0 for matrices smaller than its degree."""
    found = [1]
    for m in range(1, degree + 1):
        terms = [(1 if i % 2 else -1) * found[m - i] * trace(of**i) * Fraction(1, m) for i in range(1, m + 1)]
        found.append(sum(terms[1:], terms[0]))
    return found[degree]


def step(larger, smaller, *because, **about):
    return Inequality(larger, smaller, proof=[Step(smaller, *because)], **about)


FALSE = {
    "true at small dimensions only": step(0, vanishing(d, 7) ** 2),
    "true for small matrices only": step(0, elementary(P, 5)),
    "true at small lengths only": step(0, (vanishing(d, 2) * vanishing(N, 2)) ** 2),
    "a root of what turns negative": step(10, d, Sign(square_root(10 - d) ** 2)),
    "a root of a scalar of either sign": step(s + 10**12, 0, Sign(square_root(s + 10**12) ** 2)),
    "a multiplier with a root": step(
        s * d + 10**9 * d, s + 10**9, (square_root(s + 10**9) ** 2, AtLeastOne(d))
    ),
    "a norm of something random": step(
        E(operator_norm(x) * (x.T @ x)) ** 2 / E(x.T @ x), E(operator_norm(x) ** 2 * (x.T @ x))
    ),
    "a norm inside a gradient": step(0, trace(gradient(operator_norm(A) ** 2, A).T @ A)),
    "a mean that does not exist": step(
        vanishing(N, 5) ** 2 * trace(inverse(L)) / (N - d - 1),
        0,
        (vanishing(N, 5) ** 2, Sign(E(trace(inverse(X @ X.T))))),
    ),
    "hypotheses that nothing meets": Inequality(
        -1, 0, given=[-1 - t], proof=[Step(0, Given(-1 - t), Sign(t))]
    ),
}


@pytest.mark.parametrize("name", FALSE)
def test_it_is_not_confirmed(name):
    assert judge(FALSE[name]).verdict is not Verdict.CONFIRMED


def test_a_norm_of_something_random_does_not_end_the_run():
    assert judge(step(E(operator_norm(x)), 0, Sign(E(operator_norm(x))))).verdict is Verdict.UNDECIDED


def test_a_symbol_is_not_taken_for_a_family_of_its_name():
    alone, member = positive_definite("f", d), positive_definite("H", d, family="f")
    assert not is_nonnegative(trace(alone @ member @ P))


def test_reasons_take_exact_numbers():
    assert judge(step(1, 0, Sign(Fraction(1)))).verdict is not Verdict.REFUTED
