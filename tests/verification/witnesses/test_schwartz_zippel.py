from fractions import Fraction

import pytest

from lsa_theory import at, det, dimension, inverse, matrix, scalar, sum_over, trace, vector
from lsa_theory.values.refusals import NotApplicable
from lsa_theory.verification.witnesses.field.schwartz_zippel import difference_degree

d, N = dimension("d"), dimension("N")
A, c, x = matrix("A", d), scalar("c", positive=True), vector("x", d)


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
    assert difference_degree(left, right, [{d: size}]) == degree


@pytest.mark.parametrize(
    "side",
    [
        trace(A @ A),
        trace(inverse(A)),
        det(A),
        c ** (N + 1),
        sum_over(N, lambda i: c * trace(A)),
        sum_over(N, lambda i: 1 / (trace(A) + c)),
        at(trace(inverse(A)), {d: 2 * d}),
        at(sum_over(N, lambda i: 1 / c), {N: d + N, c: c * c}),
    ],
    ids=repr,
)
def test_what_depends_on_no_size_is_counted_once_and_the_rest_at_each(side):
    sizes = [{d: n, N: m} for n, m in ((1, 1), (4, 1), (2, 5), (3, 3))]
    alone = [difference_degree(side, c, [size]) for size in sizes]
    assert difference_degree(side, c, sizes) == max(alone)
    assert difference_degree(side, c, sizes[::-1]) == max(alone)


def test_a_replaced_dimension_counts_at_its_new_size():
    at_six = at(det(A), {d: 2 * d})
    assert difference_degree(at_six, c, [{d: 3}]) == 6


def test_root_is_no_rational_function():
    with pytest.raises(NotApplicable, match="fractional power"):
        difference_degree(c ** Fraction(1, 2), c, [{}])
