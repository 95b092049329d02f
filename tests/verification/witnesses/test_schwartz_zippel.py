from fractions import Fraction

import pytest

from lsa_theory import dimension, inverse, matrix, scalar, trace
from lsa_theory.values.refusals import NotApplicable
from lsa_theory.verification.witnesses.field.schwartz_zippel import difference_degree

d = dimension("d")
A, c = matrix("A", d), scalar("c", positive=True)


@pytest.mark.parametrize(
    ("left", "right", "size", "degree"),
    [
        (trace(A @ A), trace(A), 3, 2),
        # adj(A) / det(A): degree d - 1 over d; minus A over 1.
        (inverse(A), A, 3, 4),
        (inverse(A) @ A, A, 2, 3),
        (trace(A) / c, c, 2, 2),
        (trace(A) / c + 1 / c, c, 2, 3),
    ],
)
def test_degree_of_the_difference(left, right, size, degree):
    assert difference_degree(left, right, {d: size}) == degree


def test_root_is_no_rational_function():
    with pytest.raises(NotApplicable, match="fractional power"):
        difference_degree(c ** Fraction(1, 2), c, {})
