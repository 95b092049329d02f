"""The laws behind the fast paths, in distribution: two-sample Kolmogorov-Smirnov.

Each test may fail a true law once in 10^6: a Bonferroni share of that for each statistic.
"""

import numpy as np
import pytest
from scipy.stats import ks_2samp

from lsa_theory.simulation import PromptLaw
from lsa_theory.simulation.paths import loss_source
from lsa_theory.simulation.paths.bartlett import bartlett_factor, spectral_traces
from lsa_theory.simulation.paths.label_sums import draw_label_sums

FALSE_ALARM = 1e-6
COUNT = 20_000


def smallest_p(one, other):
    """Return the smallest p-value over statistics (columns), times their number."""
    pairs = zip(one.T, other.T, strict=True)
    return min(ks_2samp(left, right, method="asymp").pvalue for left, right in pairs) * one.shape[1]


def label_statistics(sums, squares, v):
    across = np.array([v[1], -v[0], 0.0])
    along = sums @ v
    return np.stack(
        [
            along,
            sums @ across,
            squares,
            np.linalg.norm(sums, axis=1),
            along / squares,
            sums[:, 2] ** 2 - squares,
        ],
        1,
    )


def from_tokens(rng, v, noise, length):
    z = rng.standard_normal((COUNT, 3, length))
    y = np.einsum("i,bin->bn", v, z) + noise * rng.standard_normal((COUNT, length))
    return label_statistics(np.einsum("bin,bn->bi", z, y), (y**2).sum(1), v)


@pytest.mark.parametrize(("noise", "length"), [(0.0, 1), (0.0, 20), (0.7, 2), (2.0, 40)])
def test_label_sums(noise, length):
    v = np.array([1.0, -0.5, 0.3])
    rng = np.random.default_rng([length, int(10 * noise)])
    sums, squares = draw_label_sums(rng, np.tile(v, (COUNT, 1)), noise, length)
    drawn, tokens = label_statistics(sums, squares, v), from_tokens(rng, v, noise, length)
    if noise == 0:  # along / squares is then constant 1, up to rounding
        drawn, tokens = np.delete(drawn, 4, 1), np.delete(tokens, 4, 1)
    assert smallest_p(drawn, tokens) > FALSE_ALARM
    wrong = from_tokens(rng, v, noise + 0.5, length)
    assert smallest_p(drawn, np.delete(wrong, 4, 1) if noise == 0 else wrong) < FALSE_ALARM


@pytest.mark.parametrize(("size", "degrees"), [(1, 3), (3, 3), (4, 2), (3, 20)])
def test_wishart_factor(size, degrees):
    rng = np.random.default_rng([size, degrees])

    def statistics(root):
        gram = root @ np.swapaxes(root, 1, 2)
        return np.stack(
            [
                gram[:, 0, 0],
                gram[:, -1, -1],
                gram[:, -1, 0],
                np.trace(gram, axis1=1, axis2=2),
                (gram**2).sum((1, 2)),
            ],
            1,
        )

    drawn = statistics(bartlett_factor(rng, COUNT, size, degrees))
    assert smallest_p(drawn, statistics(rng.standard_normal((COUNT, size, degrees)))) > FALSE_ALARM
    assert smallest_p(drawn, statistics(rng.standard_normal((COUNT, size, degrees + 1)))) < FALSE_ALARM


@pytest.mark.parametrize(("size", "degrees"), [(1, 3), (4, 2), (2, 4), (5, 20)])
def test_spectral_traces(size, degrees):
    rng = np.random.default_rng([size, degrees, 1])

    def statistics(columns):
        gram = columns @ np.swapaxes(columns, 1, 2)
        return np.stack([np.trace(gram, axis1=1, axis2=2), (gram**2).sum((1, 2))], 1)

    drawn = np.stack(spectral_traces(rng, COUNT, size, degrees), 1)
    assert smallest_p(drawn, statistics(rng.standard_normal((COUNT, size, degrees)))) > FALSE_ALARM
    assert smallest_p(drawn, statistics(rng.standard_normal((COUNT, size, degrees + 1)))) < FALSE_ALARM


def draws(law, path, seed, weights):
    """Return single losses of a path: its moments of one draw each."""
    source = loss_source(law, *weights, path=path, normalisation=6.0)
    rng = np.random.default_rng(seed)
    return np.array([float(source.moments(rng, 1).mean) for _ in range(2000)])[:, None]


@pytest.mark.parametrize(
    ("fast", "slow", "all_blocks"),
    [
        ("order-d", "tokens", False),
        ("projected", "tokens", True),
        ("order-d-query-integrated", "tokens-query-integrated", False),
    ],
)
def test_losses_have_the_same_law(fast, slow, all_blocks):
    covariance = np.array([[2.0, 0.6], [0.6, 1.0]])
    key_query, value = np.zeros((3, 3)), np.zeros((3, 3))
    key_query[:, :2] = [[0.5, 0.1], [0.2, 0.6], [0.1, -0.1]]
    value[2] = [0.3 * all_blocks, -0.2 * all_blocks, 0.8]
    law, longer = (PromptLaw(covariance, length, noise_variance=0.5**2) for length in (6, 12))
    drawn = draws(law, fast, 1, (key_query, value))
    assert smallest_p(drawn, draws(law, slow, 2, (key_query, value))) > FALSE_ALARM
    assert smallest_p(drawn, draws(longer, slow, 2, (key_query, value))) < FALSE_ALARM
