"""Drawing ends where the whole budget would not do, unless what was drawn differs."""

import numpy as np
import pytest

from lsa_theory import Claim, scalar
from lsa_theory.verification.witnesses.base import Setting
from lsa_theory.verification.witnesses.simulation.in_vain import is_in_vain, of_a_spread, of_errors
from lsa_theory.verification.witnesses.simulation.sampling import LEAST_RUNS, MOST_RUNS
from lsa_theory.verification.witnesses.simulation.witness import Simulation

a = scalar("a")


def noisy(error, bias=0.0):
    """A claim a = a whose hook is known to `error`, relative to a, and is off by `bias`."""
    runs = []

    def observe(rng, instance):
        runs.append(1)
        value = float(instance.values[a][0][0])
        scale = error * abs(value)
        return value * (1 + bias) + scale * rng.standard_normal(), scale

    return Claim(a, a, observe=observe), runs


def test_a_hook_that_cannot_confirm_is_asked_a_few_times_alone():
    claim, runs = noisy(0.1)
    finding = Simulation().judge(claim, "stream", Setting())
    assert finding.verdict.value == "undecided"
    assert "only known to" in finding.figure
    assert len(runs) <= 4 * LEAST_RUNS


@pytest.mark.parametrize("bias", [0.12, -0.12])
def test_a_hook_that_cannot_confirm_refutes_what_differs(bias):
    claim, runs = noisy(0.1, bias)
    assert Simulation().judge(claim, "stream", Setting()).verdict.value == "refuted"
    assert len(runs) >= MOST_RUNS


def test_a_hook_that_can_confirm_is_asked_as_often_as_it_takes():
    claim, runs = noisy(0.015)
    assert Simulation().judge(claim, "stream", Setting()).verdict.value == "confirmed"
    assert len(runs) > 2 * 30


def test_what_may_yet_confirm_is_not_in_vain():
    # The error may be a third less than it seems.
    quiet = np.zeros(3)
    assert not is_in_vain(0.029, 0.12, 16, 64, 0.01, quiet)
    assert is_in_vain(0.033, 0.12, 16, 64, 0.01, quiet)


def test_the_error_of_an_error_falls_with_what_it_is_made_from():
    assert of_a_spread(9) == 0.25
    assert of_errors(np.array([[1.0], [3.0]])) == pytest.approx(np.sqrt(2) / np.sqrt(2) / 2 / 2)
    assert of_errors(np.zeros((4, 1))) == 0.0
