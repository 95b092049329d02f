"""Integers, empty batches, complex numbers; and what is returned belongs to the caller."""

from fractions import Fraction

import numpy as np
import pytest

from lsa_theory.algebra import dimension, identity, matrix, positive_definite, scalar, trace, vector
from lsa_theory.codegen import Definition, compile
from lsa_theory.generated import flow, minimum, risk

d, s = dimension("d"), scalar("s")
L, G = positive_definite("Lambda", d), positive_definite("Gamma", d)
U, a = matrix("U", d), vector("a", d)
HALF = Fraction(1, 2)
EPS = 2.0**-53


@pytest.mark.parametrize("n", [3, 65, 70])
def test_integers_are_taken_as_numbers(n):
    given = 2 * np.eye(n, dtype=int)
    shifted = compile(trace((L + identity(d)) ** -1))(given)
    scaled = compile(trace(G**-1), definitions=[Definition(G, 2 * L)])(given)
    for value, true in ((shifted, n / 3), (scaled, n / 4)):
        # A root, a quotient, a square for each term of a sum of n.
        allowed = (n + 3) * EPS * true
        assert abs(value - true) <= allowed < abs(1.02 * value - true)


def test_an_empty_batch_has_empty_results():
    none = np.zeros((0, 3, 3))
    assert compile(trace(U @ L))(none, none).shape == (0,)
    assert minimum.minimum_value(none, 7).shape == (0,)
    assert risk.linear_risk(5, none, 7).shape == (0,)
    U_rate, u_rate = flow.reduced_flow(none, np.zeros(0), np.eye(3), 7)
    assert (U_rate.shape, u_rate.shape) == ((0, 3, 3), (0,))


# Each needs an eigensystem, which is of a real matrix.
EIGEN = {
    "trace of a root": (trace(L**HALF), ()),
    "root": (L**HALF, ()),
    "resolvent, prepared": (trace((L + s * identity(d)) ** -1), (L,)),
}


@pytest.mark.parametrize("name", EIGEN)
def test_eigenvalues_of_a_complex_matrix_are_refused(name):
    expression, constants = EIGEN[name]
    function = compile(expression, constants=constants)
    A = np.array([[2.0, 0.5], [0.5, 3.0]])
    run = (lambda X: function(X)(2.0)) if constants else function
    # Two eigensystems, each that of a matrix n eps |A| away; no slope of these functions on the spectrum is above 1.
    allowed = 2 * len(A) * EPS * np.linalg.norm(A)
    assert np.all(np.abs(run(A.astype(complex)) - run(A)) <= allowed)
    assert not np.all(np.abs(1.02 * run(A.astype(complex)) - run(A)) <= allowed)
    with pytest.raises(ValueError, match=r"eigenvalues of a complex matrix.*give a real matrix"):
        run(A + 0.1j * np.array([[1.0, 2.0], [2.0, 0.0]]))


def test_other_libraries_refuse_complex_eigensystems():
    function = compile(trace(L**HALF), "array-api")
    assert abs(function(np.diag([4.0, 9.0])) - 5) <= 2 * EPS * 9
    with pytest.raises(TypeError, match="a real matrix were expected, the one given is complex128"):
        function(np.eye(2) * 1j)


@pytest.mark.parametrize("lead", [(), (2,)])
def test_what_is_returned_may_be_written_into(lead):
    outputs = {"A": L @ L, "B": U @ L, "C": U, "D": U.T, "E": L, "F": U @ L, "t": trace(L), "y": U @ a}
    make = compile(outputs, constants=[L])
    covariance = np.broadcast_to(np.diag([2.0, 3.0]), (*lead, 2, 2)).copy()
    given, column = np.array([[1.0, 2.0], [3.0, 5.0]]), np.array([[1.0], [4.0]])
    kept = covariance.copy(), given.copy(), column.copy()
    run = make(covariance)
    first = [np.array(x) for x in run(given, column)]
    for place in range(len(outputs)):
        got = list(run(given, column))
        if np.ndim(got[place]):
            got[place][...] = 0
        for other, true in enumerate(first):
            assert other == place or np.array_equal(got[other], true), (place, other)
        assert all(np.array_equal(x, y) for x, y in zip(run(given, column), first, strict=True)), place
    assert all(np.array_equal(x, y) for x, y in zip((covariance, given, column), kept, strict=True))


def test_a_multiple_of_the_identity_beside_a_constant_vector():
    for multiple in (2 * identity(d), L @ L**-1, identity(d) * (a.T @ a)):
        make = compile({"Z": multiple, "y": U @ a}, arguments=(a, L, U), constants=[a])
        got, _ = make(np.ones((2, 1)))(3 * np.eye(2), np.ones((2, 2)))
        assert np.array_equal(got, got[0, 0] * np.eye(2))
        assert got[0, 0] in (1, 2)


def test_a_long_batch_of_an_output_that_has_the_name_of_the_function():
    A = np.array([[2.0, 0.5], [0.5, 3.0]])
    many = np.arange(4.0 * 40_000).reshape(-1, 2, 2)
    assert many.nbytes > 2**20
    for run in (compile(L @ U @ L, name="y", constants=[L])(A), lambda X: compile({"y": U @ U}, name="y")(X)):
        assert run(many).shape == many.shape
    assert np.array_equal(compile(L @ U @ L, constants=[L])(A)(many), A @ many @ A)
    assert not np.array_equal(compile(L @ U @ L, constants=[L])(A)(many), A @ many @ A * 1.02)
