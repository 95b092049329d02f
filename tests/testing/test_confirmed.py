import pytest

from lsa_theory import Claim, Inequality, dimension, matrix, trace
from lsa_theory.errors import LsaTheoryError
from lsa_theory.testing import assert_confirmed

A = matrix("A", dimension("d"))


def test_a_true_claim_returns_its_judgement():
    assert assert_confirmed(Claim(trace(A), trace(A.T))).findings


def test_a_false_claim_fails_and_the_message_begins_with_the_verdict():
    with pytest.raises(AssertionError, match=r"\Arefuted at d = 1: "):
        assert_confirmed(Claim(trace(A), 2 * trace(A)))


def test_refuted_as_expected_is_not_confirmed():
    with pytest.raises(AssertionError, match=r"\Arefuted"):
        assert_confirmed(Claim(trace(A), 2 * trace(A), expected="refuted"))


def test_undecided_fails_with_what_to_do_next():
    with pytest.raises(AssertionError, match=r"\Aundecided: .*write proof="):
        assert_confirmed(Inequality(trace(A @ A.T), trace(A @ A)))


def test_a_hook_that_breaks_is_not_confirmed():
    def observe(rng, instance):
        raise ValueError("no data")

    with pytest.raises(AssertionError, match="no data"):
        assert_confirmed(Claim(trace(A), trace(A.T), observe=observe))


@pytest.mark.parametrize("value", [None, True, trace(A), "tr(A)", Claim])
def test_what_is_no_claim_is_refused(value):
    with pytest.raises(LsaTheoryError, match="is no claim"):
        assert_confirmed(value)
