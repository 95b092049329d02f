"""The sign of a rational function of one scalar, against a fine grid and with roots in awkward places."""

from fractions import Fraction

import numpy as np
import pytest

from lsa_theory import Box, Inequality, dimension, scalar
from lsa_theory.values.instances.instance import Instance
from lsa_theory.verification.judge import judge
from lsa_theory.verification.outcome import Verdict
from lsa_theory.verification.witnesses.proof.one_scalar import sign_on_interval

t = scalar("t", positive=True)
N = dimension("N")


def decided(slack, low, high):
    return sign_on_interval(slack, t, (Fraction(low), Fraction(high)), Instance({N: 3}, {}))


@pytest.mark.parametrize(
    ("slack", "low", "high", "holds"),
    [
        ((t - 2) ** 2, 1, 10, True),
        ((t - 2) ** 3, 1, 10, False),
        ((t - 2) ** 3, 2, 10, True),
        ((t - 1) * (t - 3), 1, 3, False),
        (-(t - 1) * (t - 3), 1, 3, True),
        ((t**2 - 2) ** 2, 1, 3, True),
        ((t**2 - 2) * (t - 2), 1, 3, False),
        (t + 1 / t - 2, Fraction(1, 2), 3, True),
        (t + 1 / t - Fraction(2000001, 1000000), Fraction(1, 2), 3, False),
        (N * t - 3 * t, 1, 2, True),
        (t - t, 1, 2, True),
        ((t - 1) ** 2 * (t - Fraction(3, 2)) ** 2 * (2 - t), 1, 2, True),
        (t - 5, 5, 5, True),
    ],
)
def test_signs(slack, low, high, holds):
    assert decided(slack, low, high).holds is holds


def test_a_pole_or_another_letter_is_left_to_the_boxes():
    assert decided(1 / (t - 2), 1, 3) is None
    assert decided(t + scalar("s"), 1, 3) is None


def test_random_polynomials_against_a_grid():
    rng = np.random.default_rng(3)
    for _ in range(60):
        roots = rng.integers(0, 9, size=4)
        slack = 1 + 0 * t
        for root in roots:
            slack = slack * (t - int(root))
        grid = [Fraction(k, 4) for k in range(4, 33)]
        values = [np.prod([float(point) - root for root in roots]) for point in grid]
        found = decided(slack, 1, 8)
        assert found.holds is bool(min(values) >= 0)
        if found.point is not None:
            assert np.prod([float(found.point) - root for root in roots]) < 0


def test_contact_with_zero_is_confirmed_and_a_little_more_refuted():
    on = Box({t: (Fraction(1, 2), 3)})
    assert judge(Inequality(t + 1 / t, 2, on=on)).verdict is Verdict.CONFIRMED
    false = judge(Inequality(t + 1 / t, Fraction(2000001, 1000000), on=on))
    assert false.verdict is Verdict.REFUTED
    assert false.counterexample.kind == "enclosed"
