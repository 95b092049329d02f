"""The inverse of F F' with F wide and constant: a letter with its relation, as the inverse of a sum is."""

import numpy as np
import pytest

from lsa_theory import log_det
from lsa_theory.algebra.normal import equal, normal
from lsa_theory.algebra.solving.equations import solve_linear
from lsa_theory.codegen.compiling import compile
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.expressions import (
    E,
    dimension,
    gaussian,
    gradient,
    identity,
    inverse,
    matrix,
    square_root,
    symmetric,
    trace,
    vector,
)

d, n = dimension("d"), dimension("n")
A, M, F = matrix("A", d), matrix("M", d), matrix("F", d, n)
K, a = symmetric("K", n), vector("a", d)
G = F @ F.T
P = F.T @ inverse(G) @ F


def test_it_cancels_beside_its_product():
    assert repr(normal(inverse(G) @ G)) == "I"
    assert repr(normal(inverse(inverse(G)))) == "F @ F.T"
    assert equal(inverse(F @ K @ F.T) @ F @ K @ F.T, identity(d))
    assert not equal(inverse(G) @ A, A)


def test_a_projection_is_one():
    assert equal(P @ P, P)
    assert equal(P, P.T)
    assert equal(trace(P), d)
    assert not equal(P, identity(n))


def test_it_is_differentiated_solved_averaged_and_compiled():
    assert equal(gradient(log_det(G), F), 2 * inverse(G) @ F)
    left = gradient(trace(A @ inverse(G)), F)
    assert equal(left, -inverse(G) @ (A + A.T) @ inverse(G) @ F)
    assert equal(solve_linear(G @ M - A, M).value, inverse(G) @ A)
    x = gaussian("x", covariance=G)
    assert equal(E(x.T @ inverse(G) @ x), d)
    at = np.array([[1.0, 2.0, 3.0], [0.0, 1.0, 1.0]])
    assert np.allclose(compile(normal(inverse(G)))(at), np.linalg.inv(at @ at.T))


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: normal(inverse(a @ a.T)), "has no inverse"),
        (lambda: normal(square_root(G)), "a fractional power"),
    ],
)
def test_what_has_none_is_refused(build, message):
    with pytest.raises(UnsupportedExpression, match=message):
        build()
