"""Replacing beside inverses stops where it goes round in a circle, with what all steps would have ended with."""

import pytest

from lsa_theory import dimension, inverse, matrix, normal
from lsa_theory.algebra.deciding.leading_words import _STEPS, choices, reduced_by
from lsa_theory.algebra.ring.polynomial import scale

d = dimension("d")
A, B = matrix("A", d), matrix("B", d)


@pytest.mark.parametrize("period", [1, 2, 3, 4, 7])
@pytest.mark.parametrize("before", [0, 1, 5])
def test_a_circle_is_not_walked_to_its_end(before, period):
    start = normal(A @ inverse(A + B)).terms
    states = [scale(start, k + 1) for k in range(before + period)]
    steps = 0

    def tidied(_):
        nonlocal steps
        steps += 1
        k = steps if steps < len(states) else before + (steps - before) % period
        return states[k]

    found = reduced_by(states[0], next(choices(start)), tidied=tidied)
    assert found == states[before + (_STEPS - before) % period]
    assert steps == before + period


def test_what_ends_is_walked_to_its_end():
    terms = normal(A @ inverse(A + B) + B @ inverse(A + B)).terms
    assert {word: c for (_, word), c in reduced_by(terms, next(choices(terms))).items()} == {(): 1}
