"""Equalities that hold from some size on: false without that hypothesis, confirmed with it, and limits of them."""

import pytest

from lsa_theory import (
    Claim,
    E,
    TendsTo,
    at,
    dimension,
    equal,
    equation,
    greater,
    harmonic,
    judge,
    nonzero,
    normal,
    random_orthogonal,
    scalar,
    trace,
)
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.verification.outcome import Verdict

d, N, M = dimension("d"), dimension("N"), dimension("M")
Q = random_orthogonal("Q", d)
fourth, sixth = E(trace(Q) ** 4), E(trace(Q) ** 6)
EXACT = ["algebra", "field", "entries", "search"]


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (Claim(fourth, 3), Verdict.REFUTED),
        (Claim(fourth, 3, given=[d - 2]), Verdict.CONFIRMED),
        pytest.param(Claim(fourth, 3, given=[2 * d - 3]), Verdict.CONFIRMED, marks=pytest.mark.slow),
        (Claim(fourth, 3, given=[d - 1]), Verdict.REFUTED),
        (Claim(fourth, 2, given=[d - 2]), Verdict.REFUTED),
        (Claim(sixth, 15, given=[d - 2]), Verdict.REFUTED),
        pytest.param(Claim(fourth, 3, given=[greater(d, 1)]), Verdict.CONFIRMED, marks=pytest.mark.slow),
        (Claim(fourth, 3, given=[greater(d)]), Verdict.REFUTED),
        pytest.param(Claim(fourth, 3, given=[nonzero(d - 1)]), Verdict.CONFIRMED, marks=pytest.mark.slow),
        pytest.param(Claim(fourth, 3, given=[d - 2, d - 1]), Verdict.CONFIRMED, marks=pytest.mark.slow),
        pytest.param(
            Claim(sixth, 15, given=[nonzero(d - 2), nonzero(d - 1)]),
            Verdict.CONFIRMED,
            marks=pytest.mark.slow,
        ),
        (Claim(sixth, 15, given=[nonzero(d - 2)]), Verdict.REFUTED),
        (Claim(sixth, 15, given=[greater(d, N)]), Verdict.REFUTED),
        pytest.param(Claim(fourth, 3, given=[equation(d, 2)]), Verdict.CONFIRMED, marks=pytest.mark.slow),
        (Claim(sixth, 15, given=[equation(d, 2)]), Verdict.REFUTED),
        (Claim(at(fourth, {d: d + 1}), 3), Verdict.CONFIRMED),
        (Claim(at(fourth, {d: d + 1}) + fourth, 6), Verdict.REFUTED),
    ],
)
def test_the_hypothesis_decides(claim, verdict):
    assert judge(claim, witnesses=EXACT).verdict is verdict


def test_a_limit_needs_large_sizes_only():
    found = judge(TendsTo(fourth, 3, d), witnesses=["algebra", "proof", "field", "sequence"])
    assert found.verdict is Verdict.CONFIRMED
    wrong = judge(TendsTo(fourth, 2, d), witnesses=["algebra", "proof", "field", "sequence"])
    assert wrong.verdict is not Verdict.CONFIRMED


def test_a_condition_moves_with_the_size():
    assert normal(fourth).conditions == ("d > 1",)
    assert normal(at(sixth, {d: d + 1})).conditions == ("d > 1",)
    assert normal(at(fourth, {d: d + 1})).conditions == ()
    assert normal(at(fourth, {d: d + 1}) + fourth).conditions == ("d > 1",)
    assert equal(at(fourth, {d: d + 1}), 3)
    with pytest.raises(UnsupportedExpression, match="equal where d > 1, and d = 1 is not settled"):
        equal(at(sixth, {d: d + 1}), 15)


def test_a_condition_follows_multiples_and_sums_of_sizes():
    assert normal(at(fourth, {d: 2 * N})).conditions == ()
    assert normal(at(fourth, {d: N + M})).conditions == ()
    assert normal(at(fourth, {d: 2 * N - 1})).conditions == ("N > 1",)
    assert normal(at(fourth, {d: d - 1})).conditions == ("d > 2",)
    assert judge(Claim(at(fourth, {d: 2 * N - 1}), 3), witnesses=EXACT).verdict is Verdict.REFUTED
    assert judge(Claim(at(fourth, {d: N * M}), 3), witnesses=EXACT).verdict is Verdict.REFUTED


@pytest.mark.slow
def test_a_size_above_a_length_is_above_one():
    assert judge(Claim(fourth, 3, given=[greater(d, N)]), witnesses=EXACT).verdict is Verdict.CONFIRMED


@pytest.mark.slow
def test_what_holds_for_the_sizes_that_are_put_is_confirmed():
    assert judge(Claim(at(fourth, {d: 2 * N}), 3), witnesses=EXACT).verdict is Verdict.CONFIRMED


def test_a_condition_that_no_length_meets_is_refused():
    columns = random_orthogonal("F", d, M)
    moment = E(trace(columns @ columns.T))
    with pytest.raises(UnsupportedExpression, match="does not hold at"):
        normal(at(moment, {M: 2 * d}))
    assert equal(at(moment, {d: 2 * M}), M)
    assert not equal(at(moment, {d: 2 * M}), 2 * M)


@pytest.mark.parametrize("quantity", [harmonic(N) / N, scalar("p", positive=True) ** N])
def test_what_no_power_of_a_length_follows_is_left_open_with_that_reason(quantity):
    found = judge(TendsTo(quantity, 0, N), witnesses=["algebra", "field"])
    assert found.verdict is Verdict.UNDECIDED
    assert "how it grows is not known here" in found.reason
