import numpy as np
import pytest

from lsa_theory import Claim, dimension, matrix, trace
from lsa_theory.verification.judge import judge
from lsa_theory.verification.witnesses.simulation.hooks import BadObservation, checked_observation

NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("returned", "message"),
    [
        (None, r"returned None; expected a pair \(estimate, standard error\)"),
        ((1.0,), "expected a pair"),
        ("ab", "expected a pair"),
        ((1.0, NAN), "the standard error nan; expected finite positive numbers"),
        ((1.0, 0.0), "the standard error 0.0; expected finite positive"),
        ((1.0, -1.0), "the standard error -1.0; expected finite positive"),
        ((1.0, INF), "the standard error inf"),
        ((NAN, 1.0), "the estimate nan; expected finite numbers"),
        ((1j, 1.0), "the estimate 1j; expected real numbers"),
        ((1.0, "x"), "the standard error 'x'; expected real numbers"),
        (([1.0, 2.0], [1.0, 1.0]), "expected an estimate and its standard error, both of the shape"),
    ],
)
def test_what_is_no_observation_is_refused(returned, message):
    with pytest.raises(BadObservation, match=message):
        checked_observation(returned, (1, 1))


def test_an_observation_takes_the_shape_of_the_right_side():
    estimate, error = checked_observation((np.float32(2), [[0.5]]), (1, 1))
    assert estimate.shape == error.shape == (1, 1)


@pytest.mark.parametrize("error", [NAN, 0.0, -1.0])
def test_a_true_claim_is_not_refuted_by_an_error_bar_that_is_none(error):
    A = matrix("A", dimension("d"))
    claim = Claim(trace(A), trace(A.T), observe=lambda rng, instance: (0.0, error))
    judgement = judge(claim, witnesses=["algebra", "field", "simulation"])
    assert judgement.verdict.value != "refuted"
    assert "standard error" in judgement.error
    assert not judgement.in_order
