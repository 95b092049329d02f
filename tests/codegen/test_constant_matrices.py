"""Constant matrices whose size no array tells: the size is an argument then."""

import numpy as np
import pytest

from lsa_theory import E, dimension, hadamard, identity, ones, positive_definite, samples, trace, unit, zero
from lsa_theory.algebra.normal import normal
from lsa_theory.codegen.compiling import compile
from lsa_theory.errors import UnsupportedExpression

d, N, M = dimension("d"), dimension("N"), dimension("M")
L = positive_definite("Lambda", d)
X = samples("x", covariance=L, count=N)
AT = np.array([[2.0, 1.0], [1.0, 3.0]])

CASES = {
    "E[X'X]": (normal(E(X.T @ X)), (AT, 3), 5 * np.eye(3)),
    "E[X o X]": (normal(E(hadamard(X, X))), (AT, 3), np.outer([2, 3], np.ones(3))),
    "a multiple of the identity": (d * identity(N), (2, 3), 2 * np.eye(3)),
    "identity and ones": (trace(L) * identity(N) + ones(N, N), (AT, 2), np.array([[6, 1], [1, 6]])),
    "zeros": (zero(N, M), (2, 3), np.zeros((2, 3))),
    "a number for a size": (d * identity(2), (3,), 3 * np.eye(2)),
    "a unit matrix": (unit(N, 0) @ unit(N, 1).T, (2,), np.array([[0, 1], [0, 0]])),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("target", ["numpy", "mpmath", "flint"])
def test_the_size_is_an_argument_where_no_array_tells_it(name, target):
    if target == "flint":
        pytest.importorskip("flint")
    expression, arguments, expected = CASES[name]
    value = compile(expression, target)(*arguments)
    rows = value.tolist()
    assert np.allclose(np.array([[float(entry) for entry in row] for row in rows]), expected, rtol=1e-12)


def test_a_target_that_makes_no_constants_says_so():
    for expression in (d * identity(N), trace(L) * ones(N)):
        with pytest.raises(
            UnsupportedExpression, match=r"array-api cannot express .* these targets can: numpy"
        ):
            compile(expression, "array-api")


def test_a_size_left_out_of_the_arguments_is_asked_for():
    with pytest.raises(
        UnsupportedExpression, match="a constant N x N matrix needs an argument of that shape, or"
    ):
        compile(normal(E(X.T @ X)), arguments=[L])
