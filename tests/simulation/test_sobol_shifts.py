"""Shifted Sobol points: unbiased, honest about their error, and no engine is built for a draw."""

import numpy as np
import pytest

from lsa_theory.digital_shift import BITS, digitally_shifted
from lsa_theory.simulation import Budget, Estimate, PromptLaw, accumulate, loss_source
from lsa_theory.simulation.paths import sobol


def same_digits_for_all(net, rng):
    """Shift wrongly: all coordinates by the same digits."""
    shifts = rng.integers(0, 1 << BITS, (1, 1, 1))
    return ((net[:, None] ^ shifts) + rng.random(shifts.shape)) * 2.0**-BITS


def no_digits(net, rng):
    """Shift wrongly: by the part of the last digit alone."""
    return (net[:, None] + rng.random((len(net), 1, 1))) * 2.0**-BITS


def z_of(shift, integrand, exact, shifts=600):
    """Return how many standard errors the mean over shifts of two points in two coordinates is off."""
    net, rng = np.array([[0, 1 << (BITS - 1)], [0, 3 << (BITS - 2)]]), np.random.default_rng(3)
    means = np.array([integrand(shift(net, rng)[:, 0]).mean() for _ in range(shifts)])
    return abs(means.mean() - exact) / max(means.std(ddof=1) / np.sqrt(shifts), 1e-300)


def product(u):
    return u[0] * u[1]


def cube(u):
    return u[0] ** 3


@pytest.mark.parametrize(("integrand", "exact"), [(product, 1 / 4), (cube, 1 / 4)])
def test_every_mean_under_a_shift_is_unbiased(integrand, exact):
    assert z_of(digitally_shifted, integrand, exact) < 4


@pytest.mark.parametrize(
    ("wrong", "integrand"), [(same_digits_for_all, product), (no_digits, product), (no_digits, cube)]
)
def test_a_shift_that_is_not_random_enough_is_noticed(wrong, integrand):
    assert z_of(wrong, integrand, 1 / 4) > 6


def test_groups_are_shifted_independently():
    net = np.arange(64)[None] << (BITS - 6)
    first, second = digitally_shifted(net, np.random.default_rng(1), groups=2)[0]
    assert sorted(np.floor(first * 64)) == sorted(np.floor(second * 64)) == list(range(64))
    assert (first != second).all()


def test_one_net_serves_all_draws_of_a_size(monkeypatch):
    from scipy.stats import qmc

    built = []
    engine = qmc.Sobol
    monkeypatch.setattr(qmc, "Sobol", lambda *args, **kwargs: built.append(args) or engine(*args, **kwargs))
    sobol._net.cache_clear()
    source = loss_source(PromptLaw(np.eye(6), 9), np.eye(7) / 2, np.eye(7), path="sobol")
    accumulate(source, np.random.default_rng(0), Budget(prompts=48))
    assert built == [(7,)]


@pytest.mark.slow
def test_the_standard_error_of_few_shifts_is_honest():
    law = PromptLaw(np.eye(4), 12)
    weights = np.diag([0.5] * 4 + [0.0]), np.diag([0.0] * 4 + [1.0])
    exact = Estimate.of(
        accumulate(loss_source(law, *weights, path="sobol"), np.random.default_rng(0), Budget(prompts=2048))
    )
    z = [
        float(
            Estimate.of(
                accumulate(
                    loss_source(law, *weights, path="sobol"), np.random.default_rng(k), Budget(prompts=16)
                )
            ).z(exact.mean)
        )
        for k in range(1, 101)
    ]
    # Student's t with 15 degrees of freedom has standard deviation 1.07.
    assert 0.8 < np.std(z) < 1.4
    assert abs(np.mean(z)) < 0.4
