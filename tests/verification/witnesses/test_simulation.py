from dataclasses import replace

import numpy as np
import pytest

from lsa_theory import Claim, E, dimension, inverse, samples, trace
from lsa_theory.errors import InvalidArgument
from lsa_theory.values.refusals import NotApplicable
from lsa_theory.verification.outcome import Verdict
from lsa_theory.verification.witnesses.base import Setting
from lsa_theory.verification.witnesses.simulation import sampling, witness as simulation
from lsa_theory.verification.witnesses.simulation.witness import Simulation
from tests.verification.toys import FALSE, TRUE, TWO_PERCENT, A, Lambda, d, x

LEFT, RIGHT = E(x @ x.T), Lambda


def judged(claim, seed=0, **setting):
    return Simulation().judge(claim, "toy", Setting(seed=seed, **setting))


@pytest.mark.parametrize("name", ["gradient", "a mean that vanishes", "sum over columns"])
def test_true_claims_are_confirmed(name):
    finding = judged(TRUE[name])
    assert finding.verdict is Verdict.CONFIRMED
    assert finding.figure.startswith("z = ")
    assert not finding.rigorous


@pytest.mark.parametrize("name", ["missing transpose", "Lambda for its square", "right at d = 2 only"])
def test_false_claims_are_refuted_twice(name):
    finding = judged(FALSE[name])
    assert finding.verdict is Verdict.REFUTED
    assert "again" in finding.figure
    assert finding.counterexample.kind == "observed"


@pytest.mark.parametrize("seed", range(6))
def test_two_percent_is_caught_and_the_truth_is_not(seed):
    assert judged(Claim(LEFT, TWO_PERCENT * RIGHT), seed).verdict is Verdict.REFUTED
    assert judged(Claim(LEFT, RIGHT), seed).verdict is Verdict.CONFIRMED


def test_statistic_has_the_distribution_that_the_threshold_assumes():
    # 400 true claims at level 5 %: between 1 % and 10 % exceed it, except with probability 1e-5. They are skewed, for
    # which the bound on the tail leaves room.
    rng = np.random.default_rng(0)
    beyond = 0
    for _ in range(400):
        groups = rng.standard_normal((32, 1, 1)) ** 2
        observed = sampling.summary(groups, np.ones((32, 1, 1)))
        beyond += simulation._rejects(observed, (0, 0), 0.05)
    assert 0.01 * 400 < beyond < 0.10 * 400


def test_heavy_tails_raise_the_threshold():
    groups = np.random.default_rng(0).standard_normal((64, 1, 1)) ** 6
    observed = sampling.summary(groups, np.zeros((64, 1, 1)))
    light = replace(observed, difference=6 * observed.error, skewness=np.zeros((1, 1)))
    assert simulation._rejects(light, (0, 0), 1e-3)
    assert not simulation._rejects(replace(light, skewness=observed.skewness), (0, 0), 1e-3)


def test_an_estimate_known_to_worse_than_what_it_must_detect_refutes_nothing(monkeypatch):
    one = np.ones((1, 1))

    def vague(*_):
        return lambda rng, effort: sampling.Observed(30 * one, one, 100, 0.15, 1000, one, one)

    monkeypatch.setattr(simulation, "_sampler", vague)
    finding = judged(Claim(LEFT, RIGHT), 0)
    assert finding.verdict is Verdict.UNDECIDED
    assert "only known to 15.0%" in finding.figure


def test_one_unlucky_run_does_not_refute(monkeypatch):
    runs = iter([0.0, 30.0, 0.1])
    one = np.ones((1, 1))

    def unlucky(*_):
        return lambda rng, effort: sampling.Observed(next(runs) * one, one, 100, 0.001, 1000, one, one)

    monkeypatch.setattr(simulation, "_sampler", unlucky)
    finding = judged(Claim(trace(LEFT), trace(RIGHT)))
    assert finding.verdict is Verdict.UNDECIDED
    assert "does not agree with the first" in finding.figure


def test_what_is_not_resolved_is_undecided(monkeypatch):
    monkeypatch.setattr(sampling, "WORK", 1.0)
    finding = judged(Claim(E((x.T @ x) ** 4), E((x.T @ x) ** 4)))
    assert finding.verdict is Verdict.UNDECIDED
    assert "only known to" in finding.figure


@pytest.mark.parametrize("factor", [1.0, 1.02])
def test_hook_observes(factor):
    def observe(rng, instance):
        n = 20000
        factor_of = np.linalg.cholesky(instance.floats(Lambda))
        draws = rng.standard_normal((n, len(factor_of))) @ factor_of.T
        squares = factor * (draws**2).sum(axis=1)
        return squares.mean(), squares.std(ddof=1) / np.sqrt(n)

    finding = judged(Claim(trace(E(x @ x.T)), trace(Lambda), observe=observe))
    assert finding.verdict is (Verdict.CONFIRMED if factor == 1.0 else Verdict.REFUTED)


def test_hook_about_something_that_vanishes():
    def observe(rng, instance):
        return rng.standard_normal(), 1.0

    assert judged(Claim(trace(A) * 0, 0, observe=observe)).verdict is Verdict.CONFIRMED


def test_hook_of_the_wrong_shape_is_an_error():
    claim = Claim(trace(A), trace(A), observe=lambda rng, instance: ([1.0, 2.0], 1.0))
    with pytest.raises(InvalidArgument, match="expected an estimate and its standard error"):
        judged(claim)


@pytest.mark.parametrize(
    ("left", "message"),
    [
        (trace(Lambda), "nothing random"),
        (E(x.T @ x) * E(x.T @ x), "product of expectations"),
        (E(x.T @ x) ** 2, "power of an expectation"),
    ],
)
def test_what_cannot_be_sampled_says_why(left, message):
    with pytest.raises(NotApplicable, match=message):
        judged(Claim(left, trace(A)))


@pytest.mark.parametrize(("margin", "verdict"), [(1, Verdict.CONFIRMED), (0, Verdict.REFUTED)])
def test_inverse_gram_matrices_are_drawn_where_they_have_a_variance(margin, verdict):
    N = dimension("N")
    X = samples("X", covariance=Lambda, count=N)
    claim = Claim(E(trace(inverse(X.gram))), trace(inverse(Lambda)) / (N - d - margin))
    assert judged(claim).verdict is verdict
