"""Fractions inside fractions of scalars are one fraction, however they are nested."""

import pytest

from lsa_theory import (
    Claim,
    dimension,
    equal,
    exp,
    inverse,
    judge,
    log,
    normal,
    positive_definite,
    scalar,
    trace,
    vector,
)
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.verification.outcome import Verdict

d = dimension("d")
L, a, b, c = positive_definite("Lambda", d), vector("a", d), vector("b", d), vector("c", d)
u, v, w, z = (scalar(name) for name in "uvwz")


@pytest.mark.parametrize(
    ("nested", "plain"),
    [
        (1 / (1 + v - w**2 / (1 + u)), (1 + u) / ((1 + v) * (1 + u) - w**2)),
        (1 / (u + 1 / (v + 1 / (w + z))), (v * (w + z) + 1) / (u * (v * (w + z) + 1) + w + z)),
        (u / (1 / (1 + u) - 1 / (1 + v)) ** 2, u * (1 + u) ** 2 * (1 + v) ** 2 / (v - u) ** 2),
        (1 / (1 - u / (u + v)) - 1 / (1 - v / (u + v)), (u + v) / v - (u + v) / u),
    ],
)
def test_a_nested_fraction_is_one_fraction(nested, plain):
    assert equal(nested, plain)
    assert not equal(nested, plain + u / 50)


def test_what_vanishes_is_not_divided_by():
    with pytest.raises(UnsupportedExpression, match="is zero and has no inverse"):
        normal(1 / (1 - u / (u + v) - v / (u + v)))
    assert equal(exp(1 / (1 + v - w / (1 + u))), exp((1 + u) / ((1 + v) * (1 + u) - w)))
    assert equal(log(4 * exp(u)), log(4) + u)


def updated(inverted, vector):
    """The inverse of M + v v' by that of M (Sherman and Morrison)."""
    return inverted - inverted @ vector @ vector.T @ inverted / (1 + vector.T @ inverted @ vector)


def test_one_update_after_the_other_is_the_inverse_of_the_sum_in_any_order():
    first, second = updated(updated(inverse(L), a), b), updated(updated(inverse(L), b), a)
    assert equal(first, second)
    assert equal(first, inverse(L + a @ a.T + b @ b.T))
    assert equal(updated(first, c), inverse(L + a @ a.T + b @ b.T + c @ c.T))
    assert equal(trace(first @ L), trace(inverse(L + a @ a.T + b @ b.T) @ L))
    assert not equal(updated(updated(inverse(L), b), 2 * a), first)


def test_the_claim_is_confirmed_and_a_wrong_update_refuted():
    right = updated(updated(inverse(L), a), b)
    wrong = updated(inverse(L), a) - updated(inverse(L), a) @ b @ b.T @ updated(inverse(L), a) / (
        1 + b.T @ inverse(L) @ b
    )
    claim = Claim(updated(updated(inverse(L), b), a), right)
    assert judge(claim, witnesses=["algebra", "field"]).verdict is Verdict.CONFIRMED
    claim = Claim(inverse(L + a @ a.T + b @ b.T), wrong)
    assert judge(claim, witnesses=["algebra", "field"]).verdict is Verdict.REFUTED
