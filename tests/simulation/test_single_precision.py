"""Normals of single precision: their law is the normal one, whatever their number, and the referee runs on them."""

import numpy as np
import pytest
from scipy import stats

from lsa_theory.simulation import PromptLaw, predict
from lsa_theory.simulation.single_precision import FEWEST, PIECE, fill_with_normals, single_normals

COUNTS = (1, FEWEST - 1, FEWEST, FEWEST + 1, 2 * PIECE, 2 * PIECE + 1, 6 * PIECE + 3)


@pytest.mark.parametrize("count", COUNTS)
def test_every_number_of_normals_is_drawn_in_single_precision(count):
    drawn = single_normals(np.random.default_rng(count), (count,))
    assert drawn.shape == (count,)
    assert drawn.dtype == np.float32
    assert np.isfinite(drawn).all()
    assert len(np.unique(drawn)) > 0.99 * count


def p_value(drawn):
    return stats.kstest(drawn.astype(float), "norm").pvalue


def test_their_law_is_the_normal_one():
    drawn = np.concatenate([single_normals(np.random.default_rng(k), (2 * PIECE,)) for k in range(6)])
    assert p_value(drawn) > 1e-3
    values = drawn.astype(float)
    for power, moment in ((1, 0), (2, 1), (3, 0), (4, 3), (6, 15), (8, 105)):
        powers = values**power
        assert abs(powers.mean() - moment) < 4.5 * powers.std() / np.sqrt(len(powers)), power


@pytest.mark.parametrize("scale", [0.98, 1.02])
def test_a_law_two_percent_too_wide_or_narrow_is_noticed(scale):
    drawn = scale * np.concatenate([single_normals(np.random.default_rng(k), (2 * PIECE,)) for k in range(6)])
    squares = drawn.astype(float) ** 2
    assert abs(squares.mean() - 1) > 4.5 * squares.std() / np.sqrt(len(squares))


def test_both_numbers_of_a_pair_and_neighbours_are_uncorrelated():
    drawn = single_normals(np.random.default_rng(5), (2 * PIECE,)).astype(float)
    cosines, sines = drawn[:PIECE], drawn[PIECE:]
    pairs = {
        "pair": (cosines, sines),
        "squares of a pair": (cosines**2 - 1, sines**2 - 1),
        "neighbours": (drawn[:-1], drawn[1:]),
        "squares of neighbours": (drawn[:-1] ** 2 - 1, drawn[1:] ** 2 - 1),
    }
    for name, (a, b) in pairs.items():
        product = a * b
        assert abs(product.mean()) < 4.5 * product.std() / np.sqrt(len(product)), name


def test_the_least_and_the_largest_bits_give_finite_radii():
    class Bits:
        """A generator whose bits are all zeros or all ones."""

        def __init__(self, value):
            self.value = value

        def integers(self, low, high, count, dtype):
            return np.full(count, self.value, dtype)

    for value in (0, 2**64 - 1):
        normals = np.empty(8, np.float32)
        fill_with_normals(Bits(value), normals)
        assert np.isfinite(normals).all()
        assert np.abs(normals).max() < 6.8


def test_the_referee_gives_the_same_risk_on_them():
    weights = np.diag([0.6] * 5 + [0.0]), np.diag([0.0] * 5 + [1.0])
    means, errors = [], []
    for dtype in (np.float32, np.float64):
        prompts = PromptLaw(np.eye(5), 20).sample(np.random.default_rng(1), 20_000, dtype)
        squared = ((predict(prompts, *weights) - prompts.target) ** 2).astype(float)
        means.append(squared.mean())
        errors.append(squared.std() / np.sqrt(len(squared)))
    assert abs(means[0] - means[1]) < 4.5 * np.hypot(*errors)
