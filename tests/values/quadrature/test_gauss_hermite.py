import numpy as np
import pytest

from lsa_theory.values.arithmetic.bounded import Floats
from lsa_theory.values.arithmetic.digits import Digits
from lsa_theory.values.arithmetic.rational import Rationals
from lsa_theory.values.quadrature.gauss_hermite import GaussHermite
from lsa_theory.values.quadrature.laws import LawAt
from lsa_theory.values.refusals import NotApplicable


def law(arithmetic, covariance, count=1):
    return LawAt("x", arithmetic.array(covariance), None, count, False)


@pytest.mark.parametrize(("power", "moment"), [(2, 3), (4, 27), (6, 405), (10, 229635)])
def test_moments_at_sixty_digits(power, moment):
    digits = Digits(60)
    points, weights = GaussHermite()(digits, law(digits, [[3]]), power)
    total = sum(w * p[0, 0] ** power for w, p in zip(weights[:, 0, 0], points, strict=True))
    assert abs(total - moment) < moment * digits.context.mpf(10) ** -60


def test_moments_in_floats_within_their_bound():
    floats = Floats()
    points, weights = GaussHermite()(floats, law(floats, [[2, 1], [1, 3]]), 4)
    square = floats.multiply(points, points)
    product = floats.multiply(
        floats.entries(square, (..., slice(0, 1), slice(None))),
        floats.entries(square, (..., slice(1, 2), slice(None))),
    )
    total = floats.contract(product, weights)
    assert abs(total.value[0, 0] - 8) <= 4 * total.error[0, 0] < 1e-12


def test_one_node_too_few_is_wrong():
    floats = Floats()
    points, weights = GaussHermite()(floats, law(floats, [[1]]), 2)
    assert abs(float(np.sum(weights.value[:, 0, 0] * points.value[:, 0, 0] ** 4)) - 3) > 1


def test_number_of_points():
    floats = Floats()
    points, weights = GaussHermite()(floats, law(floats, [[1, 0], [0, 1]], count=2), 4)
    assert points.shape == (81, 2, 2)
    assert weights.shape == (81, 1, 1)
    assert GaussHermite().size(4, 4) == 81


def test_exact_arithmetic_has_no_nodes():
    with pytest.raises(NotApplicable, match="nodes are irrational"):
        GaussHermite()(Rationals(), law(Rationals(), [[1]]), 2)
