"""Gates on ratios of CPU time inside one process, as wide as a noisy machine needs."""

import time

import numpy as np
import pytest

from lsa_theory.simulation import Budget, Estimate, PromptLaw, accumulate, loss_source
from lsa_theory.simulation.paths import Weights, sobol

pytestmark = pytest.mark.slow


def setting(d, length):
    gain = 1 / (1 + (d + 1) / length)
    weights = np.diag([gain] * d + [0.0]), np.diag([0.0] * d + [1.0])
    exact = 0.5 * (gain**2 * d * (1 + (d + 1) / length) - 2 * gain * d + d)
    return PromptLaw(np.eye(d), length), weights, exact


def time_to_error(path, d, length, seconds=0.5):
    """Return CPU seconds a draw, and to a relative standard error of 1e-3."""
    law, weights, _ = setting(d, length)
    source = loss_source(law, *weights, path=path)
    rng = np.random.default_rng(0)
    accumulate(source, rng, Budget(prompts=source.chunk))
    started = time.process_time()
    estimate = Estimate.of(accumulate(source, rng, Budget(seconds=seconds)))
    spent = time.process_time() - started
    return spent / estimate.count, spent * (estimate.relative_error / 1e-3) ** 2


@pytest.mark.parametrize(("d", "length", "times"), [(20, 40, 8), (50, 200, 40)])
def test_the_order_d_law_beats_tokens(d, length, times):
    assert time_to_error("tokens", d, length)[0] > times * time_to_error("order-d", d, length)[0]


def test_integrating_what_can_be_integrated_pays():
    assert time_to_error("tokens", 20, 40)[1] > 300 * time_to_error("order-d-integrated", 20, 40)[1]


def test_one_scramble_of_4096_points_is_within_a_thousandth():
    law, weights, exact = setting(20, 40)
    source = sobol.source(law, Weights.of(law, *weights, None), log2_points=12)
    one = source.moments(np.random.default_rng(0), 1)
    assert abs(float(one.mean) / exact - 1) < 1e-3
