"""Hypotheses about the sizes of orthonormal columns: sizes at which there are none are not looked at."""

import pytest

from lsa_theory import (
    Claim,
    E,
    Inequality,
    at,
    at_least,
    dimension,
    greater,
    identity,
    judge,
    operator_norm,
    random_orthogonal,
    trace,
)
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


def test_what_is_looked_at_exactly_alone_is_told_as_that():
    Q, R = random_orthogonal("Q", d), random_orthogonal("R", d)
    (found,) = judge(Inequality(2, operator_norm(Q + R)), witnesses=["search"]).findings
    assert found.figure.startswith("not violated at ")
    strict = judge(Inequality(2, operator_norm(Q + R), strict=True), witnesses=["search"])
    assert strict.verdict is Verdict.REFUTED


def test_drawing_orthogonal_matrices_counts_as_work():
    Q = random_orthogonal("Q", d)
    beyond = Claim(at(E(trace(Q) ** 6), {d: d + 2}), 15)
    (found,) = judge(beyond, witnesses=["simulation"]).findings
    assert found.verdict is not Verdict.REFUTED
    assert found.seconds < 20
    wrong = judge(Claim(at(E(trace(Q) ** 4), {d: d + 2}), 4), witnesses=["simulation"])
    assert wrong.verdict is Verdict.REFUTED
