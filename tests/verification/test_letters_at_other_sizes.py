"""Another size put for that of a letter with values: such an instance is passed over, and nothing is stretched."""

import pytest

from lsa_theory import (
    Claim,
    E,
    at,
    dimension,
    gaussian,
    identity,
    inverse,
    judge,
    matrix,
    normal,
    ones,
    positive_definite,
    random_orthogonal,
    trace,
)
from lsa_theory.verification.outcome import Verdict

d = dimension("d")
A, P = matrix("A", d), positive_definite("P", d)
I, Q = identity(d), random_orthogonal("Q", d)
x = gaussian("x", covariance=I)


@pytest.mark.parametrize(
    "claim",
    [
        Claim(at(trace(A @ ones(d) @ ones(d).T), {d: d + 1}), ones(d).T @ A @ ones(d)),
        Claim(at(trace(inverse(P + I)), {d: d + 1}), trace(inverse(P + I))),
        Claim(at(E(x.T @ A @ x), {d: d + 1}), trace(A)),
    ],
)
def test_what_has_no_value_at_the_other_size_is_left_open_with_that_reason(claim):
    found = judge(claim, witnesses=["algebra", "field", "quadrature", "precision"])
    assert found.verdict is Verdict.UNDECIDED
    assert "where another size is put for a dimension of it" in found.reason
    assert "ValueError" not in found.reason


def test_a_false_equality_at_another_size_stops_nobody():
    assert judge(Claim(at(E(x.T @ A @ x), {d: d + 1}), trace(A) + 1)).verdict is Verdict.REFUTED


def test_conditions_in_the_same_words_are_told_once():
    fourth = E(trace(Q @ A) ** 4)
    closed = normal(fourth).as_expression()
    assert normal(fourth - closed).conditions == ("d > 1",)
    assert judge(Claim(fourth, closed), witnesses=["algebra", "field"]).verdict is Verdict.CONFIRMED
    assert judge(Claim(fourth, 2 * closed), witnesses=["algebra", "field"]).verdict is Verdict.REFUTED
