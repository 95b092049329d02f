"""One place where a description's weights meet the simulated layer."""

import numpy as np
import pytest

from lsa_theory import model
from lsa_theory.simulation import observe
from lsa_theory.simulation.numpy_context import NumpyContext
from lsa_theory.values.numerics.evaluate import evaluate

PROMPTS = 80_000


@pytest.fixture
def run():
    """Return the estimate of a loss from tokens: the model's text on arrays, every head and layer."""

    def estimate(loss, values, law, seed=0, rho=None, prompts=PROMPTS):
        size = law.dimension
        layers = [
            [(numbers(key_query, values), numbers(value, values)) for key_query, value in heads]
            for heads in loss.layer.weights(loss.problem.dimension)
        ]

        def predict(batch):
            context, state = NumpyContext(np.float64), batch.tokens()
            length = state.shape[-1] - 1
            hidden = None
            if loss.problem.query_column == "masked":
                hidden = np.diag([1.0] * length + [0.0])
            for heads in layers:
                state = model.multi_head_attention(context, state, heads, rho or length, hidden)
            assert state.shape[-2] == size + 1
            return loss.layer.sign * np.asarray(context.last_entry(state)).reshape(-1)

        return observe(predict, law, np.random.default_rng(seed), prompts)

    return estimate


def numbers(block, values):
    """A block matrix of symbols as one array."""
    return np.block([[evaluate(entry, values) for entry in row] for row in block.rows])
