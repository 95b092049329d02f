"""Shifted Sobol points: the net is Sobol's, groups are unbiased, and their spread is an honest error."""

import numpy as np
import pytest

from lsa_theory.claims.equality import Claim
from lsa_theory.digital_shift import BITS
from lsa_theory.expressions import E, dimension, gaussian, matrix, positive_definite, trace
from lsa_theory.expressions.expression import Expression
from lsa_theory.verification.judge import judge
from lsa_theory.verification.witnesses.base import Setting
from lsa_theory.verification.witnesses.simulation.shifted import (
    COORDINATES,
    POINTS,
    Shifted,
    combined,
    directions,
    net,
)
from lsa_theory.verification.witnesses.simulation.tails import is_plausible, log_tail


def _means(groups: int, power: int, prompts: int = POINTS) -> np.ndarray:
    shape = (3, 2, prompts)
    drawn = [Shifted(np.random.default_rng(k)).standard_normal(shape) for k in range(groups)]
    return np.array([(z.reshape(6, -1) ** power).mean(axis=1) for z in drawn])


def test_the_net_holds_the_points_of_scipy() -> None:
    qmc = pytest.importorskip("scipy.stats").qmc
    theirs = qmc.Sobol(COORDINATES, scramble=False, bits=BITS).random_base2(9)
    ours = combined(directions()[:, :9]).T * 2.0**-BITS
    np.testing.assert_array_equal(np.array(sorted(map(tuple, ours))), np.array(sorted(map(tuple, theirs))))


def test_scrambled_coordinates_fill_each_interval_once() -> None:
    for row in net(9):
        assert sorted(row >> (BITS - 9)) == list(range(512))


@pytest.mark.parametrize(("power", "moment"), [(1, 0), (2, 1), (3, 0), (4, 3), (6, 15)])
def test_moments_are_unbiased_within_the_error_that_the_groups_show(power: int, moment: int) -> None:
    means = _means(400, power)
    z = (means.mean(axis=0) - moment) / (means.std(axis=0, ddof=1) / np.sqrt(len(means)))
    assert np.abs(z).max() < 5


def test_a_mean_off_by_two_percent_is_seen_by_the_same_error() -> None:
    means = 1.02 * _means(400, 2)
    z = (means.mean(axis=0) - 1) / (means.std(axis=0, ddof=1) / np.sqrt(len(means)))
    assert np.abs(z).min() > 5


def test_groups_vary_less_than_independent_draws() -> None:
    independent = [np.random.default_rng(k).standard_normal((6, POINTS)) for k in range(400)]
    plain = np.array([(z**2).mean(axis=1) for z in independent])
    assert (_means(400, 2).std(axis=0) < plain.std(axis=0) / 3).all()


def test_studentised_means_spread_as_student_says() -> None:
    means = _means(64 * 50, 2).reshape(50, 64, 6)
    z = (means.mean(axis=1) - 1) / (means.std(axis=1, ddof=1) / 8)
    assert 0.8 < z.std() < 1.25


@pytest.mark.parametrize("shape", [(1, 1, 2048), (7, 3, 2048), (50, 4, POINTS), (3, 1, 100)])
def test_coordinates_beyond_the_net_and_odd_numbers_are_filled_with_independent_normals(
    shape: tuple[int, int, int],
) -> None:
    drawn = np.stack([Shifted(np.random.default_rng(k)).standard_normal(shape) for k in range(30)])
    flat = np.moveaxis(drawn.reshape(30, -1, shape[-1]), 1, 0).reshape(shape[0] * shape[1], -1)
    assert np.isfinite(flat).all()
    spread = np.cov(flat) if len(flat) > 1 else np.array([[flat.var()]])
    assert np.abs(spread - np.eye(len(flat))).max() < 0.15


def test_a_second_source_takes_other_coordinates_than_the_first() -> None:
    points = Shifted(np.random.default_rng(0))
    first, second = points.standard_normal((2, 1, 1024)), points.standard_normal((2, 1, 1024))
    assert np.abs(np.corrcoef(first.reshape(2, -1), second.reshape(2, -1))[:2, 2:]).max() < 0.1


@pytest.fixture
def fourth_moment() -> tuple[Expression, Expression]:
    d = dimension("d")
    covariance, a = positive_definite("Lambda", d), matrix("A", d)
    x = gaussian("x", covariance=covariance)
    exact = covariance @ (a + a.T) @ covariance + trace(a @ covariance) * covariance
    return E(x @ x.T @ a @ x @ x.T), exact


@pytest.mark.parametrize("seed", range(5))
def test_a_true_moment_is_confirmed_and_one_off_by_two_percent_refuted(
    fourth_moment: tuple[Expression, Expression], seed: int
) -> None:
    left, right = fourth_moment
    setting = Setting(seed=seed)
    true = judge(Claim(left, right), witnesses=["simulation"], setting=setting).findings[0]
    false = judge(Claim(left, right * 51 / 50), witnesses=["simulation"], setting=setting).findings[0]
    assert true.verdict.value != "refuted"
    assert false.verdict.value == "refuted"


@pytest.mark.parametrize("freedom", [7, 63, 10**6])
@pytest.mark.parametrize("skewness", [0.0, 1.0, -4.0])
def test_what_is_plausible_is_never_below_the_bound_of_the_tail(freedom: int, skewness: float) -> None:
    for z in np.linspace(0.0, 8.0, 81):
        for level in (1e-2, 1e-4, 1e-6):
            if is_plausible(z, level):
                assert log_tail(z, freedom, skewness) >= np.log(level) - 1e-9
