"""Exponentials of bilinear forms: averaged over both vectors, with determinants that stay in one piece."""

from time import process_time

import numpy as np
import pytest

from lsa_theory import (
    Claim,
    E,
    at,
    det,
    difference,
    dimension,
    equal,
    exp,
    gaussian,
    gradient,
    identity,
    inverse,
    judge,
    matrix,
    normal,
    positive_definite,
    samples,
    scalar,
    square_root,
    sum_over,
    symmetric,
    trace,
)
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.values.arithmetic.plain import Plain
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.instance import Instance

d, N = dimension("d"), dimension("N")
L, A, B, C = positive_definite("Lambda", d), matrix("A", d), matrix("B", d), symmetric("C", d)
I, c, mu = identity(d), scalar("c"), scalar("mu")
x, q, w = gaussian("x", covariance=L), gaussian("q", covariance=L), gaussian("w", covariance=I)
X = samples("x", covariance=L, count=N)
SMALL = np.array([[1 / 10, 1 / 36], [1 / 36, 1 / 12]])


def weighted(vector, exponent):
    """Return the sum over columns of exp(exponent) vector'x_i."""
    return sum_over(N, lambda i: exp(exponent(X.column(i))) * (vector.T @ X.column(i)))


def tilted(form, inside, blocks):
    """Return E[v' inside v exp(v' form v / 2)] for v of independent blocks of covariance SMALL."""
    covariance = np.kron(np.eye(blocks), SMALL)
    precision = np.linalg.inv(covariance) - form
    return np.linalg.det(covariance @ precision) ** -0.5 * np.trace(inside @ np.linalg.inv(precision))


def blocks(size, entries):
    total = np.zeros((2 * size, 2 * size))
    for (i, j), entry in entries.items():
        total[2 * i : 2 * i + 2, 2 * j : 2 * j + 2] = entry
        total[2 * j : 2 * j + 2, 2 * i : 2 * i + 2] = entry.T
    return total


@pytest.mark.slow
def test_the_risk_of_exponential_weights_with_a_random_query_is_found():
    risk = E((w.T @ q - weighted(w, lambda u: u.T @ q - q.T @ L @ q / 2) / N) ** 2)
    value = Evaluator(Plain(), Instance({d: 2, N: 3}, {L: SMALL.tolist()})).evaluate(
        normal(risk).as_expression()
    )
    one, half = np.eye(2), np.eye(2) / 2
    alone = blocks(2, {(0, 0): -SMALL, (0, 1): one})
    both = blocks(3, {(0, 0): -2 * SMALL, (0, 1): one, (0, 2): one})
    expected = (
        np.trace(SMALL)
        - 2 * tilted(alone, blocks(2, {(0, 1): half}), 2)
        + tilted(2 * alone, blocks(2, {(1, 1): one}), 2) / 3
        + tilted(both, blocks(3, {(1, 2): half}), 3) * 2 / 3
    )
    assert abs(value[0, 0] - expected) < 1e-12


@pytest.mark.parametrize(
    ("exponent", "value"),
    [
        (c * q.T @ x, 1 / square_root(det(I - c**2 * L @ L))),
        (c * x.T @ x, 1 / square_root(det(I - 2 * c * L))),
        (x.T @ C @ x / 2, 1 / square_root(det(I - L @ C))),
    ],
)
def test_an_exponential_of_a_form_with_a_scalar_of_any_sign_has_its_determinant(exponent, value):
    assert equal(E(exp(exponent)), value)
    assert not normal(E(exp(exponent)) - 2 * value).is_zero()


def test_a_determinant_has_no_denominators_and_a_value_at_zero():
    assert repr(normal(det(I - 2 * c * L))) == "det(I - 2 * c * Lambda)"
    assert equal(at(det(I - 2 * c * L), {c: 0}), 1)
    assert equal(det(mu * I - L), (-1) ** d * det(L - mu * I))
    assert not difference(det(mu * I - L), (-1) ** (d + 1) * det(L - mu * I)).is_zero()
    assert equal(det((I + c * L) @ (I - c * L)), det(I + c * L) * det(I - c * L))


def test_the_gradient_of_a_root_of_a_determinant():
    assert equal(
        gradient(det(I - c * L) ** 2, c) / det(I - c * L) ** 2,
        -2 * trace(L @ inverse(I - c * L)),
    )


def test_a_root_of_a_product_of_determinants_stays_whole():
    assert equal(square_root(det(A) * det(B)), square_root(det(A @ B)))
    assert judge(Claim(square_root(det(A) * det(B)), square_root(det(A + B)))).verdict.value == "refuted"
    assert judge(Claim(square_root(det(A) ** 2), det(A))).verdict.value == "refuted"
    with pytest.raises(UnsupportedExpression, match="not known to be positive"):
        normal(square_root(-det(A)))


@pytest.mark.slow
@pytest.mark.parametrize("wrong", [1 / square_root(det(I - 2 * c**2 * L @ L)), 1 / det(I - c**2 * L @ L)])
def test_a_wrong_determinant_is_not_confirmed(wrong):
    assert judge(Claim(E(exp(c * q.T @ x)), wrong)).verdict.value == "refuted"


@pytest.mark.slow
@pytest.mark.parametrize(("rate", "verdict"), [(1, "confirmed"), (2, "refuted")])
def test_what_has_a_mean_for_small_matrices_only_is_judged_there(rate, verdict):
    mean = E(sum_over(N, lambda i: exp(w.T @ X.column(i))))
    assert judge(Claim(mean, N / square_root(det(I - rate * L)))).verdict.value == verdict


@pytest.mark.slow
def test_a_nest_of_inverses_that_is_too_large_is_refused_at_once():
    def error(power):
        return E((w.T @ q - weighted(w, lambda u: u.T @ q - q.T @ L @ q / 2) / N) ** power)

    start = process_time()
    with pytest.raises(UnsupportedExpression, match="letters inside the inverses in it"):
        normal(error(4))
    # A bound of the size of the work, not of the clock: minutes without it.
    assert process_time() - start < 60
    assert normal(error(3)).is_zero()
