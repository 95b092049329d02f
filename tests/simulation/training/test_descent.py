"""Full-batch descent: the flow in the limit of small steps, the batch's own minimum, resuming."""

import itertools

import numpy as np
import pytest

from lsa_theory.errors import InvalidArgument
from lsa_theory.model import squared_error
from lsa_theory.simulation import initialisation, predict, sample_prompts, train_by_flow
from lsa_theory.simulation.training.descent import batch_gradient, train_by_descent

PROMPTS = sample_prompts(np.random.default_rng(0), np.eye(2), 8, 200)
START = initialisation(0.4, np.eye(2) * 2**-0.25)
GRADIENT = batch_gradient(PROMPTS)


def minus(state):
    return tuple(-part for part in GRADIENT(state))


@pytest.mark.parametrize(("method", "order"), [("sgd", 1), ("momentum", 1)])
def test_it_converges_to_the_flow_at_first_order(method, order):
    exact = train_by_flow(minus, START, 1.0, record=2).final

    def miss(steps):
        scale = 0.1 if method == "momentum" else 1.0
        run = train_by_descent(
            GRADIENT, START, learning_rate=scale / steps, steps=steps, method=method, record_every=steps
        )
        assert run.times[-1] == pytest.approx(1.0)
        return max(np.abs(one - two).max() for one, two in zip(run.final, exact, strict=True))

    ratio = miss(400) / miss(800)
    assert 1.7 < ratio < 2.3


def test_the_loss_on_the_batch_falls_at_every_record():
    run = train_by_descent(GRADIENT, START, learning_rate=0.02, steps=200)
    losses = [squared_error(predict(PROMPTS, *state), PROMPTS.target).mean() for state in run.states]
    assert all(later <= earlier for earlier, later in itertools.pairwise(losses))
    assert losses[-1] < 0.5 * losses[0]


@pytest.mark.parametrize("method", ["sgd", "momentum", "adam"])
def test_resuming_is_bit_identical(method):
    settings = {"learning_rate": 0.01, "method": method}
    whole = train_by_descent(GRADIENT, START, steps=20, **settings)
    half = train_by_descent(GRADIENT, START, steps=7, **settings)
    rest = train_by_descent(GRADIENT, START, steps=13, checkpoint=half.checkpoint, **settings)
    for one, two in zip(rest.final, whole.final, strict=True):
        np.testing.assert_array_equal(one, two)


@pytest.mark.filterwarnings("ignore:overflow:RuntimeWarning", "ignore:invalid:RuntimeWarning")
def test_a_learning_rate_that_is_too_large():
    with pytest.raises(InvalidArgument, match=r"The parameters overflowed at step .* Halve it"):
        train_by_descent(GRADIENT, START, learning_rate=1e3, steps=50)
