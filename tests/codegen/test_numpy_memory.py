"""The NumPy target writes over what it made itself, never over an argument, whatever its order and kind."""

import numpy as np
import pytest

from lsa_theory.codegen import compile
from lsa_theory.expressions import dimension, identity, matrix, positive_definite, scalar, trace

d, s = dimension("d"), scalar("s")
L, U = positive_definite("Lambda", d), matrix("U", d)
GIVEN = np.array([[2.0, 0.5], [0.5, 3.0]]), np.array([[1.0, -2.0], [0.25, 1.5]])


@pytest.mark.parametrize("kind", [np.int64, np.float32, np.float64, np.complex64, np.complex128])
@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("lead", [(), (3,), (2, 3)])
@pytest.mark.parametrize("shift", [2, 0.5, np.float32(0.5), np.float64(0.5), np.full((2, 3), 0.5)])
def test_a_shift_leaves_its_argument_alone(kind, order, lead, shift):
    function = compile({"shifted": U + s * identity(d), "both": 2 * U + s * identity(d)}, "numpy")
    given = np.asarray(np.broadcast_to(GIVEN[1], (*lead, 2, 2)).astype(kind), order=order)
    before = given.copy()
    shifted, both = function(given, shift)
    true = np.asarray(shift)[..., None, None] * np.eye(2, dtype=np.int8)
    assert np.array_equal(given, before)
    for got, expected in ((shifted, before + true), (both, 2 * before + true)):
        assert got.shape == expected.shape
        assert np.array_equal(got, expected)
        # Integers become floating point at the door: they would wrap.
        assert got.dtype == np.result_type(before.astype(float) if kind is np.int64 else before, shift)
        assert not np.array_equal(got, expected - 1e-3 * true)


@pytest.mark.parametrize("kind", [np.float32, np.complex64, np.complex128])
@pytest.mark.parametrize("lead", [(), (1,), (5,)])
def test_both_bodies_of_a_prepared_function_keep_the_kind_and_conjugate_nothing(kind, lead):
    function = compile({"value": trace(L @ U @ L @ U.T), "slope": s * L @ U @ L}, "numpy", constants=[L])
    A, B = GIVEN[0].astype(kind), (GIVEN[1] * (1 + 2j if np.dtype(kind).kind == "c" else 1)).astype(kind)
    value, slope = function(A)(np.broadcast_to(B, (*lead, 2, 2)), 3.0)
    assert value.dtype == slope.dtype == kind
    # Numbers of few bits: every product and sum is exact, in any order.
    true = np.trace(A @ B @ A @ B.T)
    assert np.all(value == true)
    assert np.all(slope == 3 * A @ B @ A)
    assert not np.any(value == true * kind(1.02))


@pytest.mark.parametrize("axes", ["U", "s", "Lambda", "all"])
def test_an_axis_of_any_argument_alone_broadcasts(axes):
    function = compile({"value": trace(L @ U @ L @ U.T) * s, "slope": s * L @ U @ L}, "numpy", constants=[L])
    A, B, c = GIVEN[0], GIVEN[1], 3.0
    A_many = np.stack([A, 2 * A]) if axes in ("Lambda", "all") else A
    B_many = np.stack([B, B + 1]) if axes in ("U", "all") else B
    c_many = np.array([c, 4.0]) if axes in ("s", "all") else c
    value, slope = function(A_many)(B_many, c_many)
    for k in range(2):
        A_k = A_many[k] if np.ndim(A_many) > 2 else A
        B_k = B_many[k] if np.ndim(B_many) > 2 else B
        c_k = c_many[k] if np.ndim(c_many) else c
        # Exact, as above.
        assert value[k] == c_k * np.trace(A_k @ B_k @ A_k @ B_k.T)
        assert np.array_equal(slope[k], c_k * A_k @ B_k @ A_k)
        assert value[k] != c_k * np.trace(A_k @ B_k @ A_k @ B_k)
