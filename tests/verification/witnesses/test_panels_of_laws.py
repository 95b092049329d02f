"""Panels are laid for Gaussian variables: no other law is taken for one, and no pole is stepped over."""

import pytest

from lsa_theory import (
    Claim,
    E,
    absolute,
    exp,
    gaussian,
    identity,
    judge,
    on_sphere,
    pi,
    random_signs,
    relu,
    scalar,
    sign,
    square_root,
    student_t,
    uniform_coordinates,
)
from lsa_theory.values.instances.instance import Instance
from lsa_theory.values.quadrature.panel_integrals import PanelIntegrals
from lsa_theory.values.refusals import NotApplicable
from lsa_theory.verification.outcome import Counterexample
from lsa_theory.verification.reports.counterexample import counterexample_lines

g, c = gaussian("g", covariance=identity(1)), scalar("c")
OTHERS = [
    student_t("y", scale=identity(1), degrees=9),
    on_sphere("u", 1),
    random_signs("r", 1),
    uniform_coordinates("w", 1),
]


@pytest.mark.parametrize("source", OTHERS, ids=lambda s: s.name)
def test_another_law_is_not_integrated_as_a_gaussian_one(source):
    with pytest.raises(NotApplicable, match=f"{source.name} is not Gaussian"):
        PanelIntegrals(Instance({}, {}), 1).evaluate(E(absolute(source)))


def test_a_gaussian_law_still_is():
    value = PanelIntegrals(Instance({}, {}), 1).evaluate(E(absolute(g)))[0, 0]
    assert abs(value - (2 / 3.141592653589793) ** 0.5) < 1e-12


@pytest.mark.parametrize("source", [OTHERS[0], OTHERS[3]], ids=lambda s: s.name)
def test_what_holds_for_a_gaussian_law_is_not_confirmed_of_another(source):
    judgement = judge(Claim(E(absolute(source)), square_root(2 * source.law.covariance / pi)))
    assert judgement.verdict.value != "confirmed"


def test_a_principal_value_is_no_mean():
    with pytest.raises(NotApplicable, match="changes its sign"):
        PanelIntegrals(Instance({}, {}), 1).evaluate(E(exp(g) / g))
    assert PanelIntegrals(Instance({}, {}), 1).evaluate(E(exp(g) / (1 + g**2)))[0, 0] > 0


def test_moments_are_called_declared_only_where_they_are():
    one = (("1",),)
    found = Counterexample({"d": 1}, {}, one, one, one, law="expectations taken in closed form")
    assert counterexample_lines(found)[1] == "  expectations taken in closed form"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (E(absolute(c * g)), c * square_root(2 / pi)),
        (E(sign(c * g) * g), square_root(2 / pi)),
        (E(relu(c * g)), c / square_root(2 * pi)),
    ],
)
def test_what_holds_for_positive_letters_only_is_refuted(left, right):
    assert judge(Claim(left, right), witnesses=["quadrature"]).findings[0].verdict.value == "refuted"


def test_with_the_sign_it_holds():
    assert judge(Claim(E(absolute(c * g)), absolute(c) * square_root(2 / pi))).verdict.value == "confirmed"
