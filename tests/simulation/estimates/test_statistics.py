"""Sufficient statistics merge as if never cut; intervals and z say what they should."""

import numpy as np
import pytest

from lsa_theory.errors import InvalidArgument
from lsa_theory.simulation import Estimate, Moments


@pytest.mark.parametrize("cuts", [[1], [10, 20], [3, 4, 50, 99]])
@pytest.mark.parametrize("offset", [0.0, 1e6])
def test_merging_gives_the_statistics_of_the_whole(cuts, offset):
    values = np.random.default_rng(0).gamma(1.0, size=(100, 2)) + offset
    merged = Moments.none((2,))
    for part in np.split(values, cuts):
        merged = merged.merged(Moments.of(part))
    deviations = values - values.mean(0)
    rounding = 100 * np.finfo(float).eps * max(offset, 1.0)
    assert merged.count == 100
    np.testing.assert_allclose(merged.mean, values.mean(0), rtol=1e-14)
    np.testing.assert_allclose(merged.squares, (deviations**2).sum(0), rtol=10 * rounding)
    np.testing.assert_allclose(merged.cubes, (deviations**3).sum(0), rtol=30 * rounding)


def test_an_interval_of_normal_draws_is_students():
    estimate = Estimate.of(Moments.of(np.array([0.0, 2.0])))
    low, high = estimate.interval(0.95)
    assert (low + high) / 2 == 1.0
    assert high - 1.0 == pytest.approx(12.706204736, rel=1e-9)  # t_{0.975} with 1 degree of freedom, error 1


def test_an_entry_that_never_moves():
    estimate = Estimate.of(Moments.of(np.zeros((5, 2))))
    np.testing.assert_array_equal(estimate.z(np.array([0.0, 1.0])), [0.0, -np.inf])
    assert estimate.relative_error == np.inf


def test_refusals():
    with pytest.raises(InvalidArgument, match="at least 2 draws; there are 1"):
        Estimate.of(Moments.of(np.zeros(1)))
    with pytest.raises(InvalidArgument, match="between 0 and 1; given 95"):
        Estimate(0.0, 1.0, 10).interval(95)
