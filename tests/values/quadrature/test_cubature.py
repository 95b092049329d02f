from fractions import Fraction
from math import comb

import numpy as np
import pytest

from lsa_theory.values.arithmetic.rational import Rationals, as_fraction
from lsa_theory.values.quadrature.cubature import Lattice, principal_lattice
from lsa_theory.values.quadrature.laws import LawAt

Q = Rationals()


def mean_of(function, law, degree, *, realised="gaussian"):
    points, weights = Lattice(realised=realised)(Q, law, degree)
    values = [function(p) for p in points]
    return as_fraction(sum(w * v for w, v in zip(weights[:, 0, 0], values, strict=True)))


def law(covariance, mean=None, count=1, declared=False):
    center = None if mean is None else Q.array(mean)
    return LawAt("x", Q.array(covariance), center, count, declared)


@pytest.mark.parametrize(("power", "moment"), [(0, 1), (1, 0), (2, 3), (3, 0), (4, 27), (6, 405), (8, 8505)])
def test_moments_of_one_gaussian(power, moment):
    # Variance 3: (m - 1)!! 3^(m / 2).
    assert mean_of(lambda p: p[0, 0] ** power, law([[3]]), power) == moment


def test_moments_with_a_mean():
    # E (1 + z)^4 with variance 2: 1 + 6 * 2 + 3 * 4.
    assert mean_of(lambda p: p[0, 0] ** 4, law([[2]], mean=[[1]]), 4) == 25


def test_mixed_moment_of_two_components():
    # Isserlis by hand: E x1^2 x2^2 = C11 C22 + 2 C12^2.
    assert mean_of(lambda p: p[0, 0] ** 2 * p[1, 0] ** 2, law([[2, 1], [1, 3]]), 4) == 6 + 2


def test_columns_of_a_sample_are_independent():
    sample = law([[2, 1], [1, 3]], count=2)
    assert mean_of(lambda p: p[0, 0] * p[0, 1], sample, 2) == 0
    assert mean_of(lambda p: p[0, 0] ** 2 * p[1, 1] ** 2, sample, 4) == 6


def test_two_point_law_has_its_own_higher_moments():
    # Variance 2: 3 with probability 2/11, -2/3 with probability 9/11.
    skewed = law([[2]], declared=True)
    expected = [Fraction(2 * 3**m, 11) + Fraction(9, 11) * Fraction(-2, 3) ** m for m in range(5)]
    got = [mean_of(lambda p, m=m: p[0, 0] ** m, skewed, m, realised="skewed") for m in range(5)]
    assert got == expected
    assert got[:3] == [1, 0, 2]


@pytest.mark.parametrize("variance", [Fraction(1, 7), 1, 2, 4, 9])
def test_two_point_law_is_skewed_at_every_variance(variance):
    assert mean_of(lambda p: p[0, 0] ** 3, law([[variance]], declared=True), 3, realised="skewed") > 0


def test_mixed_law_has_uncorrelated_components_that_are_not_independent():
    pair = law([[1, 0], [0, 1]], declared=True)
    assert mean_of(lambda p: p[0, 0] * p[1, 0], pair, 2, realised="dependent") == 0
    assert mean_of(lambda p: p[0, 0] ** 2, pair, 2, realised="dependent") == 1
    # E s^4 = 4/5 / 16 + 16/5 for the common factor s.
    assert mean_of(lambda p: p[0, 0] ** 2 * p[1, 0] ** 2, pair, 4, realised="dependent") == Fraction(13, 4)


def test_mixed_columns_are_independent_of_each_other():
    sample = law([[1]], count=2, declared=True)
    assert mean_of(lambda p: p[0, 0] ** 2 * p[0, 1] ** 2, sample, 4, realised="dependent") == 1


def test_gaussian_laws_stay_gaussian_under_the_skewed_rule():
    assert mean_of(lambda p: p[0, 0] ** 4, law([[2]]), 4, realised="skewed") == 12


@pytest.mark.parametrize(("variables", "degree"), [(1, 5), (3, 4), (6, 2)])
def test_lattice_has_as_many_points_as_there_are_monomials(variables, degree):
    lattice = principal_lattice(variables, degree)
    assert len(lattice) == comb(variables + degree, degree) == Lattice().size(variables, degree)
    assert len(np.unique(lattice, axis=0)) == len(lattice)
    assert lattice.sum(axis=1).max() == degree


def test_weights_add_up_to_one():
    _, weights = Lattice()(Q, law([[2, 1], [1, 3]], count=2), 3)
    assert weights.sum() == 1


def test_degree_counted_too_low_gives_another_value():
    quartic = law([[1]])
    assert mean_of(lambda p: p[0, 0] ** 4, quartic, 4) == 3
    assert mean_of(lambda p: p[0, 0] ** 4, quartic, 5) == 3
    assert mean_of(lambda p: p[0, 0] ** 4, quartic, 3) != 3
