from fractions import Fraction

import numpy as np
import pytest

from lsa_theory.values.arithmetic.bounded import Floats
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
