"""Risk, its variance, and expansions."""

import numpy as np
import pytest

from lsa_theory.algebra.normal import equal, normal
from lsa_theory.descriptions import (
    InContextRegression,
    LinearSelfAttention,
    expand,
    global_minimum,
    population_loss,
    prediction_risk,
    variance_of_squared_error,
)
from lsa_theory.errors import InvalidArgument, UnsupportedExpression
from lsa_theory.expressions import dimension, identity, positive_definite, scalar, trace, vector
from lsa_theory.simulation import PromptLaw
from lsa_theory.theory.setting import Gamma, Lambda, M, N, U, d, u
from lsa_theory.values.numerics.evaluate import evaluate

Psi, other = positive_definite("Psi", d), positive_definite("Lambda_2", d)
s, v = scalar("s", positive=True), vector("v", d)
FIRST, SECOND = np.array([[1.0, 0.3], [0.3, 0.6]]), np.array([[0.5, -0.2], [-0.2, 0.9]])
NUMBERS = {Lambda: FIRST, other: SECOND, Psi: SECOND, N: 6, M: 4, s: 0.25}


def squared_errors(law, product, count=200_000):
    """Squared errors of x_q' B' (1/M) X y on fresh prompts."""
    prompts = law.sample(np.random.default_rng(3), count)
    moved = prompts.labels @ prompts.covariates.transpose(0, 2, 1) / prompts.covariates.shape[2]
    return ((moved @ product @ prompts.query)[:, 0, 0] - prompts.target) ** 2


def test_risk_and_its_variance_against_prompts():
    trained = global_minimum(population_loss(LinearSelfAttention(), InContextRegression(noise=s)))
    seen = squared_errors(PromptLaw(FIRST, 4, noise_variance=0.5**2), evaluate(trained.product, NUMBERS))
    risk = prediction_risk(trained).evaluate(NUMBERS)
    spread = variance_of_squared_error(trained).evaluate(NUMBERS)
    error = np.sqrt(spread / len(seen))
    assert abs(seen.mean() - risk) < 5 * error
    assert abs(seen.mean() - 1.02 * risk) > 5 * error or error > 0.004 * risk
    assert seen.var() == pytest.approx(spread, rel=0.1)


def test_a_shifted_test_distribution():
    trained = global_minimum(population_loss(LinearSelfAttention(), InContextRegression()))
    test = InContextRegression(covariate=other, noise=s)
    seen = squared_errors(PromptLaw(SECOND, 4, noise_variance=0.5**2), evaluate(trained.product, NUMBERS))
    risk = prediction_risk(trained, test).evaluate(NUMBERS)
    assert abs(seen.mean() - risk) < 5 * seen.std() / np.sqrt(len(seen))


@pytest.mark.slow
def test_a_minimiser_with_the_inverse_of_a_sum_has_a_risk():
    trained = global_minimum(population_loss(LinearSelfAttention(), InContextRegression(task=Psi, noise=s)))
    risk = prediction_risk(trained)
    assert risk.evaluate(NUMBERS | {M: 6}) == pytest.approx(
        2 * float(evaluate(trained.value, NUMBERS)[0, 0]), rel=1e-12
    )
    assert "tr" in repr(risk)


def test_any_weights_may_be_tested():
    loss = population_loss(LinearSelfAttention(), InContextRegression())
    risk = prediction_risk((loss, {U: Gamma**-1 / 2, u: 2}))
    assert equal(risk, prediction_risk(global_minimum(loss)))
    with pytest.raises(InvalidArgument, match="the weights lack u"):
        prediction_risk((loss, {U: Gamma}))
    with pytest.raises(InvalidArgument, match="expected a Minimum"):
        prediction_risk(loss)
    wide = InContextRegression(covariate=identity(dimension("k")))
    with pytest.raises(InvalidArgument, match="must agree"):
        prediction_risk(global_minimum(loss), wide)


def test_an_expansion_is_an_identity_and_its_remainder_is_small():
    least = global_minimum(population_loss(LinearSelfAttention(), InContextRegression())).value
    found = expand(least, N, 2)
    assert equal(found.partial_sum() + found.remainder, least)
    sizes = [
        float(evaluate(normal(found.remainder).as_expression(), {Lambda: FIRST, N: length})[0, 0]) * length**3
        for length in (1e3, 2e3)
    ]
    assert sizes[0] == pytest.approx(sizes[1], rel=0.02)
    assert not equal(found.terms[1].as_expression(), 2 * found.terms[1].as_expression())


def test_a_fixed_ratio():
    r = scalar("r", positive=True)
    layer = LinearSelfAttention(preconditioner="isotropic")
    least = global_minimum(
        population_loss(layer, InContextRegression(covariate=identity(d) / d, noise=s))
    ).value
    found = expand(2 * least, N, 0, holding={d: r * N}).terms[0]
    assert equal(found, (1 + s) * r / (1 + (1 + s) * r))
    assert not equal(found, (1 + s) * r / (1 + s * r))


def test_what_has_no_expansion():
    with pytest.raises(InvalidArgument, match="order=-1"):
        expand(trace(Lambda), N, -1)
    with pytest.raises(UnsupportedExpression, match="no expansion in 1/N"):
        expand(N * trace(Lambda), N)
    assert v.rows == d
