"""The hand-written gradient against exact differences of the layer, for every weight."""

import numpy as np
import pytest

from lsa_theory.model import squared_error
from lsa_theory.simulation import (
    Moments,
    PromptLaw,
    Prompts,
    estimate_gradient,
    observed_gradient,
    predict_as_defined,
    sample_prompts,
)
from lsa_theory.simulation.training.gradient import prompt_gradients


@pytest.mark.parametrize(("d", "length"), [(1, 1), (2, 5), (4, 3)])
def test_every_entry_against_finite_differences(d, length):
    # Along one entry a loss is quadratic, so a central difference of any step is exact but for rounding.
    rng = np.random.default_rng([d, length])
    prompts = sample_prompts(rng, np.eye(d) + 0.2, length, 7, noise_variance=0.3**2)
    weights = rng.standard_normal((2, d + 1, d + 1))

    def mean_loss(weights):
        predicted = predict_as_defined(prompts, weights[0], weights[1], 2.0)
        return squared_error(predicted, prompts.target).mean()

    exact = np.stack(prompt_gradients(prompts, weights[0], weights[1], 2.0).mean())
    step = 0.5
    differences = np.zeros_like(weights)
    for index in np.ndindex(weights.shape):
        shift = np.zeros_like(weights)
        shift[index] = step
        differences[index] = (mean_loss(weights + shift) - mean_loss(weights - shift)) / (2 * step)
    np.testing.assert_allclose(exact, differences, rtol=0, atol=1e-12 * np.abs(exact).max() * (d + length))
    assert np.abs(0.98 * exact - differences).max() > 1e-3 * np.abs(exact).max()


def test_standard_errors_are_those_of_the_prompts_own_derivatives():
    rng = np.random.default_rng(3)
    d, length, count = 3, 5, 200
    key_query, value = rng.standard_normal((2, d + 1, d + 1))
    law = PromptLaw(np.diag([1.0, 2.0, 0.5]), length)
    in_key_query, in_value = estimate_gradient(
        np.random.default_rng(9), key_query, value, law.covariance, length, prompts=count
    )
    gradients = prompt_gradients(law.sample(np.random.default_rng(9), count), key_query, value, length)
    each = gradients.left[:, :, None] * gradients.query[:, None, :]
    np.testing.assert_allclose(in_key_query.mean, each.mean(0), rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(in_key_query.standard_error, each.std(0, ddof=1) / np.sqrt(count), rtol=1e-10)
    np.testing.assert_allclose(
        in_value.standard_error[-1], gradients.row.std(0, ddof=1) / np.sqrt(count), rtol=1e-10
    )
    assert (in_value.mean[:-1] == 0).all()
    assert (in_key_query.mean[:, -1] == 0).all()


def test_expected_gradient_at_a_point_worked_by_hand():
    # d = 1, a = u21 = 0, S = sum x^2 / N: the loss is E (p S - 1)^2 w^2 x_q^2 / 2, p = u U,
    # E S^2 = lambda^2 (1 + 2/N); w = x_q = 1 leaves (p^2 E S^2 - 2 p lambda + 1) / 2.
    variance, length, U, u = 1.5, 7, 0.4, 0.8
    key_query, value = np.array([[U, 0.0], [0.0, 0.0]]), np.array([[0.0, 0.0], [0.0, u]])
    in_key_query, in_value = estimate_gradient(
        np.random.default_rng(4),
        key_query,
        value,
        np.array([[variance]]),
        length,
        prompts=100_000,
        task=np.ones(1),
        query=np.ones(1),
    )
    slope = u * U * variance**2 * (1 + 2 / length) - variance
    assert abs(in_key_query.z(u * slope)[0, 0]) < 5
    assert abs(in_value.z(U * slope)[1, 1]) < 5
    assert abs(in_key_query.z(1.02 * u * slope)[0, 0]) > 5


@pytest.mark.parametrize(("d", "length"), [(2, 3), (3, 2), (4, 9)])
def test_single_precision_differs_by_its_rounding(d, length):
    rng = np.random.default_rng([d, length])
    prompts = sample_prompts(rng, np.eye(d) + 0.2, length, 5000)
    weights = rng.standard_normal((2, d + 1, d + 1))
    names = ("covariates", "labels", "query", "target")
    single = Prompts(*(getattr(prompts, name).astype(np.float32) for name in names))
    exact = np.stack(prompt_gradients(prompts, *weights, length).mean())
    rounded = np.stack(prompt_gradients(single, *weights.astype(np.float32), length).mean())
    assert rounded.dtype == np.float32
    # Some hundred roundings of 6e-8, none of which a hook's resolution of 2.5e-3 would show.
    size = np.abs(exact).max()
    np.testing.assert_allclose(rounded, exact, rtol=0, atol=100 * 2.0**-24 * size)
    assert np.abs(0.98 * exact - rounded).max() > 1e-3 * size


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_estimates_of_either_precision_have_the_same_mean(dtype):
    # At d = 1 with W^PV = [[0, 0], [0, 1]] and W^KQ = 0 the derivative in U_11 is -lambda^2.
    value = np.array([[0.0, 0.0], [0.0, 1.0]])
    in_key_query, _ = estimate_gradient(
        np.random.default_rng(5), np.zeros((2, 2)), value, np.array([[1.5]]), 4, prompts=400_000, dtype=dtype
    )
    exact = np.array([[-(1.5**2), 0.0], [0.0, 0.0]])
    assert np.abs(in_key_query.z(exact)[0, 0]) < 5
    assert np.abs(in_key_query.z(1.02 * exact)[0, 0]) > 3


def test_moments_of_outer_products_are_those_of_each_prompts_own():
    law, weights = PromptLaw(np.diag([1.0, 2.0]), 3), np.random.default_rng(1).standard_normal((2, 3, 3))
    found = observed_gradient(law, *weights).moments(np.random.default_rng(7), 500).part(0)
    gradients = prompt_gradients(law.sample(np.random.default_rng(7), 500), *weights, 3.0)
    each = Moments.of(gradients.left[:, :, None] * gradients.query[:, None, :])
    for name in ("mean", "squares", "cubes"):
        exact = getattr(each, name)
        np.testing.assert_allclose(getattr(found, name), exact, rtol=1e-9, atol=1e-11 * np.abs(exact).max())
