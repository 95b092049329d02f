"""Hypotheses about the sizes of orthonormal columns: sizes at which there are none are not looked at."""

import pytest

from lsa_theory import Claim, at_least, dimension, greater, identity, judge, random_orthogonal, trace
from lsa_theory.verification.outcome import Verdict

d, k = dimension("d"), dimension("k")
F = random_orthogonal("F", d, k)


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (Claim(trace(F @ F.T), k, given=[at_least(k, d - 1)]), Verdict.CONFIRMED),
        (Claim(trace(F @ F.T), d, given=[at_least(k, d - 1)]), Verdict.REFUTED),
        (Claim(F @ F.T, identity(d), given=[greater(k, 1)]), Verdict.REFUTED),
    ],
)
def test_sizes_with_more_columns_than_rows_are_passed_over(claim, verdict):
    assert judge(claim, witnesses=["algebra", "field", "search"]).verdict is verdict


def test_a_hypothesis_that_no_such_matrix_meets_is_said_to_be_about_nothing():
    found = judge(Claim(trace(F @ F.T), d, given=[greater(k, d)]), witnesses=["algebra", "field", "search"])
    assert found.verdict is Verdict.UNDECIDED
    assert "may be about nothing" in found.reason
