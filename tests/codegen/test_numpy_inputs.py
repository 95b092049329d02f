"""Integers, empty batches, complex numbers; and what is returned belongs to the caller."""

from fractions import Fraction

import numpy as np
import pytest

from lsa_theory.codegen import Definition, compile
from lsa_theory.expressions import dimension, identity, matrix, positive_definite, scalar, trace, vector
from lsa_theory.generated import flow, loss, minimum, risk

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


@pytest.mark.parametrize("place", [0, 997, 1999])
def test_one_matrix_of_a_long_batch_that_is_not_symmetric_is_refused(place):
    given = np.broadcast_to(2 * np.eye(12), (2000, 12, 12)).copy()
    assert given.nbytes > 2**20
    assert minimum.minimum_value(given, 10).shape == (2000,)
    given[place, 3, 5] = 0.1
    with pytest.raises(ValueError, match=r"Lambda must be symmetric; given \(12, 12\)"):
        minimum.minimum_value(given, 10)


def test_an_empty_batch_has_empty_results():
    none = np.zeros((0, 3, 3))
    assert compile(trace(U @ L))(none, none).shape == (0,)
    assert minimum.minimum_value(none, 7).shape == (0,)
    assert risk.linear_risk(none, 7, 5).shape == (0,)
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


ONES = np.ones((2, 1))
TWO = np.diag([1.0, 2.0])


@pytest.mark.parametrize("kind", [np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint32])
@pytest.mark.parametrize("size", [100, 2**7 - 1, 2**15 - 1, 65536, 2**32])
def test_a_length_of_fixed_width_never_wraps(kind, size):
    if size > np.iinfo(kind).max:
        pytest.skip("the kind does not hold it")
    given = loss.full_loss(np.eye(2), ONES, ONES, 0.7, TWO, kind(size))
    assert given == loss.full_loss(np.eye(2), ONES, ONES, 0.7, TWO, float(size))
    batch = loss.full_loss(np.eye(2), ONES, ONES, 0.7, TWO, np.array([size], dtype=kind))
    assert batch[0] == pytest.approx(given, rel=1e-14)


@pytest.mark.parametrize("kind", [np.int8, np.int32, np.int64, object])
def test_matrices_of_integers_never_wrap(kind):
    U, v, L = 5 * np.eye(2), np.array([[3.0], [2.0]]), np.diag([9.0, 8.0])
    true = loss.full_loss(U, v, v, 1.0, L, 10)
    assert loss.full_loss(U.astype(kind), v.astype(kind), v.astype(kind), 1, L.astype(kind), 10) == true
    assert loss.full_loss(1.02 * U, v, v, 1.0, L, 10) != true
    big = 5000.0
    assert loss.reduced_loss(
        (big * U).astype(np.int32), 1, (big * L).astype(np.int32), 10
    ) == loss.reduced_loss(big * U, 1, big * L, 10)


def test_lists_fractions_and_odd_floats_are_arrays():
    true = minimum.minimum_value(TWO, 10)
    assert minimum.minimum_value([[1, 0], [0, 2]], 10) == true
    assert minimum.minimum_value(TWO, Fraction(10)) == true
    assert minimum.minimum_value(TWO.astype(np.float16), 10) == true
    assert minimum.minimum_value(TWO.astype(np.longdouble), 10) == true
    assert minimum.flow_limit([[1, 0], [0, 2]], 10)[0].shape == (2, 2)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([[1, 2], [0, 1]], 10), r"Lambda must be symmetric; given \(2, 2\)"),
        ((np.ones((2, 3)), 10), "Lambda must be symmetric"),
        ((np.ones(3), 10), r"Lambda must have the shape \(..., rows, columns\); given \(3,\)"),
        ((10, TWO), "must have the shape"),
        (("x", 10), "Lambda must be a number or an array of numbers; given 'x'"),
        ((None, 10), "must be a number or an array"),
        (([[1], [2, 3]], 10), "must be a number or an array"),
        ((TWO, "ten"), "N must be a number"),
        ((TWO, 0), "N is a length; it must be positive, given 0"),
        ((TWO, -1), "N is a length; it must be positive"),
        ((TWO, float("nan")), "N is a length"),
        ((np.ma.masked_array(TWO, TWO == 0), 10), "Lambda has masked entries"),
    ],
)
def test_what_is_no_number_is_refused_in_words(arguments, message):
    with pytest.raises(ValueError, match=message):
        minimum.minimum_value(*arguments)


@pytest.mark.parametrize("n", [2, 5, 100, 130])
def test_a_matrix_that_is_symmetric_up_to_rounding_passes_and_no_other(n):
    rng = np.random.default_rng(n)
    A = rng.standard_normal((n, n))
    L = np.eye(n) + A @ A.T / n
    nearly = np.linalg.inv(np.linalg.inv(L))
    assert np.isfinite(minimum.minimum_value(nearly, 10))
    L[0, 1] *= 1 + 1e-9
    with pytest.raises(ValueError, match="must be symmetric"):
        minimum.minimum_value(L, 10)
    with pytest.raises(ValueError, match="must be symmetric"):
        minimum.minimum_value(np.stack([np.eye(n), L]), 10)
