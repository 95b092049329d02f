"""The layer: the query's column alone against the definition, hand-worked numbers, the initialisation."""

import numpy as np
import pytest

from lsa_theory.errors import InvalidArgument, ShapeMismatch
from lsa_theory.simulation import Prompts, initialisation, predict, predict_as_defined, sample_prompts

CASES = [  # d, M, why
    (1, 1, "both smallest"),
    (1, 6, "one dimension"),
    (4, 1, "one example"),
    (5, 20, "usual"),
    (6, 3, "fewer examples than dimensions"),
]


@pytest.mark.parametrize(("d", "length", "why"), CASES)
@pytest.mark.parametrize("rho", [None, 2.5])
def test_the_query_column_gives_what_the_definition_gives(d, length, why, rho):
    rng = np.random.default_rng([d, length])
    prompts = sample_prompts(rng, np.eye(d) + 0.3, length, 50, noise_variance=0.5**2)
    key_query, value = rng.standard_normal((2, d + 1, d + 1))
    defined = predict_as_defined(prompts, key_query, value, rho)
    size = np.abs(predict_as_defined(_absolute(prompts), abs(key_query), abs(value), rho))
    rounding = np.finfo(float).eps * (d + 1) * (length + 1)
    assert (np.abs(predict(prompts, key_query, value, rho) - defined) <= rounding * size).all()


def test_leaving_out_the_query_token_is_noticed():
    rng = np.random.default_rng(0)
    prompts = sample_prompts(rng, np.eye(3), 8, 10)
    key_query, value = rng.standard_normal((2, 4, 4))
    tokens = prompts.tokens()
    context = tokens[:, :, :-1]
    wrong = (value[-1] @ context @ np.swapaxes(context, 1, 2) @ key_query @ tokens[:, :, -1:])[:, 0] / 8
    assert not np.allclose(predict(prompts, key_query, value), wrong, rtol=1e-3)


def test_hand_worked_prompt():
    # x = 2, y = 6, x_q = 3, N = 1: E E' = [[4 + 9, 12], [12, 36]].
    # Last row of W^PV (7, 5), first column of W^KQ (1, 2).
    one = Prompts(np.full((1, 1, 1), 2.0), np.full((1, 1, 1), 6.0), np.full((1, 1, 1), 3.0), np.zeros(1))
    key_query, value = np.array([[1.0, 9.0], [2.0, 9.0]]), np.array([[9.0, 9.0], [7.0, 5.0]])
    expected = (7 * 13 + 5 * 12) * 3 + (7 * 12 + 5 * 36) * 6
    assert predict(one, key_query, value) == expected
    assert predict_as_defined(one, key_query, value) == expected


def test_float32_stays_float32():
    rng = np.random.default_rng(1)
    prompts = sample_prompts(rng, np.eye(3), 10, 20, dtype=np.float32)
    key_query, value = rng.standard_normal((2, 4, 4))
    assert predict(prompts, key_query, value).dtype == np.float32
    assert predict_as_defined(prompts, key_query, value).dtype == np.float32


@pytest.mark.parametrize(
    ("sigma", "theta", "error", "message"),
    [
        (0.0, np.eye(1), InvalidArgument, "`sigma` must be positive; given 0.0"),
        (-1.0, np.eye(1), InvalidArgument, "`sigma` must be positive"),
        (float("nan"), np.eye(1), InvalidArgument, "`sigma` must be finite"),
        (0.1, np.eye(2), InvalidArgument, "Divide theta by the square root"),
        (0.1, np.ones((2, 3)), ShapeMismatch, r"\(d, d\); given shape \(2, 3\)"),
        (0.1, np.array([[np.nan]]), InvalidArgument, "`theta` must be finite"),
    ],
)
def test_initialisation_refuses(sigma, theta, error, message):
    with pytest.raises(error, match=message):
        initialisation(sigma, theta)


def test_weights_of_the_wrong_shape_are_refused():
    prompts = sample_prompts(np.random.default_rng(0), np.eye(2), 3, 4)
    with pytest.raises(ShapeMismatch, match=r"`key_query` must have shape \(3, 3\); given shape \(2, 2\)"):
        predict(prompts, np.eye(2), np.eye(3))
    with pytest.raises(InvalidArgument, match="`normalisation` must be positive"):
        predict(prompts, np.eye(3), np.eye(3), normalisation=0)


def _absolute(prompts):
    return Prompts(abs(prompts.covariates), abs(prompts.labels), abs(prompts.query), prompts.target)
