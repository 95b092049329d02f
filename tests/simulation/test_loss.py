"""The loss from tokens against values worked by hand, each with a formula wrong by 2 % that is rejected."""

import numpy as np
import pytest

from lsa_theory.errors import InvalidArgument, InvalidCovariance, ShapeMismatch
from lsa_theory.simulation import PromptLaw, estimate_loss, observe, predict, until


def one_dimensional_loss(variance, length, product, noise):
    """Return L at d = 1 given w = x_q = 1.

    S = sum x^2 / N has E S = lambda and E S^2 = lambda^2 (1 + 2/N); the noise adds s^2 p^2 lambda / N.
    """
    square = variance**2 * (1 + 2 / length)
    return 0.5 * (product**2 * (square + noise**2 * variance / length) - 2 * product * variance + 1)


ONE_DIMENSION = [(1, 0.0), (4, 0.0), (20, 0.7)]
WEIGHTS = np.array([[0.4, 0.0], [0.0, 0.0]]), np.array([[0.0, 0.0], [0.0, 0.8]])


@pytest.mark.parametrize(("length", "noise"), ONE_DIMENSION)
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_one_dimension(length, noise, dtype):
    estimate = estimate_loss(
        np.random.default_rng(length),
        *WEIGHTS,
        np.array([[1.5]]),
        length,
        prompts=400_000,
        noise_variance=noise**2,
        dtype=dtype,
        task=np.ones(1),
        query=np.ones(1),
    )
    exact = one_dimensional_loss(1.5, length, 0.32, noise)
    assert abs(estimate.z(exact)) < 5
    assert abs(estimate.z(1.02 * exact)) > 5
    assert abs(estimate.z(0.98 * exact)) > 5


@pytest.mark.slow
@pytest.mark.parametrize(("length", "noise"), ONE_DIMENSION)
def test_one_dimension_averaged_over_tasks_and_queries(length, noise):
    estimate = estimate_loss(
        np.random.default_rng(length),
        *WEIGHTS,
        np.array([[1.5]]),
        length,
        prompts=8_000_000,
        noise_variance=noise**2,
    )
    square = 1.5**2 * (1 + 2 / length)
    exact = 1.5 * 0.5 * (0.32**2 * (square + noise**2 * 1.5 / length) - 2 * 0.32 * 1.5 + 1)
    assert abs(estimate.z(exact)) < 5
    assert abs(estimate.z(1.02 * exact)) > 5
    assert abs(estimate.z(0.98 * exact)) > 5


def test_the_same_seed_gives_the_same_estimate():
    weights = np.eye(3), np.eye(3)
    first, second = (
        estimate_loss(np.random.default_rng(1), *weights, np.eye(2), 4, prompts=5000) for _ in range(2)
    )
    assert (first.mean, first.standard_error) == (second.mean, second.standard_error)


def test_until_reaches_the_relative_error():
    law = PromptLaw(np.eye(2), 10)
    weights = np.diag([0.7, 0.7, 0.0]), np.diag([0.0, 0.0, 1.0])
    estimate = observe(
        lambda prompts: predict(prompts, *weights), law, np.random.default_rng(0), until(relative_error=2e-2)
    )
    assert estimate.relative_error <= 2e-2
    assert estimate.count >= 1024


def test_seconds_stop_a_run():
    law = PromptLaw(np.eye(2), 10)
    estimate = observe(
        lambda prompts: np.zeros(len(prompts)), law, np.random.default_rng(0), until(seconds=0.02)
    )
    assert estimate.count >= 2


BAD = [
    (
        {"covariance": np.array([[1.0, 0.5], [0.4, 1.0]])},
        InvalidCovariance,
        r"must be symmetric; entries \(0, 1\)",
    ),
    (
        {"covariance": np.diag([1.0, -1.0])},
        InvalidCovariance,
        "positive definite; its smallest eigenvalue is -1",
    ),
    ({"covariance": np.diag([1.0, 0.0])}, InvalidCovariance, "positive definite"),
    ({"covariance": np.ones(2)}, InvalidCovariance, r"shape \(d, d\).*given shape \(2,\).*numpy.diag"),
    ({"covariance": np.ones((2, 3))}, InvalidCovariance, r"given shape \(2, 3\)"),
    ({"covariance": np.array([[np.nan, 0.0], [0.0, 1.0]])}, InvalidCovariance, r"entry \(0, 0\) is nan"),
    ({"covariance": "identity"}, InvalidCovariance, "array of numbers"),
    ({"covariance": np.eye(3)}, ShapeMismatch, r"`key_query` must have shape \(4, 4\)"),
    ({"context_length": 0}, InvalidArgument, "`context_length` must be at least 1; given 0"),
    ({"context_length": 2.5}, InvalidArgument, "`context_length` must be a whole number"),
    ({"noise_variance": -0.1}, InvalidArgument, "`noise_variance` must not be negative; given -0.1"),
    ({"prompts": 1}, InvalidArgument, "`prompts` must be at least 2"),
    ({"rng": 3}, InvalidArgument, "Pass numpy.random.default_rng"),
    ({"task": np.ones(3)}, ShapeMismatch, r"`task` must have shape \(2,\)"),
    ({"query": np.eye(3)}, InvalidCovariance, r"`query` must have shape \(2, 2\)"),
    ({"normalisation": -1.0}, InvalidArgument, "`normalisation` must be positive"),
]


@pytest.mark.parametrize(("change", "error", "message"), BAD)
def test_bad_input(change, error, message):
    arguments = {
        "rng": np.random.default_rng(0),
        "key_query": np.eye(3),
        "value": np.eye(3),
        "covariance": np.eye(2),
        "context_length": 4,
        "prompts": 10,
    }
    with pytest.raises(error, match=message):
        estimate_loss(**(arguments | change))


def test_a_budget_without_limits_is_refused():
    with pytest.raises(InvalidArgument, match="at least one limit"):
        until()
