from fractions import Fraction

import numpy as np
import pytest

from lsa_theory.values.arithmetic.bounded import EPS, Bounded, Floats
from lsa_theory.values.arithmetic.rational import Rationals, as_fraction

RNG = np.random.default_rng(3)


def as_floats(exact):
    return np.array([float(as_fraction(v)) for v in exact.flat]).reshape(exact.shape)


@pytest.mark.parametrize("size", [1, 2, 4])
def test_bounds_hold_against_exact_arithmetic(size):
    entries = [[Fraction(int(v), 7) for v in row] for row in RNG.integers(-50, 50, size=(size, size))]
    results = []
    for ring in (Rationals(), Floats()):
        a = ring.array(entries)
        product = ring.matmul(ring.add(a, ring.identity(size)), a)
        results.append(ring.subtract(ring.multiply(ring.trace(product), a), ring.inverse(product)))
    exact, bounded = as_floats(results[0]), results[1]
    gap = np.abs(exact - bounded.value)
    assert (gap <= bounded.error + np.spacing(np.abs(exact))).all()


def test_bound_shows_cancellation():
    floats = Floats()
    large = floats.array([[10**15]])
    rest = floats.subtract(floats.add(large, floats.array([[Fraction(1, 3)]])), large)
    assert rest.error[0, 0] > abs(rest.value[0, 0] - 1 / 3)


LEFT, RIGHT = RNG.uniform(-3, 3, (5, 2, 3)), RNG.uniform(-3, 3, (5, 3, 2))
LEFT_ERROR, RIGHT_ERROR = RNG.uniform(0, 1e-12, LEFT.shape), RNG.uniform(0, 1e-12, RIGHT.shape)


@pytest.mark.parametrize("rows", [1, 2])
def test_bounds_of_products_are_those_of_the_error_analysis(rows):
    # |a| eb + ea |b| + n eps |a| |b|, Higham 2002, (3.5): no part of it may be left out, nor be much larger.
    columns = 1 if rows == 1 else 2
    a = Bounded(LEFT[:, :rows], LEFT_ERROR[:, :rows])
    b = Bounded(RIGHT[..., :columns], RIGHT_ERROR[..., :columns])
    found = Floats().matmul(a, b)
    left, right = np.abs(a.value), np.abs(b.value)
    np.testing.assert_allclose(found.value, a.value @ b.value, rtol=1e-14)
    expected = left @ b.error + a.error @ right + 3 * EPS * left @ right
    np.testing.assert_allclose(found.error, expected, rtol=1e-12)


@pytest.mark.parametrize("part", ["all", "rounding alone", "left alone", "right alone"])
def test_bounds_of_single_products_and_sums_hold_every_part(part):
    nothing = np.zeros_like(LEFT[..., :1])
    a = Bounded(LEFT[..., :1], LEFT_ERROR[..., :1] if part in ("all", "left alone") else nothing)
    b = Bounded(LEFT[..., 1:2], LEFT_ERROR[..., 1:2] if part in ("all", "right alone") else nothing)
    left, right = np.abs(a.value), np.abs(b.value)
    product, total = Floats().multiply(a, b), Floats().add(a, b)
    expected = left * b.error + a.error * right + EPS * left * right
    np.testing.assert_allclose(product.error, expected, rtol=1e-12)
    np.testing.assert_allclose(total.error, a.error + b.error + EPS * np.abs(a.value + b.value), rtol=1e-12)
