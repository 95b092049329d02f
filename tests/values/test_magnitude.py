"""What both sides are compared with where they vanish: the size of the terms that cancel."""

import pytest

from lsa_theory import dimension, matrix, trace
from lsa_theory.expressions.expression import Zero
from lsa_theory.values.arithmetic.bounded import Floats
from lsa_theory.values.instances.formulas import Formulas
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.magnitude import magnitude

d = dimension("d")
A, B = matrix("A", d), matrix("B", d)


@pytest.mark.parametrize("size", [1, 10**3, 10**9])
def test_it_grows_with_the_terms_and_not_with_what_is_left_of_them(size):
    sides, floats = Formulas([trace(A @ B) - trace(B @ A), Zero(1, 1)]), Floats()
    at = Instance({d: 2}, {A: [[size, 0], [0, size]], B: [[1, 2], [3, 1]]})
    # The terms are 2 size each; every operation counts them once more.
    first, second = (magnitude(sides, floats, at) for _ in range(2))
    assert 4 * size <= first <= 40 * size
    assert first == second


def test_where_there_are_no_terms_it_is_one():
    assert magnitude(Formulas([Zero(1, 1), Zero(1, 1)]), Floats(), Instance({}, {})) == 1.0
