"""Signs: what is read off must be true; what is false or unknown must not be read off."""

from fractions import Fraction

import numpy as np
import pytest

from lsa_theory.claims.signs import is_definite, is_nonnegative
from lsa_theory.expressions import (
    dimension,
    identity,
    inverse,
    matrix,
    norm_squared,
    operator_norm,
    positive_definite,
    scalar,
    square_root,
    symmetric,
    trace,
    vector,
)
from lsa_theory.expressions.traversal import constituents
from lsa_theory.values.arithmetic.plain import Plain
from lsa_theory.values.evaluate import Evaluator
from lsa_theory.values.instances.coordinates import Points

d, N = dimension("d"), dimension("N")
A, B = matrix("A", d), matrix("B", d)
S = symmetric("S", d)
L, P = positive_definite("L", d), positive_definite("P", d)
v, w = vector("v", d), vector("w", d)
s, t = scalar("s"), scalar("t", positive=True)
G = (1 + 1 / N) * L + trace(L) / N * identity(d)

NON_NEGATIVE = [
    norm_squared(A),
    trace(L @ A @ P @ A.T),
    trace(L @ P),
    trace(L @ A @ L @ A.T),
    trace(inverse(G) @ L @ L),
    trace(S @ S),
    trace(S**2 @ P),
    v.T @ L @ v,
    (v.T @ w) ** 2,
    s**2 * t,
    s * s,
    operator_norm(A) * t,
    square_root(L.rows) / N,
    trace(square_root(L) @ A @ P @ A.T @ square_root(L)),
    norm_squared(A) ** Fraction(1, 2),
]
NOT_KNOWN_OR_FALSE = [
    trace(A),
    trace(A @ A),
    trace(L @ A),
    trace(S),
    trace(L @ S),
    trace(L @ P @ L @ A),
    trace(L @ A @ P @ A),
    v.T @ w,
    v.T @ A @ v,
    s,
    s**3,
    t - 1,
    -norm_squared(A),
    trace(A @ B.T),
    trace(L @ P - P @ L),
    # The product of three definite matrices that do not commute can have a negative trace.
    trace(L @ P @ positive_definite("Q", d)),
]


@pytest.mark.parametrize("expression", NON_NEGATIVE, ids=repr)
def test_signs_that_show(expression):
    assert is_nonnegative(expression)


@pytest.mark.parametrize("expression", NOT_KNOWN_OR_FALSE, ids=repr)
def test_signs_that_do_not_show(expression):
    assert not is_nonnegative(expression)


@pytest.mark.parametrize("expression", NON_NEGATIVE, ids=repr)
def test_what_is_read_off_is_true(expression):
    parts = constituents([expression])
    for size in (1, 2, 3):
        space = Points(parts, dict.fromkeys(parts.dimensions, size))
        at = space.instance(space.draw(np.random.default_rng(size), 200))
        values = Evaluator(Plain(), at).evaluate(expression)
        assert np.all(values >= -1e-9 * np.abs(values).max())


@pytest.mark.parametrize(
    ("expression", "definite"),
    [
        (G, True),
        (L @ G, True),
        (A @ P @ A.T, True),
        (S @ P @ S, True),
        (S**2, True),
        (L @ P, False),
        (S, False),
        (A @ P @ A, False),
        (L - P, False),
    ],
    ids=repr,
)
def test_definite_matrices(expression, definite):
    assert is_definite(expression) is definite
