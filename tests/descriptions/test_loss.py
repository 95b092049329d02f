"""Losses: against the layer run on tokens, against wrong formulas, and within their time."""

import time
from fractions import Fraction

import numpy as np
import pytest

from lsa_theory.algebra.normal import equal
from lsa_theory.descriptions import (
    CovarianceMixture,
    InContextRegression,
    LinearSelfAttention,
    WishartCovariance,
    population_loss,
)
from lsa_theory.expressions import dimension, gradient, identity, positive_definite, scalar, trace, vector
from lsa_theory.simulation import PromptLaw
from lsa_theory.simulation.law import GaussianTask
from lsa_theory.theory.setting import Lambda, N, d

s, rho = scalar("s", positive=True), scalar("rho", positive=True)
m, mu = vector("m", d), vector("mu", d)
Psi, Q, other = (positive_definite(name, d) for name in ("Psi", "Lambda_q", "Lambda_2"))
n = dimension("n")
MASKED = InContextRegression(query_column="masked")
GENERAL = InContextRegression(task=Psi, task_mean=m, noise=s, query=Q, normalisation=rho)
SLOW = ("two heads", "two layers")
LAYERS = {
    "merged": LinearSelfAttention(),
    "all blocks": LinearSelfAttention(free="all"),
    "two heads": LinearSelfAttention(free="all", heads=2),
    "rank one": LinearSelfAttention(key_query="separate", rank=1, heads=2),
    "separate": LinearSelfAttention(free="all", key_query="separate", rank=dimension("r")),
    "two layers": LinearSelfAttention(layers=2, free=("U_11",)),
    "isotropic": LinearSelfAttention(layers=2, free=("U_11",), preconditioner="isotropic", sign=-1),
}
COVARIANCE = np.array([[1.0, 0.3], [0.3, 0.6]])
SECOND = np.array([[0.5, -0.2], [-0.2, 0.9]])
TASK = np.array([[1.2, 0.4], [0.4, 0.7]])
NUMBERS = {
    Lambda: COVARIANCE,
    other: SECOND,
    Psi: TASK,
    Q: SECOND,
    m: [0.5, -0.4],
    N: 4,
    s: 0.3,
    rho: 5.0,
    dimension("r"): 2,
}


def values(loss, seed=1):
    """Random weights of the loss beside the numbers of the problem."""
    rng = np.random.default_rng(seed)
    sizes = {d: 2, dimension("r"): 2}
    drawn = {
        p: 0.4 * rng.standard_normal([x if isinstance(x, int) else sizes[x] for x in p.shape])
        for p in loss.parameters
    }
    return NUMBERS | drawn


@pytest.mark.parametrize("problem", ["seed", "masked", "general"])
@pytest.mark.parametrize("layer", LAYERS)
def test_the_layer_run_on_tokens(run, layer, problem):
    described = {"seed": InContextRegression(), "masked": MASKED, "general": GENERAL}[problem]
    loss = population_loss(LAYERS[layer], described)
    at = values(loss)
    law = PromptLaw(COVARIANCE, 4)
    if problem == "general":
        law = PromptLaw(
            COVARIANCE, 4, noise_variance=0.3, query=SECOND, task=GaussianTask(np.array([0.5, -0.4]), TASK)
        )
    estimate = run(loss, at, law, rho=5.0 if problem == "general" else None)
    claimed = loss.evaluate(at)
    assert abs(estimate.z(claimed)) < 5
    assert estimate.standard_error < 0.02 * claimed


def test_the_simulation_rejects_a_formula_that_is_five_percent_off(run):
    loss = population_loss(LinearSelfAttention(free="all"), InContextRegression())
    at = values(loss)
    estimate = run(loss, at, PromptLaw(COVARIANCE, 4), prompts=400_000)
    assert abs(estimate.z(1.05 * loss.evaluate(at))) > 5


def test_a_mask_that_is_forgotten_is_seen(run):
    at = values(population_loss(LAYERS["all blocks"], MASKED)) | {N: 1}
    included = population_loss(LAYERS["all blocks"], InContextRegression())
    masked = population_loss(LAYERS["all blocks"], MASKED)
    estimate = run(masked, at, PromptLaw(COVARIANCE, 1), prompts=200_000)
    assert abs(estimate.z(masked.evaluate(at))) < 5 < abs(estimate.z(included.evaluate(at)))


def test_random_covariances_on_tokens(run):
    mixture = CovarianceMixture(((Fraction(1, 4), Lambda), (Fraction(3, 4), other)))
    loss = population_loss(LinearSelfAttention(), InContextRegression(covariate=mixture))
    at = values(loss)

    def draw(rng, count):
        first = rng.random(count) < 0.25
        return np.where(first[:, None, None], COVARIANCE, SECOND)

    assert abs(run(loss, at, PromptLaw(draw, 4)).z(loss.evaluate(at))) < 5

    wishart = InContextRegression(covariate=WishartCovariance(Lambda, n))
    loss = population_loss(LinearSelfAttention(), wishart)
    root = np.linalg.cholesky(COVARIANCE)

    def gram(rng, count):
        columns = root @ rng.standard_normal((count, 2, 3))
        return columns @ columns.transpose(0, 2, 1) / 3

    at = values(loss) | {n: 3}
    assert abs(run(loss, at, PromptLaw(gram, 4)).z(loss.evaluate(at))) < 5


def test_words_are_collected_and_a_wrong_loss_is_told_apart():
    assert len(population_loss(LinearSelfAttention(free="all"), InContextRegression())) == 20
    assert len(population_loss(LinearSelfAttention(free="all"), MASKED)) == 13
    loss = population_loss(LinearSelfAttention(), InContextRegression())
    assert equal(loss.tree, loss.as_expression())
    assert not equal(loss.tree, loss.as_expression() + trace(Lambda) / 50)


@pytest.mark.parametrize(
    "layer", [pytest.param(n, marks=[pytest.mark.slow] if n in SLOW else []) for n in LAYERS]
)
def test_gradients_are_those_of_the_algebra(layer):
    loss = population_loss(LAYERS[layer], InContextRegression(noise=s, task_mean=m))
    for symbol, component in loss.gradient().items():
        expected = gradient(loss.as_expression(), symbol)
        assert equal(component, expected)
        assert not equal(component, 2 * expected)


@pytest.mark.parametrize("layer", LAYERS)
def test_gradients_are_finite_differences(layer):
    loss = population_loss(LAYERS[layer], InContextRegression())
    at = values(loss)
    from lsa_theory.values.numerics.evaluate import evaluate

    for symbol, component in loss.gradient().items():
        claimed = evaluate(component.as_expression(), at)
        for entry in np.ndindex(claimed.shape):
            step = np.zeros_like(claimed)
            step[entry] = 1e-5
            ahead, back = (loss.evaluate(at | {symbol: at[symbol] + sign * step}) for sign in (1, -1))
            assert claimed[entry] == pytest.approx((ahead - back) / 2e-5, rel=1e-6, abs=1e-7)


@pytest.mark.parametrize("layer", [name for name in LAYERS if "layers" not in name and name != "isotropic"])
def test_loss_and_gradient_of_one_layer_within_a_second(layer):
    start = time.process_time()
    population_loss(LAYERS[layer], GENERAL).gradient()
    assert time.process_time() - start < 1


def test_two_isotropic_layers_within_their_time():
    start = time.process_time()
    for column in ("included", "masked"):
        problem = InContextRegression(covariate=identity(d), query_column=column)
        population_loss(LAYERS["isotropic"], problem).gradient()
    assert time.process_time() - start < 5
