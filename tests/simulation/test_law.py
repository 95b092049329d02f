"""Prompts have the moments that their law says, with every option."""

import numpy as np
import pytest

from lsa_theory.errors import InvalidArgument, InvalidCovariance, ShapeMismatch
from lsa_theory.simulation import Estimate, GaussianTask, Moments, PromptLaw, sample_prompts, standard_laws
from lsa_theory.simulation.covariance import coloured, exponential_diagonal, geometric_spectrum, wishart

COVARIANCE = np.array([[2.0, 0.6], [0.6, 1.0]])
COUNT = 20_000


def second_moment(columns):
    """Estimate E[x x'] from one column a prompt, so that draws are independent."""
    return Estimate.of(Moments.of(columns[:, :, None] * columns[:, None, :]))


@pytest.mark.parametrize(
    "law",
    [standard_laws.gaussian, standard_laws.uniform, standard_laws.student(12)],
)
def test_covariates_have_the_covariance_whatever_their_law(law):
    prompts = sample_prompts(np.random.default_rng(0), COVARIANCE, 2, COUNT, covariates=law)
    for columns in (prompts.covariates[:, :, 1], prompts.query[:, :, 0]):
        estimate = second_moment(columns)
        assert np.abs(estimate.z(COVARIANCE)).max() < 5
        assert np.abs(estimate.z(1.1 * COVARIANCE)).max() > 5


def test_random_signs_have_one_size_and_no_correlation():
    signs = sample_prompts(
        np.random.default_rng(0), np.eye(2), 2, COUNT, covariates=standard_laws.rademacher
    ).covariates
    assert (np.abs(signs) == 1).all()
    assert abs(Estimate.of(Moments.of(signs[:, 0, 0] * signs[:, 1, 0])).z(0.0)) < 5


def test_labels_are_the_tasks_own_plus_noise():
    prompts = sample_prompts(np.random.default_rng(1), COVARIANCE, 3, COUNT, noise_variance=0.5**2)
    residual = prompts.labels[:, 0] - np.einsum("bi,bin->bn", prompts.task, prompts.covariates)
    spread = Estimate.of(Moments.of(residual[:, 0] ** 2))
    assert abs(spread.z(0.25)) < 5
    assert abs(spread.z(0.25 * 1.1)) > 5
    products = prompts.task * prompts.query[:, :, 0]
    # Two sums of d products, each in an order of its own, fused or not: d roundings of the terms at most, each.
    allowed = 2 * products.shape[1] * np.finfo(float).eps / 2 * np.abs(products).sum(axis=1)
    assert np.all(np.abs(prompts.target - products.sum(axis=1)) <= allowed)
    assert not np.all(np.abs(prompts.target * (1 + 1e-12) - products.sum(axis=1)) <= allowed)


def test_task_prior_and_fixed_task():
    mean = np.array([1.0, -2.0])
    prior = GaussianTask(mean, COVARIANCE)
    task = sample_prompts(np.random.default_rng(2), COVARIANCE, 1, COUNT, task=prior).task
    assert np.abs(Estimate.of(Moments.of(task)).z(mean)).max() < 5
    assert np.abs(second_moment(task - mean).z(COVARIANCE)).max() < 5
    fixed = sample_prompts(np.random.default_rng(2), COVARIANCE, 1, 5, task=mean).task
    assert (fixed == mean).all()


def test_query_shift_fixed_query_and_orthogonal_query():
    rng = np.random.default_rng(3)
    shifted = sample_prompts(rng, COVARIANCE, 1, COUNT, query=np.diag([5.0, 3.0])).query[:, :, 0]
    assert np.abs(second_moment(shifted).z(np.diag([5.0, 3.0]))).max() < 5
    assert (sample_prompts(rng, COVARIANCE, 1, 4, query=np.array([1.0, 2.0])).query[:, :, 0] == [1, 2]).all()

    def orthogonal(rng, covariates):
        first = covariates[:, :, 0]
        return np.stack([-first[:, 1], first[:, 0]], axis=1)

    prompts = sample_prompts(rng, COVARIANCE, 1, 4, query=orthogonal)
    assert np.abs(np.einsum("bi,bi->b", prompts.query[:, :, 0], prompts.covariates[:, :, 0])).max() < 1e-14


def test_nonlinear_and_noisy_target():
    prompts = sample_prompts(
        np.random.default_rng(4),
        COVARIANCE,
        2,
        COUNT,
        response=lambda task, x: np.tanh(np.swapaxes(task, 1, 2) @ x),
        noise_variance=0.3**2,
        noisy_target=True,
    )
    clean = np.tanh(np.einsum("bi,bi->b", prompts.task, prompts.query[:, :, 0]))
    assert abs(Estimate.of(Moments.of((prompts.target - clean) ** 2)).z(0.09)) < 5


@pytest.mark.parametrize(
    ("sampler", "mean"), [(exponential_diagonal(2), np.eye(2)), (wishart(2, 4), np.eye(2))]
)
def test_random_covariances(sampler, mean):
    prompts = sample_prompts(np.random.default_rng(5), sampler, 2, COUNT)
    assert np.abs(second_moment(prompts.covariates[:, :, 0]).z(mean)).max() < 5
    # The two columns of a prompt share their covariance: E[x1^2 x2^2] = E[Lambda^2], 2 or (1 + 2/4), not 1.
    shared = Estimate.of(Moments.of(prompts.covariates[:, 0, 0] ** 2 * prompts.covariates[:, 0, 1] ** 2))
    assert abs(shared.z(2.0 if sampler(np.random.default_rng(0), 3).ndim == 2 else 1.5)) < 5
    assert abs(shared.z(1.0)) > 5


def test_geometric_spectrum():
    eigenvalues = np.diagonal(geometric_spectrum(5, 1e6))
    np.testing.assert_allclose(eigenvalues[0] / eigenvalues[-1], 1e6)
    assert geometric_spectrum(1, 7.0) == 1.0


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"covariance": lambda rng, n: np.ones((n, 2, 3))}, InvalidCovariance, r"it returned \(1, 2, 3\)"),
        ({"covariance": lambda rng, n: -np.ones((n, 2))}, InvalidCovariance, "positive finite diagonals"),
        ({"covariance": lambda rng, n: np.ones((n, 2, 2)) - 3}, InvalidCovariance, "positive definite"),
        ({"task": lambda rng, n, d: np.ones((n, d + 1))}, ShapeMismatch, "task sampler"),
        ({"query": lambda rng, x: np.ones(3)}, ShapeMismatch, "query sampler"),
        ({"task": GaussianTask(np.zeros(2), -np.eye(2))}, InvalidCovariance, "task.covariance"),
        ({"noise_variance": float("inf")}, InvalidArgument, "`noise_variance` must be finite"),
    ],
)
def test_bad_options(options, error, message):
    with pytest.raises(error, match=message):
        PromptLaw(**({"covariance": np.eye(2), "context_length": 3} | options)).sample(
            np.random.default_rng(0), 4
        )


def test_student_without_variance_of_the_squared_error_is_refused():
    with pytest.raises(InvalidArgument, match="above 8"):
        standard_laws.student(5)


@pytest.mark.parametrize("size", [2, 8, 9])
@pytest.mark.parametrize("columns", [1, 3])
def test_every_prompt_is_coloured_by_the_same_factor_however_small_it_is(size, columns):
    rng = np.random.default_rng([size, columns])
    factor, standard = np.tril(rng.standard_normal((size, size))), rng.standard_normal((5, size, columns))
    found = coloured(factor, standard.copy())
    np.testing.assert_allclose(found, np.einsum("ij,bjn->bin", factor, standard), rtol=1e-12, atol=1e-12)
    assert found.flags.c_contiguous
