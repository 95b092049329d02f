"""Threads change the time and nothing else."""

import numpy as np
import pytest

from lsa_theory.errors import InvalidArgument
from lsa_theory.simulation import Estimate, PromptLaw, loss_source
from lsa_theory.simulation.estimates.threads import accumulate_on_threads

LAW = PromptLaw(np.eye(2), 6)
SOURCE = loss_source(LAW, np.diag([0.5, 0.5, 0.0]), np.diag([0.0, 0.0, 1.0]), path="tokens")


def test_the_bits_do_not_depend_on_the_threads():
    runs = [accumulate_on_threads(SOURCE, np.random.default_rng(0), 20_001, threads) for threads in (1, 2, 5)]
    assert {(run.count, float(run.mean), float(run.squares)) for run in runs} == {
        (20_001, float(runs[0].mean), float(runs[0].squares))
    }
    # Given S = W / 6 the loss is tr(S / 2 - I)^2 / 2, and E tr S^2 = 2 (1 + 3 / 6).
    estimate = Estimate.of(runs[0])
    assert abs(estimate.z(0.5 * (0.25 * 3 - 2 + 2))) < 5
    assert abs(estimate.z(0.6 * (0.25 * 3 - 2 + 2))) > 5


def test_refusals():
    with pytest.raises(InvalidArgument, match="`threads` must be at least 1"):
        accumulate_on_threads(SOURCE, np.random.default_rng(0), 100, 0)
    with pytest.raises(InvalidArgument, match="`prompts` must be at least 32"):
        accumulate_on_threads(SOURCE, np.random.default_rng(0), 8, 1)
