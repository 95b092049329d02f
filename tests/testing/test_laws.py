"""A law from outside the package: averaged, judged and drawn as ours are; refused where it contradicts itself."""

from dataclasses import dataclass
from fractions import Fraction

import pytest

from lsa_theory import (
    Claim,
    CoordinateLaw,
    E,
    Given,
    Inequality,
    Step,
    diagonal,
    dimension,
    equal,
    exponential_coordinates,
    independent_coordinates,
    matrix,
    norm_squared,
    normal,
    random_signs,
    scalar,
    to_latex,
    trace,
    variance,
)
from lsa_theory.claims.existence import existence
from lsa_theory.errors import InvalidArgument, MissingMoment
from lsa_theory.expressions import Expression, as_expression
from lsa_theory.expressions.laws.exponential import Exponential
from lsa_theory.testing import check_law
from lsa_theory.verification.judge import judge

d = dimension("d")
A = matrix("A", d)


@dataclass(frozen=True)
class Triangular(CoordinateLaw):
    """Density (b - |x|) / b^2 for |x| < b."""

    bound: Expression

    def moment(self, k):
        return as_expression(0) if k % 2 else self.bound**k * Fraction(2, (k + 1) * (k + 2))

    def draw(self, rng, shape, value):
        b = value(self.bound)
        return rng.triangular(-b, 0, b, shape)


class DrawnOtherwise(Triangular):
    def draw(self, rng, shape, value):
        return rng.uniform(-1, 1, shape)


class OfNoLaw(Triangular):
    def moment(self, k):
        return as_expression(Fraction(1, 2) if k == 4 else 1 - k % 2)


class WithOtherValues(Triangular):
    @property
    def atoms(self):
        return ((1, as_expression(Fraction(1, 2))), (-1, as_expression(Fraction(1, 2))))


def test_one_that_agrees_with_itself_passes():
    assert check_law(Triangular(as_expression(2))) == 6


@pytest.mark.parametrize(
    ("law", "said"),
    [
        (DrawnOtherwise, r"the mean of xi\^2 over 65536 draws is .* off 1/6"),
        (OfNoLaw, "no law has these moments"),
        (WithOtherValues, "its values have the moment 1 of order 2; it says 1/6"),
    ],
)
def test_one_that_contradicts_itself_does_not(law, said):
    with pytest.raises(AssertionError, match=said):
        check_law(law(as_expression(1)))


def test_what_cannot_be_checked_is_said():
    with pytest.raises(InvalidArgument, match="numbers for its parameters"):
        check_law(Triangular(scalar("b", positive=True)))

    class Short(Triangular):
        def moment(self, k):
            if k > 2:
                raise MissingMoment("no more")
            return super().moment(k)

    with pytest.raises(InvalidArgument, match="has 2 moments; it takes four"):
        check_law(Short(as_expression(1)))


def test_its_parameters_stay_letters_in_claims():
    b = scalar("b", positive=True)
    z = independent_coordinates("z", d, law=Triangular(b))
    assert repr(normal(E(norm_squared(z)))) == "b**2 * d / 6"
    assert judge(Claim(E(norm_squared(z)), d * b**2 / 6)).verdict.value == "confirmed"
    found = judge(Claim(E(norm_squared(z)), d * b**2 / 5))
    assert found.verdict.value == "refuted"
    assert found.counterexample.sizes == {"d": 1}


def test_what_is_no_law_is_refused():
    with pytest.raises(InvalidArgument, match="expected a CoordinateLaw"):
        independent_coordinates("z", d, law=lambda k: k)
    with pytest.raises(InvalidArgument, match="a law and moments"):
        independent_coordinates("z", d, moments=[0, 1], law=Triangular(as_expression(1)))
    with pytest.raises(InvalidArgument, match="not random"):
        independent_coordinates("z", d, law=Triangular(trace(exponential_coordinates("y", 1))))


class TestGivenMoments:
    kappa = scalar("kappa")
    z = independent_coordinates("z", d, moments=[0, 1, 0, kappa])

    def test_numbers_that_no_law_has_are_refused(self):
        with pytest.raises(InvalidArgument, match="no coordinate of z has the moments 0, 1, 0, 1/2"):
            independent_coordinates("z", d, moments=[0, 1, 0, Fraction(1, 2)])

    def test_a_claim_is_not_refuted_where_there_is_no_law(self):
        spread = variance(norm_squared(self.z))
        assert judge(Inequality(spread, 0)).verdict.value == "undecided"
        found = judge(Inequality(spread, d))
        assert found.verdict.value == "refuted"
        assert int(found.counterexample.values["kappa"][0][0]) >= 1

    def test_what_the_fourth_needs_is_a_hypothesis_that_can_be_listed(self):
        spread, steps = variance(norm_squared(self.z)), [Step(0, (d, Given(self.kappa - 1)))]
        claim = Inequality(spread, 0, given=[self.kappa - 1], proof=steps)
        assert judge(claim).verdict.value == "confirmed"

    def test_a_third_moment_takes_room_from_the_fourth(self):
        third = scalar("m_3")
        y = independent_coordinates("y", d, moments=[0, 1, third, self.kappa])
        (needed,) = existence([y])
        assert equal(needed.scalar, self.kappa - 1 - third**2)
        spread, steps = variance(norm_squared(y)), [Step(0, (d, Given(self.kappa - 1)))]
        assumed = Inequality(spread, 0, given=[self.kappa - 1], proof=steps)
        assert judge(assumed).verdict.value == "undecided"

    def test_signs_have_probabilities(self):
        p = scalar("p", positive=True)
        r = random_signs("r", d, probability=p)
        assert judge(Inequality(d, norm_squared(E(r)))).verdict.value == "undecided"
        assert judge(Inequality(d / 2, norm_squared(E(r)))).verdict.value == "refuted"


class TestExponential:
    def test_it_is_a_law(self):
        assert check_law(Exponential(as_expression(3))) == 6

    def test_random_diagonal_covariances_are_written_as_matrices(self):
        s = scalar("s", positive=True)
        Lambda = diagonal(exponential_coordinates("lambda", d, mean=s))
        assert judge(Claim(E(trace(Lambda @ Lambda)), 2 * d * s**2)).verdict.value == "confirmed"
        both = norm_squared(A) + norm_squared(diagonal(A))
        claim = Claim(E(trace(Lambda @ A @ Lambda @ A.T)), s**2 * both)
        assert judge(claim).verdict.value == "confirmed"
        assert judge(Claim(claim.left, s**2 * norm_squared(A))).verdict.value == "refuted"
        assert "lambda" in to_latex(claim.left)

    @pytest.mark.parametrize("mean", [0, -1])
    def test_its_mean_is_positive(self, mean):
        with pytest.raises(InvalidArgument, match="expected a positive number"):
            exponential_coordinates("lambda", d, mean=mean)
