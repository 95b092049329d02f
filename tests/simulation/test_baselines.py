"""Baselines on the same prompts: known risks, and the relations between them."""

import numpy as np
import pytest

from lsa_theory.errors import InvalidArgument, UnknownName
from lsa_theory.simulation import (
    PromptLaw,
    best_linear,
    estimate_risk,
    least_squares,
    observe,
    predict,
    ridge,
    risk_by_length,
    sample_prompts,
    side_by_side,
)


def test_least_squares_has_the_risk_of_the_inverse_wishart():
    # E|x_q'(X X')^{-1} X e|^2 = s^2 d / (M - d - 1) for Gaussian covariates, whatever Lambda.
    d, length, noise = 3, 12, 0.5
    law = PromptLaw(np.diag([3.0, 1.0, 0.2]), length, noise_variance=noise**2)
    exact = noise**2 * d / (length - d - 1) / 2
    estimate = observe(least_squares, law, np.random.default_rng(0), 100_000)
    assert abs(estimate.z(exact)) < 5
    assert abs(estimate.z(1.05 * exact)) > 5


def test_ridge_without_penalty_is_least_squares_and_ridge_of_the_dual_agrees():
    prompts = sample_prompts(np.random.default_rng(1), np.eye(4), 3, 10, noise_variance=0.3**2)
    np.testing.assert_allclose(ridge(0.0)(prompts), least_squares(prompts))
    x, y = prompts.covariates, prompts.labels
    dual = np.linalg.solve(np.swapaxes(x, 1, 2) @ x + 0.7 * np.eye(3), np.swapaxes(y, 1, 2))
    expected = (np.swapaxes(prompts.query, 1, 2) @ x @ dual)[:, 0, 0]
    np.testing.assert_allclose(ridge(0.7)(prompts), expected, rtol=1e-10)


def test_the_bayes_penalty_is_best_on_the_same_prompts():
    law = PromptLaw(np.eye(3), 6, noise_variance=0.8**2)
    predictors = {"best": best_linear(), "bayes": ridge(0.64), "less": ridge(0.1), "more": ridge(3.0)}
    seen = side_by_side(np.random.default_rng(2), law, predictors, "bayes", 60_000)
    for name in ("less", "more"):
        excess = seen.excesses[name]
        assert excess.mean > 5 * excess.standard_error
    assert seen.losses["best"].mean < 1e-25
    assert seen.excesses["bayes"].mean == 0


def test_risk_by_length_falls_and_agrees_with_the_layer():
    law = PromptLaw(np.eye(2), 1)
    weights = np.diag([1.0, 1.0, 0.0]), np.diag([0.0, 0.0, 1.0])
    risks = risk_by_length(np.random.default_rng(3), law, [2, 8, 32], *weights, 500_000)
    for length, risk in zip([2, 8, 32], risks, strict=True):
        # At U11 = I, u = 1 the risk is E tr (S - I)^2 with S = W / M: d (d + 1) / M.
        assert abs(risk.z(6 / length)) < 5
        assert abs(risk.z(6.12 / length)) > 5
        layer = observe(
            lambda prompts: predict(prompts, *weights), PromptLaw(np.eye(2), length), np.random.default_rng(4)
        )
        assert abs(layer.z(3 / length)) < 5


def test_refusals():
    with pytest.raises(InvalidArgument, match="`penalty` must not be negative"):
        ridge(-1.0)
    with pytest.raises(UnknownName, match="no predictor 'b'; there are a"):
        side_by_side(np.random.default_rng(0), PromptLaw(np.eye(1), 2), {"a": least_squares}, "b")
    with pytest.raises(UnknownName, match="no path"):
        estimate_risk(np.random.default_rng(0), PromptLaw(np.eye(1), 2), np.eye(2), np.eye(2), path="fast")
