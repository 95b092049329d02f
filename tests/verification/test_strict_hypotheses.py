"""Hypotheses and claims that are strict: what holds under them alone, what fails at the boundary alone, and cheats."""

from fractions import Fraction

import pytest

from lsa_theory import (
    Box,
    Claim,
    E,
    Given,
    Inequality,
    MatrixInequality,
    Sign,
    Step,
    absolute,
    at,
    at_least,
    dimension,
    equation,
    gaussian,
    gradient,
    greater,
    identity,
    inverse,
    judge,
    nonzero,
    norm_squared,
    operator_norm,
    relu,
    scalar,
    sign,
    square_root,
    symmetric,
    trace,
    vector,
)
from lsa_theory.claims.forms.assumptions import assumption, known_signs, told
from lsa_theory.errors import InvalidArgument, ShapeMismatch

d, N = dimension("d"), dimension("N")
a, b, t = scalar("a"), scalar("b"), scalar("t")
A, B = symmetric("A", d), symmetric("B", d)
x = vector("x", d)
z = gaussian("z", covariance=identity(2))

TRUE = {
    "|a| = a": Claim(absolute(a), a, given=[greater(a)]),
    "|a| = a from 0 on": Claim(absolute(a), a, given=[a]),
    "|a - b| = a - b from b on": Claim(absolute(a - b), a - b, given=[at_least(a, b)]),
    "|a - b| = b - a": Claim(absolute(a - b), b - a, given=[greater(b, a)]),
    "sign(a) = 1": Claim(sign(a), 1, given=[greater(a)]),
    "sqrt(a^2) = a": Claim(square_root(a**2), a, given=[greater(a)]),
    "relu(a - b) = a - b": Claim(relu(a - b), a - b, given=[greater(a, b)]),
    "a norm and its factor": Claim(operator_norm(a * A), a * operator_norm(A), given=[a]),
    "a divisor above 1": Claim(a, t, given=[equation(a * b, t * b), greater(b, 1)]),
    "the sign of a sum": Claim(sign(a + b**2 + 1), 1, given=[a]),
    "the sign of a sum of two": Claim(sign(a), 1, given=[greater(a, b), b]),
    "no divisor of zero": Claim(a, 0, given=[equation(a * b, 0), nonzero(b)]),
    "the root of a square": Claim(square_root(A @ A), A, given=[greater(A)]),
    "a + 1/a >= 2": Inequality(
        a + 1 / a, 2, given=[greater(a)], proof=[Step(2, (1 / a, Sign((a - 1) ** 2)))]
    ),
    "a^2 > a above 1": Inequality(
        a**2, a, given=[greater(a, 1)], strict=True, proof=[Step(a, (a, Sign(a - 1)))]
    ),
    "squares are ordered": Inequality(
        a**2, b**2, given=[greater(a, b), greater(b)], strict=True, proof=[Step(b**2, (a + b, Sign(a - b)))]
    ),
    "|x|^2 > 0": Inequality(
        norm_squared(x), 0, given=[nonzero(x)], strict=True, proof=[Step(0, Given(norm_squared(x)))]
    ),
    "x'Ax > 0": Inequality(x.T @ A @ x, 0, given=[nonzero(x), greater(A)], strict=True),
    "x'Ax >= 0": Inequality(x.T @ A @ x, 0, given=[at_least(A)]),
    "a b >= 0": Inequality(a * b, 0, given=[a, b]),
    "1 / (N - d - 1) > 0": Inequality(1 / (N - d - 1), 0, given=[greater(N, d + 1)], strict=True),
    "A^2 > 0": MatrixInequality(A @ A, 0, given=[greater(A)], strict=True),
    "A^-1 > 0": MatrixInequality(inverse(A), 0, given=[greater(A)], strict=True),
    "on an interval": Inequality(t + 1 / t, Fraction(3, 2), on=Box({t: (Fraction(1, 2), 3)}), strict=True),
}
FALSE = {
    "sign(a) = 1 at 0": Claim(sign(a), 1, given=[a]),
    "the boundary of a trace": Claim(sign(trace(A) - 3), 1, given=[trace(A) - 3]),
    "between 0 and -1": Claim(absolute(a), a, given=[greater(a, -1)]),
    "in a narrow gap": Inequality(
        a, b + Fraction(1, 1000), given=[greater(a, b), greater(b + Fraction(1, 1000), a)]
    ),
    "definite matrices do not commute": Claim(A @ B, B @ A, given=[greater(A), greater(B)]),
    "a divisor of zero": Claim(a, 0, given=[equation(a * b, 0), b]),
    "a^2 > a at 1": Inequality(a**2, a, given=[a - 1], strict=True, proof=[Step(a, (a, Sign(a - 1)))]),
    "a^2 > a below 1": Inequality(a**2, a, given=[greater(1, a)], strict=True),
    "squares of negative numbers": Inequality(a**2, b**2, given=[greater(a, b)], strict=True),
    "a b > 0 at 0": Inequality(a * b, 0, given=[greater(a), b], strict=True),
    "|x|^2 > 0 at 0": Inequality(norm_squared(x), 0, strict=True),
    "x'Ax > 0 where A is singular": Inequality(x.T @ A @ x, 0, given=[nonzero(x), at_least(A)], strict=True),
    "x'Ax > 0 at 0": Inequality(x.T @ A @ x, 0, given=[greater(A)], strict=True),
    "tr A > 0 at 0": Inequality(trace(A), 0, given=[at_least(A)], strict=True),
    "N > d is too few": Inequality(1 / (N - d - 2), 0, given=[greater(N, d)]),
    "A^2 > 0 where A is singular": MatrixInequality(A @ A, 0, given=[at_least(A)], strict=True),
    "touches": Inequality(t + 1 / t, 2, on=Box({t: (Fraction(1, 2), 3)}), strict=True),
    "a derivative that hypotheses do not stop": Claim(gradient(absolute(a), a), 0, given=[greater(a)]),
    "a letter that is substituted": Inequality(at(a, {a: -1}), 0, given=[greater(a)]),
    "the mean of what is drawn": Inequality(E(z[0]), 0, given=[greater(z[0])], strict=True),
}
OPEN = {
    "nothing is both": Inequality(1, 0, given=[greater(a), greater(-a)], strict=True),
    "no size": Claim(1, 0, given=[greater(d, d)]),
    "a step that gives nothing away": Inequality(
        a**2 + 1, 0, strict=True, proof=[Step(a**2 + 1), Step(0, Sign(a**2), (0, Sign(a**2)))]
    ),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_holds_under_strict_hypotheses_is_confirmed(name):
    assert judge(TRUE[name]).verdict.value == "confirmed"


@pytest.mark.parametrize("name", FALSE)
def test_what_fails_is_refuted_at_the_boundary_only_if_it_belongs_to_the_claim(name):
    judgement = judge(FALSE[name])
    assert judgement.verdict.value == "refuted"
    assert judgement.counterexample is not None


@pytest.mark.parametrize("name", OPEN)
def test_what_no_instance_meets_or_no_step_shows_is_not_confirmed(name):
    assert judge(OPEN[name]).verdict.value == "undecided"


def test_strict_hypotheses_are_printed_as_they_are_meant():
    printed = [
        told(h) for h in (greater(a, b), greater(N, d + 1), nonzero(x), greater(A, B), at_least(A), a - b)
    ]
    assert printed == [
        "a > b",
        "N > d + 1",
        "x is not 0",
        "A - B > 0, as symmetric matrices",
        "A >= 0, as symmetric matrices",
        "a - b >= 0",
    ]
    assert assumption(greater(0, a)).sign == ">"


def test_what_is_assumed_is_not_said_again():
    judgement = judge(Claim(1 / a + square_root(b), square_root(b) + 1 / a, given=[greater(a), b]))
    assert judgement.hypotheses == ()
    assert judge(Claim(1 / a, 1 / a, given=[greater(b)])).hypotheses == ("a is not 0",)


def test_signs_are_not_read_off_where_a_letter_is_a_place_or_averaged_over():
    assert known_signs([greater(a)])(gradient(a**2, a)) == gradient(a**2, a)
    assert known_signs([greater(z[0])])(E(z[0])) == E(z[0])


def test_what_cannot_be_ordered_is_refused():
    with pytest.raises(ShapeMismatch, match="nonzero"):
        greater(x)
    with pytest.raises(ShapeMismatch):
        at_least(A, a)
    with pytest.raises(InvalidArgument, match="True or False"):
        Inequality(a, b, strict="yes")
