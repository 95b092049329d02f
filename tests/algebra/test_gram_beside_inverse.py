"""A Gram matrix beside its own inverse: Haff's identity, leverages, and what Bartlett factors give at d = 1 and 2."""

from fractions import Fraction

import pytest
from entrywise import Entrywise

from lsa_theory.algebra.normal import equal, normal
from lsa_theory.claims.equality import Claim
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions import (
    E,
    Expression,
    dimension,
    identity,
    inverse,
    matrix,
    positive_definite,
    samples,
    sum_over,
    trace,
)
from lsa_theory.verification.judge import judge
from lsa_theory.verification.witnesses.bartlett.reading import Reading

d, N = dimension("d"), dimension("N")
L, A, B = positive_definite("Lambda", d), matrix("A", d), matrix("B", d)
X = samples("x", covariance=L, count=N)
W = X.gram
H = inverse(W)


def leverages(power: int) -> Expression:
    return sum_over(N, lambda i: (X.column(i).T @ H @ X.column(i)) ** power)


BODIES = [
    trace(W) * H,
    trace(A @ H) * trace(B @ W),
    H @ A @ W,
    W @ A @ H @ B @ W,
    trace(W) ** 2 * H @ H,
    trace(A @ W @ B @ H),
    H @ A @ W @ A.T @ H,
    trace(W @ W) * trace(H),
    (H @ A @ W) @ (H @ B @ W),
    trace(H) * W @ W,
]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("size", [1, 2])
def test_it_is_what_bartlett_factors_give(body: Expression, size: int) -> None:
    rows = {"Lambda": [[2, 1], [1, 3]], "A": [[1, -2], [3, 1]], "B": [[2, 5], [-1, 1]]}
    values = {name: [row[:size] for row in value[:size]] for name, value in rows.items()}
    exact = {s: [[Fraction(x) for x in row] for row in values[s.name]] for s in (L, A, B)}
    ours = Entrywise({"d": size, "N": 11}, values, {}).value(normal(E(body)).as_expression())
    assert ours == Reading({d: size, N: 11}, exact, [X]).value(E(body))


def test_haff_s_identity() -> None:
    t = N - d - 1
    assert equal(E(trace(W) * H), (N * trace(L) * inverse(L) - 2 * identity(d)) / t)
    assert not equal(E(trace(W) * H), (N * trace(L) * inverse(L) - identity(d)) / t)
    assert normal(E(trace(W) * H)).conditions == ("N > d + 1",)


def test_covariance_of_a_gram_matrix_and_its_inverse() -> None:
    both = E(trace(A @ H) * trace(B @ W)) - E(trace(A @ H)) * E(trace(B @ W))
    assert equal(both, -(trace(A @ B) + trace(A @ B.T)) / (N - d - 1))


def test_a_variance_is_confirmed() -> None:
    y = trace(W) * trace(H)
    second = normal(E(y**2) - E(y) ** 2).as_expression()
    assert judge(Claim(E(y**2) - E(y) ** 2, second), identifier="v").verdict.value == "confirmed"
    assert judge(Claim(E(y**2) - E(y) ** 2, second * 2), identifier="w").verdict.value == "refuted"


def test_leverages_have_the_moments_of_their_beta_law() -> None:
    # h_i ~ Beta(d / 2, (N - d) / 2).
    assert equal(E(leverages(2)), d * (d + 2) / (N + 2))
    assert equal(E(leverages(3)), d * (d + 2) * (d + 4) / ((N + 2) * (N + 4)))
    assert not equal(E(leverages(2)), d * (d + 1) / (N + 1))


def test_the_fitted_mean_has_the_moments_of_its_beta_law() -> None:
    # 1' X' H X 1 / N ~ Beta(d / 2, (N - d) / 2), as a leverage is: X e has one law for every unit vector e.
    total = sum_over(N, lambda i: X.column(i))
    assert equal(E((total.T @ H @ total) ** 2), N * d * (d + 2) / (N + 2))


def test_two_different_columns_are_refused_with_the_reason() -> None:
    with pytest.raises(UnsupportedExpression, match="two sums over the columns of x"):
        normal(E(leverages(2) ** 2))
