"""Flows followed in numbers, against the closed time course and the printed plateaus."""

import numpy as np
import pytest

from lsa_theory.descriptions import InContextRegression, LinearSelfAttention, population_loss
from lsa_theory.errors import InvalidArgument
from lsa_theory.expressions import identity, positive_definite, scalar
from lsa_theory.theory.setting import N, U, d, u

two = positive_definite("Lambda", 2)


def sigmoid(times, dimension, length, scale, start):
    """b(t) of derivations/descriptions_time_courses.py from a balanced start."""
    limit = (1 + 1 / length + dimension / length) * scale
    return 1 / (limit + (1 / start - limit) * np.exp(-2 * np.sqrt(dimension) * scale**2 * times))


def test_the_sigmoid_of_isotropic_covariates():
    size = scalar("l", positive=True)
    loss = population_loss(LinearSelfAttention(), InContextRegression(covariate=size * identity(d)))
    times = np.linspace(0, 6, 40)
    start = {U: 0.05 * np.eye(3), u: 0.05 * np.sqrt(3)}
    path = loss.trajectory(start, {size: 0.8, N: 10}, times)
    product = path.states[u][:, 0, 0] * path.states[U][:, 0, 0]
    assert np.allclose(product, sigmoid(times, 3, 10, 0.8, product[0]), rtol=1e-8)
    assert not np.allclose(product, sigmoid(times, 3, 10, 0.82, product[0]), rtol=1e-3)


@pytest.mark.slow
def test_heads_of_rank_one_pass_the_printed_plateaus():
    """The first eigenvector is learnt long before the second: the loss rests at its plateau in between."""
    layer = LinearSelfAttention(key_query="separate", rank=1, heads=2)
    loss = population_loss(layer, InContextRegression(covariate=two))
    rng = np.random.default_rng(4)
    start = {s: 0.02 * rng.standard_normal((s.rows, s.cols)) for s in loss.parameters}
    values = {two: np.diag([2.0, 1.0]), N: 20}
    path = loss.trajectory(start, values, np.linspace(0, 400, 300), tolerance=1e-8)
    seen = np.array([2 * loss.evaluate(values | path.at(k)) for k in range(300)])
    first, second = (x / (1 + (1 + 3 / x) / 20) for x in (2.0, 1.0))
    assert seen[0] == pytest.approx(3, abs=1e-3)
    assert seen[-1] == pytest.approx(3 - first - second, abs=1e-6)
    resting = np.abs(seen - (3 - first)) < 0.01
    assert resting.sum() > 10
    assert np.all(np.diff(seen) < 1e-9)


def test_what_a_flow_needs():
    loss = population_loss(LinearSelfAttention(), InContextRegression(covariate=two))
    with pytest.raises(InvalidArgument, match="the start lacks u"):
        loss.trajectory({loss.parameters[0]: np.eye(2)}, {two: np.eye(2), N: 3}, [0, 1])
    start = {s: np.ones((s.rows, s.cols)) for s in loss.parameters}
    with pytest.raises(InvalidArgument, match="increasing"):
        loss.trajectory(start, {two: np.eye(2), N: 3}, [0, 0])
