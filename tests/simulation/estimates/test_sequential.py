"""The comparison with an exact value refutes what is wrong, spares what is right, counts its looks."""

import itertools
import math

import numpy as np
import pytest

from lsa_theory.errors import InvalidArgument
from lsa_theory.simulation import (
    Budget,
    Estimate,
    PromptLaw,
    Source,
    compare,
    look,
    loss_source,
    observed_gradient,
)
from lsa_theory.simulation.estimates.sequential import log_tail_bound, share, threshold


def exponential(mean=1.0):
    return Source.of_values("exponential", 1024, lambda rng, n: mean * rng.standard_exponential(n))


def test_the_shares_of_all_looks_sum_to_one():
    assert sum(share(number) for number in range(1, 100_000)) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("error", [0.98, 1.02])
def test_two_percent_is_refuted_and_the_truth_is_not(error):
    assert compare(exponential(), 1.0, np.random.default_rng(0)).verdict == "consistent"
    wrong = compare(exponential(), error, np.random.default_rng(0))
    assert wrong.verdict == "refuted"
    assert wrong.log_p < math.log(1e-6)


@pytest.mark.slow
def test_the_false_alarm_rate_holds_over_many_looks():
    # At the rate 0.2 the count of alarms in 400 runs is binomial; above 0.2 + 5 standard deviations never.
    runs, rate = 400, 0.2
    alarms = sum(
        compare(
            exponential(),
            1.0,
            np.random.default_rng([1, seed]),
            false_alarm=rate,
            resolve=0.01,
            budget=Budget(prompts=16_384),
        ).verdict
        == "refuted"
        for seed in range(runs)
    )
    assert alarms / runs < rate
    # Without spending, a fifth at each look would be exceeded: five looks at 0.2 each.
    careless = sum(
        any(
            abs(z) > 1.2816
            for z in np.cumsum(np.random.default_rng([2, seed]).standard_normal(16))
            / np.sqrt(np.arange(1, 17))
        )
        for seed in range(runs)
    )
    assert careless / runs > rate + 5 * math.sqrt(rate * (1 - rate) / runs)


def test_the_tail_bound_holds_for_a_skewed_sample():
    # The left tail of Student's ratio of exponentials is heavier than normal: the bound must cover it.
    count, level, runs = 256, 1e-3, 200_000
    rng = np.random.default_rng(3)
    beyond_bound = beyond_normal = 0
    for _ in range(20):
        draws = rng.standard_exponential((runs // 20, count))
        ratio = (draws.mean(1) - 1) / (draws.std(1, ddof=1) / math.sqrt(count))
        beyond_bound += int((np.abs(ratio) > threshold(level, 2.0, count)).sum())
        beyond_normal += int((np.abs(ratio) > threshold(level, 0.0, count)).sum())
    spread = math.sqrt(level / runs)
    assert beyond_bound / runs < level + 5 * spread
    assert beyond_normal / runs > level + 5 * spread


def test_the_tail_bound_holds_for_few_normal_draws():
    # Sixteen draws: Student's tail, far heavier than the normal one that a careless test would take.
    count, level, runs = 16, 1e-3, 200_000
    draws = np.random.default_rng(4).standard_normal((runs, count))
    ratio = np.abs(draws.mean(1)) / (draws.std(1, ddof=1) / math.sqrt(count))
    spread = math.sqrt(level / runs)
    assert abs((ratio > threshold(level, 0.0, count)).mean() - level) < 5 * spread
    assert (ratio > threshold(level, 0.0, 10**9)).mean() > level + 5 * spread


@pytest.mark.parametrize("count", [16, 256, 10**4, 10**6])
@pytest.mark.parametrize("skewness", [0.0, 0.3, 1.0, 5.0, 30.0])
def test_what_is_farther_off_is_never_judged_more_kindly(count, skewness):
    bounds = [log_tail_bound(z, skewness, count) for z in np.geomspace(0.01, 1e6, 300)]
    assert all(later <= earlier + 1e-9 for earlier, later in itertools.pairwise(bounds))
    for level in (1e-3, 1e-6):
        reach = threshold(level, skewness, count)
        if math.isfinite(reach):
            assert log_tail_bound(1e6, skewness, count) <= math.log(level)
            assert log_tail_bound(1.0001 * reach, skewness, count) <= math.log(level) + 1e-9
        else:
            assert log_tail_bound(1e6, skewness, count) > math.log(level)


def test_gradients_are_compared_entry_by_entry():
    estimate = Estimate(np.array([0.0, 1.0]), np.array([0.0, 0.001]), 10**6, np.zeros(2))
    assert look(estimate, np.array([0.0, 1.0]), 1).verdict == "undecided"
    assert look(estimate, np.array([0.0, 1.02]), 1).verdict == "refuted"
    assert look(estimate, np.array([1e-9, 1.0]), 1).verdict == "refuted"


def test_a_budget_that_runs_out_leaves_it_undecided():
    result = compare(exponential(), 1.0, np.random.default_rng(0), budget=Budget(prompts=2000))
    assert (result.verdict, result.estimate.count) == ("undecided", 2000)
    result = compare(exponential(), 1.0, np.random.default_rng(0), budget=Budget(seconds=1e-6))
    assert result.verdict == "undecided"


def test_every_look_is_reported():
    seen = []
    compare(exponential(), 1.0, np.random.default_rng(0), on_look=seen.append)
    counts = [result.estimate.count for result in seen]
    assert all(later == 2 * earlier for earlier, later in itertools.pairwise(counts))


def test_the_layer_against_its_exact_loss_at_one_dimension():
    law = PromptLaw(np.array([[1.5]]), 10)
    weights = np.diag([0.4, 0.0]), np.diag([0.0, 0.8])
    exact = 0.75 * (0.32**2 * 1.5**2 * 1.2 - 2 * 0.32 * 1.5 + 1)
    for path in ("isotropic", "order-d-integrated"):
        source = loss_source(law, *weights, path=path)
        assert compare(source, exact, np.random.default_rng(0)).verdict == "consistent"
        assert compare(source, 1.02 * exact, np.random.default_rng(0)).verdict == "refuted"


def test_nothing_is_relative_to_zero():
    with pytest.raises(InvalidArgument, match="must not be 0 throughout"):
        compare(exponential(), 0.0, np.random.default_rng(0))
    assert log_tail_bound(math.inf, 0.0, 10) == -math.inf
    with pytest.raises(InvalidArgument, match="not finite"):
        look(Estimate(math.nan, math.nan, 10), 1.0, 1)


@pytest.mark.slow
def test_the_gradient_against_its_exact_value_at_one_dimension():
    # L = lambda (p^2 E S^2 - 2 p lambda + 1) / 2 with p = u U; by symmetry u12 and u21 have no gradient at 0.
    variance, length, U, u = 1.5, 7, 0.4, 0.8
    slope = variance * (u * U * variance**2 * (1 + 2 / length) - variance)
    exact = np.zeros((2, 2, 2))
    exact[0, 0, 0], exact[1, 1, 1] = u * slope, U * slope
    law = PromptLaw(np.array([[variance]]), length)
    source = observed_gradient(law, np.diag([U, 0.0]), np.diag([0.0, u]))
    assert compare(source, exact, np.random.default_rng(0)).verdict == "consistent"
    assert compare(source, 1.02 * exact, np.random.default_rng(1)).verdict == "refuted"
    leaked = exact.copy()
    leaked[0, 1, 0] = 0.02 * np.abs(exact).max()
    assert compare(source, leaked, np.random.default_rng(2)).verdict == "refuted"
