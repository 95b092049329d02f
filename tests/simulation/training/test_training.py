"""Training: flow against known solutions, SGD against its own flow, resuming to the bit, refusals."""

import numpy as np
import pytest

from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.simulation import (
    PromptLaw,
    estimate_loss,
    initialisation,
    train_by_flow,
    train_by_sgd,
)


def one_dimensional_flow(variance, length):
    """Return -grad of L at d = 1, worked by hand: L = lambda (p^2 E S^2 - 2 p lambda + 1) / 2, p = u U."""
    square = variance**2 * (1 + 2 / length)

    def right_hand_side(state):
        U, u = state
        slope = variance * (U * u * square - variance)
        return -u * slope, -U * slope

    return right_hand_side


@pytest.mark.parametrize("method", ["LSODA", "DOP853", "Radau"])
def test_flow_reaches_the_stationary_point(method):
    run = train_by_flow(one_dimensional_flow(1.0, 10), (0.1, 0.1), 60.0, method=method, record=5)
    U, u = run.final
    assert abs(U * u - 1 / 1.2) < 1e-10
    assert run.times[-1] == 60.0


def test_flow_resumes_where_it_stopped():
    field = one_dimensional_flow(1.0, 10)
    whole = train_by_flow(field, (0.1, 0.1), 4.0, record=3)
    half = train_by_flow(field, (0.1, 0.1), 2.0, record=2)
    rest = train_by_flow(field, half.final, 2.0, record=2, start_time=float(half.times[-1]))
    np.testing.assert_allclose(rest.final, whole.final, rtol=1e-10)
    assert rest.times[-1] == whole.times[-1]


def test_a_stiff_flow_in_the_eigenbasis_with_its_jacobian():
    rates = np.geomspace(1.0, 1e6, 50)
    run = train_by_flow(
        lambda x: -rates * x, np.ones(50), 3.0, record=[0.0, 1.0, 3.0], jacobian=lambda x: -np.diag(rates)
    )
    np.testing.assert_allclose(run.states[1][0], np.exp(-1.0), rtol=1e-9)
    assert np.abs(run.final[10:]).max() < 1e-9


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"method": "Euler"}, InvalidArgument, "`method` must be one of LSODA"),
        ({"time": -1.0}, InvalidArgument, "`time` must be positive"),
        ({"time": float("nan")}, InvalidArgument, "`time` must be finite"),
        ({"start": float("nan")}, InvalidArgument, "`start` must be finite"),
        ({"record": 1}, InvalidArgument, "at least 2"),
        ({"record": [2.0, 1.0]}, InvalidArgument, "increasing"),
        ({"method": "RK45", "jacobian": lambda x: -1.0}, InvalidArgument, "of no use to RK45"),
        ({"right_hand_side": lambda x: (x, x)}, ShapeMismatch, "parts of shapes"),
        ({"right_hand_side": lambda x: x**2, "method": "RK45"}, InvalidArgument, "could not be integrated"),
    ],
)
def test_flow_refuses(change, error, message):
    arguments = {"right_hand_side": lambda x: -x, "start": 1.0, "time": 2.0}
    with pytest.raises(error, match=message):
        train_by_flow(**(arguments | change))


@pytest.mark.parametrize("method", ["sgd", "momentum"])
def test_sgd_follows_the_flow_in_the_flows_own_time(method):
    # Fresh-prompt noise shrinks with the learning rate; the mean of R runs must follow the flow up to O(eta).
    law = PromptLaw(np.eye(1), 10)
    start = initialisation(0.4, np.eye(1))
    settings = {
        "learning_rate": 0.02 if method == "sgd" else 0.002,
        "steps": 100,
        "batch": 64,
        "method": method,
    }
    runs = [train_by_sgd(np.random.default_rng([7, seed]), law, start, **settings) for seed in range(20)]
    time = float(runs[0].times[-1])
    assert time == pytest.approx(2.0)
    finals = np.array([run.final[0][0, 0] * run.final[1][1, 1] for run in runs])
    error = finals.std(ddof=1) / np.sqrt(len(finals))
    lag = (
        0.2 if method == "momentum" else 0.02
    )  # time that the optimiser may lag: a few of its time constants
    slowest, fastest = (
        np.prod(train_by_flow(one_dimensional_flow(1.0, 10), (0.4, 0.4), time + shift, record=2).final)
        for shift in (-lag, lag)
    )
    assert slowest - 5 * error < finals.mean() < fastest + 5 * error
    doubled = np.prod(train_by_flow(one_dimensional_flow(1.0, 10), (0.4, 0.4), 2 * time, record=2).final)
    assert finals.mean() < doubled - 5 * error


@pytest.mark.parametrize("method", ["sgd", "momentum", "adam"])
def test_resuming_is_bit_identical(method):
    law, start = PromptLaw(np.eye(2), 6), (np.eye(3) * 0.3, np.eye(3) * 0.3)
    settings = {"learning_rate": 0.01, "batch": 16, "method": method}
    whole = train_by_sgd(np.random.default_rng(0), law, start, steps=30, **settings)
    half = train_by_sgd(np.random.default_rng(0), law, start, steps=12, **settings)
    rest = train_by_sgd(
        np.random.default_rng(99), law, start, steps=18, checkpoint=half.checkpoint, **settings
    )
    for one, other in zip(rest.final, whole.final, strict=True):
        np.testing.assert_array_equal(one, other)
    assert rest.times[-1] == whole.times[-1]


def test_adam_lowers_the_loss():
    law, start = PromptLaw(np.eye(2), 20), initialisation(0.3, np.eye(2) * 2**-0.25)
    run = train_by_sgd(
        np.random.default_rng(0), law, start, learning_rate=0.02, steps=150, batch=64, method="adam"
    )
    before, after = (
        estimate_loss(np.random.default_rng(1), *weights, np.eye(2), 20, prompts=20_000)
        for weights in (start, run.final)
    )
    assert after.mean + 5 * after.standard_error < before.mean


def test_a_block_that_is_not_trained_stays():
    law, start = PromptLaw(np.eye(2), 5), (np.eye(3), np.eye(3))
    run = train_by_sgd(
        np.random.default_rng(0), law, start, learning_rate=0.01, steps=5, batch=8, train=("key_query",)
    )
    np.testing.assert_array_equal(run.final[1], start[1])
    assert not np.array_equal(run.final[0], start[0])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"method": "newton"}, "must be one of sgd, momentum, adam"),
        ({"learning_rate": 0.0}, "`learning_rate` must be positive"),
        ({"method": "momentum", "momentum": 1.0}, r"`momentum` must be in \[0, 1\)"),
        ({"steps": 0}, "`steps` must be at least 1"),
        ({"train": ("bias",)}, "given bias"),
        ({"learning_rate": 1e3, "steps": 50}, "Halve it"),
    ],
)
@pytest.mark.filterwarnings("ignore:overflow:RuntimeWarning", "ignore:invalid:RuntimeWarning")
def test_sgd_refuses(change, message):
    settings = {"learning_rate": 0.01, "steps": 3, "batch": 4} | change
    with pytest.raises(InvalidArgument, match=message):
        train_by_sgd(np.random.default_rng(0), PromptLaw(np.eye(2), 3), (np.eye(3), np.eye(3)), **settings)
