"""Inverse roots in generated NumPy: triangular, as accurate as their parts, analytic, and never over an argument."""

import numpy as np
import pytest

from lsa_theory.codegen import compile
from lsa_theory.codegen.targets.numpy_helpers import HELPERS
from lsa_theory.expressions import dimension, positive_definite, trace
from lsa_theory.generated import minimum

EPS = 2.0**-53
SPACE: dict = {}
exec("import numpy as np\n" + "\n".join(source for name, source in HELPERS.items()), SPACE)
lower_times, upper_times = SPACE["_lower_times"], SPACE["_upper_times"]
SIZES = [1, 2, 7, 8, 9, 13, 16, 17, 31, 33, 64, 65, 100, 130]


def root(A):
    """The helper writes over its argument."""
    return SPACE["_inverse_root"](A.copy())


def covariance(n, condition, lead=()):
    rng = np.random.default_rng(n)
    Q, _ = np.linalg.qr(rng.standard_normal((*lead, n, n)))
    A = (Q * np.geomspace(3, 3 / condition, n)) @ Q.mT
    return (A + A.mT) / 2


def is_root(T, A):
    """Whether T A T' = I up to the roundings of its parts.

    With A = L L' + D and T L = I + R it is I + R + R' + T D T'. Here |D| <= (n + 1) eps |L| |L'| (Higham, theorem
    10.3), and R is at most n eps B B for B = |T| |L|: one block is the product of three, each rounded as a product.
    """
    n = A.shape[-1]
    B = np.abs(T) @ np.abs(np.linalg.cholesky(A))
    bound = EPS * (n * (B @ B + (B @ B).mT) + (n + 1) * B @ B.mT)
    wide = T.astype(np.longdouble)
    return bool(np.all(np.abs(wide @ A.astype(np.longdouble) @ wide.mT - np.eye(n)) <= bound))


@pytest.mark.parametrize("condition", [1.0, 1e3, 1e6])
@pytest.mark.parametrize("n", SIZES)
def test_it_is_a_triangular_root_of_the_inverse(n, condition):
    A = covariance(n, condition if n > 1 else 1.0)
    T = root(A)
    assert np.array_equal(T, np.tril(T))
    assert is_root(T, A)
    assert not is_root(T * (1 + 1e-7), A) or condition > 1e3


@pytest.mark.parametrize("n", [3, 9, 33, 70])
def test_a_batch_is_its_members(n):
    A = covariance(n, 100.0, (2, 3))
    many = root(A)
    for i, j in np.ndindex(2, 3):
        assert is_root(many[i, j], A[i, j])
    assert not is_root(many[0, 1], A[0, 0])


@pytest.mark.parametrize("n", [5, 127, 128, 131, 257])
@pytest.mark.parametrize("lead", [(), (2,)])
def test_products_with_a_triangle_leave_out_zeros_alone(n, lead):
    rng = np.random.default_rng(n)
    T, B = np.tril(rng.standard_normal((*lead, n, n))), rng.standard_normal((n, 4))
    for got, left in ((lower_times(T, B), T), (upper_times(T, B), T.mT)):
        bound = 2 * n * EPS * np.abs(left) @ np.abs(B)
        assert np.all(np.abs(got - left @ B) <= bound)
        assert not np.all(np.abs(got * (1 + 1e-10) - left @ B) <= bound)


@pytest.mark.parametrize("lead", [(), (1,)])
@pytest.mark.parametrize("n", [4, 20, 60])
def test_a_complex_step_gives_the_derivative(n, lead):
    """Roots are analytic: nothing is conjugated, and both triangles of a symmetric direction count."""
    A, rng = covariance(n, 10.0), np.random.default_rng(1)
    V = rng.standard_normal((n, n))
    V, step = V + V.T, 1e-30
    point = np.broadcast_to(A + 1j * step * V, (*lead, n, n))
    slope = np.ravel(minimum.minimum_value(point, 7).imag / step)[0]

    def quotient(h):
        return (minimum.minimum_value(A + h * V, 7) - minimum.minimum_value(A - h * V, 7)) / (2 * h)

    # Halving h leaves a quarter of the error of a difference quotient, so the two differ by three quarters of the
    # first's; each value carries n^2 roundings of terms that add up to it, times the condition of A.
    h = 1e-4
    coarse, fine = quotient(h), quotient(h / 2)
    allowed = 4 / 3 * abs(coarse - fine) + n**2 * EPS * 10 * minimum.minimum_value(A, 7) / h
    assert abs(slope - fine) <= allowed
    assert abs(1.02 * slope - fine) > allowed


def test_what_is_not_positive_definite_is_said_to_be_so():
    L = positive_definite("Lambda", dimension("d"))
    with pytest.raises(np.linalg.LinAlgError, match="not positive definite"):
        compile(trace(L**-1))(-np.eye(65))


@pytest.mark.parametrize("kind", [np.int64, np.float32, np.float64, np.complex128])
@pytest.mark.parametrize("n", [3, 65, 70])
def test_an_argument_is_never_written_over(n, kind):
    L = positive_definite("Lambda", dimension("d"))
    given = (np.eye(n) * 2 + 1).astype(kind)
    before = given.copy()
    value, again = compile({"z": trace(L**-1), "Z": L**-1 @ L})(given)
    assert np.array_equal(given, before)
    # (2 I + J)^-1 = (I - J / (n + 2)) / 2. An inverse is known to n roundings times the condition (n + 2) / 2.
    roundoff = np.finfo(value.dtype).eps / 2
    true = n * (1 - 1 / (n + 2)) / 2
    allowed = n * roundoff * (n + 2) / 2 * true
    assert abs(value - true) <= allowed < abs(1.02 * value - true)
    assert np.linalg.norm(again - np.eye(n), 2) <= n * roundoff * (n + 2) / 2
