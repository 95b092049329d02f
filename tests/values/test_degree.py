import pytest

from lsa_theory import (
    E,
    at,
    det,
    dimension,
    gaussian,
    gradient,
    identity,
    inverse,
    matrix,
    positive_definite,
    samples,
    sum_over,
    trace,
    vector,
    zero,
)
from lsa_theory.values.degree import Degrees, degree_in
from lsa_theory.values.refusals import NotApplicable

d, N = dimension("d"), dimension("N")
A, C = matrix("A", d), positive_definite("C", d)
b = vector("b", d)
x = gaussian("x", covariance=C)
y = gaussian("y", covariance=identity(d), mean=A @ b)
X = samples("X", covariance=C, count=N)

CASES = {
    "constant": (A, x, 0),
    "linear": (A @ x, x, 1),
    "sum takes the largest": (x.T @ x + b.T @ x, x, 2),
    "product adds": (trace(x @ x.T) * (x @ x.T), x, 4),
    "power multiplies": ((x.T @ x) ** 3, x, 6),
    "power of a constant": ((1 + trace(A)) ** -1 * x, x, 1),
    "columns count as the sample": (sum_over(N, lambda i: X.column(i) @ X.column(i).T), X, 2),
    "bound by an inner expectation": (E((x.T @ y) ** 2, y), x, 2),
    "not its own": (E(x.T @ x), x, 0),
    "through a covariance": (E((x.T @ x) ** 2), C, 4),
    "through a mean": (E(y.T @ y), A, 2),
    "gradient": (gradient(trace(A @ A.T), A), A, 2),
    "at": (at(b.T @ b, {b: A @ x}), x, 2),
    "at zero nothing is left": (at((b.T @ x) ** 2 + x.T @ x, {b: zero(d)}), x, 2),
    "zero": (at(b.T @ x, {b: zero(d)}), x, 0),
}


@pytest.mark.parametrize("name", CASES)
def test_degree(name):
    tree, letter, expected = CASES[name]
    assert degree_in(tree, letter) == expected


@pytest.mark.parametrize("power", [-1, -2])
def test_negative_power_is_no_polynomial(power):
    with pytest.raises(NotApplicable, match=f"power {power} makes the integrand no polynomial in x"):
        degree_in((1 + x.T @ x) ** power, x)


def test_degrees_kept_are_those_counted_anew():
    degrees = Degrees()
    sizes = [{d: n} for n in (1, 2, 3, 1)]
    for body in (trace(A @ A), det(A @ A), det(A) * trace(A)):
        for chosen in sizes:
            assert degrees.of(body, A, chosen) == degree_in(body, A, chosen)
    for _ in range(2):
        with pytest.raises(NotApplicable, match="no polynomial"):
            degrees.of(inverse(A), A, {d: 2})
