"""A size put for another one, and another one in that: both are sizes, and instances agree with the normal form."""

import pytest

from lsa_theory import (
    Claim,
    E,
    Exists,
    at,
    dimension,
    gaussian,
    greater,
    harmonic,
    identity,
    judge,
    norm_squared,
    position,
    random_orthogonal,
    sum_over,
    trace,
)
from lsa_theory.verification.outcome import Verdict

d, N, M = dimension("d"), dimension("N"), dimension("M")
Q, x = random_orthogonal("Q", d), gaussian("x", covariance=identity(d))
longer = at(N * E(norm_squared(x)), {d: N + 1})
places = at(sum_over(N, position), {N: M + 1})
EXACT = ["algebra", "field", "entries", "search", "precision"]


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (Claim(at(longer, {N: 2 * N}), 2 * N * (2 * N + 1)), Verdict.CONFIRMED),
        (Claim(at(longer, {N: 2 * N}), N * (2 * N + 1)), Verdict.REFUTED),
        (Claim(at(longer, {N: 2 * N}), 2 * N * (N + 1)), Verdict.REFUTED),
        (Claim(at(places, {M: 2 * M}), (2 * M + 1) * (M + 1)), Verdict.CONFIRMED),
        (Claim(at(places, {M: 2 * M}), (2 * M + 1) * M), Verdict.REFUTED),
        (Claim(at(at(harmonic(N), {N: M + 1}), {M: 2 * M}), harmonic(2 * M + 1)), Verdict.CONFIRMED),
    ],
)
def test_a_length_inside_a_length_is_one(claim, verdict):
    assert judge(claim, witnesses=EXACT).verdict is verdict


@pytest.mark.slow
def test_a_hypothesis_about_a_length_that_is_put_for_a_size_decides():
    sixth = at(E(trace(Q) ** 6), {d: N + 1})
    assert judge(Claim(sixth, 15, given=[greater(N, 1)]), witnesses=EXACT).verdict is Verdict.CONFIRMED
    assert judge(Claim(sixth, 15, given=[greater(N)]), witnesses=EXACT).verdict is Verdict.REFUTED


def test_what_exists_among_lengths_is_looked_for_beyond_the_smallest():
    assert judge(Exists(harmonic(N), ">", 2)).verdict is Verdict.CONFIRMED
    assert judge(Exists(N * (N - 7), "=", 0)).verdict is Verdict.CONFIRMED
    assert judge(Exists(harmonic(N), "=", 2)).verdict is not Verdict.CONFIRMED
    assert judge(Exists(harmonic(N), "<", 1)).verdict is not Verdict.CONFIRMED
