"""Signs of linear forms in several Gaussian vectors: their sum is one Gaussian number."""

from fractions import Fraction

import pytest

from lsa_theory import (
    Claim,
    E,
    absolute,
    difference,
    dimension,
    exp,
    gaussian,
    indicator,
    judge,
    log,
    matrix,
    normal,
    positive_definite,
    relu,
    samples,
    scalar,
    sign,
    sum_over,
    vector,
)
from lsa_theory.errors import UnsupportedExpression
from lsa_theory.verification.outcome import Verdict

d, N = dimension("d"), dimension("N")
L, V, A = positive_definite("Lambda", d), positive_definite("V", d), matrix("A", d)
a, b, mu = vector("a", d), vector("b", d), vector("mu", d)
r = scalar("r", positive=True)
g, h = gaussian("g", covariance=L), gaussian("h", covariance=V)
m = gaussian("m", covariance=V, mean=mu)
s, t = gaussian("s", covariance=2), gaussian("t", covariance=3)
X, noise = samples("x", covariance=L, count=N), samples("e", covariance=r, count=N)
one = gaussian("z", covariance=L + V)

# The same statement about one vector, which has had its closed form before: the two routes share no step but the end.
SAME = {
    "absolute value": (absolute(a.T @ (g + h)), absolute(a.T @ one)),
    "positive part": (relu(a.T @ (g + h)), relu(a.T @ one)),
    "a product of two": (relu(a.T @ (g + h)) * relu(b.T @ (g + h)), relu(a.T @ one) * relu(b.T @ one)),
    "beside a polynomial": (
        sign(a.T @ (g + h)) * (g + h) @ (g + h).T @ A @ (g + h),
        sign(a.T @ one) * one @ one.T @ A @ one,
    ),
    "about a mean": (absolute(a.T @ (g + m)), absolute(a.T @ (one + mu))),
    "beside an exponential": (relu(a.T @ (g + h)) * exp(b.T @ (g + h)), relu(a.T @ one) * exp(b.T @ one)),
    "an indicator": (
        indicator(a.T @ (g + h)) * (b.T @ (g + h)) ** 2,
        indicator(a.T @ one) * (b.T @ one) ** 2,
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_a_sum_of_vectors_is_as_one_vector(name):
    several, single = SAME[name]
    assert difference(E(several), E(single)).is_zero()
    assert not difference(E(several), E(single) * Fraction(51, 50)).is_zero()


def test_what_is_known_of_two_numbers():
    assert repr(normal(E(absolute(s + t)))) == "2**(1/2) * 5**(1/2) / pi**(1/2)"
    assert repr(normal(E(sign(s + t) * sign(s - t)))) == "-2 * arcsin(1/5) / pi"
    assert repr(normal(E(sum_over(N, lambda i: absolute(a.T @ X.column(i) + noise.column(i)))))) == (
        "N * (r + a.T @ Lambda @ a)**(1/2) * 2**(1/2) / pi**(1/2)"
    )


@pytest.mark.parametrize(
    "body",
    [
        sign(a.T @ g + b.T @ h) * g @ h.T @ A @ g,
        absolute(s + t + 1) * t,
        sign(s + t) * sign(s - t) * s**2 * t**2,
        relu(s + t) * exp(s),
    ],
)
def test_witnesses_confirm_it_and_nothing_two_percent_off(body):
    right = normal(E(body)).as_expression()
    fast = ["algebra", "quadrature"]
    assert judge(Claim(E(body), right), witnesses=fast).verdict is Verdict.CONFIRMED
    assert judge(Claim(E(body), right * Fraction(51, 50)), witnesses=fast).verdict is Verdict.REFUTED


def test_forms_that_are_not_linear_together_are_refused():
    with pytest.raises(UnsupportedExpression, match="no polynomial, and has no expectation"):
        normal(E(absolute(g.T @ h)))
    with pytest.raises(UnsupportedExpression, match="3 signs of linear forms in s, t"):
        normal(E(sign(s + t) * sign(s - t) * sign(s)))


LAYERED = {
    "a law whose mean is random": (absolute(a.T @ gaussian("y", covariance=V, mean=g)), absolute(a.T @ one)),
    "and what that mean is of": (
        sign(a.T @ gaussian("y", covariance=V, mean=g)) * (b.T @ g),
        sign(a.T @ (g + h)) * (b.T @ g),
    ),
    "one number after the other": (E(relu(s + t), s), relu(s + t)),
    "a polynomial beside": (E(sign(s + t + 1), s) * t, sign(s + t + 1) * t),
    "an exponential beside": (E(sign(s + t), s) * exp(t), sign(s + t) * exp(t)),
}


@pytest.mark.parametrize("name", LAYERED)
def test_averages_one_after_the_other_are_one_average(name):
    """The first leaves an error function of what the second is over."""
    layered, together = LAYERED[name]
    assert difference(E(layered), E(together)).is_zero()
    assert not difference(E(layered), E(together) * Fraction(51, 50) + 1).is_zero()


def test_the_square_of_an_average_of_signs_is_an_arcsine():
    assert repr(normal(E(E(sign(s + t), s) ** 2))) == "2 * arcsin(3/5) / pi"


@pytest.mark.parametrize(
    "body",
    [
        absolute(s + t**2),
        E(sign(s + t), s) * sign(s * t + 1),
        E(sign(s + t), s) * absolute(t**2 - 1),
        E(sign(s + t), s) * log(2 + t**2),
        E(sign(s + t), s) ** 3,
    ],
)
def test_error_functions_that_lead_nowhere_are_refused(body):
    with pytest.raises(
        UnsupportedExpression, match=r"no polynomial|not known here|3 signs of linear forms in t have"
    ):
        normal(E(body))
