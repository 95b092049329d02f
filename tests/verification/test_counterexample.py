from fractions import Fraction

import numpy as np
import pytest

from lsa_theory import Claim, E, at, matrix, positive_definite, scalar, square_root, trace, with_moments
from lsa_theory.verification.counterexample import find_counterexample
from tests.verification.toys import FALSE, TRUE, A, Lambda, N, d, second_left


def search(claim, seed=0):
    return find_counterexample(claim.equalities()[0], np.random.default_rng(seed))


@pytest.mark.parametrize("name", TRUE)
def test_true_claims_have_none(name):
    assert search(TRUE[name]) is None


@pytest.mark.parametrize("seed", range(5))
def test_counterexample_is_the_smallest(seed):
    found = search(FALSE["coefficient off by 2 %"], seed)
    assert found.sizes == {"d": 1}
    assert found.values == {"Lambda": (("1",),), "A": (("1",),)}
    assert (found.left, found.right, found.difference) == ((("3",),), (("153/50",),), (("-3/50",),))


@pytest.mark.parametrize("seed", range(5))
def test_missing_transpose_needs_two_dimensions_and_one_entry(seed):
    found = search(FALSE["missing transpose"], seed)
    assert found.sizes == {"d": 2}
    assert sorted(v for row in found.values["A"] for v in row) == ["0", "0", "0", "1"]
    assert found.values["Lambda"] == (("1", "0"), ("0", "1"))


def test_dimensions_grow_in_order():
    right_at_d_2 = search(FALSE["right at d = 2 only"])
    right_at_n_1 = search(FALSE["right at N = 1 only"])
    assert right_at_d_2.sizes == {"d": 1, "N": 1}
    assert right_at_n_1.sizes == {"d": 1, "N": 2}


def test_values_can_be_checked_by_hand():
    found = search(FALSE["right at N = 1 only"])
    # E of the squared sample variance of two draws with variance 1: (1 + 1/2) + 1/2 = 2.
    assert found.values == {"Lambda": (("1",),)}
    assert (found.left, found.right) == ((("2",),), (("3",),))


def test_roots_are_enclosed():
    found = search(Claim(square_root(trace(Lambda)), trace(Lambda)))
    assert found.kind == "enclosed"
    assert found.sizes == {"d": 1}
    assert "1.414213" in found.left[0][0]


def test_structure_survives_the_shrinking():
    one, other = (positive_definite(name, d, family="f") for name in ("P", "Q"))
    found = search(Claim(one @ other @ A, A @ one @ other))
    for name in ("P", "Q"):
        assert found.values[name][0][1] == "0"
    assert found.sizes == {"d": 2}


def test_law_is_named_when_only_moments_are_declared():
    z = with_moments("z", covariance=Lambda)
    found = search(Claim(E((z.T @ z) ** 2), trace(Lambda) ** 2 + 2 * trace(Lambda @ Lambda)))
    assert "two-point" in found.law


def test_replaced_symbols_are_not_shown():
    c = scalar("c")
    found = search(Claim(at(c * trace(A), {c: Fraction(1, 2)}), trace(A)))
    assert set(found.values) == {"A"}


def test_rectangular_and_unused_symbols():
    B = matrix("B", d, N)
    found = search(Claim(trace(B @ B.T), 2 * trace(B.T @ B)))
    assert found.sizes == {"d": 1, "N": 1}
    assert found.values == {"B": (("1",),)}


def test_difference_that_vanishes_at_small_integers_is_found():
    assert search(Claim(second_left * (trace(A) ** 3 - trace(A)), second_left * 0)) is not None
